# %% [markdown]
# # A circuit of two heads: induction
#
# Show a language model `… K Q Z M … K Q Z` with letters that mean nothing, and it continues with `M`. It
# cannot have learned that from its training text. It looks up what came after the earlier `Z`, and repeats
# it. Heads that do this are called *induction heads*; they form early in the training of large language
# models, and much of what those models do with their context is thought to depend on them (Olsson et al.
# 2022).
#
# One head cannot do it alone. To find the position after the earlier `Z`, each position has to know which
# token came *before* it, and only another head, in an earlier layer, can have written that there. So this is
# the smallest circuit in which attention layers must work together. You will write the data that makes it
# form, train it in seconds, look at it, break it, and find it again among heads that look just like it.
#
# **How this works.** Each task asks for one to four functions; replace `raise NotImplementedError` by your
# own code. `given.py` has the model, a function that hides your circuit among other heads, and the figures.
# Write in torch or in NumPy, as you like: a tensor, an array and a nested list of numbers count as the same
# answer. The docstrings fix every shape, sign and average.
#
# **How it is graded.** Hidden checks call your functions on *planted models*: models that you have not seen,
# made by us so that we know the answer. Training is judged by the weights that you return, on sequences of
# ours: nothing you print or return about your success counts. Run the public tests (`pytest
# test_induction_head.py`, about twenty seconds) as often as you like; they ask the same things of other
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
# - The weights of a layer: `model.blocks[layer].attn.W_Q`, `W_K` and `W_V`, each `[head, d_model, d_head]`, and
#   `W_O [head, d_head, d_model]`; `model.W_E [vocabulary, d_model]` and `model.W_U [d_model, vocabulary]`.
# - `model.original_model`, the plain torch module inside, with the same parameters. It trains faster.
#
# *induction_head, version 1*

# %%
from collections.abc import Iterator

import matplotlib.pyplot as plt
import torch
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
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformer_lens import TransformerBridge


# %% [markdown]
# ## 1 · Data that only induction can predict
#
# A network learns whatever lowers the loss, and seldom what you had in mind. So the data has to be such that
# nothing but induction works. Each sequence starts with a prefix of random length, followed by a segment that
# repeats to the end; the length of the segment, the *period*, is random too. All tokens of the prefix and of
# one segment are different, so when a token comes again, what came after it before tells what comes next.
#
# The first time through, nothing can be predicted: no model beats guessing there, and a loss over those
# positions is noise. So the data comes with a mask of the positions where the next token is determined.

# %% solution="data"
def repeated_sequences(n: int, seed: int, periods: range | list[int] = PERIODS) -> tuple[Tensor, Tensor]:
    """Draws n sequences of LENGTH tokens, each a prefix and then a segment that repeats to the end.

    The segment's length, the period, is drawn for each sequence from `periods`, each equally likely; then the
    prefix's length from 0 … LENGTH - 2·period, both included, each equally likely. So there are at least two
    copies, the last of them cut off where the sequence ends. The tokens of the prefix and of one segment are
    all different, drawn at random from the whole VOCABULARY. `seed` decides everything random: the same seed
    gives the same sequences, another seed gives others. `periods` is left as it was, and n is at least 1.

    Returns (tokens, mask), both [n, LENGTH]; the tokens are whole numbers, the mask is true or false. It is true
    at the positions whose *next* token is determined by what came before: those where the token itself has
    occurred before. It is false at the last position, which has no next token.
    """
    raise NotImplementedError("repeated_sequences is not written yet")


# %%
if __name__ == "__main__":
    tokens, mask = repeated_sequences(8, seed=1)
    sequences_figure(tokens, mask)


