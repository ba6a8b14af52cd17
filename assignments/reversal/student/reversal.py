# %% [markdown]
# # How does it reverse? A network that turns strings around
#
# A small network reads `bead` and writes `daeb`. It was never told a rule; it was shown strings and their
# reversals. In this notebook you train it, find out whether it learned the rule or the strings, and take it
# apart until you can say which of its neurons carry which letter where.
#
# Why reversal? Because the right answer is known for every string, the rule is short, and whether a network
# has it can be seen from outside: it must answer for strings that it was never shown. And because what it
# takes, moving things from place to place, is much of what a language model does with its context.
#
# Two questions come up again and again. *How do you know that it generalises?* And *how do you know that what
# you read out of a network is used by it, and was put there by training?* Each is answered by a control
# experiment, and the controls are half of the work.
#
# **The goal.** To make no claim about a network without the control that could have refuted it.
#
# **Afterwards you can**
#
# - split data so that a held-out score means something, and tell learning by heart from a rule;
# - train linear probes, and say with controls what their accuracy shows and what not;
# - ablate neurons position by position, and choose what to put in their place;
# - measure by interventions which input decides which output;
# - recover what a network computes, and which neurons it needs for it, without reading a single weight.
#
# **You need** torch as far as a small training loop, softmax and cross-entropy, and least squares. The
# notebook on parity is a good preparation.
#
# **Key concepts.** *Generalisation*: being right where one was not trained. *Probe*: a small classifier
# fitted to a layer's activations. *Control*: the same measurement where the claim is false. *Intervention*:
# changing something and looking at what follows. *Influence*: which inputs an output depends on. Each will be
# a number before the end.
#
# **Time.** About six hours for the eight tasks and the three written answers, one more for the
# extras. Each task says its own estimate; it is meant for somebody who has not done this before.
#
# **How this works.** Each task asks for a few functions; replace `raise NotImplementedError` by your own
# code. `given.py` has the models, the strings, a progress bar and the figures. Write in torch or in NumPy, as
# you like: a tensor, an array and a nested list of numbers count as the same answer. The docstrings fix every
# sign, unit and axis.
#
# **Hints and findings are folded.** Lines with a small triangle open with a click. Each task has three hints:
# a nudge, a direction, and nearly there. *What we found* stands after your own cell: run that first, and
# answer the question above the fold. (In the module a fold is a comment that begins with its title: stop
# reading there.)
#
# **How it is graded.** Hidden checks call your functions on *planted models*: models that you have not seen,
# made by us so that we know the answer. Training is judged by the weights that you return, on held-out
# strings: nothing you print or return about your success counts. Run the public tests (`pytest
# test_reversal.py`, half a minute of computing) as often as you like; they ask the same things of other
# models and other seeds.
#
# Cells that run experiments begin with `if __name__ == "__main__":`, so that tests can import your functions
# without repeating your experiments. In a notebook that line is always true. The module is a script too:
# `python reversal.py` walks through everything that you have written (half a minute for the whole, with a
# progress bar), saves the demo's two pictures, and shows all figures at the end.
#
# *reversal, version 3*

# %%
import matplotlib.pyplot as plt
import torch
from given import (
    ALPHABET,
    Probe,
    Probed,
    Progress,
    ReversalMLP,
    ReversalTransformer,
    ablation_heatmap,
    activation_heatmaps,
    all_but,
    all_strings,
    attention_figure,
    decode,
    influence_map,
    loss_curve,
    memorisation_figure,
    probe_bars,
)
from torch import Tensor
from torch.nn.functional import cross_entropy, one_hot


# %% [markdown]
# ## 1 · Strings into numbers
#
# *About 25 minutes; easy.*
#
# A string of L letters becomes L + 1 tokens: its letters, and `<eos>` at the end. The target has the letters
# in reverse order and `<eos>` where it was. So `bead` is 1 4 0 3 6, and its target 3 0 4 1 6.
#
# There are 6^4 = 1296 strings of four letters out of `abcdef`. We train on 700 of them and hold out 596.
# Which 700? Think of what would be missing from the first 700 in dictionary order.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Do it for one string by hand: which number is each letter, which is `<eos>`, and which column stays in its
# place when the rest turns around?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Any alphabet and any length: take the number of `<eos>` from the alphabet, and the length from the strings.
# Refuse what does not fit *before* you make a tensor.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# A split is one random order of all rows, cut once. Draw it from a generator of its own, so that nothing else
# that is random moves it.
#
# </details>

# %% solution="data"
def encode(strings: list[str], alphabet: str = ALPHABET) -> Tensor:
    """The strings as integer tokens X [N, L+1]: a letter is its place in the alphabet, <eos> is len(alphabet).

    All strings have the same length L; the last column is <eos>. A letter that the alphabet lacks raises
    ValueError; so do strings of different lengths.
    """
    raise NotImplementedError("encode is not written yet")


def targets(X: Tensor) -> Tensor:
    """What the model should put out for the tokens X [N, L+1]: Y [N, L+1], the letters of each row in reverse.

    <eos> stays in the last slot. For any alphabet and any length. Leaves X as it was.
    """
    raise NotImplementedError("targets is not written yet")


def split(n: int, n_train: int, seed: int) -> tuple[Tensor, Tensor]:
    """Divides the rows 0 … n-1 at random into (train [n_train], test [n - n_train]), both indices.

    Every row is in exactly one of the two. The same seed gives the same split; another seed gives another.
    """
    raise NotImplementedError("split is not written yet")


