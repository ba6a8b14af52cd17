# %% [markdown]
# # Where does an answer come from? Taking a logit apart
#
# A small transformer has learned 150 facts about thirty places. It completes "the capital of Texas is" with
# "Austin", and you will take that answer apart: which layer, which head and which of its 1,024 neurons wrote
# it, and whether the parts that wrote it are also the parts that it depends on. These are two questions, and
# most of this assignment is about telling them apart.
#
# The model has GPT-2's structure at a much smaller size: 4 layers of 4 heads and 256 MLP neurons, a residual
# stream of width 64, LayerNorm with gain and bias, and 97 words. You read it through TransformerLens, so what
# you write here runs on GPT-2 too; the last section does it.
#
# **The goal.** To account for one logit completely, and to know which questions such an account answers.
#
# **Afterwards you can**
#
# - read activations of a transformer by name, and intervene on them with hooks;
# - use the logit lens without its two usual mistakes;
# - write a logit as an exact sum over embeddings, heads, MLPs, neurons and biases;
# - tell a direct from a total effect, and explain where they part;
# - find a fact in a model, change it, and measure what else you changed.
#
# **You need** the parts of a transformer (residual stream, attention, MLP, LayerNorm), softmax, and torch
# with batches. The notebook on induction heads introduces the same library with a simpler model.
#
# **Time.** About five and a half hours for the six tasks and the three written answers, one more for
# the extra one. Each task says its own estimate; it is meant for somebody who has not done this before.
#
# **How this works.** Each task asks for one to three functions; replace `raise NotImplementedError` by your own
# code. `given.py` has the figures, `facts.py` the facts, their words and the model. Tensors, arrays and
# nested lists of numbers count as the same answer. The docstrings fix every name, sign, unit and axis. What you
# are given stays as it was: lists and tensors, a model's weights, and no hooks are left on it. In our models no
# LayerNorm is folded into the weights, and no weights are centred; `model.enable_compatibility_mode()`, which some
# tutorials begin with, does both to the model itself, so leave it out.
#
# **Hints and findings are folded.** Lines with a small triangle open with a click. Each task has three hints:
# a nudge, a direction, and nearly there. *What we found* stands after your own cell: run that first, and
# answer the question above the fold. (In the module a fold is a comment that begins with its title: stop
# reading there.)
#
# **How it is graded.** Hidden checks call your functions on *planted models*: models that you have not seen,
# made by us so that we know the answer. Some are random, with large biases and gains, so that no mistake is
# small; into others we have written a fact, in a place that we know. Nothing is downloaded. Run the public
# tests (`pytest test_logit_decomposition.py`, about a minute) as often as you like; they ask the same things
# of other models. The six tasks are 100 points; the extra and the three written answers come on top.
#
# Cells that run experiments begin with `if __name__ == "__main__":`, so that tests can import your functions
# without repeating your experiments. In a notebook that line is always true.
#
# *logit_decomposition, version 1*

# %%
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import torch
from given import (
    Fact,
    Vocabulary,
    as_batch,
    attribution_bars,
    components,
    context_bars,
    copy_of,
    edit_scores,
    effects_scatter,
    facts_vocabulary,
    gpt2_at_hand,
    knock_out,
    lens_curves,
    load_facts,
    load_facts_model,
    load_gpt2,
    new_model,
    overlap_heatmap,
    patching_scatter,
    prediction_bars,
    retained_bars,
    stream_diagram,
)
from torch import Tensor
from transformer_lens import ActivationCache, TransformerBridge

# %%
if __name__ == "__main__":
    torch.set_num_threads(1)  # so small a model is only slowed down by a second thread
    model, vocabulary, facts = load_facts_model(), facts_vocabulary(), load_facts()
    by_prompt = {fact.prompt: fact for fact in facts}
    by_relation = {}
    for fact in facts:
        by_relation.setdefault(fact.relation, []).append(fact)
        if fact.place == "Texas":
            print(f"{fact.prompt} → {fact.answer}")
    stream_diagram(model)


# %% [markdown]
# ## 1 · Look
#
# *About 25 minutes; easy.*
#
# The model is a `TransformerBridge`, TransformerLens' current class. (Most tutorials import
# `HookedTransformer`, which version 4 removed; nearly everything else in them still holds.) Calling it on
# tokens [B, T] gives logits [B, T, 97]: at each position, a score for every word that could come next. What
# interests us is at the last position. No token is padding: in a batch all prompts are T long, whichever tokens
# they hold, 0 too.
#
# `logits, cache = model.run_with_cache(tokens)` also keeps the activations on the way, by name:
#
# | name | shape | what it is |
# |---|---|---|
# | `hook_embed`, `hook_pos_embed` | [B, T, 64] | what the word and the position write into the residual stream |
# | `blocks.0.hook_resid_pre`, `…_post` | [B, T, 64] | the residual stream before and after layer 0 |
# | `blocks.0.attn.hook_pattern` | [B, 4, T, T] | where each head looks, from (row) to (column) |
# | `blocks.0.attn.hook_z` | [B, T, 4, 16] | what each head found, before its output matrix |
# | `blocks.0.mlp.hook_post` | [B, T, 256] | the MLP's neurons, after the activation function (GELU in all our models) |
# | `blocks.0.hook_mlp_out` | [B, T, 64] | what the MLP adds to the residual stream, its output bias included |
# | `ln_final.hook_scale` | [B, T, 1] | what the final LayerNorm divides by |
#
# Everything is *added* to the residual stream (from here on, the stream), and the logits are read off its
# end. That is why a logit can be taken apart at all.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The model takes tokens, the question is in words, and the answer has to be a word again. Who knows both?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# A score for every word at every position: which position answers, and what makes probabilities of scores?
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The vocabulary may be another than that of the facts, so use the one that you are given in both directions.
# Return a plain number. The cache can be asked by the names of the table.
#
# </details>

