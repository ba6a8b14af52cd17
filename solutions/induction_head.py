# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A circuit of two heads: induction
#
# Show a language model `… K Q Z M … K Q Z` with letters that mean nothing, and it continues with `M`. It
# cannot have learned that from its training text. It looks up what came after the earlier `Z`, and repeats
# it. Heads that do this are called *induction heads*; they form early in the training of large language
# models, and much of what those models do with their context is thought to depend on them (Olsson et al.
# 2022).
#
# A puzzle to begin with: a head compares what stands at its own position with what stands at earlier ones. At
# the position of `M` stands an `M`, and nothing there says that a `Z` came before. So how can any head find
# it? Keep your answer; you will be able to test it. You will write the data that makes such a circuit form,
# train it in seconds, look at it, break it, steer it, and find it again among heads that look just like it.
#
# **The goal.** To explain a behaviour by parts that work together, and to prove by interventions that they
# do.
#
# **Afterwards you can**
#
# - design data that only one mechanism can solve, and see which shortcut another design would teach;
# - read attention patterns, and measure them against chance and only where the question makes sense;
# - ablate heads and patch their patterns with hooks, and steer a model by it;
# - compute what one head reads of another from the weights alone;
# - find a circuit among decoys, where most measures fail alone.
#
# **You need** attention (queries, keys, values) as in any introduction to transformers, softmax, matrix
# products, and some torch. The notebook on parity is a good preparation; no other is needed.
#
# **Time.** About five hours for the seven tasks and the three written answers, an hour and a half for the
# extras. Each task says its own estimate; it is meant for somebody who has not done this before.
#
# **How this works.** Each task asks for one to four functions; replace `raise NotImplementedError` by your
# own code. `given.py` has the model, a function that hides your circuit among other heads, and the figures.
# Write in torch or in NumPy, as you like: a tensor, an array and a nested list of numbers count as the same
# answer. The docstrings fix every shape, sign and average. Where one says [N, T], T may be less than LENGTH.
#
# **Hints and findings are folded.** Lines with a small triangle open with a click. Each task has three hints:
# a nudge, a direction, and nearly there. *What we found* stands after your own cell: run that first, and
# answer the question above the fold. (In the module a fold is a comment that begins with its title: stop
# reading there.)
#
# **How it is graded.** Hidden checks call your functions on *planted models*: models that you have not seen,
# made by us so that we know the answer. Training is judged by the weights that you return, on sequences of
# ours: nothing you print or return about your success counts. Run the public tests (`pytest
# test_induction_head.py`, half a minute) as often as you like; they ask the same things of other
# models and other seeds.
#
# Cells that run experiments begin with `if __name__ == "__main__":`, so that tests can import your functions
# without repeating your experiments. In a notebook that line is always true. The module is a script too:
# `python induction_head.py` walks through all of it (about half a minute) and shows the figures at the end.
#
# **The library.** Models are `TransformerBridge`s of TransformerLens 4. Most tutorials that you will find
# import `HookedTransformer`, which version 4 removed; the names of activations and hooks are the same. You
# need four things:
#
# - `logits, cache = model.run_with_cache(tokens)`; then `cache["pattern", layer]` is the attention of all
#   heads of a layer, `[N, head, query, key]`, and `cache["z", layer]` the values that they have gathered,
#   `[N, T, head, d_head]`.
# - `model.run_with_hooks(tokens, fwd_hooks=[(name, f)])` runs the model with the hook `f(value, hook)`, which
#   returns the value to go on with, and removes the hook afterwards. Names are `"blocks.0.attn.hook_pattern"`
#   or `"blocks.1.attn.hook_z"`. Do not use `hook_attn_scores`: here it holds the pattern once more, and what
#   you write there is ignored, with a warning.
# - The weights of a layer: `model.blocks[layer].attn.W_Q`, `W_K` and `W_V`, each `[head, d_model, d_head]`,
#   and `W_O [head, d_head, d_model]`, with biases `b_Q`, `b_K`, `b_V` and `b_O`; `model.W_E [vocabulary, d_model]`,
#   `model.W_pos [LENGTH, d_model]`, `model.W_U [d_model, vocabulary]` and `model.b_U [vocabulary]`.
# - `model.original_model`, the plain torch module inside, with the same parameters. It trains faster. (`b_U` is none
#   of them: training leaves it at 0.)

# %%
from collections.abc import Iterator

import matplotlib.pyplot as plt
import torch
from diagrams import composition_diagram, residual_stream_diagram
from figure_parts import diverging_heatmap
from given import (
    LENGTH,
    PERIODS,
    VOCABULARY,
    Head,
    Progress,
    among_decoys,
    attention_figure,
    circuit_figure,
    composition_figure,
    formation_figure,
    head_grids,
    loss_curve,
    new_model,
    period_figure,
    sequences_figure,
    shift_figure,
    spell,
)
from pages import attention_page
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformer_lens import TransformerBridge

# %%
if __name__ == "__main__":
    torch.set_num_threads(1)  # so small a model is only slowed down by a second thread
    residual_stream_diagram([["0.0"], ["1.0"]])  # the whole model, its heads named by layer and number

# %% [markdown]
# ## 1 · Data that only induction can predict
#
# *About 30 minutes; medium.*
#
# A network learns whatever lowers the loss, and seldom what you had in mind. So the data has to be such that
# nothing but induction works. Each sequence starts with a prefix of random length, followed by a segment that
# repeats to the end; the length of the segment, the *period*, is random too. All tokens of the prefix and of
# one segment are different, so when a token comes again, what came after it before tells what comes next.
#
# The first time through, nothing can be predicted: no model beats guessing there, and a loss over those
# positions is noise. So the data comes with a mask of the positions where the next token is determined.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Draw a short example on paper: a prefix of 2, a period of 3, ten positions. At which positions do you know
# the next token? Which is the first?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Give every *position* the number of the place that its token comes from: the prefix counts up, the segment
# counts up and starts again. Then draw that many different tokens, and look them up. The mask follows from
# the same numbers.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Check three edges. Prefix lengths: both 0 and the largest one occur, and the largest depends on the period
# that was drawn. Different tokens: a shuffled vocabulary has no repetition, single draws do. The last
# position: whatever came before, it has no next token.
#
# </details>