# %%
if __name__ == "__main__":
    torch.set_num_threads(1)  # so small a model is only slowed down by a second thread
    X = encode(all_strings(4))
    Y = targets(X)
    rows, held_out = split(len(X), 700, seed=0)
    print(f"{len(X)} strings, {len(rows)} to train on, {len(held_out)} held out; for example")
    for row in held_out[:3].tolist():
        print("  ", *decode(X[[row]]), "→", *decode(Y[[row]]), "  ", X[row].tolist(), "→", Y[row].tolist())


# %% [markdown]
# **Think about it.** What would a network that never saw an `e` or an `f` in first place do with one?
#
# <details><summary>What we found</summary>
#
# In dictionary order none of the first 700 strings begins with `e` or `f`, and a network trained on those
# gets 11 % of the others right (median of 20 seeds); at random, it gets all.
#
# </details>

# %% [markdown]
# ## 2 · Train it
#
# *About 40 minutes; medium.*
#
# The network sees the five slots side by side, has two layers of 32 ReLU neurons, and puts out logits for all
# five slots at once. The loss is the mean cross-entropy over all slots. Take care which axis holds the
# classes: torch's `cross_entropy` wants them second, and the logits have them last. With a softmax along the
# wrong axis the code still runs and the loss still falls. The defaults are Adam at 5e-3, batches of 64, 40
# epochs. The hidden checks ask for 98 % on held-out strings.
#
# `Progress` from `given.py` draws a bar while you wait, in a terminal and in a notebook. Write `for epoch in
# (bar := Progress(epochs, "training")):`; `bar.note(f"loss {loss:.2e}")` adds a note to the bar.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Write the shapes of the logits and of the answers next to each other. Each slot of each row is one question
# with one answer.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Make rows and slots one axis, on both sides, and the classes are where torch wants them. Shuffle the rows
# anew in each epoch.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# A batch has one loss and so has an epoch: the mean over its batches. (The last one may be smaller; weigh it by
# its size or not.) The seed has to be set before the model is made and before the first shuffle, and it must also
# decide what is drawn with `epochs=0`. The size of the alphabet stands in X itself.
#
# </details>

# %% solution="train"
def train(
    X: Tensor,
    Y: Tensor,
    seed: int,
    epochs: int = 40,
    lr: float = 5e-3,
    batch_size: int = 64,
    hidden: int = 32,
) -> tuple[ReversalMLP, list[float]]:
    """Trains a `ReversalMLP`, by gradient descent of any kind, to give Y [N, L+1] for the tokens X [N, L+1], and shows a
    progress bar.

    X's last column, <eos>, says how many letters the alphabet has, though some may not occur in X; its other
    columns are the length. `seed` decides everything random: the same seed gives the same weights; another seed
    gives others, before training too.

    Returns (model, losses). The model has `hidden` neurons in each hidden layer, 128 at most, and an embedding of
    any width up to 128. With epochs=0 it is returned untrained, as it was drawn.

    The losses are the mean cross-entropy of a slot in nats, <eos> included, averaged over the batches of each
    epoch, from first to last. An epoch takes each row once, in batches of `batch_size`, none dropped. The loss
    of a batch is that before its step, without a penalty; whether a smaller last batch weighs less is yours to choose.

    What is asked, with the default values, is sequence accuracy .98 on strings that were not in X, measured on the
    weights. The default values and the optimiser are yours to choose. Values that are given are used, so there are
    as many losses as epochs: no stopping before. (Adam: Kingma and Ba 2015.)
    """
    raise NotImplementedError("train is not written yet")


# %%
if __name__ == "__main__":
    model, losses = train(X[rows], Y[rows], seed=0)
    loss_curve(losses)

# %% [markdown]
# **Think about it.** Why is the axis logarithmic? What would this curve look like on a plain one, and what
# would you believe?
#
# <details><summary>What we found</summary>
#
# With the defaults, 199 of 200 seeds reached 100 % on the held-out strings, and the other 99.8 %.
#
# </details>
#
# ### A demo that looks better than it is
#
# Many introductions show this task with three letters and three slots: train on 2000 random strings, watch
# the loss reach "exactly 0.0000" and see `abc` come out as `cba`. Here it is, by your own functions. Look at
# the output before you read on: what does it show, and what not?

# %%
if __name__ == "__main__":
    strings3 = all_strings(3, "abc")
    X3 = encode(strings3, "abc")
    Y3 = targets(X3)
    drawn = torch.randint(len(X3), (2000,), generator=torch.Generator().manual_seed(0))
    demo, demo_losses = train(X3[drawn], Y3[drawn], seed=0, epochs=100, lr=1e-3, batch_size=64, hidden=16)
    for text, said in zip(strings3[:6], decode(demo(X3).argmax(dim=2), "abc"), strict=False):
        print(f"   {text} → {said}")
    print(f"{len(drawn)} training strings, {len(drawn.unique())} different ones")
    print(f"last loss: {demo_losses[-1]:.4f}, or with more digits {demo_losses[-1]:.3e}")
    loss_curve(demo_losses).savefig("training_loss.png")


# %% [markdown]
# **Think about it.** Such a demo makes three claims: *the loss is exactly 0*; *it learned to reverse*; *`abc`
# becomes `cba`, so letters were moved*. Find for each another explanation that fits the output as well. How
# many strings of three letters are there?
#
# <details><summary>What we found</summary>
#
# - *"The loss is exactly 0."* It is only printed so. With finite weights, cross-entropy is always above 0. It
#   was between 3e-5 and 7e-5 here (10 seeds), which `.4f` prints as 0.0000 in 9 of 10. Hence the logarithmic
#   axis.
# - *"It learned to reverse."* There are only 27 strings of three letters, and it was trained on all of them.
#   A network of the same size learns 27 *random* answers just as perfectly (10 of 10 seeds), so nothing here
#   can tell a rule from memorised strings. Trained on 18 of the 27, it got 2 to 9 of the other nine right (20
#   seeds, median 6.5).
# - *"`abc` becomes `cba`."* The substitution a→c, b→b, c→a gives this too, and it moves no letter. It agrees
#   with reversal on three of the 27 strings (`abc`, `bbb`, `cba`), so choose another example. And on the nine
#   palindromes, such as `aba`, copying gives the right answer as well.
#
# </details>