# %% [markdown]
# ## 2 · Train it
#
# Two attention layers with one head each, 32 dimensions, no MLP and no LayerNorm (`given.new_model`). Train the
# module inside the bridge, on the loss where the mask is true, and return the bridge.
#
# With the defaults (AdamW at 1e-2, the first 50 steps warming up, gradients clipped at norm 1, 700 steps of
# 32 sequences: about five seconds) we tried 24 seeds on held-out periods, which training never showed: 2, 3, 15
# and 16. Their mean was 98.7 % for the worst seed, and no seed was below 97 % at any of them. The hidden checks
# ask for a mean of 95 %.
#
# Watch the loss. For about a hundred steps hardly anything happens: neither head is of any use without the
# other. Then, within some fifty steps, the loss falls from 3 nats to a half.

# %% solution="train"
def train(
    seed: int, steps: int = 700, periods: range | list[int] = PERIODS, n_heads: int = 1
) -> tuple[TransformerBridge, list[float]]:
    """Trains a model of the form of `new_model(seed, n_heads)` on `repeated_sequences` of these periods.

    `seed` decides everything random: the same seed gives the same weights, another seed gives others.

    Returns (model, losses): the bridge (or the module inside it), and a loss for each step, from first to last:
    the mean cross-entropy over the determined positions, in nats. With steps=0 the model is returned untrained,
    as it was drawn, and losses is empty.

    What is asked is a mean accuracy of .95 on periods of 2, 3, 15 and 16, measured on the weights, with one head
    in each layer and `steps` as you left it; on periods of 15 and 16, a previous-token score of .6 for head 0.0
    and an induction score of .6 for head 1.0; there, accuracy of .9 or more, and .2 or less without either head.
    `steps` is a default, and so is everything about the optimiser: change them if you find better ones. (AdamW:
    Loshchilov and Hutter 2019.) `Progress` shows how far it is, if you like.
    """
    raise NotImplementedError("train is not written yet")


def accuracy(model: TransformerBridge, tokens: Tensor, mask: Tensor) -> float:
    """The share of the positions in mask [N, T] at which the largest logit is that of the next token.

    Of all of these positions of all sequences tokens [N, T] together. The mask is false at the last position.
    """
    raise NotImplementedError("accuracy is not written yet")


# %%
if __name__ == "__main__":
    model, losses = train(seed=0)
    loss_curve(losses)
    for period in (2, 3, 15, 16):
        print(f"period {period:2}: accuracy {accuracy(model, *repeated_sequences(200, 1, [period])):.3f}")

# %% [markdown]
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
# The model trained on period 16 learned to look 15 positions back and copy. That brings the loss to zero,
# needs only one head, ignores which tokens are there, and is useless at another period. (At 2, 4 and 8 it is
# right now and then: these periods divide 16, so 15 back is right where the segment began that long ago.) On its own data its accuracy is above .99, and .99 of its
# attention lies where an induction head would look (medians of 24 seeds), so neither number tells this model
# from one that does induction. Two things do: data on which they differ, and what the *other* head does. In
# this model it pays .02 of its attention to the token before; in the model trained on many periods, .96.
#
# ## 3 · Look
#
# An attention pattern has a row for each position that looks (the query). The row says how much it attends to
# each position up to itself (the keys).

# %% solution="look"
def attention_patterns(model: TransformerBridge, tokens: Tensor) -> Tensor:
    """The attention of every head on the sequences tokens [N, T]: [N, layer, head, query, key].

    Each row (over the keys) sums to 1, and is 0 for keys after the query. T may be less than LENGTH. Leaves the
    model as it was, without hooks.
    """
    raise NotImplementedError("attention_patterns is not written yet")


def most_attended(pattern: Tensor, query: int, k: int = 5) -> tuple[list[int], list[float]]:
    """The k positions that position `query` attends to most, and how much, in one head's pattern [query, key].

    Returns (positions, weights), the largest weight first. Only positions up to and including `query` count,
    whatever the pattern holds after it, so there are query + 1 of them if that is less than k.
    """
    raise NotImplementedError("most_attended is not written yet")


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


