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
# **How this works.** Each task asks for one or two functions; replace `raise NotImplementedError` by your own
# code. `given.py` has the figures, `facts.py` the facts, their words and the model. Tensors, arrays and nested
# lists of numbers count as the same answer. The docstrings fix every name, sign, unit and axis.
#
# **How it is graded.** Hidden checks call your functions on *planted models*: models that you have not seen,
# made by us so that we know the answer. Some are random, with large biases and gains, so that no mistake is
# small; into others we have written a fact, in a place that we know. Nothing is downloaded. Run the public
# tests (`pytest test_logit_decomposition.py`, half a minute) as often as you like; they ask the same things
# of other models.
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
    Vocabulary,
    as_batch,
    attribution_bars,
    components,
    context_bars,
    copy_of,
    edit_scores,
    effects_scatter,
    facts_vocabulary,
    knock_out,
    lens_curves,
    load_facts,
    load_facts_model,
    load_gpt2,
    overlap_heatmap,
    prediction_bars,
    retained_bars,
)
from torch import Tensor
from transformer_lens import ActivationCache, TransformerBridge

# %%
if __name__ == "__main__":
    model, vocabulary, facts = load_facts_model(), facts_vocabulary(), load_facts()
    by_prompt = {fact.prompt: fact for fact in facts}
    by_relation = {}
    for fact in facts:
        by_relation.setdefault(fact.relation, []).append(fact)
        if fact.place == "Texas":
            print(f"{fact.prompt} → {fact.answer}")


# %% [markdown]
# ## 1 · Look
#
# The model is a `TransformerBridge`, TransformerLens' current class. (Most tutorials import
# `HookedTransformer`, which version 4 removed; nearly everything else in them still holds.) Calling it on
# tokens [B, T] gives logits [B, T, 97]: at each position, a score for every word that could come next. What
# interests us is at the last position.
#
# `logits, cache = model.run_with_cache(tokens)` also keeps the activations on the way, by name:
#
# | name | shape | what it is |
# |---|---|---|
# | `hook_embed`, `hook_pos_embed` | [B, T, 64] | what the word and the position write into the residual stream |
# | `blocks.0.hook_resid_pre`, `…_post` | [B, T, 64] | the residual stream before and after layer 0 |
# | `blocks.0.attn.hook_pattern` | [B, 4, T, T] | where each head looks, from (row) to (column) |
# | `blocks.0.attn.hook_z` | [B, T, 4, 16] | what each head found, before its output matrix |
# | `blocks.0.mlp.hook_post` | [B, T, 256] | the MLP's neurons, after the activation function |
# | `blocks.0.hook_mlp_out` | [B, T, 64] | what the MLP adds to the residual stream, its output bias included |
# | `ln_final.hook_scale` | [B, T, 1] | what the final LayerNorm divides by |
#
# Everything is *added* to the residual stream (from here on, the stream), and the logits are read off its
# end. That is why a logit can be taken apart at all.

# %% solution="look"
def predict(model: TransformerBridge, vocabulary: Vocabulary, prompt: str) -> tuple[str, float]:
    """The word that the model finds most probable after the prompt, and its probability.

    `vocabulary.encode(prompt)` gives the tokens [1, T], `vocabulary.words` the words by token. The next word
    is read off the last position. The vocabulary may be another than that of the facts.
    """
    raise NotImplementedError("predict is not written yet")