# %% [markdown]
# ## 3 · Did it learn the rule or the strings?
#
# *About 45 minutes; medium.*
#
# Training accuracy cannot tell. Accuracy on held-out strings can, and so can the way it depends on the number
# of training strings. Count a string as right only if all its letters are. And leave the `<eos>` slot out of
# every accuracy (the loss keeps it): it is always the same, so even a network that has learned nothing else gets it
# right, and with it one fifth of the "letters".
#
# <details><summary>Hint 1: a nudge</summary>
#
# For the two scores: one counts rows, the other letters. Which slots take part?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# For the models: with the default number of epochs, a set of 50 strings is seen in so few batches that
# nothing is learned. What should be equal for all sizes is not the number of epochs.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Work out how many steps your full training took (as many are enough for 100 random answers, too), and how
# many epochs of a small set make as many steps. Round up: fewer than one batch is still one step. Your own
# `split` gives the rows.
#
# </details>

# %% solution="memorise"
def sequence_accuracy(model: ReversalMLP, X: Tensor, Y: Tensor) -> float:
    """The share of the rows of X [N, L+1] whose L letters are all predicted as in Y [N, L+1].

    The prediction is the largest logit of each slot. The last slot, <eos>, does not count.
    """
    raise NotImplementedError("sequence_accuracy is not written yet")


def letter_accuracy(model: ReversalMLP, X: Tensor, Y: Tensor) -> float:
    """The share of the N·L letters that are predicted as in Y [N, L+1]. The last slot does not count."""
    raise NotImplementedError("letter_accuracy is not written yet")


def models_by_size(X: Tensor, Y: Tensor, sizes: list[int], seed: int) -> list[tuple[ReversalMLP, Tensor]]:
    """Trains one model for each size, each anew, as `train` does, on that many random rows of X [N, L+1] and
    Y [N, L+1]; the hidden neurons (128 at most), rate, epochs, batches and optimiser are yours to choose.

    Returns (model, rows) for each size, in the order of `sizes`: the model, and the indices [size] of the rows
    that it was trained on, each row once; two models may share rows. Y may be anything, not only X reversed. The
    same seed gives the same rows and weights; another seed gives other weights, and other rows unless they are
    all.

    Sequence accuracy .95 on `rows` is asked: with any number of strings if they follow a rule such as reversal,
    and with up to 100 whatever the answers are. So give small sets as many *steps* as large ones, not as many
    epochs. The hidden checks measure each model on its rows and on all the others: of those .9 should be right after
    700 reversed strings of four letters out of six, not all after 50, and next to none if the answers are random. (Random
    answers as a control: Zhang et al. 2017, "Understanding deep learning requires rethinking generalization".)
    """
    raise NotImplementedError("models_by_size is not written yet")


# %%
if __name__ == "__main__":
    print(f"train {sequence_accuracy(model, X[rows], Y[rows]):.1%}", end=", ")
    print(f"held out {sequence_accuracy(model, X[held_out], Y[held_out]):.1%}")
    sizes = [25, 50, 100, 200, 400, 700]
    train_accuracy, held_out_accuracy = [], []
    for small, seen in models_by_size(X, Y, sizes, seed=0):
        unseen = all_but(seen, len(X))
        train_accuracy.append(sequence_accuracy(small, X[seen], Y[seen]))
        held_out_accuracy.append(sequence_accuracy(small, X[unseen], Y[unseen]))
    memorisation_figure(sizes, train_accuracy, held_out_accuracy)

# %% [markdown]
# **Think about it.** Which of the two curves could be drawn without training anything? Where does the other
# one turn, and what turns there? Sketch the same picture for *random answers* before you run the next cell.
#
# <details><summary>What we found</summary>
#
# Training accuracy is 1 at every size, so it says nothing. Held-out accuracy says more: .12 with 25 strings
# (medians of 20 seeds), .41 with 50, .81 with 100, .98 with 200, all with 400. Somewhere on the way,
# memorising turns into a rule.
#
# </details>
#
# The control: the same 50 strings with *random answers*.

# %%
if __name__ == "__main__":
    nonsense = torch.randint(6, (len(X), 4), generator=torch.Generator().manual_seed(0))
    nonsense = torch.cat([nonsense, X[:, -1:]], dim=1)
    ((small, seen),) = models_by_size(X, nonsense, [50], seed=0)
    unseen = all_but(seen, len(X))
    print(
        f"random answers, 50 strings: {sequence_accuracy(small, X[seen], nonsense[seen]):.0%} of those",
        end=" ",
    )
    print(f"it saw, {sequence_accuracy(small, X[unseen], nonsense[unseen]):.1%} of the others")


# %% [markdown]
# **Think about it.** Both networks got all of their own strings right. What is the difference between them,
# and where would you look for it?
#
# (Your functions take any alphabet and any length. Try strings of five letters, or eight letters to choose
# from: do 50 strings get further, or less far?)

# %% [markdown]
# ## 4 · Look inside
#
# *About 20 minutes; easy.*
#
# From here on we take apart the model that was trained on 700 strings. First, simply look.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Read the model's `forward` in `given.py`, and stop it at each layer.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The layers are linear maps, each with its ReLU after it; what you are asked for comes after that.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The first layer reads the embeddings of all slots side by side, as one row. No gradient is needed, and no
# hook has to stay behind.
#
# </details>