# %% solution="data"
def repeated_sequences(n: int, seed: int, periods: range | list[int] = PERIODS) -> tuple[Tensor, Tensor]:
    """Draws n sequences of LENGTH tokens, each a prefix and then a segment that repeats to the end.

    The segment's length, the period, is drawn for each sequence from `periods`, each equally likely; then
    the prefix's length from 0 … LENGTH - 2·period, both included, each equally likely. So there are at
    least two copies in full, and then the beginning of a further one, up to LENGTH. The tokens of the
    prefix and of one segment are all different, drawn at random from the whole VOCABULARY. `seed` decides
    everything random: the same seed gives the same sequences, another seed gives others. Each sequence is drawn
    independently of the others, so how often a period comes varies from seed to seed. `periods` is left as it was.
    No period is in it twice, a range goes in steps of 1, and n is at least 1.

    Returns (tokens, mask), both [n, LENGTH]; the tokens are whole numbers, the mask is true or false. It is true
    at a position whose token has occurred before, which determines the *next* one. It is false at the last position,
    which has no next token.
    """
    generator = torch.Generator().manual_seed(seed)
    choices = torch.tensor(list(periods))
    period = choices[torch.randint(len(choices), (n, 1), generator=generator)]
    room = LENGTH - 2 * period
    prefix = (torch.rand(n, 1, generator=generator) * (room + 1)).long()
    position = torch.arange(LENGTH).expand(n, -1)
    place = torch.where(position < prefix, position, prefix + (position - prefix) % period)
    shuffled = torch.rand(n, VOCABULARY, generator=generator).argsort(dim=1)
    mask = (position >= prefix + period) & (position < LENGTH - 1)
    return shuffled.gather(1, place), mask


# %%
if __name__ == "__main__":
    tokens, mask = repeated_sequences(8, seed=1)
    sequences_figure(tokens, mask)

# %% [markdown]
# **Think about it.** Find a sequence in the picture whose prefix is long. How much of it can be predicted at
# all? What would a model learn if all prefixes had length 0 and all periods were the same?

# %% [markdown]
# ## 2 · Train it
#
# *About 30 minutes; easy.*
#
# Two attention layers with one head each, 32 dimensions, no MLP and no LayerNorm (`given.new_model`). Train
# the module inside the bridge, on the loss where the mask is true, and return the bridge. What worked for us, and
# you write into your function: AdamW at 1e-2, the first 50 steps warming up, gradients clipped at norm 1, 700 steps
# of 32 sequences: about five seconds. The hidden checks ask for a mean of 95 % on periods that training never showed: 2, 3, 15 and
# 16.
#
# Watch the loss while it trains. It has a story.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The logits at a position are about the *next* token. Which tokens do you compare them with, and where?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Select by the mask first, and take the mean after it: a mean over everything, undetermined positions
# included, is another loss. Draw the sequences of all steps from the seed, in one call.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# If the loss stays near 3 for all 700 steps, look at the shift by one and at the mask. If the same seed gives
# other weights, something was drawn without it; `new_model` takes the seed too. Clip the gradients after
# `backward` and before the step.
#
# </details>


# %% solution="train"
def _training(model: TransformerBridge, seed: int, steps: int, periods: range | list[int]) -> Iterator[float]:
    # Trains the model, and yields the loss before each step when the step is done
    batch, lr, warm_up = 32, 1e-2, 50
    net = model.original_model
    optimiser = torch.optim.AdamW(net.parameters(), lr=lr)
    tokens, mask = repeated_sequences(batch * steps, seed, periods)
    for i in (bar := Progress(steps, "training")):
        x, known = (rows[batch * i : batch * (i + 1)] for rows in (tokens, mask))
        optimiser.param_groups[0]["lr"] = lr * min(1.0, (i + 1) / warm_up)
        loss = cross_entropy(net(x)[known], x.roll(-1, dims=1)[known])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        bar.note(f"loss {loss.item():.3f}")
        yield loss.item()


def train(
    seed: int, steps: int = 700, periods: range | list[int] = PERIODS, n_heads: int = 1
) -> tuple[TransformerBridge, list[float]]:
    """Trains a model of the form of `new_model(seed, n_heads)` on `repeated_sequences` of these periods.

    `seed` decides everything random: the same seed gives the same weights, another seed gives others.

    Returns (model, losses): the bridge (or the module inside it), and a loss for each step, from first to last: the
    mean cross-entropy over all determined positions of all sequences of that step, in nats, with the weights as they
    were before the step. All `steps` are taken, however low the loss gets. With steps=0 the model is returned
    untrained, as it was drawn, and losses is empty.

    What is asked, with n_heads=1 and your own default of `steps`, is a mean accuracy of .95 on periods of 2, 3, 15
    and 16, measured on the weights; on periods of 15 and 16, a previous-token score of .6 for head 0.0 and an
    induction score of .6 for head 1.0; and on these two an accuracy of .9, which falls to .2 or less when the output
    of either head is set to 0. You may change the default of `steps`, how the seed draws the weights at the start,
    the batch, and all about the optimiser, a schedule of its rate too. The default of `periods` stays. (AdamW:
    Loshchilov and Hutter 2019.)
    `Progress` shows how far it is, if you like.
    """
    model = new_model(seed, n_heads)
    return model, list(_training(model, seed, steps, periods))


def accuracy(model: TransformerBridge, tokens: Tensor, mask: Tensor) -> float:
    """The share of the positions in mask [N, T] at which the largest logit is that of the next token.

    All of these positions of all sequences tokens [N, T] are counted together. The mask is true somewhere, and false at the
    last position.
    """
    with torch.no_grad():
        said = model(tokens).argmax(dim=2)
    return (said == tokens.roll(-1, dims=1))[mask].double().mean().item()


# %%
if __name__ == "__main__":
    model, losses = train(seed=0)
    loss_curve(losses)
    for period in (2, 3, 15, 16):
        print(f"period {period:2}: accuracy {accuracy(model, *repeated_sequences(200, 1, [period])):.3f}")

# %% [markdown]
# **Think about it.** For how long does hardly anything happen? And how fast does it go then? What does a
# curve of this form say about the parts of what is being learned?
#
# <details><summary>What we found</summary>
#
# We tried 24 seeds on held-out periods: their mean was 97.6 % for the worst seed, and no seed was below 96 %
# at any of them.
#
# For about a hundred steps hardly anything happens: neither head is of any use without the other. Then,
# within some fifty steps, the loss falls from 3 nats to a half.
#
# </details>
#
# ### Token by token
#
# The loss is a mean. Here is what it is a mean of: the loss at each position, counted from the first position
# whose next token is determined.