def named_activations(model: TransformerBridge, tokens: Tensor, names: Sequence[str]) -> dict[str, Tensor]:
    """The activations of these names on tokens [B, T], each in the shape in which the cache has it.

    Leaves the model as it was, without hooks.
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
# The last prompt is not one of its facts: the model has seen Austin, but was never told what is spoken there,
# and it says French. A probability says what the model expects after its training, not what it knows.
#
# ## 2 · The logit lens
#
# How much of the answer is there after each layer? Read the stream early, as if the remaining layers did not
# exist.
#
# Two things are easy to get wrong. The stream does not go to `W_U` directly: the final LayerNorm comes first,
# with its centring, its scale, its gain and its bias. Reading `resid @ W_U` instead is off by 2.2 logits on
# average after the last layer, where nothing is left to approximate, and for 97 of the 150 facts it names
# another layer as the one with the largest step. And `resid_post` is *cumulative*: it holds all that has been
# written so far. What one layer added is the difference of two readings.
#
# (Each reading uses the scale of the stream that is read. Early streams are shorter vectors, so dividing all
# of them by the last scale makes early layers seem to hold less of the answer than they do.)

# %% solution="lens"
def logit_lens(model: TransformerBridge, tokens: Tensor, targets: Tensor) -> Tensor:
    """The targets' logits read off the residual stream at the last position, [B, n_layers + 1].

    tokens is [B, T], targets [B] int64, one target for each prompt. Column 0 reads the stream before layer 0,
    column i + 1 the stream after layer i. Each reading goes through the final LayerNorm as if the model ended
    there (centred, divided by *its own* standard deviation, gain, bias) and then through `W_U` and `b_U`, so
    the last column is the model's own logit. (nostalgebraist 2020, "interpreting GPT: the logit lens".)
    """
    raise NotImplementedError("logit_lens is not written yet")


def jump_layers(model: TransformerBridge, tokens: Tensor, targets: Tensor) -> Tensor:
    """For each prompt, the layer whose step raises the target's reading most: [B] integers, 0 … n_layers - 1.

    Layer i's step is from column i of `logit_lens` to column i + 1.
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
# So which layer "decides" on Austin? None: the reading climbs in every layer, and over the capitals the
# largest steps are spread almost evenly. A known account of this experiment on GPT-2 says that layer 4
# decides, because of its step of +1.19; in the same printout layer 11 takes a step of +1.33. There is always
# a largest step. Before you call it a decision, ask how much larger it is than the next: for half of our
# capitals, less than 1.2 times.
#
# ## 3 · Take the logit apart
#
# The lens reads sums. Now read every summand: what was embedded, each head, each MLP, each bias. With v for
# what a component wrote at the last position, γ and β for the final LayerNorm's gain and bias, and σ for its
# scale,
#
# $$\text{logit}_t = \sum_v \frac{(v - \bar v) \cdot (\gamma \odot W_U[:, t])}{\sigma} + \beta \cdot W_U[:, t] + b_U[t].$$
#
# σ is the *model's* scale, `ln_final.hook_scale`, the same for all summands. So the sum is exact. But σ
# depends on the whole stream, so a summand is not what the logit would lose without the component. That
# question comes in section 5.
#
# A correct sum proves little: swap two layers, permute the heads, move a bias to another component, and the
# sum is the same. So the hidden checks compare every component on its own. And on this trained model several
# mistakes are too small to see (the four b_O together change the logit of a capital by .03 on average, and
# b_U is zero, since the model was trained without it), which is why you are tested on models where nothing is
# small.
#
# (The account mentioned above leaves out the embeddings and every bias, and adds up cumulative streams, so
# its parts do not add up to the logit.)
#
# What a head writes is `z[:, :, head] @ W_O[head]` (`model.blocks[layer].attn.W_O` is [heads, 16, 64]); the
# attention's output cannot be split into heads afterwards.

# %% solution="decompose"
def decompose_logit(model: TransformerBridge, tokens: Tensor, targets: Tensor) -> dict[str, Tensor]:
    """What each component adds to the targets' logits at the last position: [B] for each name.

    tokens is [B, T], targets [B] int64. The names, with layers l and heads h counted from 0:

    - "embed", "pos_embed": the embeddings of the last token and of its position;
    - "L{l}H{h}", as "L0H3": what the head writes, its share of the value bias included, without b_O;
    - "L{l}.b_O": the attention's output bias;
    - "L{l}.mlp": what the MLP writes, its output bias included;
    - "ln_final.b": β · W_U[:, t]; "b_U": b_U[t].

    They add up to the logit. Each is centred, multiplied with the gain and divided by the model's own scale
    on that prompt. (Elhage et al. 2021, "A mathematical framework for transformer circuits", for the stream as a sum
    that the logits are read off.)
    """
    raise NotImplementedError("decompose_logit is not written yet")


# %%
if __name__ == "__main__":
    texas, austin = as_batch(vocabulary, [by_prompt["the capital of Texas is"]])
    terms = {name: np.asarray(value).item() for name, value in decompose_logit(model, texas, austin).items()}
    attribution_bars(terms, model(texas)[0, -1, austin].item(), "the capital of Texas is → Austin")


# %% [markdown]
# ### Your prediction
#
# The bars say what each component *writes*. Before you ablate (remove) anything: which head or MLP do you
# expect the answer to need most, and what will its ablation cost? Write down a prediction that can be
# refuted: name the component, the measurement, and the outcome that would refute it.

# %% [markdown] written="prediction"
# *Your answer here.*