# %% solution="activations"
def activations(model: ReversalMLP, X: Tensor) -> dict[str, Tensor]:
    """What each layer puts out on the tokens X [N, L+1]: {"embed": [N, (L+1)*width], "h1": [N, H], "h2": [N, H]}.

    "embed" has the slots side by side as fc1 reads them; "h1" and "h2" are after their ReLU. Leaves the
    model's weights as they were, and no hooks. (The model comes without any, here and below.)
    """
    raise NotImplementedError("activations is not written yet")


# %%
if __name__ == "__main__":
    shown = ["abcd", "dcba", "abca", "aaaa", "bead", "face", "fade", "cafe"]
    A = activations(model, encode(shown))
    activation_heatmaps(A["h1"], A["h2"], shown).savefig("activation_heatmaps.png")


# %% [markdown]
# **Think about it.** Pictures like this invite stories. Here are three that we have read about such a
# network: *dark neurons are inhibited, their activation is negative*; *most neurons are near zero*;
# *different neurons specialise in different aspects*. How would you measure each? Do, before you open the
# fold.
#
# <details><summary>What we found</summary>
#
# On 20 networks and all 1296 strings:
#
# - *"Inhibited, negative."* No activation after a ReLU is negative; a colour bar or an axis whose ticks go
#   below 0 can suggest it. Our colours begin at 0, and exact zeros are black.
# - *"Most neurons are near zero."* A neuron of h1 is on (above 0) for 91 % of the strings, one of h2 for 81
#   %. Only 13 % (h1) and 21 % (h2) of the activations are below a twentieth of the layer's largest. Of 32
#   neurons, 1.5 (h1) and 5.5 (h2) never fire at all.
# - *"Different neurons specialise."* For the typical h2 neuron, the letter at its best position explains 47 %
#   of the variance. For a neuron that depends on one position only it would be 100 %; none of our neurons
#   came above 86 %.
#
# </details>

# %% [markdown]
# ### Your hypothesis
#
# *About 15 minutes.*
#
# The string goes in at one end and comes out reversed. Where in between is it reversed? Before you measure:
# what do you expect a *linear probe* to read from h1 and from h2, about which letters, and how will it differ
# from what it reads in a network that was never trained? Name numbers, and the outcome that would refute your
# hypothesis.

# %% [markdown] written="hypothesis"
# *Your answer here.*

# %% [markdown]
# ## 5 · What can be read from a layer?
#
# *About 75 minutes; hard.*
#
# A probe is a small classifier, here a linear one, that is trained to read something from a layer's
# activations. If it succeeds, the information is there in a linear form. Who put it there, and whether the
# network uses it, are other questions. So a probe comes with controls:
#
# - it is scored on rows that had no part in its fit, not even in the choice of a penalty;
# - it is fitted again on an *untrained* network of the same form;
# - it is fitted again on *shuffled answers* (Hewitt and Liang 2019 call the difference selectivity).
#
# Say of each what it could show, before you see what it does. Let the probe read the letter that the network
# should *output* at a position, which is the input letter at the mirrored position.
#
# <details><summary>Hint 1: a nudge</summary>
#
# A linear classifier has one weight vector and one number for each class. Any way of fitting is welcome;
# least squares on ones and zeros needs no loop.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Features far from 0, of different scale, or constant make a plain fit fail. Centre and scale them first,
# mind what you divide by, penalise large weights a little, and in the end express the probe for the features
# *as they were given*.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# For the controls: draw the halves once, and use the same halves three times. Shuffle the answers of all rows
# before you split, not within a half. The untrained network gets the same rows and the same answers. Which
# column of X holds the answer for output position q? Count from the end, and do not forget `<eos>`.
#
# </details>

# %% solution="probes"
def fit_probe(A: Tensor, t: Tensor) -> Probe:
    """A linear probe that reads the class t [N] (int64, each of 0 … C-1 occurs) from the activations A [N, F].

    Returns Probe(weight [F, C], bias [C]): its answer for a row a is the argmax of a @ weight + bias. It has to
    hold up on rows that it was not fitted on. Features may have means far from 0, as 103 beside
    a standard deviation of 3; they may differ in scale, a thousandfold; the only one that tells a class from the
    others may have a standard deviation of .001; some may be correlated, or constant. Leaves A as it was. Any way
    of fitting is welcome: least squares on one-hot classes, logistic regression, … (Alain and Bengio 2017,
    "Understanding intermediate layers using linear classifier probes".)
    """
    raise NotImplementedError("fit_probe is not written yet")


def probe_accuracy(probe: Probe, A: Tensor, t: Tensor) -> float:
    """The share of the rows of A [N, F] for which the probe's answer is t [N], between 0 and 1."""
    raise NotImplementedError("probe_accuracy is not written yet")


def probe_with_controls(
    model: ReversalMLP, untrained: ReversalMLP, X: Tensor, layer: str, position: int, seed: int
) -> Probed:
    """Reads from a layer the letter that belongs at an output position, and says what the controls read.

    `layer` is a key of `activations`. The answer for a row of X [N, L+1] is what `targets` has in slot `position`;
    each letter of the model occurs there, often enough to be in either half. A random half of the rows (N // 2) is
    for fitting, the others for scoring and nothing else, the same halves for all three numbers. `seed` decides
    everything random: the same seed gives the same three numbers; others may differ.

    Returns Probed(trained, untrained, shuffled), three held-out accuracies: from `model`; from `untrained`;
    and from `model` again, with the answers of all rows shuffled at random among the rows before anything
    else: the probe is fitted to shuffled answers and scored on shuffled answers. Leaves the models' weights as they
    were. (Hewitt and Liang 2019, "Designing and interpreting probes with control tasks".)
    """
    raise NotImplementedError("probe_with_controls is not written yet")