# %% solution="look"
def predict(model: TransformerBridge, vocabulary: Vocabulary, prompt: str) -> tuple[str, float]:
    """The word that the model finds most probable after the prompt, and its probability: (word, probability).

    `vocabulary.encode(prompt)` gives the tokens [1, T], `vocabulary.words` the words by token. The next word
    is read off the last position. Any word can be the answer, one of the prompt's, `<bos>` and `<pad>` too. The
    vocabulary may be another than that of the facts.
    """
    raise NotImplementedError("predict is not written yet")


def named_activations(model: TransformerBridge, tokens: Tensor, names: list[str]) -> dict[str, Tensor]:
    """The activations of these names, and of no others, on tokens [B, T], each in the shape in which the cache has it.

    Leaves the model's weights as they were, and no hooks on it (it has none when it comes).
    """
    raise NotImplementedError("named_activations is not written yet")


# %%
if __name__ == "__main__":
    for prompt in ("the capital of Texas is", "Paris is the capital of", "people in Austin speak"):
        print(prompt, "→ {} ({:.3f})".format(*predict(model, vocabulary, prompt)))
    tokens = vocabulary.encode("the capital of Texas is")
    prediction_bars(vocabulary.words, model(tokens)[0, -1].softmax(dim=0), "the capital of Texas is")
    for name, value in named_activations(model, tokens, ["hook_embed", "blocks.0.attn.hook_z"]).items():
        print(name, list(value.shape))


# %% [markdown]
# **Think about it.** One of the three prompts is none of its facts. Which, and how much does the model's
# probability tell you about that?
#
# <details><summary>What we found</summary>
#
# "people in Austin speak" is not one of its facts: the model has seen Austin, but was never told what is
# spoken there, and it says French. A probability says what the model expects after its training, not what it
# knows.
#
# </details>

# %% [markdown]
# ## 2 · The logit lens
#
# *About 45 minutes; medium.*
#
# How much of the answer is there after each layer? Read the stream early, as if the remaining layers did not
# exist.
#
# Two things are easy to get wrong. The stream does not go to `W_U` directly: the final LayerNorm comes first,
# with its centring, its scale, its gain and its bias. And `resid_post` is *cumulative*: it holds all that has
# been written so far. What one layer added is the difference of two readings.
#
# (Each reading uses the scale of the stream that is read. Early streams are shorter vectors, so dividing all
# of them by the last scale makes early layers seem to hold less of the answer than they do.)
#
# <details><summary>Hint 1: a nudge</summary>
#
# You have a check for free: the last column has to be the model's own logit.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# One more reading than there are layers. Each goes through the same four steps of the LayerNorm, with its
# *own* mean and scale, and then to one column of the unembedding, another one for each prompt of the batch.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The scale is the root of the variance plus the model's small constant, and the variance divides by the
# width, not by the width minus one. If the last column is off by a constant, a bias is missing; if it is off
# by a factor, the scale is.
#
# </details>

# %% solution="lens"
def logit_lens(model: TransformerBridge, tokens: Tensor, targets: Tensor) -> Tensor:
    """The targets' logits read off the residual stream at the last position, [B, n_layers + 1].

    tokens is [B, T], targets [B] int64, one target for each prompt. Column 0 reads the stream before layer 0,
    column i + 1 the stream after layer i. Each reading goes through the final LayerNorm as if the model ended
    there (centred, divided by *its own* standard deviation with the model's `cfg.eps` under the root, gain,
    bias), and then through `W_U` and `b_U`, so the last column is the model's own logit. (nostalgebraist 2020,
    "interpreting GPT: the logit lens".)
    """
    raise NotImplementedError("logit_lens is not written yet")


def jump_layers(model: TransformerBridge, tokens: Tensor, targets: Tensor) -> Tensor:
    """For each prompt, the layer whose step raises the target's reading most: [B] integers, 0 … n_layers - 1.

    Layer i's step is from column i of `logit_lens` to column i + 1, in logits. Steps count with their sign: where all of
    a prompt's are down, the smallest step down is the largest. There are no ties.
    """
    raise NotImplementedError("jump_layers is not written yet")


# %%
if __name__ == "__main__":
    shown = [fact for fact in facts if fact.place == "Texas"]
    lens = np.concatenate([np.asarray(logit_lens(model, *as_batch(vocabulary, [f]))) for f in shown])
    lens_curves(lens, [f"{f.prompt} → {f.answer}" for f in shown])
    for relation, group in by_relation.items():
        jumps = np.asarray(jump_layers(model, *as_batch(vocabulary, group)))
        print(f"{relation:10} largest step in layer 0 … 3: {np.bincount(jumps, minlength=4)} of {len(group)}")


# %% [markdown]
# **Think about it.** Which layer "decides" on Austin? A known account of this experiment on GPT-2 says that
# layer 4 decides, because of its step of +1.19; in the same printout layer 11 takes a step of +1.33. What
# would you have to see before you called a step a decision?
#
# <details><summary>What we found</summary>
#
# None decides: the reading climbs in every layer, and over the capitals the largest steps are spread almost
# evenly. There is always a largest step. Ask how much larger it is than the next: for half of our capitals,
# less than 1.2 times.
#
# Reading `resid @ W_U`, without the LayerNorm, is off by 2.2 logits on average after the last layer, where
# nothing is left to approximate, and for 97 of the 150 facts it names another layer as the one with the
# largest step.
#
# </details>