# %% [markdown]
# ## 4 · Neurons
#
# An MLP writes `hidden @ W_out + b_out`, so its contribution is again a sum, over its *neurons*, the 256
# hidden units of each layer: neuron j writes its activation times row j of `W_out`. (Coordinates of `mlp_out`
# are not neurons: they are axes of the residual stream. The account mentioned above finds a "neuron 1823"
# among the coordinates of GPT-2's `mlp_out`, which has 768.)
#
# For one prompt, ask which neurons wrote the answer. For one neuron, ask in which contexts it fires most. The
# second is how neurons usually get their names, so look at more than the first context.

# %% solution="neurons"
def neuron_attribution(model: TransformerBridge, tokens: Tensor, targets: Tensor, layer: int) -> Tensor:
    """What each neuron of a layer's MLP adds to the targets' logits at the last position, [B, d_mlp].

    tokens is [B, T], targets [B] int64. With the output bias's contribution, the row adds up to the layer's
    ".mlp" of `decompose_logit`.
    """
    raise NotImplementedError("neuron_attribution is not written yet")


def top_neurons(model: TransformerBridge, tokens: Tensor, targets: Tensor, k: int) -> list[tuple[int, int]]:
    """The k neurons, of all layers, that add most to the targets' logits: pairs of layer and index.

    The largest first, by the mean attribution over the prompts, with its sign: a neuron that lowers the logit
    comes last. tokens is [B, T], targets [B] int64.
    """
    raise NotImplementedError("top_neurons is not written yet")