# %%
if __name__ == "__main__":
    for hidden in (32, 16):
        trained, _ = train(X[rows], Y[rows], seed=0, hidden=hidden)
        untrained, _ = train(X[rows], Y[rows], seed=0, hidden=hidden, epochs=0)
        layers = ("embed", "h1", "h2")
        read = [
            [probe_with_controls(trained, untrained, X, layer, position, seed=0) for position in range(4)]
            for layer in layers
        ]
        trained_reads, untrained_reads, shuffled_reads = (
            torch.tensor(read).mean(dim=1).T
        )  # over the positions
        figure = probe_bars(layers, trained_reads, untrained_reads, shuffled_reads, chance=1 / 6)
        figure.axes[0].set_title(f"Probes for the output letters, {hidden} hidden neurons")


# %% [markdown]
# **Think about it.** Cover the orange bars with your hand: what would you have concluded? At which layer, and
# with how many neurons, does training show most, and why there? What does a probe of the embedding say about
# the network?
#
# <details><summary>What we found</summary>
#
# Means of 20 networks, trained against untrained:
#
# - the embedding: every letter can be read, in both;
# - 32 neurons: h1 all against .96, h2 all but a few against .83;
# - 16 neurons: h1 .97 against .78, h2 .96 against .62. At h2 the difference was more than .2 in 20 of 20
#   networks; with 32 neurons it is .17, and less than .15 in 6 of 20.
#
# </details>

# %% [markdown]
# ## 6 · Ablate neurons
#
# *About 30 minutes; easy.*
#
# To know what the network *uses*, ablate (remove) it. Zero-ablation sets a neuron's output to 0;
# mean-ablation sets it to its mean and so leaves the constant part in place. ReLU neurons are never negative;
# remember how often these are on before you choose.
#
# Look at each output position on its own: ablating a neuron that serves one position should hurt that one
# only.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Run the model by hand, as you did to look inside, and replace one column on the way.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# If the neuron is in h1, h2 has to be computed anew from what you changed. Replace in a copy. Refuse an
# unknown layer as well as an unknown mode.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The sweep keeps the positions apart: for accuracy and for loss take the mean over the rows only, and drop
# the last slot. Cross-entropy that is not averaged gives you a table of rows and slots. Then subtract the
# baseline, not the other way round.
#
# </details>

# %% solution="ablation"
def ablate(model: ReversalMLP, X: Tensor, layer: str, neuron: int, mode: str = "zero") -> Tensor:
    """The logits [N, L+1, V] for X [N, L+1] with one neuron of a layer replaced on every row.

    `layer` is "h1" or "h2"; what is replaced is the neuron's output, after the ReLU; the layers after it go on
    from there. mode "zero" puts 0 in its place; "mean" puts its mean over all rows of this X. Another layer
    raises ValueError; so does another mode. Leaves the model's weights as they were, and no hooks. (Meyes et al.
    2019, "Ablation studies in artificial neural networks".)
    """
    raise NotImplementedError("ablate is not written yet")


def ablation_sweep(
    model: ReversalMLP, X: Tensor, Y: Tensor, layer: str, mode: str = "zero"
) -> tuple[Tensor, Tensor]:
    """What ablating each neuron of a layer alone changes at each letter position, on X and Y [N, L+1].

    Returns (accuracy_delta [H, L], loss_delta [H, L]), each *ablated minus baseline*, where the baseline is
    the intact model. Position q is slot q of the output; <eos> is left out. Accuracy is the share of the rows
    whose letter there is right; the loss is the mean cross-entropy there, in nats. Layers and modes are as for
    `ablate`.
    """
    raise NotImplementedError("ablation_sweep is not written yet")


# %%
if __name__ == "__main__":
    for mode in ("zero", "mean"):
        accuracy_delta, loss_delta = ablation_sweep(model, X, Y, "h2", mode)
        print(
            f"{mode}-ablating one h2 neuron costs {-accuracy_delta.mean():.3f} accuracy on average,", end=" "
        )
        print(f"{loss_delta.mean():.3f} nats; the worst, at its worst position, {-accuracy_delta.min():.2f}")
        ablation_heatmap(loss_delta, "loss delta (nats)", f"{mode.capitalize()}-ablating one neuron of h2")


# %% [markdown]
# **Think about it.** Why does one way of removing a neuron cost so much more than the other? And look along
# the rows: does a neuron that matters do so at one position?
#
# <details><summary>What we found</summary>
#
# Zero-ablation costs far more than mean-ablation: .024 accuracy against .0005 for the average h2 neuron, .071
# nats against .003 (20 networks). Most of the damage of zero-ablation is the loss of a constant that the
# read-out relies on. And most neurons that matter do so at *several* positions: of the h2 neurons whose
# zero-ablation costs some position 1 % or more, 69 % do so at two or more of the four.
#
# </details>

# %% [markdown]
# ## 7 · Which input decides which output?
#
# *About 30 minutes; medium.*
#
# Now leave the neurons aside: what does the whole network compute? Change one letter of the input, and see
# which outputs change. That is an intervention, not a correlation, and you need not know the right answers.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What is compared are two predictions of the model, before and after, never a prediction with the truth.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# *All other* letters: for each position there are as many changed copies of X as there are letters to change
# to. Adding to the letter's number and wrapping around reaches each of them once.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Wrap around at the number of *letters* (`model.config` has it), so that nothing becomes `<eos>`. Rows of the
# result are for what was changed, columns for what was looked at; divide by the number of cases, rows times other letters.
#
# </details>