# %%
if __name__ == "__main__":
    drawn, determined = repeated_sequences(500, 3, [12])
    with torch.no_grad():
        each = cross_entropy(model(drawn)[:, :-1].mT, drawn[:, 1:], reduction="none")
    first = LENGTH - 1 - determined.sum(dim=1, keepdim=True)
    since, counted = torch.arange(LENGTH - 1) - first, range(-10, 11)
    by_position = [each[since == place].mean().item() for place in counted]
    print(f"before: {sum(by_position[:10]) / 10:.2f} nats, from there on: {sum(by_position[10:]) / 11:.2f}")
    figure, axes = plt.subplots(figsize=(6, 3), layout="constrained")
    axes.plot(counted, by_position, "o-")
    axes.axvline(-0.5, color="grey", linestyle=":")
    axes.set(ylim=(0, None), xlabel="position, from the first that is determined", ylabel="loss (nats)")
    axes.set_title("What came once can be predicted from then on")
    axes.set_xticks(range(-10, 11, 5))

# %% [markdown]
# **Think about it.** Why is the loss on the left so high, higher even than that of guessing among 32 tokens
# (3.47 nats)? Was the model ever trained there?
#
# ### The trap of the fixed period
#
# Many notebooks on induction train and test on one random string, written twice. Here is that with your own
# functions: period 16, so two copies fill the context. It trains five times as fast, and the loss is almost
# zero. Before you run the cell: what will each model do at the other periods?

# %%
if __name__ == "__main__":
    shortcut, _ = train(seed=0, steps=150, periods=[16])
    test_periods = range(2, 17)
    period_figure(
        test_periods,
        {
            name: [accuracy(trained, *repeated_sequences(100, 2, [period])) for period in test_periods]
            for name, trained in {"4 … 14": model, "16 only": shortcut}.items()
        },
    )

# %% [markdown]
# **Think about it.** What did the second model learn? Why is it right now and then at 2, 4 and 8? Name two
# measurements that could tell it from a model that does induction, and two that could not.
#
# <details><summary>What we found</summary>
#
# The model trained on period 16 learned to look 15 positions back and copy. That brings the loss to zero,
# needs only one head, ignores which tokens are there, and is useless at another period. (2, 4 and 8 divide
# 16, so 15 back is right where the segment began that long ago.)
#
# On its own data its accuracy is above .99, and .99 of its attention lies where an induction head would look
# (medians of 24 seeds), so neither number tells this model from one that does induction. Two things do: data
# on which they differ, and what the *other* head does. In this model it pays .02 of its attention to the
# token before; in the model trained on many periods, it pays nearly all of it.
#
# </details>

# %% [markdown]
# ## 3 · Look
#
# *About 15 minutes; easy.*
#
# An attention pattern has a row for each position that looks (the query). The row says how much it attends to
# each position up to itself (the keys).
#
# <details><summary>Hint 1: a nudge</summary>
#
# The library has the patterns; you only have to ask for them, layer by layer.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The cache keeps each layer's as sequence, head, query, key. You are asked for one tensor with the layer in
# second place. For the second function, nothing after the query counts, even if it is not 0.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Cut the row before you look for the largest, not after. And a query near the start has fewer than k
# positions to offer.
#
# </details>


# %% solution="look"
def attention_patterns(model: TransformerBridge, tokens: Tensor) -> Tensor:
    """The attention of every head on the sequences tokens [N, T]: [N, layer, head, query, key].

    Each row (over the keys) sums to 1, and is 0 for keys after the query. T may be less than LENGTH. Leaves the
    model's weights as they were, and no hooks on it (it comes without any).
    """
    with torch.no_grad():
        _, cache = model.run_with_cache(tokens)
    return torch.stack([cache["pattern", layer] for layer in range(model.cfg.n_layers)], dim=1)


def most_attended(pattern: Tensor, query: int, k: int = 5) -> tuple[list[int], list[float]]:
    """The k positions that position `query` attends to most, and how much, in one head's pattern [query, key].

    Returns (positions, weights), the largest weight first. Only positions up to and including `query` count,
    whatever the pattern holds after it, so there are query + 1 of them if that is less than k; a position with a weight
    of 0 counts as any other does. Equal weights may come in any order.
    """
    weights, positions = pattern[query, : query + 1].topk(min(k, query + 1))
    return positions.tolist(), weights.tolist()


# %%
if __name__ == "__main__":
    one = tokens[[4]]
    patterns = attention_patterns(model, one)
    print(spell(one[0]))
    query = int(mask[4].nonzero()[0]) + 2
    for layer in range(2):
        positions, weights = most_attended(patterns[0, layer, 0], query, k=3)
        looks = ", ".join(
            f"{spell(one[0, [j]])} at {j} ({w:.2f})" for j, w in zip(positions, weights, strict=True)
        )
        print(f"layer {layer}: {spell(one[0, [query]])} at {query} looks at {looks}")
    looks_at = {f"head {layer}.0": patterns[0, layer, 0] for layer in range(2)}
    attention_page(looks_at, list(spell(one[0])), "Where each head looks", query).show("attention.html")

# %% [markdown]
# **Think about it.** Two lines, two heads. What does each look for? Say it in a way that would be true of any
# sequence.
#
# And read such printouts with care. A well-known essay shows one for `The cat sat on the mat. The cat`, in
# which the last token looks at "position 3 ('sat')", "position 7 ('cat')", "position 0 ('The')" and "position
# 1 ('cat')". Can all four be right?
#
# <details><summary>What we found</summary>
#
# No numbering of that sentence fits: with `The` at 0 and `cat` at 1, `sat` is at 2, and there is no `cat` at
# 7. For an induction head one position makes all the difference, so count carefully, and let a test check
# your counting.
#
# </details>

# %% [markdown]
# ### Your hypothesis
#
# *About 15 minutes.*
#
# From the patterns, what does each of the two heads do? What will the model do if you ablate (remove) one of
# them, or make it look somewhere else? Write down a hypothesis that can be refuted: name the head, the
# measurement, and the outcome that would refute it.

# %% [markdown] written="hypothesis"
# Head 0.0 looks at the token just before, nearly everywhere. Head 1.0 looks at the place after an earlier
# occurrence of its own token, but only where there is one. I think head 0.0 writes into each position which
# token stood before, and head 1.0 looks for its own token among these notes and copies the token that it
# finds there. Then ablating either head takes accuracy down to guessing among the tokens seen, about 1 in 15.
# And if I make head 0.0 look two positions back, the model should predict the token after the next. I would
# be refuted if accuracy without head 0.0 stayed above one half, or if the shifted head led to noise and not
# to that token.

# %% [markdown] rubric="hypothesis"
# - 2: says of each head where it looks, and what it passes on, so that the two together explain the prediction.
# - 2: names a measurement after an intervention, and an outcome that would refute it.
# - 1: the reason comes from the student's own patterns or printout.
#
# Do not score whether it turned out right. "The heads implement induction" without a prediction: at most 2.