# %% [markdown]
# Read such printouts with care. A well-known essay shows one for `The cat sat on the mat. The cat`, in which
# the last token looks at "position 3 ('sat')", "position 7 ('cat')", "position 0 ('The')" and "position 1
# ('cat')". No numbering of that sentence fits: with `The` at 0 and `cat` at 1, `sat` is at 2, and there is no
# `cat` at 7. For an induction head one position makes all the difference, so count carefully, and let a test
# check your counting.
#
# ### Your hypothesis
#
# From the patterns, what does each of the two heads do? What will the model do if you ablate (remove) one of
# them, or make it look somewhere else? Write down a hypothesis that can be refuted: name the head, the
# measurement, and the outcome that would refute it.

# %% [markdown] written="hypothesis"
# *Your answer here.*

# %% [markdown]
# ## 4 · Detect
#
# A picture may convince, but only numbers can be compared. Start from where an induction head *should* look:
# right after an earlier occurrence of the current token. A head that looks at the earlier occurrence itself
# is a duplicate-token head; in a picture the two are easily confused.
#
# Average only where the question makes sense. Even a perfect induction head has nothing to look for where the
# current token has not occurred before. It is the same with the head of layer 0: it was never trained at
# positions where no induction head looks, and in our models its attention is less exact there (over all
# positions its score is about .80, over those that are needed .96). And compare with chance: attention spread
# evenly over the positions.
#
# The last score needs no tokens, only the weights. By the matrix `W_E W_V W_O W_U` a head turns each token
# that it looks at into logits for every token. If a token mostly raises its own logit, the head copies, and
# the eigenvalues of that matrix are mostly positive.

# %% solution="detect"
def induction_targets(tokens: Tensor) -> Tensor:
    """Where induction looks: true or false, [N, query, key] for the sequences tokens [N, T].

    True where 1 <= key <= query and the token at key - 1 is the token at the query: right after each earlier
    occurrence of it. The query itself is such a place where the token just before it is the same.
    """
    raise NotImplementedError("induction_targets is not written yet")


def induction_score(model: TransformerBridge, tokens: Tensor, mask: Tensor) -> Tensor:
    """How much each head attends to its induction targets, [layer, head].

    For each position in mask [N, T], the attention that it pays to all of its targets together; then the mean
    over these positions of all sequences tokens [N, T] together. (The prefix-matching score of Olsson et al. 2022.)
    """
    raise NotImplementedError("induction_score is not written yet")


def previous_token_score(model: TransformerBridge, tokens: Tensor, mask: Tensor) -> Tensor:
    """How much each head attends to the token just before, where induction needs it, [layer, head].

    Needed are the positions that are induction targets of a position in mask [N, T], each counted once however
    many it is a target of. The mean, over these positions of all sequences tokens [N, T] together, of the
    attention from each to the position before it.
    """
    raise NotImplementedError("previous_token_score is not written yet")


def uniform_score(tokens: Tensor, mask: Tensor) -> float:
    """The induction score of a head that attends evenly to all positions up to and including the query: chance.

    Over the positions in mask [N, T], of all sequences tokens [N, T] together.
    """
    raise NotImplementedError("uniform_score is not written yet")


def copying_score(model: TransformerBridge) -> Tensor:
    """Whether each head raises the logit of what it attends to, [layer, head], from -1 to 1.

    The sum of the eigenvalues of W_E W_V W_O W_U (their real parts), divided by the sum of their absolute values:
    1 if all are positive. Biases and positions do not count. (Elhage et al. 2021, "A mathematical framework for
    transformer circuits", on copying heads.)
    """
    raise NotImplementedError("copying_score is not written yet")


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
# Note the copying score of head 0.0 (head 0 of layer 0). What it writes would raise the logit of its token
# too, and yet the output does not depend on this: without what it adds to the logits directly, accuracy stays
# at .99. The score says what a head *would* do to the logits, not what it is used for.
#
# ## 5 · Cause
#
# So far you have only observed. Now ablate heads, and then do something better: put a pattern of your own in
# place of the model's.
#
# To ablate a head is to replace what it has gathered, `hook_z`, by zero or by its mean. The mean is over the
# sequences, position by position. With one sequence it is the value itself, so nothing changes: take care not
# to loop over sequences one by one. And replace the head's *output*, not its pattern: with an averaged
# pattern the head would still gather this sequence's tokens.