# %% solution="influence"
def influence(model: ReversalMLP, X: Tensor) -> Tensor:
    """How often changing one input letter changes the prediction at each position, [L, L] between 0 and 1.

    Entry [p, q]: over all rows of X [N, L+1] and all *other* letters of the alphabet at input position p (N times
    n_letters - 1 cases, whichever letters occur in X), the share in which the prediction at output slot q (the token
    with the largest logit, a letter or <eos>) is not the one for the row as it was. There are two letters or more. The <eos> slot is neither
    changed nor looked at. Leaves X as it was, the model's weights too, and no hooks.
    """
    raise NotImplementedError("influence is not written yet")


# %%
if __name__ == "__main__":
    influence_map(influence(model, X[held_out]), "Trained on 700 strings, asked about 596 others")
    few, _ = split(len(X), 50, seed=0)
    memoriser, _ = train(X[few], Y[few], seed=0, epochs=440, batch_size=64)
    influence_map(influence(memoriser, X), "The one that knows 50 strings by heart")


# %% [markdown]
# **Think about it.** Read the rule off the first picture. Then the second: this network got all of its 50
# strings right. How can it, with a picture like that?
#
# <details><summary>What we found</summary>
#
# The first picture *is* reversal: each input letter decides the output at the mirrored position and no other,
# in 20 of 20 networks. The second network gets all its 50 training strings right too. Part of the reversal is
# there already, but every letter still has some influence on every output.
#
# </details>

# %% [markdown]
# ## 8 · Explain it
#
# *About 45 minutes; hard.*
#
# Now find the mechanism of networks that you have not seen. All but one are wired by hand; the one of
# random weights is asked about its carriers only. Each of the others moves the letters by some permutation, not
# always the reversal, and some of them also rename the letters (a→c, say), in the same way at every position. Some neurons are
# always on, some never are, and some follow a letter faithfully although nothing reads them. And for a single
# string one output may be an exception, with a neuron of its own in each layer.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Reading off one example does not help where letters are renamed, and looking at what a neuron responds to
# does not help where nothing reads the neuron. Which of your functions do not care about either?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Intervene: on the input for the permutation, on the neurons for the carriers. There are few enough strings
# that you can try *all* of them, so no sampling is needed.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# For each *output* position you want the *input* position that decides it: mind along which axis you look for
# the largest. For the carriers, one changed prediction on one string is enough, and it must be at that
# position. The model's own settings say how many letters and slots there are.
#
# </details>

# %% solution="explain"
def recover_permutation(model: ReversalMLP) -> list[int]:
    """The permutation by which the model moves letters: L numbers, the q-th of which is the *input* position
    that decides output position q.

    For a model that reverses four letters, [3, 2, 1, 0]. For one that writes the second, the third and then
    the first letter of three, [1, 2, 0]. The model may also rename letters, which does not matter here; nor does
    a single string that is an exception. Leaves the model's weights as they were, and no hooks.
    """
    raise NotImplementedError("recover_permutation is not written yet")


def carriers(model: ReversalMLP, layer: str) -> list[list[int]]:
    """For each output position, the neurons of `layer` ("h1" or "h2") that it needs, in any order.

    A neuron is needed at position q if its zero-ablation changes the prediction (the largest logit) at slot q
    for at least one string; all strings that the model can be given count, exceptions too. It may be needed at
    several. Returns L lists of indices. Leaves the model's weights as they were, and no hooks.
    """
    raise NotImplementedError("carriers is not written yet")


# %%
if __name__ == "__main__":
    print("this network's permutation:", recover_permutation(model))
    for layer in ("h1", "h2"):
        print(f"neurons of {layer} that the output positions need:", [len(q) for q in carriers(model, layer)])


# %% [markdown]
# **Think about it.** The permutation is one line. Is the list of neurons? What would you call "the mechanism"
# of your network, then?
#
# <details><summary>What we found</summary>
#
# In the networks wired by hand, each neuron serves at most one position. In those that we trained, most serve
# several: the permutation is clean, but the neurons are not. What a network computes and how it does so are
# two different questions.
#
# </details>

# %% [markdown]
# ### Your evidence
#
# *About 15 minutes.*
#
# Go back to your hypothesis. What did you measure, on which network, and does it stand? Report numbers with
# the function that they came from, the control beside each probe, and name one explanation that your
# measurements do not exclude.

# %% [markdown] written="evidence"
# *Your answer here.*

# %% [markdown]
# ### Your reflection
#
# *About 15 minutes.*
#
# A paper reports that a linear probe reads the subject's number from layer 12 of a large language model with
# accuracy .97, and concludes that "layer 12 computes subject number". Which controls would you ask for, what
# could each of them show, and which of your own measurements makes you ask?

# %% [markdown] written="reflection"
# *Your answer here.*

# %% [markdown]
# ## Extra · A small transformer, and patching
#
# ### The same task with attention
#
# *About 40 minutes; medium.*
#
# The network above has a weight of its own for every letter at every position; nothing tells it that an `a`
# in slot 0 is the same thing as an `a` in slot 3. A transformer has one embedding for all slots and must
# learn where to look. One layer of attention with one head is enough. Where should slot q look? Draw the
# pattern before you train.
#
# <details><summary>Hint 1: a nudge</summary>
#
# You have a training loop already. What of it depends on which model it trains?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# It learns more slowly per step and may like another rate. For the pattern, read the model's `forward`:
# queries and keys are made of the embedding *and* the position.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Heads share the width: split it into heads first, then multiply queries with keys, divide by the root of the
# *head's* width, and take the softmax over the keys.
#
# </details>