# %% [markdown]
# ## 4 · Detect
#
# *About 60 minutes; hard.*
#
# A picture may convince, but only numbers can be compared. Start from where an induction head *should* look:
# right after an earlier occurrence of the current token. A head that looks at the earlier occurrence itself
# is a duplicate-token head; in a picture the two are easily confused.
#
# Average only where the question makes sense. Even a perfect induction head has nothing to look for where the
# current token has not occurred before, and another head that serves it was trained only at positions where
# it looks. And compare with chance: attention spread evenly over the positions.
#
# The last score needs no tokens, only the weights. By the matrix `W_E W_V W_O W_U` a head turns each token
# that it looks at into logits for every token. If a token mostly raises its own logit, the head copies, and
# the eigenvalues of that matrix are mostly positive.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Write the targets of one short sequence by hand, as a square of zeros and ones, rows for queries. Where
# would a duplicate-token head have its ones? Yours are one column further.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Compare every token with every token that stands one *before* a key; position 0 has none before it, and must
# match nothing. Only keys up to the query count. All three attention scores then come from this one table,
# and from the mask.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Induction: sum over the keys that are targets, then the mean over the masked queries of all sequences in one
# go. Previous token: a position is needed if it is a target of *any* masked query, and it counts once.
# Chance: the number of targets over the number of positions up to the query. Copying: eigenvalues of a matrix
# that is not symmetric are complex; the real parts go on top, the absolute values below.
#
# </details>


# %% solution="detect"
def induction_targets(tokens: Tensor) -> Tensor:
    """Where induction looks: true or false, [N, query, key] for the sequences tokens [N, T].

    True where 1 <= key <= query and the token at key - 1 is the token at the query: right after each earlier
    occurrence of it. The query itself is such a place, too, if the token just before it is the same.
    """
    before = torch.nn.functional.pad(tokens[:, :-1], (1, 0), value=-1)
    return (tokens[:, :, None] == before[:, None, :]).tril()


def induction_score(model: TransformerBridge, tokens: Tensor, mask: Tensor) -> Tensor:
    """How much each head attends to its induction targets, [layer, head].

    For each position in mask [N, T], the attention that it pays to all of its targets together (itself included where it
    is its own target; 0 if it has none); then the mean over these positions of all sequences tokens [N, T] together. (The
    prefix-matching score of Olsson et al. 2022.)
    """
    paid = (attention_patterns(model, tokens) * induction_targets(tokens)[:, None, None]).sum(dim=-1)
    return paid.permute(0, 3, 1, 2)[mask].mean(dim=0)


def previous_token_score(model: TransformerBridge, tokens: Tensor, mask: Tensor) -> Tensor:
    """How much each head attends to the token just before, from the places where induction looks, [layer, head].

    A position is needed if it is an induction target of at least one position in mask [N, T]; it counts once, however
    many it is a target of. The mean, over the needed positions of all sequences tokens [N, T] together, of the
    attention from each to the position before it.
    """
    needed = (induction_targets(tokens) & mask[:, :, None]).any(dim=1)[:, 1:]
    before = attention_patterns(model, tokens).diagonal(-1, dim1=-2, dim2=-1)
    return before.permute(0, 3, 1, 2)[needed].mean(dim=0)


def uniform_score(tokens: Tensor, mask: Tensor) -> float:
    """The induction score of a head that attends evenly to all positions up to and including the query: chance.

    The mean over all positions in mask [N, T], those without a target too, of all sequences tokens [N, T] together.
    """
    targets = induction_targets(tokens).sum(dim=2)
    return (targets / torch.arange(1, tokens.shape[1] + 1))[mask].mean().item()


def copying_score(model: TransformerBridge) -> Tensor:
    """Whether each head raises the logit of what it attends to, [layer, head], from -1 to 1.

    The sum of the eigenvalues of W_E W_V W_O W_U (their real parts), divided by the sum of their absolute values as
    complex numbers: 1 if all are positive real numbers. Biases and positions do not count. No head's eigenvalues are
    all 0. (Elhage et al. 2021, "A mathematical framework for transformer circuits", on copying heads, where
    vectors are columns and each matrix is the transpose of ours.)
    """
    scores = []
    with torch.no_grad():
        for block in model.blocks:
            W_V, W_O = block.attn.W_V.double(), block.attn.W_O.double()
            eigenvalues = torch.linalg.eigvals(model.W_E.double() @ W_V @ W_O @ model.W_U.double())
            scores.append(eigenvalues.real.sum(dim=1) / eigenvalues.abs().sum(dim=1))
    return torch.stack(scores)


# %%
if __name__ == "__main__":
    attention_figure(patterns[0], one[0], induction_targets(one)[0])
    circuit_figure(one[0], query, patterns[0, 0, 0], patterns[0, 1, 0])
    tokens, mask = repeated_sequences(200, seed=1)
    head_grids(
        {
            "previous token": previous_token_score(model, tokens, mask),
            "induction": induction_score(model, tokens, mask),
            "copying": copying_score(model),
        },
        {"induction": f"(even attention: {uniform_score(tokens, mask):.2f})"},
    )

# %% [markdown]
# **Think about it.** Three grids: which head is tall in which? One of the two scores high in copying although
# its output need not reach the logits at all. Which measurement would show whether it does?
#
# <details><summary>What we found</summary>
#
# The head of layer 0 was never trained at positions where no induction head looks, and in our models its
# attention is less exact there: over all positions its previous-token score is about .80, over those that are
# needed far higher.
#
# Note the copying score of head 0.0 (head 0 of layer 0). What it writes would raise the logit of its token
# too, and yet the output hardly depends on this: leave out what it adds to the logits directly, and accuracy
# stays where it was. The score says what a head *would* do to the logits, not what it is used for.
#
# </details>

# %% [markdown]
# ## 5 · Cause
#
# *About 45 minutes; medium.*
#
# So far you have only observed. Now ablate heads, and then do something better: put a pattern of your own in
# place of the model's.
#
# To ablate a head is to replace what it has gathered, `hook_z`, by zero or by its mean. The mean is over the
# sequences, position by position. With one sequence it is the value itself, so nothing changes: take care not
# to loop over sequences one by one. And replace the head's *output*, not its pattern: with an averaged
# pattern the head would still gather this sequence's tokens.
#
# <details><summary>Hint 1: a nudge</summary>
#
# A hook gets a value, and what it returns is what the model goes on with. Which axis of that value is the
# head?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Change a copy, one head of it, and leave the others alone. Refuse another mode before you run anything, so
# that no hook can be left behind.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The score is a difference of two losses over the same masked positions: without the head, minus intact. The
# mask selects logits *and* next tokens, as it did in training. For the pattern: the axes after the head are
# query and key, and yours is the same for all sequences.
#
# </details>