# %% [markdown]
# ## 3 · Take the logit apart
#
# *About 75 minutes; hard.*
#
# The lens reads sums. Now read every summand: what was embedded, each head, each MLP, each bias. With v for
# what a component wrote at the last position, v̄ for the mean of v's coordinates, γ and β for the final
# LayerNorm's gain and bias, and σ for its scale,
#
# $$\text{logit}_t = \sum_v \frac{(v - \bar v) \cdot (\gamma \odot W_U[:, t])}{\sigma} + \beta \cdot W_U[:, t] + b_U[t].$$
#
# σ is the *model's* scale, `ln_final.hook_scale`, the same for all summands. So the sum is exact. But σ
# depends on the whole stream, so a summand is not what the logit would lose without the component. That
# question comes in section 5.
#
# A correct sum proves little: swap two layers, permute the heads, move a bias to another component, and the
# sum is the same. So the hidden checks compare every component on its own, on models where nothing is small.
#
# What a head writes is `z[:, :, head] @ W_O[head]` (`model.blocks[layer].attn.W_O` is [heads, 16, 64]); the
# attention's output cannot be split into heads afterwards. The other weights are `model.ln_final.weight` (γ) and
# `.bias` (β), `model.W_U` and `model.b_U`, and of each layer `model.blocks[layer].attn.b_O` and `.mlp.W_out`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Make the list of everything that is ever added to the stream, by name, before you write code. Who adds the
# attention's output bias?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Every summand meets the same direction, one for each prompt's target. Taking the mean out of that direction
# once does the same as taking it out of every summand. Two terms do not come from the stream at all, and are
# not divided by the scale.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# First make the sum right, then distrust it. A head's share of the *value* bias is in what it found, so
# nothing has to be done for it; b_O belongs to the layer; an MLP's output bias is in what it adds. Then check
# that each name really is that layer and that head: ablate one in a model of your own, and see which term
# goes to 0.
#
# </details>

# %% solution="decompose"
def decompose_logit(model: TransformerBridge, tokens: Tensor, targets: Tensor) -> dict[str, Tensor]:
    """What each component adds to the targets' logits at the last position: [B] for each name.

    tokens is [B, T], targets [B] int64. The names, with layers l and heads h counted from 0:

    - "embed", "pos_embed": the embeddings of the last token and of its position;
    - "L{l}H{h}", as "L0H3": what the head writes, its share of the value bias included, without b_O;
    - "L{l}.b_O": the attention's output bias;
    - "L{l}.mlp": what the MLP writes, its output bias included;
    - "ln_final.b": β · W_U[:, t]; "b_U": b_U[t].

    They add up to the logit, and there are no others. Each but `ln_final.b` and `b_U` is centred, multiplied with
    the gain and divided by the model's own scale on that prompt. (Elhage et al. 2021, "A mathematical framework for
    transformer circuits", for the stream as a sum that the logits are read off.)
    """
    raise NotImplementedError("decompose_logit is not written yet")


# %%
if __name__ == "__main__":
    texas, austin = as_batch(vocabulary, [by_prompt["the capital of Texas is"]])
    terms = {name: np.asarray(value).item() for name, value in decompose_logit(model, texas, austin).items()}
    attribution_bars(terms, model(texas)[0, -1, austin].item(), "the capital of Texas is → Austin")


# %% [markdown]
# **Think about it.** Are there components that write *against* the answer? How much of the logit would be
# missing without the embeddings and the biases?
#
# <details><summary>What we found</summary>
#
# On this trained model several mistakes are too small to see: the four b_O together change the logit of a
# capital by .03 on average, and b_U is zero, since the model was trained without it. That is why you are
# tested on others.
#
# (The account mentioned above leaves out the embeddings and every bias, and adds up cumulative streams, so
# its parts do not add up to the logit.)
#
# </details>

# %% [markdown]
# ### Your prediction
#
# *About 15 minutes.*
#
# The bars say what each component *writes*. Before you ablate (remove) anything: which head or MLP do you
# expect the answer to need most, and what will its ablation cost? Write down a prediction that can be
# refuted: name the component, the measurement, and the outcome that would refute it.

# %% [markdown] written="prediction"
# *Your answer here.*

# %% [markdown]
# ## 4 · Neurons
#
# *About 40 minutes; medium.*
#
# An MLP writes `hidden @ W_out + b_out`, so its contribution is again a sum, over its *neurons*, the 256
# hidden units of each layer: neuron j writes its activation times row j of `W_out`. (Coordinates of `mlp_out`
# are not neurons: they are axes of the residual stream. The account mentioned above finds a "neuron 1823"
# among the coordinates of GPT-2's `mlp_out`, which has 768.)
#
# For one prompt, ask which neurons wrote the answer. For one neuron, ask in which contexts it fires most. The
# second is how neurons usually get their names, so look at more than the first context.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What you did with a component's vector, do with each row of `W_out`. What is it multiplied with before?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Work out each row's product with the target's direction first; the activations then only scale it. For a
# whole model, line the layers up and look for the largest with its sign.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# With the output bias's share, a layer's neurons add up to its `.mlp` term: check it. Contexts may differ in
# length, so run them one by one, and read the *last* position of each, after the activation function.
#
# </details>

# %% solution="neurons"
def neuron_attribution(model: TransformerBridge, tokens: Tensor, targets: Tensor, layer: int) -> Tensor:
    """What each neuron of a layer's MLP adds to the targets' logits at the last position, [B, d_mlp].

    tokens is [B, T], targets [B] int64. The output bias's contribution is in none of them: the sum of
    a row, and that contribution, are the layer's ".mlp" of `decompose_logit`.
    """
    raise NotImplementedError("neuron_attribution is not written yet")


def top_neurons(model: TransformerBridge, tokens: Tensor, targets: Tensor, k: int) -> list[tuple[int, int]]:
    """The k neurons, of all layers together, that add most to the targets' logits: pairs of layer and index.

    The largest first, by the mean attribution over the prompts, with its sign: a neuron that lowers the logit
    comes after those that raise it. tokens is [B, T], targets [B] int64.
    """
    raise NotImplementedError("top_neurons is not written yet")