# %% solution="transformer"
def train_transformer(X: Tensor, Y: Tensor, seed: int) -> tuple[ReversalTransformer, list[float]]:
    """Trains a `ReversalTransformer` with one head, of any width up to 128, to give Y [N, L+1] for X [N, L+1].

    The letters, the length, the seed and the accuracy that is asked are as for `train`. So are the losses, one for
    each of the epochs that you choose: mean cross-entropies of a slot, <eos> included.
    """
    raise NotImplementedError("train_transformer is not written yet")


def attention_patterns(model: ReversalTransformer, X: Tensor) -> Tensor:
    """The attention weights [N, n_heads, T, T] on the tokens X [N, T]: entry [n, h, i, j] is how much slot i of
    row n looks at slot j in head h.

    The softmax over j of query·key / sqrt(width / n_heads), for any number of heads. (Vaswani et al. 2017,
    section 3.2.1.)
    """
    raise NotImplementedError("attention_patterns is not written yet")


# %%
if __name__ == "__main__":
    transformer, _ = train_transformer(X[rows], Y[rows], seed=0)
    print(f"held out {sequence_accuracy(transformer, X[held_out], Y[held_out]):.1%}")
    attention_figure(attention_patterns(transformer, X).mean(dim=0)).axes[0].set_title(
        "Mean over all strings"
    )
    attention_figure(attention_patterns(transformer, encode(["face"]))[0], "face")
    small, _ = train_transformer(X[few].repeat(14, 1), Y[few].repeat(14, 1), seed=0)
    print(f"trained on 50 strings only: held out {sequence_accuracy(small, X, Y):.1%}")

# %% [markdown]
# **Think about it.** Look at the last line of the output, and compare it with what the other network made of
# the same 50 strings. What does this one not have to learn? And would it learn 50 *random* answers?
#
# <details><summary>What we found</summary>
#
# The permutation can be read off the attention pattern by eye, and it hardly depends on the letters: in 178
# of 200 networks each letter's slot gives more than .9 of its attention to the mirrored one (the mean over all
# strings), and 199 of 200 reverse held-out strings.
#
# Trained on 50 strings, the other network got .41 of the rest right, and this one gets all of it (median of
# 20 seeds; the worst .94). And of 50 *random* answers, which the other network learned by heart, it learns at
# most 16 % (10 seeds). It is made for moving letters, and has no room to memorise strings.
#
# (A caution for larger models: that a head *looks* somewhere does not show that what it sees is used. Here
# the one head is the only path from slot to slot.)
#
# </details>

# %% [markdown]
# ### Longer strings, more letters
#
# Nothing in your functions is about six letters or four slots. 700 strings are more than half of all strings of
# four letters out of six, and next to none of those of eight out of 24. The cell trains on 700 random strings of
# several lengths and alphabets: the network as it was, one with 128 neurons in each layer, and the transformer.
# What does each of them have to learn anew for every further letter, and what for every further slot? Predict
# which will go on reversing strings that it has not seen.

# %%
if __name__ == "__main__":

    def drawn_strings(letters, length, n, seed):
        drawn = torch.randint(letters, (n, length), generator=torch.Generator().manual_seed(seed))
        tokens = torch.cat([drawn, torch.full((n, 1), letters)], dim=1)  # <eos> last
        return tokens, targets(tokens)

    trainings = {
        "32 neurons": lambda X, Y: train(X, Y, seed=0)[0],
        "128 neurons": lambda X, Y: train(X, Y, seed=0, hidden=128)[0],
        "transformer": lambda X, Y: train_transformer(X, Y, seed=0)[0],
    }
    cases, right = [(6, 4), (6, 8), (12, 4), (24, 4), (12, 8), (24, 8)], []
    for letters, length in cases:
        shown_to, unseen = (drawn_strings(letters, length, n, seed) for n, seed in ((700, 0), (1000, 1)))
        right.append([sequence_accuracy(fit(*shown_to), *unseen) for fit in trainings.values()])
        said = ", ".join(f"{name} {share:.2f}" for name, share in zip(trainings, right[-1], strict=True))
        print(f"{length} letters out of {letters:2}: {said}")
    figure, axes = plt.subplots(figsize=(8, 3.4), layout="constrained")
    for i, name in enumerate(trainings):
        axes.bar(torch.arange(len(cases)) + 0.27 * (i - 1), [row[i] for row in right], 0.25, label=name)
    axes.set_xticks(range(len(cases)), [f"{length} out of {letters}" for letters, length in cases])
    axes.set(ylabel="sequence accuracy, unseen", xlabel="letters in a string", ylim=(0, 1.19))
    axes.set_title("The same rule, 700 strings to learn it from")
    axes.legend(frameon=False, ncols=3, loc="upper center")


# %% [markdown]
# **Think about it.** Is it the length or the alphabet that costs the first network more? Does the wider one know
# the rule better, or has it more room? And what would you conclude of a language model that reverses short words
# and fails with long ones?
#
# <details><summary>What we found</summary>
#
# Both cost it, and together most. Medians of five seeds, four letters out of 12 and out of 24: .98 and .71 with 32
# neurons; eight letters out of 6, 12 and 24: .94, .20 and less than .01. In the last case not even the 700 training
# strings come out right. With 128 neurons it is .96 for four out of 24, .88 and .16 for eight out of 12 and 24: so
# room is one thing that was missing. The other is strings: to this network an `a` in slot 0 and an `a` in slot 3
# are strangers, and with 24 letters it meets each of them 29 times. The transformer has one embedding for a letter
# wherever it stands, and one pattern for all letters. In no case did it get less than 99 % right.
#
# (Each length was trained for. What happens at slots that training never showed is another question.)
#
# </details>