# %% solution="cause"
def ablate_head(
    model: TransformerBridge, tokens: Tensor, layer: int, head: int, mode: str = "zero"
) -> Tensor:
    """The logits [N, T, vocabulary] on tokens [N, T] with one head ablated.

    What the head has gathered (`hook_z`, [N, T, head, d_head]) is replaced by 0 in mode "zero"; in mode
    "mean" by its mean over the N sequences, position by position, however many they are. Everything after it is
    computed from the replaced values. Raises ValueError for another mode. Leaves the model's weights as they were, and
    no hooks on it (it comes without any).
    """
    if mode not in ("zero", "mean"):
        raise ValueError(f"mode is {mode!r}; it must be 'zero' or 'mean'")

    def remove(z: Tensor, hook: object) -> Tensor:
        z = z.clone()
        z[:, :, head] = 0.0 if mode == "zero" else z[:, :, head].mean(dim=0)
        return z

    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_z", remove)])


def ablation_scores(model: TransformerBridge, tokens: Tensor, mask: Tensor, mode: str = "zero") -> Tensor:
    """How much the loss rises when each head alone is ablated: [layer, head], in nats.

    The loss is the mean cross-entropy of the next token over the positions in mask [N, T] of all sequences
    tokens [N, T] together. The score is the loss without the head *minus* the intact model's. The mask is false
    at the last position, and mode is as in `ablate_head`.
    """

    def loss(logits: Tensor) -> float:
        return cross_entropy(logits[mask], tokens.roll(-1, dims=1)[mask]).item()

    with torch.no_grad():
        intact = loss(model(tokens))
    heads = range(model.cfg.n_heads)
    return torch.tensor(
        [
            [loss(ablate_head(model, tokens, layer, head, mode)) - intact for head in heads]
            for layer in range(model.cfg.n_layers)
        ]
    )


def patch_pattern(model: TransformerBridge, tokens: Tensor, layer: int, head: int, pattern: Tensor) -> Tensor:
    """The logits [N, T, vocabulary] on tokens [N, T] when one head attends as `pattern` [query, key] says.

    In all sequences the head gathers its values by this pattern instead of its own, whatever it holds: a row need not
    sum to 1, and may reach keys after the query. Everything after it is computed from the result. Leaves the model's
    weights and its mode (training or not) as they were, and no hooks on it (it comes without any).
    """

    def replace(attention: Tensor, hook: object) -> Tensor:
        attention = attention.clone()
        attention[:, head] = pattern
        return attention

    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_pattern", replace)])


# %%
if __name__ == "__main__":
    modes = {mode: ablation_scores(model, tokens, mask, mode) for mode in ("zero", "mean")}
    head_grids({f"rise of the loss\n({mode} ablation, nats)": scores for mode, scores in modes.items()})

# %% [markdown]
# **Think about it.** Both heads are needed. Does that say what either is needed *for*? Name another pair of
# programs, with other parts, for which this picture would look just the same.
#
# ### Steer it
#
# If your account of the two heads is right, you can do more than break them: you can steer them. Make head
# 0.0 look *two* back instead of one, and three. What should the model predict then, if your account is right,
# and what if it is wrong? Write the two outcomes down, and run the cell.

# %%
if __name__ == "__main__":
    shifts, aheads = (1, 2, 3), (1, 2, 3)
    shares = torch.zeros(len(shifts), len(aheads))
    for row, shift in enumerate(shifts):
        gaze = torch.zeros(LENGTH, LENGTH)
        at = torch.arange(LENGTH)
        gaze[at, (at - shift).clamp(min=0)] = 1.0
        said = patch_pattern(model, tokens, 0, 0, gaze).argmax(dim=2)
        for column, ahead in enumerate(aheads):
            known = mask & (at < LENGTH - ahead)
            shares[row, column] = (said == tokens.roll(-ahead, dims=1))[known].double().mean()
    shift_figure(shifts, shares)

# %% [markdown]
# **Think about it.** Did training ever ask for this? What does it rule out about how head 1.0 finds its
# place?
#
# <details><summary>What we found</summary>
#
# Head 0.0 notes at each position which token came before. Looking two back, it notes another token; head 1.0
# then looks for its own token among these notes, and finds it one position further on. Our models did exactly
# that, in 24 of 24 seeds: with head 0.0 looking two back, they predicted the token after the next in at least
# 93 % of the cases, and the next in at most 1.4 %. Training never asked for that.
#
# </details>
#
# ### More heads
#
# With one head in each layer it is easy: whatever is done, these two do it. Larger models have many heads, so
# three things change. Several heads may do the same, so that each can replace the others. Heads that look
# alike may do different things. And you have to search for the ones that matter. To see the first of these,
# train a model with four heads in each layer.

# %%
if __name__ == "__main__":
    wide, _ = train(seed=0, n_heads=4)
    head_grids(
        {
            "induction": induction_score(wide, tokens, mask),
            "rise of the loss (nats)": ablation_scores(wide, tokens, mask),
        }
    )

# %% [markdown]
# **Think about it.** From the right-hand grid alone, which heads of layer 1 would you say matter?
#
# <details><summary>What we found</summary>
#
# In 8 of 8 seeds all four heads of layer 1 became induction heads, with scores of .85 and more, and ablating
# any one of them cost .006 of accuracy at most. From ablations of one head at a time you would conclude that
# no head of layer 1 matters.
#
# </details>

# %% [markdown]
# ## 6 · Composition
#
# The two heads communicate through the residual stream: the second reads what the first has written. How much
# of it does it read, and as what?

# %%
if __name__ == "__main__":
    composition_diagram()

# %% [markdown]
# *About 20 minutes; medium.*
#
# Take the matrix by which head h0 of layer 0 writes, W_OV = W_V W_O, and that by which
# head h1 of layer 1 compares queries with keys, W_QK = W_Q W_Kᵀ, both [d_model, d_model]. Their product says
# what h1's keys read of h0's output, and its norm, relative to the norms of the two, is the K-composition.
#
# Random heads do not have 0: in d_model dimensions, about 1/√d_model. Compute that before you call a number
# large.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Follow the shapes: each head's matrices are [d_model, d_head] or [d_head, d_model], and both products are
# [d_model, d_model].
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# What h0 writes becomes a *key*. So it meets the side of W_QK that belongs to keys; on the other side you
# would measure Q-composition.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The formula transposes W_QK for that reason. All pairs of heads at once: give one stack an extra axis in
# front of the other's, and let broadcasting do the rest; norms are over the last two axes.
#
# </details>