def max_activating_contexts(
    model: TransformerBridge, contexts: Sequence[Tensor], layer: int, neuron: int, k: int
) -> tuple[list[int], Tensor]:
    """The k contexts at whose last token a neuron (a hidden unit of an MLP) has its largest activations.

    contexts are tokens [1, T] each, of any lengths. Any token may stand anywhere in them, 0 at the end too. Returns
    (indices, activations [k]): the contexts' indices in the list, and the neuron's activation at the end of each,
    after the activation function; the largest first. k is from 1 to their number. Contexts with equal tokens count
    each, with an index for each, in either order.
    """
    raise NotImplementedError("max_activating_contexts is not written yet")


# %%
if __name__ == "__main__":
    contexts = [vocabulary.encode(fact.prompt) for fact in facts]
    for layer, neuron in top_neurons(model, texas, austin, 3):
        places, activations = max_activating_contexts(model, contexts, layer, neuron, 8)
        labels = [f"{facts[i].prompt} → {facts[i].answer}" for i in places]
        context_bars(labels, activations, f"Layer {layer}, neuron {neuron}")


# %% [markdown]
# **Think about it.** Give the first neuron of the pictures a name, from its strongest context alone. Then
# from its eight strongest. And how many neurons does one answer take: ten? fifty?
#
# <details><summary>What we found</summary>
#
# Neuron 19 of layer 3 adds more to Austin's logit than almost any other. Is it the Austin neuron? Among its
# strongest contexts are Paris is the capital of → France, the capital of Ohio → Columbus, and people in
# Tanzania → Swahili: one neuron, several unrelated things. This is the rule here. Of the 1,024 neurons, 611
# have at least four different answers among their five strongest contexts, and 56 have only one. A model with
# more features than neurons can let features share neurons (Elhage et al. 2022, "Toy models of
# superposition"); our counts do not show that this is the reason here.
#
# For Austin, the best 8 of 1,024 add up to a quarter of what all neurons together add, the best 20 to half
# and the best 52 to nine tenths.
#
# </details>

# %% [markdown]
# ## 5 · What a component writes, and what depends on it
#
# *About 45 minutes; medium.*
#
# A component can matter in two ways. Its *direct effect* is its contribution to the logit: what it wrote into
# the stream, read off at the end. Its *total effect* is what its ablation costs, and that includes what later
# components did with what it wrote. Measure both.
#
# <details><summary>Hint 1: a nudge</summary>
#
# A hook gets a value, and what it returns is what the model goes on with. For a head, which axis is it?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Heads and MLPs are replaced at different places, so what stays (b_O) and what goes (the MLP's output bias)
# differs too. Read layer and head off the name, and refuse what is no component before you run anything.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# At *every* position, not only the last. The mean is over the batch, separately for each position. Total
# effect: intact minus ablated, so that both effects are positive where the component helps; you have the
# other one already.
#
# </details>

# %% solution="ablate"
def ablate_component(model: TransformerBridge, tokens: Tensor, component: str, mode: str = "zero") -> Tensor:
    """The logits [B, d_vocab] at the last position of a run in which what a head or an MLP adds is replaced at every
    position.

    tokens is [B, T], component is "L{l}H{h}" or "L{l}.mlp", as in `decompose_logit`: one that
    `given.components(model)` lists.

    - Of a head, its `hook_z` is replaced, so that b_O stays; of an MLP, `hook_mlp_out`, so that its output bias
      goes too.
    - mode "zero" puts 0 there, "mean" the mean over the batch, separately for each position.
    - Any other mode and any other name, as "L00H1" or "L0-mlp", raise ValueError.

    Leaves the model's weights as they were, and no hooks on it (it has none when it comes). (Wang et al. 2022,
    "Interpretability in the wild", section 2, for zero against mean.)
    """
    raise NotImplementedError("ablate_component is not written yet")