# %% solution="cause"
def ablate_head(
    model: TransformerBridge, tokens: Tensor, layer: int, head: int, mode: str = "zero"
) -> Tensor:
    """The logits [N, T, vocabulary] on tokens [N, T] with one head ablated.

    What the head has gathered (`hook_z`, [N, T, head, d_head]) is replaced by 0 in mode "zero"; in mode
    "mean" by its mean over the N sequences, position by position. Everything after it is computed from the
    replaced values. Raises ValueError for another mode. Leaves the model as it was, without hooks.
    """
    raise NotImplementedError("ablate_head is not written yet")


def ablation_scores(model: TransformerBridge, tokens: Tensor, mask: Tensor, mode: str = "zero") -> Tensor:
    """How much the loss rises when each head alone is ablated: [layer, head], in nats.

    The loss is the mean cross-entropy of the next token over the positions in mask [N, T] of all sequences
    tokens [N, T] together. The score is the loss without the head *minus* the intact model's. The mask is false
    at the last position, and mode is as in `ablate_head`.
    """
    raise NotImplementedError("ablation_scores is not written yet")


def patch_pattern(model: TransformerBridge, tokens: Tensor, layer: int, head: int, pattern: Tensor) -> Tensor:
    """The logits [N, T, vocabulary] on tokens [N, T] when one head attends as `pattern` [query, key] says.

    In all sequences the head gathers its values by this pattern instead of its own; everything after it is
    computed from the result. Leaves the model as it was, without hooks and in the mode (training or not) that it
    was in.
    """
    raise NotImplementedError("patch_pattern is not written yet")


# %%
if __name__ == "__main__":
    modes = {mode: ablation_scores(model, tokens, mask, mode) for mode in ("zero", "mean")}
    head_grids({f"rise of the loss\n({mode} ablation, nats)": scores for mode, scores in modes.items()})

# %% [markdown]
# Ablation shows that a head is needed. It does not show what for. If your account of the two heads is right,
# you can do more than break them: you can steer them. Head 0.0 notes at each position which token came
# before. Make it look *two* back instead, and it notes another token; head 1.0 then looks for its own token
# among these notes, and finds it one position further on.

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
# Our models do exactly that, in 24 of 24 seeds: with head 0.0 looking two back, they predict the token after
# the next in 93 to 99 % of the cases, and the next in at most 1.4 %. Training never asked for that.
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
# In 8 of 8 seeds all four heads of layer 1 became induction heads, with scores of .85 and more, and ablating
# any one of them cost .006 of accuracy at most. From ablations of one head at a time you would conclude that
# no head of layer 1 matters.
#
# ## 6 · Composition
#
# The two heads communicate through the residual stream: the second reads, in its keys, what the first has
# written. How much of it does it read? Take the matrix by which head h0 of layer 0 writes, W_OV = W_V W_O,
# and that by which head h1 of layer 1 compares queries with keys, W_QK = W_Q W_Kᵀ, both [d_model, d_model].
# Their product says what h1's keys read of h0's output, and its norm, relative to the norms of the two, is
# the K-composition.
#
# Two random heads have a K-composition of about 1/√d_model, .18 here. So .3 is a finding and .18 is not.

# %% solution="composition"
def k_composition(model: TransformerBridge) -> Tensor:
    """How much each head of layer 1 reads, as keys, of what each head of layer 0 writes: [h0, h1].

    ‖W_OV W_QKᵀ‖ / (‖W_OV‖ ‖W_QK‖) in the Frobenius norm, with W_OV = W_V W_O of head h0 in layer 0, and W_QK = W_Q
    W_Kᵀ of head h1 in layer 1, each [d_model, d_model]. Biases do not count. (Elhage et al. 2021.)
    """
    raise NotImplementedError("k_composition is not written yet")


# %%
if __name__ == "__main__":
    print(f"K-composition of the trained heads {k_composition(model).item():.2f}", end=", ")
    print(f"of untrained ones {k_composition(new_model(seed=0)).item():.2f}")