# %% solution="composition"
def k_composition(model: TransformerBridge) -> Tensor:
    """How much each head of layer 1 reads, as keys, of what each head of layer 0 writes: [h0, h1].

    ‖W_OV W_QKᵀ‖ / (‖W_OV‖ ‖W_QK‖) in the Frobenius norm, with W_OV = W_V W_O of head h0 in layer 0, and W_QK = W_Q
    W_Kᵀ of head h1 in layer 1, each [d_model, d_model]. Biases do not count. (Elhage et al. 2021, where
    vectors are columns and W_OV is the transpose of ours.)
    """
    with torch.no_grad():
        first, second = (block.attn for block in model.blocks)
        W_OV = (first.W_V @ first.W_O)[:, None]
        W_QK = (second.W_Q @ second.W_K.mT)[None]
        return (W_OV @ W_QK.mT).norm(dim=(2, 3)) / (W_OV.norm(dim=(2, 3)) * W_QK.norm(dim=(2, 3)))


# %%
if __name__ == "__main__":
    print(f"K-composition of the trained heads {k_composition(model).item():.2f}", end=", ")
    print(f"of untrained ones {k_composition(new_model(seed=0)).item():.2f}")

# %% [markdown]
# **Think about it.** How would you change your function for Q-composition, and for V-composition? Which of
# the three should be large for an induction head, and which should not?
#
# ### The circuit as three matrices
#
# All of this program is in the weights, and it can be read. The first matrix is the attention that head 0.0
# would pay by position alone: rows look, columns are looked at. The second says, for head 1.0, how well each
# token as a query fits each token as what head 0.0 has *noted* at a key. The third says which logits head 1.0
# raises when it looks at a token.

# %%
if __name__ == "__main__":
    early, late = [block.attn for block in model.blocks]
    with torch.no_grad():
        fits = model.W_pos @ early.W_Q[0] @ (model.W_pos @ early.W_K[0]).T / model.cfg.d_head**0.5
        looks = fits.masked_fill(~torch.ones_like(fits).tril().bool(), -torch.inf).softmax(dim=1)
        noted = model.W_E @ early.W_V[0] @ early.W_O[0]
        matches = model.W_E @ late.W_Q[0] @ (noted @ late.W_K[0]).T
        copies = model.W_E @ late.W_V[0] @ (late.W_O[0] @ model.W_U)
    figure, panels = plt.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
    titles = ["0.0: position → position", "1.0: token → noted token", "1.0: token → its logits"]
    panels[0].imshow(looks.numpy(), cmap="Purples", vmin=0.0, vmax=1.0, aspect="auto")
    for axes, matrix in zip(panels[1:], (matches, copies), strict=True):
        diverging_heatmap(axes, matrix.numpy(), "")
    for axes, title in zip(panels, titles, strict=True):
        axes.set_title(title)
    for title, matrix in zip(titles[1:], (matches, copies), strict=True):
        own = (matrix.argmax(dim=1) == torch.arange(len(matrix))).sum()
        print(f"{title}: a token's largest entry is its own for {own} of {len(matrix)}")

# %% [markdown]
# **Think about it.** Each of the three has a line. Say in one sentence what the line means in each, and read
# the three sentences one after the other: that is the program. Where does the first line end, and why may it?

# %% [markdown]
# ### Q, K and V side by side
#
# What the first head writes can reach the second by three doors: into its queries, its keys, its values. Each
# has a composition score, and the library computes all three from the weights (`all_composition_scores`; its K
# is yours). A score says how much *could* pass a door. How much *does* is another measurement: shut one door, so
# that head 1.0 makes its queries, or keys, or values, of a stream to which head 0.0 has added nothing. Guess
# both for the three doors before you run the cell.

# %%
if __name__ == "__main__":
    scores = {kind: model.all_composition_scores(kind).scores[0, 0, 1, 0].item() for kind in "QKV"}
    scores["K"] = float(k_composition(model)[0, 0])
    with torch.no_grad():
        _, cache = model.run_with_cache(tokens)
        without = cache["resid_pre", 1] - cache["attn_out", 0]
    left = {}
    for kind in "QKV":
        attn = model.blocks[1].attn
        shut = without @ getattr(attn, f"W_{kind}")[0].detach() + getattr(attn, f"b_{kind}")[0].detach()

        def put(value, hook, shut=shut):
            return shut.reshape(value.shape)

        with torch.no_grad():
            said = model.run_with_hooks(
                tokens, fwd_hooks=[(f"blocks.1.attn.hook_{kind.lower()}", put)]
            ).argmax(dim=2)
        left[kind] = (said == tokens.roll(-1, dims=1))[mask].double().mean().item()
        print(f"{kind}: composition {scores[kind]:.2f}, accuracy with this door shut {left[kind]:.2f}")
    figure, panels = plt.subplots(1, 2, figsize=(7.5, 3), layout="constrained")
    panels[0].bar(list(scores), list(scores.values()), color="C0")
    panels[0].axhline(model.cfg.d_model**-0.5, color="grey", linestyle=":", label="random heads")
    panels[0].set(title="What could pass: the weights", ylabel="composition score")
    panels[0].set_ylim(0, 1.25 * max(scores.values()))
    panels[0].legend(frameon=False)
    panels[1].bar(list(left), list(left.values()), color="C1")
    panels[1].axhline(accuracy(model, tokens, mask), color="grey", linestyle=":", label="all doors open")
    panels[1].set(title="What does: one door shut", ylabel="accuracy", ylim=(0, 1.19))
    panels[1].legend(frameon=False, loc="upper center", ncols=2)

# %% [markdown]
# **Think about it.** Two of the doors have *lower* scores than random heads. What does that say of the dimensions
# in which head 0.0 writes? And which of the three is the notes' door, in the words of your hypothesis?
#
# <details><summary>What we found</summary>
#
# The keys' door alone is used. In 24 of 24 seeds its score was .28 to .32, against .18 for random heads, and
# those of the two others were less than half of that: the dimensions that head 0.0 writes to are kept clear of
# what queries and values read, while random heads read a little of everything. And with the keys' door shut,
# accuracy was less than one in ten, with either of the others as good as before. Here both panels tell the same
# story. They need not: a score compares weights alone, and knows nothing of how large an activation is, or
# whether it comes.
#
# </details>