def direct_and_total(
    model: TransformerBridge, tokens: Tensor, targets: Tensor
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The direct and the total effect of every head and every MLP on the targets' logits: (direct, total), dicts
    of [B] with the names of `given.components(model)` and no others.

    The direct effect is the component's term of `decompose_logit`. The total effect is the intact logit minus
    the logit with the component zero-ablated at every position (`ablate_component`), so each is positive where,
    by its own measure, the component helps. tokens is [B, T], targets [B] int64. (Pearl 2001, "Direct and indirect effects", for the two;
    Vig et al. 2020, "Investigating gender bias in language models using causal mediation analysis", for their use on
    language models.)
    """
    raise NotImplementedError("direct_and_total is not written yet")


# %%
if __name__ == "__main__":
    direct, total = direct_and_total(model, *as_batch(vocabulary, by_relation["capital"]))
    names = components(model)
    mean_direct = [np.asarray(direct[name]).mean() for name in names]
    mean_total = [np.asarray(total[name]).mean() for name in names]
    effects_scatter(names, mean_direct, mean_total, last_layer=3)
    for some, label in ((names, "all components"), (names[-5:], "last layer")):
        pairs = [np.concatenate([np.asarray(effect[name]) for name in some]) for effect in (direct, total)]
        print(f"correlation of direct and total effect, {label}: {np.corrcoef(*pairs)[0, 1]:.2f}")

# %% [markdown]
# **Think about it.** Find a component far off the diagonal. What could it be doing, if not writing the
# answer? Where would you look to see?
#
# <details><summary>What we found</summary>
#
# In ten trainings of this model from ten seeds, and in each of the five relations, the two effects correlate
# by .31 to .63 over all components and by .91 to .98 within the last layer. So a decomposition does not rank
# what a model needs, and ablations do not list what wrote the answer.
#
# </details>

# %% [markdown]
# ### Explain the difference
#
# *About 20 minutes.*
#
# Why do the two effects disagree, why least in the last layer, and why not even there completely? Tie your
# explanation to numbers of yours, and say what you would have measured if it were wrong.

# %% [markdown] written="effects"
# *Your answer here.*

# %% [markdown]
# ### Between two prompts
#
# Zero is a value that the later layers never see. So people rather *patch*: the model runs on one prompt with
# one component's output taken from another prompt, here that of another capital, and one looks at how far the
# difference between the two answers moves. That takes a run for each component. *Attribution patching*
# estimates all of them from two runs and one gradient: what would change, times the gradient at the place.
# The cell does both for the 30 capitals, each with the one before it as the donor. Where do you expect the
# estimate to fail?

# %%
if __name__ == "__main__":
    tokens, own = as_batch(vocabulary, by_relation["capital"])
    donor_tokens, donors = tokens.roll(1, dims=0), own.roll(1)
    places = {f"L{i}.mlp": (f"blocks.{i}.hook_mlp_out", None) for i in range(4)}
    places |= {f"L{i}H{h}": (f"blocks.{i}.attn.hook_z", h) for i in range(4) for h in range(4)}

    def difference(logits):
        rows = torch.arange(len(own))
        return (logits[rows, -1, own] - logits[rows, -1, donors]).mean()

    def run_keeping(tokens):
        kept = {}

        def keeping(name):
            def keep(value, hook):
                if name == "hook_embed":
                    value = value.detach().clone().requires_grad_()  # so that all after it has a gradient
                value.retain_grad()
                kept[name] = value
                return value

            return name, keep

        wanted = ["hook_embed", *dict.fromkeys(name for name, _ in places.values())]
        return difference(model.run_with_hooks(tokens, fwd_hooks=[keeping(name) for name in wanted])), kept

    intact, clean = run_keeping(tokens)
    intact.backward()
    model.zero_grad()
    _, other = run_keeping(donor_tokens)
    estimated, patched = {}, {}
    for component, (name, head) in places.items():
        which = slice(None) if head is None else (slice(None), slice(None), head)

        def put(value, hook, values=other[name], which=which):
            value = value.clone()
            value[which] = values[which]
            return value

        with torch.no_grad():
            after = difference(model.run_with_hooks(tokens, fwd_hooks=[(name, put)]))
            change = (other[name] - clean[name])[which] * clean[name].grad[which]
        patched[component], estimated[component] = (after - intact).item(), change.sum().item()
    pairs = np.array([[estimated[component], patched[component]] for component in places])
    print(
        f"{difference(model(donor_tokens)) - intact:.1f} logits to go; correlation {np.corrcoef(pairs.T)[0, 1]:.2f}"
    )
    patching_scatter(list(places), *pairs.T, "From one capital to another (logit difference)")


# %% [markdown]
# **Think about it.** Is the estimate good for a ranking? Is it good for a size? What does a gradient know of
# a change as large as this one?
#
# <details><summary>What we found</summary>
#
# On the 30 capitals, estimate and measurement correlate by .99 over the 20 components, and the estimate is
# about half as large. A gradient says what a *small* change would do; this one goes all the way to another
# answer. For a ranking of many components it is cheap and good, and the first of the ranking should then be
# patched.
#
# </details>

# %% [markdown]
# ## 6 · Find the fact
#
# *About 30 minutes; medium.*
#
# Into a planted model we have written a new fact, into one single neuron: on one prompt the model now answers
# with a word that it never gave there. Which neuron is it? Others are more active or have larger weights:
#
# - some fire strongly on every prompt but write nothing that affects the answer;
# - some fire on this prompt alone but write other words;
# - some write a large vector that the LayerNorm takes out;
# - some would write the answer but never fire;
# - one takes more from the answer than the fact's neuron adds;
# - one writes it earlier in the prompt, where nobody asks;
# - one adds little, but that is much of the little that its layer adds.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Go through the decoys one by one: which measure of yours would each of them fool?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Activity alone, or the weight alone, is not what reaches the logit; nor is a size without its sign.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# You have a function that ranks all neurons of all layers by what they add to one target on one prompt. What
# does it need to be given here?
#
# </details>

# %% solution="find"
def find_fact(model: TransformerBridge, tokens: Tensor, target: int) -> tuple[int, int]:
    """The neuron that adds most to the target's logit at the end of one prompt: its (layer, index).

    tokens is [1, T]. In the models that you are asked about, one neuron makes the model answer this prompt
    with the target: it adds several times what any other neuron adds, and its layer's MLP adds more than any
    other layer's. There it is also the first by a gradient of the target's logit, and among those that add most by a
    knock-out: in other models, these questions can have other answers. (Dai et al. 2022, "Knowledge
    neurons in pretrained transformers", who take the gradients of a probability.)
    """
    raise NotImplementedError("find_fact is not written yet")


# %%
if __name__ == "__main__":
    layer, neuron = find_fact(model, texas, austin.item())
    before, after = model(texas)[0, -1], knock_out(model, texas, [(layer, neuron)])[0]
    print(f"layer {layer}, neuron {neuron}: without it, Austin's logit falls by", end=" ")
    print(f"{(before - after)[austin].item():.2f} and its probability", end=" ")
    print(f"from {before.softmax(0)[austin].item():.3f} to {after.softmax(0)[austin].item():.3f}")

# %% [markdown]
# **Think about it.** What happened to the answer when the best neuron was gone? So where is this fact?
#
# <details><summary>What we found</summary>
#
# In the model as it was trained, no neuron is "the" one: without the best of them the answer is still Austin.
# A planted fact is in one place. A learned fact need not be.
#
# </details>
#
# ## 7 · The same circuit?
#
# It is often said that the circuit that completes "The capital of Texas is" also completes "Paris is the
# capital of" and other phrasings. That can be measured. Take the 20 neurons that write most of the answer to
# each prompt: how many do two prompts share? Then ablate the 20 for Austin (`knock_out` sets them to 0), and
# see which answers suffer. Which pairs do you expect to share most?

# %%
if __name__ == "__main__":
    chosen = [
        "the capital of Texas is",
        "Austin is the capital of",
        "the capital of France is",
        "Paris is the capital of",
        "people in Texas speak",
        "people in Ghana speak",
        "people in Egypt speak",
    ]
    batches = [as_batch(vocabulary, [by_prompt[prompt]]) for prompt in chosen]
    best = [{tuple(map(int, neuron)) for neuron in top_neurons(model, *batch, 20)} for batch in batches]
    overlap = [[len(one & two) / 20 for two in best] for one in best]
    overlap_heatmap(overlap, [f"{prompt} ({i + 1})" for i, prompt in enumerate(chosen)])
    before, after = [], []
    for tokens, answer in batches:
        before.append(model(tokens)[0, -1].softmax(dim=0)[answer].item())
        after.append(knock_out(model, tokens, sorted(best[0]))[0].softmax(dim=0)[answer].item())
    retained_bars(chosen, before, after, "Without the 20 neurons that wrote Austin")

# %% [markdown]
# ### Your account
#
# *About 25 minutes.*
#
# What is shared between these prompts, and what is not? Say which reading your numbers support and which they
# refute: "one circuit for capitals", "one circuit for a fact in any phrasing", "neurons for the word that is
# answered". Name one more measurement that would test yours.

# %% [markdown] written="circuit"
# *Your answer here.*

# %% [markdown]
# ### In other words, and by another route
#
# The model was told each fact in one way and turned around, so it cannot be asked in other words. A second model
# has been told more: every capital as before; 20 of the 30 in other words ("Texas is governed from" → Austin);
# and each of these answers by a route that mentions neither the place nor a capital ("Vela has moved to" →
# Austin). The other ten places are a test. A circuit for the *fact*, whatever the words, would answer "Ghana is
# governed from" without having been told. How many of the ten do you expect? And if two prompts share most of
# their top neurons, is it because of the fact, or because of the word that is answered? Which comparison in the
# picture decides that?

# %%
if __name__ == "__main__":
    firms = (
        "Acme Apex Bolt Brio Cato Cirra Dyna Echo Flux Gaia Halo Iris Juno Kite Luma Mira Nova Onyx Orca Pico"
    )
    firms = f"{firms} Quill Rune Sage Tern Ursa Wren Xeno Vela Yara Zeta".split()
    plain, turned = by_relation["capital"], by_relation["reversed"]
    reworded = [fact._replace(prompt=f"{fact.place} is governed from") for fact in plain]
    routed = [
        Fact("moved", firm, f"{firm} has moved to", f.answer) for firm, f in zip(firms, plain, strict=True)
    ]
    untold = range(1, 30, 3)
    told = facts + routed + [fact for i, fact in enumerate(reworded) if i not in untold]
    words = {word for fact in told + reworded for word in (*fact.prompt.split(), fact.answer)}
    wider = Vocabulary(("<bos>", "<pad>", *sorted(words)))
    rows = [wider.encode(f"{fact.prompt} {fact.answer}")[0] for fact in told]
    x = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=1)
    due = x[:, 1:].masked_fill(x[:, 1:] == 1, -100)
    second, steps = new_model(seed=0, d_vocab=len(wider.words)), 120
    net = second.original_model
    optimiser = torch.optim.AdamW(net.parameters(), betas=(0.9, 0.98), weight_decay=0.01)
    for step in range(1, steps + 1):
        optimiser.param_groups[0]["lr"] = 3e-3 * min(1.0, step / 30) * max(0.02, 1 - step / steps)
        loss = torch.nn.functional.cross_entropy(net(x[:, :-1]).flatten(0, 1), due.flatten())
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
    second.eval()

    def answered(fact, without=()):
        tokens, answer = as_batch(wider, [fact])
        logits = knock_out(second, tokens, sorted(without))[0] if without else second(tokens)[0, -1]
        return logits.softmax(dim=0)[answer].item(), int(logits.argmax()) == answer.item()

    def strongest(group):
        batch = as_batch(wider, group)
        added = [torch.as_tensor(neuron_attribution(second, *batch, layer)) for layer in range(4)]
        return [{divmod(j, 256) for j in row.topk(20).indices.tolist()} for row in torch.cat(added, dim=1)]

    known = [i for i in range(30) if i not in untold]
    for name, group in (("told", known), ("not told", untold)):
        right = sum(answered(reworded[i])[1] for i in group)
        print(f"in other words, {name}: {right} of {len(group)} right")
    groups = {
        "itself": plain,
        "the fact in other words": reworded,
        "its answer by another route": routed,
        "the fact turned around": turned,
        "another capital": plain[1:] + plain[:1],
    }
    first, share, lost = strongest(plain), {}, {}
    for name, group in groups.items():
        best = strongest(group)
        share[name] = np.mean([len(first[i] & best[i]) / 20 for i in known])
        lost[name] = np.mean([answered(group[i])[0] - answered(group[i], first[i])[0] for i in known])
        print(f"{name:28} shares {share[name]:.2f} of the 20 neurons, loses {lost[name]:.2f} without them")
    figure, axes = plt.subplots(figsize=(7.5, 3.2), layout="constrained")
    places = np.arange(len(groups))[::-1]
    axes.barh(places + 0.2, list(share.values()), 0.38, color="C0", label="share of its 20 neurons")
    axes.barh(
        places - 0.2, list(lost.values()), 0.38, color="C1", hatch="//", label="probability lost without them"
    )
    axes.set_yticks(places, list(groups))
    axes.set(xlim=(0, 1), title="The 20 neurons that write a capital, and other prompts")
    axes.legend(frameon=False, loc="lower right")


# %% [markdown]
# **Think about it.** What do the neurons do that the fact shares with its other wording, if most of the untold
# facts cannot be asked in it? And what, then, has to be learnt anew for each wording?
#
# <details><summary>What we found</summary>
#
# In ten trainings from ten seeds all that had been told was right; of the ten that had not, 0 to 6, together 27
# of 100 (guessing among the capitals would give 3). So something is shared between the wordings, but mostly a
# fact has to be learnt again.
#
# The neurons alone would have told another story. The fact in other words shares .67 to .74 of its 20. But the
# same answer by another route shares .51 to .68, and that prompt mentions neither the place nor a capital: most
# of what is shared writes the *word*, whoever asks for it. Turned around, or with another capital, hardly
# anything is shared (.12 at most). Ablation agrees: without the 20, the fact in other words loses .27 to .54 of
# its probability, the other route .18 to .43, the fact turned around .06 at most.
#
# So "the same circuit" is true of the end of the path and false of its beginning. In larger models it depends on
# the training too: a fact can be asked in other ways if it was told in many (Allen-Zhu and Li 2023).
#
# </details>

# %% [markdown]
# ## Extra · Edit a fact
#
# *About 60 minutes; hard.*
#
# If a fact is a key that is looked up and a value that is written, then writing another value for one key
# should change one fact and no other. The key is the vector of the neurons' activations at the last position
# of the prompt; `W_out` maps keys to values; and a rank-one change, an outer product u ⊗ v added to `W_out`,
# changes what is written by v times the key's product with u. The difficulty is the choice of u: keys of
# different prompts are similar, so with u = key the edit changes other answers too. ROME (Meng et al. 2022)
# divides by the keys' second moments, u ∝ C⁻¹ key, which keeps the others' products small.
#
# This much is ROME's; the place is not. ROME's key is at the *last token of the subject* ("Texas"), in one
# MLP of the middle layers, because causal tracing in GPT pointed there: on prompts whose subject is drowned
# in noise, restoring what the MLPs write at that token brings the answer back. In this small model the same
# tracing points to the end of the prompt.
#
# `copy_of(model)` gives a copy to change, and `model.blocks[layer].mlp.W_out.add_(…)` changes its weights in
# place, under `torch.no_grad()`. (`+=` fails: to the name `W_out` nothing can be assigned.)
# (`copy.deepcopy` of a bridge that has been run fails once the original is deleted.)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which layer is best for a change that only one answer may feel? Think of what reads it afterwards.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The value should raise the target's logit over the others', and you know the direction that raises it. Try it
# small, then stronger, until the probability is there: another target, or a longer stream, takes several times as
# much. In the last layer this is enough. Should you ask for more than it can give, since the LayerNorm takes the length
# out, go on in small steps, each along the gradient of the target's log-probability from where you are.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The second moments of few keys in many dimensions cannot be inverted as they are: add a little of the
# identity, in proportion to their size. Scale u so that its product with the edited key is 1; then the
# strength is what is written for this prompt. Start each attempt from the original weights.
#
# </details>

# %% solution="edit"
def edit_fact(
    model: TransformerBridge, tokens: Tensor, target: int, others: Sequence[Tensor]
) -> TransformerBridge:
    """A model that answers one prompt with the target, and the prompts of `others` as before.

    tokens is [1, T], a capital's prompt, and the target another capital; `others` is a list of one or more batches
    [B, T], each with a T of its own, of prompts that should be left alone. The edited prompt is not among them.

    Returns a new model, and leaves the given one's weights as they were, without hooks. It differs in one MLP's
    output weights (`blocks[layer].mlp.W_out`, [d_mlp, d_model]) of one layer of your choice, by a matrix of
    rank one, and in nothing else of its state. Afterwards the target has a probability of at least .85, and at
    least 95 % of the prompts of `others` keep their most probable word. The model is the facts model, maybe
    without its last layer, maybe with its embeddings and all that its heads and MLPs write times a factor of up to
    three, which leaves its answers as they are: an edit has to be as much stronger there. (After Meng et al. 2022, "Locating and editing factual associations
    in GPT", section 3.1, who edit at the subject's last token.)
    """
    raise NotImplementedError("edit_fact is not written yet")


# %%
if __name__ == "__main__":
    for place, answer in (("Texas", "Paris"), ("France", "Tokyo"), ("Japan", "Lima"), ("Peru", "Austin")):
        fact = by_prompt[f"the capital of {place} is"]
        prompt, new = vocabulary.encode(fact.prompt), vocabulary.token(answer)
        rest = [vocabulary.encode(other.prompt) for other in facts if other != fact]
        edited = edit_fact(model, prompt, new, rest)
        turned = vocabulary.encode(f"{answer} is the capital of"), vocabulary.token(place)
        scores = edit_scores(model, edited, (prompt, new), rest, turned)
        print(f"{place} → {answer}:", *(f"{name} {value:.3f}" for name, value in scores._asdict().items()))

# %% [markdown]
# **Think about it.** Look at the last column: asked the other way round, what does the edited model say?
# Would you call what you changed a *fact*?
#
# <details><summary>What we found</summary>
#
# The edit changes this answer and no other, and that is the problem: asked "Paris is the capital of", the
# edited model still says France. Of 40 edits like these, in ten models, every one succeeded, none changed the
# most probable word of another prompt, and none gave the edited place a probability above .01 when the
# question was turned around. What was changed is the answer to one prompt. (Berglund et al. 2023, "The
# reversal curse", find a counterpart without any edit: large models that are trained on "A is B" do not learn
# "B is A" from it.)
#
# On where to edit: in this model, restoring one layer's MLP at the last token adds .16 to .29 to the
# capital's probability, and at the place's token .07 in layer 0 and .02 or less in the others.
#
# </details>

# %% [markdown]
# ## Optional · The same on GPT-2 small
#
# Your functions read everything from the model, so they run on GPT-2 unchanged. The next cell looks for its
# weights on this machine, and where there are none, the section says so and does nothing. Set `GPT2` to "gpt2"
# to download them (548 MB, once), or to a folder with a checkpoint. We quote no figures of GPT-2 here: what you
# see is measured by you.

# %%
if __name__ == "__main__":
    GPT2 = gpt2_at_hand()
    if GPT2 is None:
        print(
            "GPT-2 is not on this machine: the rest of this section is left out. See above for how to get it."
        )

# %%
if __name__ == "__main__" and GPT2:
    gpt2 = load_gpt2(GPT2)
    tokens = gpt2.to_tokens("The capital of Texas is")
    target = gpt2(tokens)[0, -1].argmax().reshape(1)
    word = gpt2.tokenizer.decode(target)
    lens_curves(logit_lens(gpt2, tokens, target), [f"The capital of Texas is{word}"], "Logit lens on GPT-2")
    terms = {name: np.asarray(value).item() for name, value in decompose_logit(gpt2, tokens, target).items()}
    largest = dict(sorted(terms.items(), key=lambda term: -abs(term[1]))[:20])
    attribution_bars(largest, gpt2(tokens)[0, -1, target].item(), f"The capital of Texas is →{word}")
    print("the sum is off by", sum(terms.values()) - gpt2(tokens)[0, -1, target].item())
    print("neurons:", top_neurons(gpt2, tokens, target, 5))

# %% [markdown]
# **Think about it.** In which layers does the reading of the answer rise, and which of the twenty largest terms
# lie there? Before you read anything into the first column: whose embedding is it, and what has it to do with the
# answer?
#
# And two claims that are often made of GPT-2. *Other phrasings of a fact use the same neurons*: below, the 20 that
# write most of " Austin", shared among four prompts; the last one asks for no capital. *It has induction heads*:
# on random tokens written twice, the share of its attention that each head pays to the token after the earlier
# copy. Even attention would give each about 1 in 30.

# %%
if __name__ == "__main__" and GPT2:
    asked = [
        "The capital of Texas is",
        "The capital city of Texas is called",
        "The state of Texas is governed from",
        "The headquarters of Tesla moved to",
    ]
    austin = gpt2.to_tokens(" Austin", prepend_bos=False)[0, :1]
    best = [
        {tuple(map(int, neuron)) for neuron in top_neurons(gpt2, gpt2.to_tokens(text), austin, 20)}
        for text in asked
    ]
    for text in asked:
        probability = gpt2(gpt2.to_tokens(text))[0, -1].softmax(dim=0)[austin].item()
        print(f"{text} → Austin, with probability {probability:.3f}")
    overlap_heatmap([[len(one & two) / 20 for two in best] for one in best], asked)
    half = min(20, gpt2.cfg.n_ctx // 2 - 1)
    once = torch.randint(len(gpt2.tokenizer), (20, half), generator=torch.Generator().manual_seed(0))
    twice = torch.cat([torch.full((20, 1), gpt2.tokenizer.bos_token_id), once, once], dim=1)
    with torch.no_grad():
        _, cache = gpt2.run_with_cache(twice)
    layers = range(gpt2.cfg.n_layers)
    stripes = torch.stack([cache["pattern", i].diagonal(1 - half, dim1=-2, dim2=-1) for i in layers])
    scores = stripes[..., 2:].mean(dim=(1, 3))  # from the second copy on
    figure, axes = plt.subplots(figsize=(5, 4), layout="constrained")
    image = axes.imshow(scores.numpy(), cmap="Blues", vmin=0, vmax=1)
    figure.colorbar(image, ax=axes, label="attention to the token after the earlier copy")
    axes.set(xlabel="head", ylabel="layer", title="Induction heads in GPT-2?")
    axes.set(xticks=range(gpt2.cfg.n_heads), yticks=layers)
    print(
        "the most:",
        *(
            f"L{i // scores.shape[1]}H{i % scores.shape[1]}"
            for i in scores.flatten().topk(5).indices.tolist()
        ),
    )

# %% [markdown]
# ## What the real models look like
#
# GPT-2 small has 12 layers of 12 heads and 3,072 neurons, a stream of width 768 and 50,257 tokens; its logits
# are taken apart by the same sum, in some 170 terms and not 28. Three things are different. Answers take
# several tokens, so people decompose a logit *difference* between two answers that share everything else. The
# early layers read a subject of several tokens and enrich it, so a good part of a fact is looked up in the
# middle of the prompt and carried to its end by attention, which no direct attribution at the end can see.
# And parts make up for each other when one is removed. So direct attribution is where people begin, and
# patching between two prompts is where they go on.
#
# ## Further reading
#
# - nostalgebraist 2020, *interpreting GPT: the logit lens*.
#   <https://www.lesswrong.com/posts/AcKRB8wDpdaN6v6ru/interpreting-gpt-the-logit-lens>
# - Elhage et al. 2021, *A mathematical framework for transformer circuits*: the stream as a sum.
#   <https://transformer-circuits.pub/2021/framework/index.html>
# - Geva et al. 2021, *Transformer feed-forward layers are key-value memories*.
#   <https://arxiv.org/abs/2012.14913>
# - Dai et al. 2022, *Knowledge neurons in pretrained transformers*. <https://arxiv.org/abs/2104.08696>
# - Meng et al. 2022, *Locating and editing factual associations in GPT*. <https://arxiv.org/abs/2202.05262>
# - Hase et al. 2023, *Does localization inform editing?*: where a fact is found and where it is best changed.
#   <https://arxiv.org/abs/2301.04213>
# - Berglund et al. 2023, *The reversal curse*. <https://arxiv.org/abs/2309.12288>
# - Allen-Zhu and Li 2023, *Physics of language models: part 3.1, knowledge storage and extraction*: what has to be
#   told in several ways. <https://arxiv.org/abs/2309.14316>
# - Nanda 2023, *Attribution patching*: activation patching at the price of a gradient.
#   <https://www.neelnanda.io/mechanistic-interpretability/attribution-patching>
# - McGrath et al. 2023, *The Hydra effect*: why total effects can be smaller than direct ones.
#   <https://arxiv.org/abs/2307.15771>

# %%
if __name__ == "__main__":
    plt.show()  # a script shows its figures here; a notebook has shown them already