# %% [markdown]
# ### Patching one position
#
# *About 30 minutes; medium.*
#
# Run the network on one string, but with the embedding at one position taken from another run, the donor's.
# If the output at q becomes the donor's, then that position carries what q needs.
#
# <details><summary>Hint 1: a nudge</summary>
#
# At the embedding, slots still lie apart. Change one of them there, and go on as usual.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The effect is a fraction: how far the logits moved towards what the donor says, over how far there was to
# go. Two tokens per slot decide it, what the clean run says and what the donor's run says.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Pick those two tokens once, from the two whole runs, and keep them for every patch. Sum over the rows
# *before* you divide: single rows with little to go would dominate. Where both say the same, difference and
# share are 0 on both sides, so nothing has to be left out.
#
# </details>

# %% solution="patching"
def patch_embedding(model: ReversalMLP, X: Tensor, donor: Tensor, position: int) -> Tensor:
    """The logits [N, L+1, V] for X [N, L+1] with the embedding at slot `position` taken from donor [N, L+1].

    Row n of the donor is for row n of X. Leaves the model's weights as they were, and no hooks. (Activation
    patching: Meng et al. 2022, "Locating and editing factual associations in GPT".)
    """
    raise NotImplementedError("patch_embedding is not written yet")


def patching_effect(model: ReversalMLP, X: Tensor, donor: Tensor) -> Tensor:
    """How far patching each position moves each output toward the donor's, [L, L]: 0 is not at all, 1 all the way,
    below 0 away from the donor's, above 1 beyond it.

    For each row and output slot q let c be the token (a letter or <eos>) that the model predicts there for X [N,
    L+1], and d the one that it predicts for donor [N, L+1]; D(logits) = logits[n, q, d] - logits[n, q, c] in row n.
    Entry [p, q] is the sum over the rows of D(patched at p) - D(clean), divided by the sum over the rows of D(donor's run) -
    D(clean). Rows with c = d add nothing to either. At each q at least one row has c ≠ d.
    """
    raise NotImplementedError("patching_effect is not written yet")


# %%
if __name__ == "__main__":
    order = torch.randperm(len(X), generator=torch.Generator().manual_seed(0))
    for network, name in ((model, "Trained on 700 strings"), (memoriser, "Trained on 50 strings")):
        influence_map(patching_effect(network, X, X[order]), f"{name}: effect of patching")

# %% [markdown]
# **Think about it.** Compare these maps with the influence maps. Which of the two networks looks different in
# the two units, and what property of its predictions explains it?
#
# <details><summary>What we found</summary>
#
# At the embedding, patching a position and changing its letter are the same thing, so this map and the
# influence map answer the same question in two units. The units matter: in the network trained on 50 strings,
# changing a letter flips the predictions elsewhere in about a fifth of the cases, but moves the logits there
# by only 6 to 9 % of the way (10 networks). Its predictions have small margins, so a small change is often
# enough to flip them.
#
# </details>

# %% [markdown]
# ## The words of the field
#
# What you did has names, and they are used of language models in the same sense:
#
# | word | here | in a language model |
# |---|---|---|
# | *mechanism* | which slot goes where, and what carries it (8) | the algorithm behind a behaviour: repeating what came before, say (notebook `induction_head`) |
# | *circuit* | the neurons that an output slot needs (8) | heads and MLPs that do one thing together |
# | *probing* | a linear classifier on h1 and h2 (5) | the same on a layer's stream, with the same controls |
# | *activation patching* | a slot's embedding from another run (extra) | any component, between two prompts (`logit_decomposition`) |
# | *activation engineering*, *steering* | not here | adding a direction and seeing what is said (`sae`) |
# | *polysemantic neurons* | one that serves several slots (6) | neurons that answer to unrelated things; *superposition* is one reason (`sae`) |
# | *memorising*, *generalising* | 50 strings, 700 strings (3) | a test that was among the training texts tells nothing |
#
# When a network goes from the one to the other long after it has learned its training set, that is called
# *grokking*. Nothing in this notebook shows it.

# %% [markdown]
# ## What the real models look like
#
# A language model is probed with the same three controls, and they matter more there: its layers have
# thousands of dimensions, so a linear probe can read a good deal from a random projection of the input, and
# can learn much by heart. Elazar et al. (2021) remove what a probe has found and ask whether the model still
# does its task; what is easily read need not be used. Influence becomes activation patching: two prompts that
# differ in one thing, activations carried from one run into the other, layer by layer and position by
# position. And whether a model has a rule or its training strings is asked in your way: hold something out
# that the rule covers and the strings do not. What you will not have is all 1296 inputs.
#
# ## Further reading
#
# - Alain and Bengio 2017, *Understanding intermediate layers using linear classifier probes*.
#   <https://arxiv.org/abs/1610.01644>
# - Hewitt and Liang 2019, *Designing and interpreting probes with control tasks*.
#   <https://arxiv.org/abs/1909.03368>
# - Elazar et al. 2021, *Amnesic probing*: remove what was read, and see what is lost.
#   <https://arxiv.org/abs/2006.00995>
# - Belinkov 2022, *Probing classifiers: promises, shortcomings, and advances*: a survey.
#   <https://arxiv.org/abs/2102.12452>
# - Zhang et al. 2017, *Understanding deep learning requires rethinking generalization*: networks that learn
#   random answers. <https://arxiv.org/abs/1611.03530>
# - Weiss, Goldberg and Yahav 2021, *Thinking like transformers*: reversal as a program for attention.
#   <https://arxiv.org/abs/2106.06981>
# - Zhang and Nanda 2023, *Towards best practices of activation patching*: units and metrics matter.
#   <https://arxiv.org/abs/2309.16042>

# %%
if __name__ == "__main__":
    plt.show()  # a script shows its figures here; a notebook has shown them already