def max_activating_contexts(
    model: TransformerBridge, contexts: Sequence[Tensor], layer: int, neuron: int, k: int
) -> tuple[list[int], Tensor]:
    """The k contexts at whose last token a neuron (a hidden unit of an MLP) has its largest activations.

    contexts are tokens [1, T] each, of any lengths. Returns (indices, activations [k]): the contexts' indices
    in the list, and the neuron's activation at the end of each, after the activation function; the largest
    first.
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
# Neuron 19 of layer 3 adds more to Austin's logit than almost any other. Is it the Austin neuron? Among its
# strongest contexts are Paris is the capital of → France, the capital of Ohio → Columbus, and people in
# Tanzania → Swahili: one neuron, several unrelated things. This is the rule here. Of the 1,024 neurons, 611
# have at least four different answers among their five strongest contexts, and 56 have only one. A model with
# more features than neurons can let features share neurons (Elhage et al. 2022, "Toy models of
# superposition"); our counts do not show that this is the reason here.
#
# And how many neurons does one answer take? For Austin, the best 8 of 1,024 add up to a quarter of what all
# neurons together add, the best 20 to half and the best 52 to nine tenths.
#
# ## 5 · What a component writes, and what depends on it
#
# A component can matter in two ways. Its *direct effect* is its contribution to the logit: what it wrote into
# the stream, read off at the end. Its *total effect* is what its ablation costs, and that includes what later
# components did with what it wrote. Measure both.

# %% solution="ablate"
def ablate_component(model: TransformerBridge, tokens: Tensor, component: str, mode: str = "zero") -> Tensor:
    """The logits [B, d_vocab] at the last position with what a head or an MLP adds replaced, at every position.

    component is "L{l}H{h}" or "L{l}.mlp", as in `decompose_logit`. Of a head, its `hook_z` is replaced, so
    that b_O stays; of an MLP, `hook_mlp_out`, so that its output bias goes too. mode "zero" replaces by 0,
    "mean" by the mean over the batch, separately for each position; any other mode and any other name raise
    ValueError. tokens is [B, T]. Leaves the model as it was, without hooks. (Wang et al. 2022, section 2, for
    zero against mean.)
    """
    raise NotImplementedError("ablate_component is not written yet")


def direct_and_total(
    model: TransformerBridge, tokens: Tensor, targets: Tensor
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The direct and the total effect of every head and every MLP on the targets' logits: two dicts of [B].

    The direct effect is the component's term of `decompose_logit`. The total effect is the intact logit minus
    the logit with the component zero-ablated at every position (`ablate_component`), so both are positive where
    the component helps. tokens is [B, T], targets [B] int64. (Pearl 2001 for direct and indirect effects; Vig
    et al. 2020 for their use on language models.)
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
# Ablating L0.mlp costs 6.7 logits, six times what it wrote; head L0H0 wrote next to nothing and costs 3.4. In
# ten trainings of this model from ten seeds, and in each of the five relations, the two effects correlate by
# .31 to .63 over all components and by .91 to .98 within the last layer. So a decomposition does not rank
# what a model needs, and ablations do not list what wrote the answer.
#
# ### Explain the difference
#
# Why do the two effects disagree, why least in the last layer, and why not even there completely? Tie your
# explanation to numbers of yours, and say what you would have measured if it were wrong.

# %% [markdown] written="effects"
# *Your answer here.*

# %% [markdown]
# ## 6 · Find the fact
#
# Into a planted model we have written a new fact, into one single neuron: on one prompt the model now answers
# with a word that it never gave there. Which neuron is it? Others are more active or have larger weights.
# Some fire strongly on every prompt but write nothing that affects the answer, some write a large vector that
# the LayerNorm takes out, some would write the answer but never fire, and one takes more from the answer than
# the fact's neuron adds.

# %% solution="find"
def find_fact(model: TransformerBridge, tokens: Tensor, target: int) -> tuple[int, int]:
    """The neuron that adds most to the target's logit on one prompt: its layer and its index in the layer.

    tokens is [1, T]. In the models that you are asked about, one neuron makes the model answer this prompt
    with the target, and its contribution is several times that of any other. (Dai et al. 2022, "Knowledge
    neurons in pretrained transformers".)
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
# In the model as it was trained, no neuron is "the" one: without the best of them the answer is still Austin.
# A planted fact is in one place. A learned fact need not be.
#
# ## 7 · The same circuit?
#
# It is often said that the circuit that completes "The capital of Texas is" also completes "Paris is the
# capital of" and other phrasings. That can be measured. Take the 20 neurons that write most of the answer to
# each prompt: how many do two prompts share? Then ablate the 20 for Austin (`knock_out` sets them to 0), and
# see which answers suffer.

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
# What is shared between these prompts, and what is not? Say which reading your numbers support and which they
# refute: "one circuit for capitals", "one circuit for a fact in any phrasing", "neurons for the word that is
# answered". Name one more measurement that would test yours.

# %% [markdown] written="circuit"
# *Your answer here.*

# %% [markdown]
# ## Extra · Edit a fact
#
# If a fact is a key that is looked up and a value that is written, then writing another value for one key
# should change one fact and no other. The key is the vector of the neurons' activations at the last position
# of the prompt; `W_out` maps keys to values; and a rank-one change, an outer product u ⊗ v added to `W_out`,
# changes what is written by v times the key's product with u. The difficulty is the choice of u: keys of
# different prompts are similar, so with u = key the edit changes other answers too. ROME (Meng et al. 2022)
# divides by the keys' second moments, u ∝ C⁻¹ key, which keeps the others' products small.
#
# This much is ROME's; the place is not. ROME's key is at the *last token of the subject* ("Texas"), in one MLP
# of the middle layers, because causal tracing in GPT pointed there: on prompts whose subject is drowned in
# noise, restoring what the MLPs write at that token brings the answer back. In this small model the same
# tracing points to the end of the prompt: restoring one layer's MLP at the last token adds .16 to .29 to the
# capital's probability, and at the place's token .07 in layer 0 and .02 or less in the others.
#
# `model.blocks[layer].mlp.W_out` can be changed in place, and `copy_of(model)` gives a copy to change.
# (`copy.deepcopy` of a bridge that has been run fails once the original is deleted.)

# %% solution="edit"
def edit_fact(
    model: TransformerBridge, tokens: Tensor, target: int, others: Sequence[Tensor]
) -> TransformerBridge:
    """A model that answers one prompt with the target, and every other prompt as before.

    tokens is [1, T]; others are batches [B, T] of prompts that should be left alone, the edited one not among
    them. Returns a new model, and leaves the given one as it was. It differs in one MLP's output weights
    (`blocks[layer].mlp.W_out`, [d_mlp, d_model]) of one layer of your choice, by a matrix of rank one.
    Afterwards the target has a probability of at least .85, and at least 95 % of the other prompts keep their
    most probable word. (After Meng et al. 2022, "Locating and editing factual associations in GPT", section 3.1,
    who edit at the subject's last token.)
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
# The edit changes this answer and no other, and that is the problem: asked "Paris is the capital of", the
# edited model still says France. Of 40 edits like these, in ten models, every one succeeded, none changed the
# most probable word of another prompt, and none gave the edited place a probability above .01 when the
# question was turned around. What was changed is the answer to one prompt. Whether you would call that a fact
# is a good question to end on. (Berglund et al. 2023, "The reversal curse", find a counterpart
# without any edit: large models that are trained on "A is B" do not learn "B is A" from it.)
#
# ## Optional · The same on GPT-2 small
#
# Your functions read everything from the model, so they run on GPT-2 unchanged. Set `GPT2` to "gpt2" to download
# it (548 MB, once), or to a folder with a checkpoint. Nothing here is graded.

# %%
GPT2 = None
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

# %%
if __name__ == "__main__":
    plt.show()  # a script shows its figures here; a notebook has shown them already