# %% [markdown]
# ## 7 · Find the circuit
#
# *About 45 minutes; hard.*
#
# Now your two heads are hidden among six others (`given.among_decoys`). In each layer one decoy attends
# exactly as yours does, with the same queries and keys, but writes nothing useful. The hidden checks ask
# about planted models: circuits that we wired by hand, in a larger residual stream. There a layer has one
# such decoy, several, or none.
#
# You have five measures by now: two of where a head looks (the previous-token and the induction score), two of
# its weights (copying and K-composition), and what the model loses without it. Before you trust one, or combine
# two, ask of each which decoy it cannot see.
#
# <details><summary>Hint 1: a nudge</summary>
#
# A decoy shares queries and keys with the real head. Which of your scores use nothing else?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Some of the five say what a head could do, and one says what the model does with it. The docstring below
# defines the two heads: by which of the five?
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# A decoy writes nothing useful, so the model does as well without it. Ablate the heads one by one, to 0, and
# look at the accuracy: in each layer the head is yours without which it is lowest. (The rise of the loss also
# says how *sure* the model is, and a loud decoy may change that.) The weights are quicker: ask what each head of
# layer 1 writes, and then which head of layer 0 the one that you have chosen reads, in that one's column of the
# composition alone. They find your trained circuit, but not all of ours. Hide the circuit that you build by hand
# in the extra among decoys, try both, and see why.
#
# </details>


# %% solution="circuit"
def find_circuit(model: TransformerBridge) -> tuple[Head, Head]:
    """The two heads by which a model of two attention layers does induction: ((0, head), (1, head)).

    First the previous-token head in layer 0, then the induction head in layer 1 that reads it and copies. There is
    exactly one of each: with the output of either set to 0, the model fails on `repeated_sequences`, and with that
    of any other it does not. Several others may attend just as these do, and be louder, but no other in layer 1
    copies.
    VOCABULARY and LENGTH are as in `given`, and each layer has `model.cfg.n_heads` heads.
    """
    tokens, mask = repeated_sequences(16, seed=0)

    def accuracy_without(layer: int, head: int) -> float:
        said = ablate_head(model, tokens, layer, head).argmax(dim=2)
        return (said == tokens.roll(-1, dims=1))[mask].double().mean().item()

    heads = range(model.cfg.n_heads)
    previous = min(heads, key=lambda head: accuracy_without(0, head))
    induction = min(heads, key=lambda head: accuracy_without(1, head))
    return (0, previous), (1, induction)


# %%
if __name__ == "__main__":
    hidden, answer = among_decoys(model, seed=3)
    found = find_circuit(hidden)
    print(f"found {found}, and it is {answer}")
    head_grids(
        {
            "previous token": previous_token_score(hidden, tokens, mask),
            "induction": induction_score(hidden, tokens, mask),
            "copying": copying_score(hidden),
            "rise of the loss (nats)": ablation_scores(hidden, tokens, mask),
        }
    )
    composition_figure(k_composition(hidden), hidden.cfg.d_model, found)

# %% [markdown]
# **Think about it.** Which of the five grids would have misled you, had you had no other?
#
# <details><summary>What we found</summary>
#
# Attention alone cannot tell a head from its decoy: it was right in 5 of 30 such models. K-composition alone
# cannot either: it depends on a head's keys, and the decoy has the same keys as the real one. And weights are
# not what a model does with them. We hid six circuits that were built by hand, each six times. Copying found the
# induction head in all 36, and composition then found the previous-token head in 6: in the other 30 one large
# weight, which only keeps position 0 from being looked at, made up most of the keys. The accuracy with each
# head's output set to 0 named both heads in all 36.
#
# </details>

# %% [markdown]
# ### Your evidence
#
# *About 15 minutes.*
#
# Go back to your hypothesis. What did you measure, on which model, and does it stand? Report numbers, with
# the figure or the function that they came from, and name one explanation that your measurements do not
# exclude.

# %% [markdown] written="evidence"
# All of this is on the model from seed 0, with 200 sequences. Head 0.0 pays .98 of its attention to the token
# before where that is needed, head 1.0 pays .97 to what followed its token earlier; even attention would be
# .07. Accuracy is .99 with both heads, .08 without head 0.0 and .02 without head 1.0, so both are needed, and
# neither alone beats guessing by much (1 in 15 is .07). The strongest evidence is the patch: with head 0.0
# looking two back the model says the token after the next in 98 % of the cases and the next in 0.4 %. So my
# hypothesis stands: if head 1.0 had found its place by position, moving head 0.0 would not have moved the copy.
# The copying score of head 0.0 is .94, so I also asked whether it helps by adding to the logits directly. It
# does not: without that part, `cache["attn_out", 0] @ model.W_U`, accuracy is still .99. Nor do the queries of
# head 1.0 use the notes: with that door shut, accuracy is as good as before. What I have not excluded: that the
# heads do something else where the mask is false, and that a model from another seed does it in another way.

# %% [markdown] rubric="evidence"
# - 2: numbers from the student's own model that bear on the hypothesis (not on another question).
# - 1: a verdict that follows from them, also where it is "refuted".
# - 1: an intervention, not only patterns or scores.
# - 1: an explanation that remains open, such as another path, another seed, or what the head does off the mask.
#
# A picture of two stripes offered as proof of the mechanism: at most 2.

# %% [markdown]
# ### Your reflection
#
# *About 15 minutes.*
#
# Somebody reports an induction head in a large language model: on a text written twice, .9 of the head's
# attention lies on the stripe where an induction head looks. What would you ask, what would you measure
# first, and what would you believe until then?

# %% [markdown] written="reflection"
# I would first ask how long the text was and whether it was always the same length: with a fixed period the
# stripe is where a head would look that only counts positions, and our shortcut had .99 of its attention there.
# So I would repeat it with random tokens, random periods and a random prefix, which costs nothing. Then I would
# ask whether the head does anything with what it sees. Our decoys had the same stripe and copied nothing, so I
# would look at its copying score, and ablate it. If the ablation does nothing I would not conclude that it is
# idle, since with four heads every one of ours could be removed. Until then I would believe that the head looks
# there on that text, and nothing about why.

# %% [markdown] rubric="reflection"
# - 2: sees that a stripe has other causes (position, duplicates, no use made of it), tied to a measurement made
#   here.
# - 2: a concrete first measurement with a control to compare it with.
# - 1: says what remains trustworthy in the report, and why.