# %% [markdown]
# ## 7 · Find the circuit
#
# Now your two heads are hidden among six others (`given.among_decoys`). In each layer one decoy attends
# exactly as yours does, with the same queries and keys, but writes nothing useful. So attention alone cannot
# tell them apart (it was right in 5 of 30 such models); look at the grid before you choose. K-composition
# alone cannot either: it depends on a head's keys, and the decoy has the same keys as the real one.
#
# But you have more than these two scores. The hidden checks ask about planted models: circuits that we wired
# by hand, in a larger residual stream, with decoys in one layer, in the other, in both or in neither.

# %% solution="circuit"
def find_circuit(model: TransformerBridge) -> tuple[Head, Head]:
    """The two heads by which a model of two attention layers does induction: ((0, head), (1, head)).

    First the previous-token head in layer 0, then the induction head in layer 1 that reads it and copies. There is
    exactly one of each: without either, the model fails on `repeated_sequences`, and without any other head it
    does not. Others may attend just as these do. VOCABULARY and LENGTH are as in `given`.
    """
    raise NotImplementedError("find_circuit is not written yet")


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
# ### Your evidence
#
# Go back to your hypothesis. What did you measure, on which model, and does it stand? Report numbers, with the
# figure or the function that they came from, and name one explanation that your measurements do not exclude.

# %% [markdown] written="evidence"
# *Your answer here.*

# %% [markdown]
# ### Your reflection
#
# Somebody reports an induction head in a large language model: on a text written twice, .9 of the head's
# attention lies on the stripe where an induction head looks. What would you ask, what would you measure
# first, and what would you believe until then?

# %% [markdown] written="reflection"
# *Your answer here.*

# %% [markdown]
# ## Extra · Build one by hand
#
# If you understand a circuit you can make one without training. Take `new_model(0, d_model=96)`: 96
# dimensions are enough for 32 each for the token, the token before, and the position. Set the weights so that
# the model does induction perfectly; the hidden checks run it.
#
# The per-layer weights and `W_E`, `W_pos`, `W_U` may be written in place (`weight[...] = …` within
# `torch.no_grad()`). The stacked ones, such as `model.W_Q`, are copies, and writing to them does nothing.

# %% solution="build"
def build_circuit() -> TransformerBridge:
    """A model of the form of `new_model(0, d_model=96)`, with its weights set by hand.

    What is asked is an accuracy of .999 on `repeated_sequences` of the periods from 2 to 16 together, with an
    induction score of .99 for head 1.0 and a previous-token score of .99 for head 0.0.
    """
    raise NotImplementedError("build_circuit is not written yet")


# %%
if __name__ == "__main__":
    built = build_circuit()
    print(
        f"accuracy of the model built by hand {accuracy(built, *repeated_sequences(200, 1, range(2, 17))):.4f}"
    )
    built_patterns = attention_patterns(built, one)
    circuit_figure(one[0], query, built_patterns[0, 0, 0], built_patterns[0, 1, 0])


# %% [markdown]
# ## Extra · When does it form?
#
# Keep copies of the model as it trains, and measure each of them as you measured the trained one. In language
# models the loss shows a bump where induction heads form (Olsson et al. 2022). Which of the two heads comes
# first here?
#
# To copy a model, copy its weights into a new one (`load_state_dict`): a deep copy of a bridge that has run
# stops working once the original is deleted.

# %% solution="snapshots"
def snapshots(seed: int, every: int = 25, steps: int = 300) -> list[TransformerBridge]:
    """The model at several times of one training, from first to last: steps / every + 1 models.

    The first is untrained, as `train(seed, steps=0)` gives it; then one after each `every` steps; the last is
    what `train(seed, steps=steps)` gives. `steps` is a multiple of `every`. Each is a separate model.
    """
    raise NotImplementedError("snapshots is not written yet")


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
    plt.show()  # a script shows its figures here; a notebook has shown them already