# %% [markdown]
# ## Extra · Build one by hand
#
# *About 60 minutes; hard.*
#
# If you understand a circuit you can make one without training. Take `new_model(0, d_model=96)`: 96
# dimensions are enough for 32 each for the token, the token before, and the position. Set the weights so that
# the model does induction perfectly; the hidden checks run it.
#
# The per-layer weights and `W_E`, `W_pos`, `W_U` may be written in place (`weight[...] = …` within
# `torch.no_grad()`). The stacked ones, such as `model.W_Q`, are copies, and writing to them does nothing.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Give each of the three thirds of the stream a meaning, and begin with everything at zero. Which third does
# each matrix read, and which does it write?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Each of the three matrices that you looked at has one line, so each of yours can be an identity, or one that
# is shifted by one place. Softmax is only sharp if the scores are large; remember what they are divided by.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Then find what goes wrong at the edge: position 0 has no position before it, so what it notes is false, and
# somebody will look there. And the last head must be louder than the token's own embedding, which reaches the
# logits too.
#
# </details>


# %% solution="build"
def build_circuit() -> TransformerBridge:
    """A model of the form of `new_model(0, d_model=96)`, with its weights set by hand.

    What is asked is an accuracy of .999 on `repeated_sequences` of the periods from 2 to 16 together, with an
    induction score of .99 for head 1.0 and a previous-token score of .99 for head 0.0.
    """
    model = new_model(0, d_model=96)
    token, before, position = slice(0, 32), slice(32, 64), slice(64, 96)
    sharp, eye = 30.0, torch.eye(32)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        model.W_E[:, token] = eye
        model.W_pos[:, position] = eye
        model.W_U[token] = eye
        first, second = (block.attn for block in model.blocks)
        first.W_Q[0, position] = sharp * 32**0.5 * eye.roll(-1, dims=1)  # position i asks for position i - 1
        first.W_K[0, position] = eye
        first.W_V[0, token] = eye
        first.W_O[0, :, before] = eye
        second.W_Q[0, token] = sharp * 32**0.5 * eye  # which position follows this token?
        second.W_K[0, before] = eye
        second.W_K[0, position][0] = -2.0  # position 0 could only look at itself: its note is wrong
        second.W_V[0, token] = eye
        second.W_O[0, :, token] = 3 * eye  # louder than the token's own embedding
    return model


# %%
if __name__ == "__main__":
    built = build_circuit()
    print(
        f"accuracy of the model built by hand {accuracy(built, *repeated_sequences(200, 1, range(2, 17))):.4f}"
    )
    built_patterns = attention_patterns(built, one)
    circuit_figure(one[0], query, built_patterns[0, 0, 0], built_patterns[0, 1, 0])

# %% [markdown]
# **Think about it.** Your model was never trained, so no data can have misled you about it. Is it the same
# circuit as the trained one? What would you compare?

# %% [markdown]
# ## Extra · When does it form?
#
# *About 20 minutes; easy.*
#
# Keep copies of the model as it trains, and measure each of them as you measured the trained one. In language
# models the loss shows a bump where induction heads form (Olsson et al. 2022). Which of the two heads comes
# first here? Guess before you run it.
#
# To copy a model, copy its weights into a new one (`load_state_dict`): a deep copy of a bridge that has run
# stops working once the original is deleted.
#
# <details><summary>Hint 1: a nudge</summary>
#
# A list of references to one model is a list of one model.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The steps are those of `train`: the same draws, one optimiser through all of them. Write the loop once, so
# that both functions share it.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# A generator that yields after each step lets the caller decide when to keep a copy. The untrained model
# comes before the first step; with the last step the last copy.
#
# </details>


# %% solution="snapshots"
def snapshots(seed: int, every: int = 25, steps: int = 300) -> list[TransformerBridge]:
    """The model at several times of one training, from first to last: steps / every + 1 models.

    The first is untrained, as `train(seed, steps=0)` gives it; then one after each `every` steps; the last is
    what `train(seed, steps=steps)` gives. All are of one and the same training of `steps` steps. Each is a separate
    model. `steps` is a multiple of `every`. (A training with fewer need not be the beginning of this one: your rate may
    depend on `steps`.)
    """
    model = new_model(seed)
    kept = [_copy(model)]
    for done, _ in enumerate(_training(model, seed, steps, PERIODS), start=1):
        if done % every == 0:
            kept.append(_copy(model))
    return kept


def _copy(model: TransformerBridge) -> TransformerBridge:
    other = new_model(seed=0)
    other.load_state_dict(model.state_dict())
    return other


# %%
if __name__ == "__main__":
    every, last = 25, 300
    models = snapshots(seed=0, every=every, steps=last)
    formation_figure(
        range(0, last + 1, every),
        [accuracy(m, tokens, mask) for m in models],
        [previous_token_score(m, tokens, mask)[0, 0].item() for m in models],
        [induction_score(m, tokens, mask)[1, 0].item() for m in models],
    )
# %% [markdown]
# **Think about it.** Which curve rises first, and by how many steps? Why can the other not rise before it,
# and why is there no gain in the loss until it does?

# %% [markdown]
# ## What the real models look like
#
# Olsson et al. (2022) found induction heads in models of every size that they looked at; in GPT-2 small,
# Wang et al. (2022) name some in layers 5 and 6 of its twelve, at work inside a larger circuit. There they
# look fuzzier than yours. Tokens repeat for other reasons, so a stripe is weaker; several heads share the
# work; previous-token heads do not look exactly one back; the match may be of meaning and not of the token;
# and MLPs and LayerNorm stand between the layers, so that products of weights say only part of what happens.
# What carries over is the order of your steps: data on which the candidate mechanisms differ, a score with
# its chance level, an intervention that predicts something new, and decoys.
#
# ## Further reading
#
# - Elhage et al. 2021, *A mathematical framework for transformer circuits*: QK and OV circuits, composition,
#   and the first induction heads. <https://transformer-circuits.pub/2021/framework/index.html>
# - Olsson et al. 2022, *In-context learning and induction heads*: six lines of evidence, and the bump.
#   <https://transformer-circuits.pub/2022/in-context-learning-and-induction-heads/index.html>
# - Wang et al. 2022, *Interpretability in the wild*: a circuit of many heads in GPT-2 small, backups among
#   them. <https://arxiv.org/abs/2211.00593>
# - Singh et al. 2024, *What needs to go right for an induction head?*: why it forms when it does, by clamping
#   parts of it. <https://arxiv.org/abs/2404.07129>
# - Zhang and Nanda 2023, *Towards best practices of activation patching*: what to put in, and what to
#   measure. <https://arxiv.org/abs/2309.16042>
# - Weiss, Goldberg and Yahav 2021, *Thinking like transformers*: programs that attention can run, as a
#   language. <https://arxiv.org/abs/2106.06981>

# %%
if __name__ == "__main__":
    plt.show()  # a script shows its figures here; a notebook has shown them already
