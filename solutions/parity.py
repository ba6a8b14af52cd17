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
# # Explaining a tiny brain: 3-bit parity
#
# A network with six hidden neurons learns whether the number of ones among three bits is odd. It is small
# enough to see all of it: eight inputs, six neurons, two logits. You will train it, look inside, remove parts
# of it, and then say what each part does, in claims that can be checked.
#
# Why parity? Because only the whole input decides it. Flip any bit, and the answer changes, so no single bit
# says anything about it, and no two bits do. Whatever the network does, it has to combine all three.
#
# **The goal.** To say what a neuron is *for*, and to know which measurement allows you to say it.
#
# **Afterwards you can**
#
# - train a small network reproducibly, and judge it by its weights and not by what is said of them;
# - ablate a neuron, by zero and by mean, and choose what to measure;
# - take a logit difference apart, and take gradients of it, without losing a sign;
# - write a hypothesis that can be refuted, and refute it if it is wrong;
# - tell alignment, cause and redundancy apart.
#
# **You need** Python with functions and loops, matrix products, the idea of a gradient, and an afternoon of
# torch or NumPy. No interpretability, no transformers.
#
# **Time.** About three and a half hours for the six tasks and the three written answers, one more for the
# extras. Each task says its own estimate; it is meant for somebody who has not done this before.
#
# **How this works.** Each task asks for one or two functions; replace `raise NotImplementedError` by your own
# code. `given.py` has the model, the data and the figures. Write in torch or in NumPy, as you like: a tensor,
# an array and a nested list of numbers count as the same answer. The docstrings fix every sign, unit and
# axis.
#
# **Hints and findings are folded.** Lines with a small triangle open with a click. Each task has three hints:
# a nudge, a direction, and nearly there. *What we found* stands after your own cell: run that first, and
# answer the question above the fold. (In the module a fold is a comment that begins with its title: stop
# reading there.)
#
# **How it is graded.** Hidden checks call your functions on *planted models*: models that you have not seen,
# made by us so that we know the answer. Training is judged by the weights that you return. Of the losses we
# ask only this: one for each step, measured on the weights just before it. Run the public tests (`pytest test_parity.py`,
# less than a minute) as often as you like; they ask the same things of other models and other seeds. The six
# tasks are 100 points; the extras and the three written answers come on top.
#
# Cells that run experiments begin with `if __name__ == "__main__":`, so that tests can import your functions
# without repeating your experiments. In a notebook that line is always true.

# %%
import copy
import itertools

import matplotlib.pyplot as plt
import numpy as np
import scipy.stats
import torch
from diagrams import replacement_diagram
from figure_parts import as_array
from given import (
    Claims,
    TinyMLP,
    ablation_bars,
    activation_heatmap,
    cause_against_correlation,
    correlation_bars,
    loss_curve,
    noise_curve,
    parity_data,
    saliency_figure,
    snapshot_curves,
    terms_heatmap,
)
from torch import Tensor
from torch.nn.functional import cross_entropy

# %%
if __name__ == "__main__":
    torch.set_num_threads(1)  # so small a model is only slowed down by a second thread
    X, y = parity_data(3)
    for bits, label in zip(X.int().tolist(), y.tolist(), strict=True):
        print(*bits, "→", "odd" if label else "even")

# %% [markdown]
# ## 1 · Train it
#
# *About 20 minutes; easy.*
#
# All eight inputs are the training set, so there is nothing to generalise to: we want a network that computes
# the function, so that there is something to explain. The defaults are tanh, 6 neurons, and Adam at 0.05 for
# 500 epochs on the full batch. Not every seed gets there, so the hidden checks train with three seeds, and
# one of them may fail.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What is random here, and when is it drawn? The seed has to be set before that, and nothing that is drawn may
# come before it.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The loss belongs to the weights *before* a step. So it is computed, kept, and only then is the step made.
# Count: as many losses as steps.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# With `epochs=0` there is a model and no loss. If your function fails there, the model is made inside the
# loop, or the last loss is read after it. And if the same seed gives other weights the second time, look for
# a number that was drawn before the seed was set.
#
# </details>


# %% solution="train"
def _optimiser(model: TinyMLP, lr: float) -> torch.optim.Optimizer:
    return torch.optim.Adam(model.parameters(), lr=lr)


def _step(model: TinyMLP, optimiser: torch.optim.Optimizer, X: Tensor, y: Tensor) -> float:
    # One step on the full batch; the loss before it
    optimiser.zero_grad()
    loss = cross_entropy(model(X), y)
    loss.backward()
    optimiser.step()
    return loss.item()


def train(
    X: Tensor, y: Tensor, seed: int, hidden: int = 6, epochs: int = 500, lr: float = 0.05
) -> tuple[TinyMLP, list[float]]:
    """Trains a tanh `TinyMLP`, by gradient descent of any kind, to give the labels y for the inputs X.

    X is [N, n_bits] float32, y is [N] int64 of 0 and 1: parity, or any other function of the bits. `seed`
    decides everything random: the same seed gives the same weights, another seed gives others. One training for
    each call: no second attempt with another seed or other weights, even where the first gets stuck.

    Returns (model, losses). The model is a `TinyMLP` with tanh and `hidden` neurons, at most 64. Of the losses:

    - each is the mean cross-entropy over all rows of X, in nats, even if the step uses only some;
    - there is one before each step that is taken, from first to last. (Of a training that stops after 120 steps
      these are 120 losses. With mini-batches an epoch, which is one pass over the rows, has several steps.)
    - with epochs=0 the model is returned untrained, as it was drawn, and losses is empty; else losses[0] is the
      loss of that model.

    The defaults of `hidden`, `epochs` and `lr` are yours to change, and so are the optimiser and when to
    stop. What is asked is accuracy 1 on all rows of X, measured on the weights. Full-batch Adam is enough
    (Kingma and Ba 2015); the task is the classic one of Rumelhart, Hinton and Williams (1986).
    """
    torch.manual_seed(seed)
    model = TinyMLP(X.shape[1], hidden)
    optimiser = _optimiser(model, lr)
    losses = [_step(model, optimiser, X, y) for _ in range(epochs)]
    return model, losses


# %%
if __name__ == "__main__":
    model, losses = train(X, y, seed=39)
    accuracy = (model(X).argmax(dim=1) == y).float().mean().item()
    print(f"accuracy {accuracy:.0%}, cross-entropy {losses[0]:.3f} at first, {losses[-1]:.5f} at last")
    loss_curve(losses)

# %% [markdown]
# **Think about it.** The last loss is small. Is it zero? Could it be, with weights of any finite size?
#
# <details><summary>What we found</summary>
#
# The loss never reaches zero, even where it is printed as 0: with finite weights, cross-entropy is always
# above 0.
#
# With the defaults, 998 of 1000 seeds reached 100 %. Two got stuck at 7 of 8. With 4 neurons it is 18 of 1000
# that get stuck, even after 2000 epochs.
#
# </details>

# %% [markdown]
# ## 2 · Look inside
#
# *About 30 minutes; medium.*
#
# What does each neuron do on each input, and how does that correlate with the label? The statistic is
# Pearson's r. Before you trust it, ask what r could be at all: with eight inputs that are all there are, and
# for a neuron `tanh(w·x + b)`, which can only rise along one direction.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The model is two linear maps with a function between them. You want what comes out of that function, not
# what goes in.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Pearson's r is a product of two centred columns over the product of their lengths. A constant column has
# length 0: decide about it before you divide, not after. For p, scipy has Student's t.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# t is r times the square root of (N - 2) / (1 - r²), and p counts both tails. Take r in float64, and at most 1 in
# size: a perfect correlation can come out a little above 1, and then the root is of a negative number. "Constant"
# means that largest and smallest differ by 1e-6 at most, however large they are: an exact comparison is too
# strict, and a relative tolerance too wide.
#
# </details>


# %% solution="activations"
def hidden_activations(model: TinyMLP, X: Tensor) -> Tensor:
    """The hidden neurons' activations [N, H] on the inputs X [N, n_bits]: after the activation function.

    Works for every activation that `TinyMLP` offers. Changes nothing in the model.
    """
    with torch.no_grad():
        return model.act(model.fc1(X))


def _pearson(H: Tensor, y: Tensor) -> Tensor:
    # Pearson's r [H] of each column of H [N, H] with y [N] in float64; 0 for a constant column
    H, y = H.double(), y.double()
    constant = H.amax(dim=0) - H.amin(dim=0) <= 1e-6
    H, y = H - H.mean(dim=0), y - y.mean()
    r = (y @ H) / (H.norm(dim=0) * y.norm())
    return torch.where(constant, 0.0, r).clamp(-1, 1)


def label_correlation(model: TinyMLP, X: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Pearson correlation of each neuron with the label, over the rows of X [N, n_bits] and y [N].

    Returns (r [H], p [H]): p is two-sided, from Student's t with N - 2 degrees of freedom, as
    `scipy.stats.pearsonr` gives it; where r is 1 or -1, p is 0. A constant neuron (largest minus smallest
    activation is at most 1e-6) has r = 0 and p = 1, not NaN. Take the activations in the model's own precision or
    in float64: no neuron is asked about that is constant in one of them only. There are at least three rows, and
    both labels occur.
    """
    r = _pearson(hidden_activations(model, X), y)
    freedom = len(y) - 2
    t = r * (freedom / (1 - r**2)) ** 0.5
    return r, torch.from_numpy(2 * scipy.stats.t.sf(t.abs(), freedom))


# %%
if __name__ == "__main__":
    H = as_array(hidden_activations(model, X))
    r, p = label_correlation(model, X, y)
    activation_heatmap(H, X, y)
    correlation_bars(r, p)

# %% [markdown]
# **Think about it.** Which neuron looks most like a detector of odd inputs? On which inputs is it wrong? Why
# can no single tanh neuron pass the dotted lines of the second picture, however it is trained?
#
# <details><summary>What we found</summary>
#
# With eight inputs, r has to exceed .71 to be significant at 5 %, and the inputs are not a sample anyway:
# they are all there is.
#
# More important is a limit that has nothing to do with chance. A tanh neuron rises in one direction only, and
# parity goes up and down along every direction. The best that any single tanh neuron can do is a majority
# vote of the bits (some of them inverted), and that has |r| = .5 exactly. Take from each of 1000 trained
# networks the neuron with the largest |r|, the most *aligned* one: the largest of these had .491, the typical
# one .46.
#
# </details>

# %% [markdown]
# ### Your hypothesis
#
# *About 15 minutes.*
#
# Before you remove anything: which neuron do you expect the network to need most, and why? Write down a
# hypothesis that can be refuted: name the neuron, the measurement, and the outcome that would refute it.

# %% [markdown] written="hypothesis"
# The most aligned neuron of this network is n3 (r = -.47): it is near -1 on three of the four odd inputs. If
# alignment means importance, then zero-ablating n3 raises the cross-entropy more than ablating any other
# neuron. I would be refuted if another neuron's ablation raises it more, or if accuracy stays at 100 %
# without n3.

# %% [markdown] rubric="hypothesis"
# - 2: names a particular neuron (or set) and an expected effect of removing it.
# - 2: names the measurement and an outcome that would refute the hypothesis.
# - 1: the reason comes from the heat map, the correlations or the weights.
#
# Do not score whether it turned out right. "The network uses its neurons together" without a prediction: at
# most 2.

# %% [markdown]
# ## 3 · Ablate neurons
#
# A correlation is only an observation. To know what the network needs, remove something and see what changes.
# This is called *ablation*.
#
# There is more than one way to remove a neuron. *Zero*-ablation asks what the network does without the
# neuron's output. *Mean*-ablation asks what it does without knowing how that output depends on the input; it
# leaves the constant part in place. (An *interchange* puts in what the neuron says of another input; later
# notebooks use it.)

# %%
if __name__ == "__main__":
    replacement_diagram(H[:, 0], ["".join(map(str, bits)) for bits in X.int().tolist()], name="n0")

# %% [markdown]
# *About 30 minutes; easy.*
#
# And measure two quantities. Accuracy moves in steps of 1/8. Cross-entropy moves with every change of a
# logit.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Run the model by hand: first layer, activation function, *now* replace, second layer.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Whatever you replace, replace it in a copy. If the second neuron's result depends on whether you asked for
# the first one before, the copy is missing.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The sweep is a loop over the neurons; each turn starts from the intact activations. The deltas are *ablated
# minus baseline*, so a helpful neuron has a positive loss delta. Refuse other modes before you compute
# anything.
#
# </details>


# %% solution="ablation"
def ablate(model: TinyMLP, X: Tensor, neuron: int, mode: str = "zero") -> Tensor:
    """The logits [N, 2] for X [N, n_bits] with one hidden neuron's activation replaced on every row.

    mode "zero" replaces it by 0, "mean" by its mean over the rows of X as given; any other mode raises
    ValueError. What is replaced is the neuron's output, after the activation function. Leaves the model as it
    was. (Meyes et al. 2019 for ablation; Wang et al. 2022, section 2, for zero against mean.)
    """
    if mode not in ("zero", "mean"):
        raise ValueError(f"mode is {mode!r}; it must be 'zero' or 'mean'")
    H = hidden_activations(model, X).clone()
    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
    with torch.no_grad():
        return model.fc2(H)


def _score(logits: Tensor, y: Tensor) -> tuple[float, float]:
    # Accuracy, and mean cross-entropy in nats
    return (logits.argmax(dim=1) == y).double().mean().item(), cross_entropy(logits, y).item()


def ablation_sweep(model: TinyMLP, X: Tensor, y: Tensor, mode: str = "zero") -> tuple[Tensor, Tensor]:
    """What ablating each neuron alone changes, on X [N, n_bits] with labels y [N]; modes as for `ablate`.

    Returns (accuracy_delta [H], loss_delta [H]), each *ablated minus baseline*, where the baseline is the
    intact model: a neuron that helps (the loss is higher without it) has loss_delta > 0, and one that harms has
    loss_delta < 0. Accuracy is a fraction of the rows: those whose larger logit, the prediction, is that of their
    label. (Two equal logits are not asked about, in any task.) The loss is the mean cross-entropy over the rows, in
    nats.
    """
    with torch.no_grad():
        accuracy, loss = _score(model(X), y)
    ablated = [_score(ablate(model, X, j, mode), y) for j in range(model.fc1.out_features)]
    deltas = torch.tensor(ablated, dtype=torch.float64) - torch.tensor([accuracy, loss], dtype=torch.float64)
    return deltas[:, 0], deltas[:, 1]


# %%
if __name__ == "__main__":
    for mode in ("zero", "mean"):
        accuracy_delta, loss_delta = ablation_sweep(model, X, y, mode)
        figure = ablation_bars(accuracy_delta, loss_delta)
        figure.suptitle(f"{mode.capitalize()}-ablating one neuron at a time (ablated - baseline)")

# %% [markdown]
# **Think about it.** Do the changes of accuracy, below the names, rank the neurons? Do the bars? For which
# activation functions would zero and mean give very different answers?
#
# <details><summary>What we found</summary>
#
# Accuracy mostly does not move at all: in 95 % of our networks *every* single neuron can be ablated with
# accuracy still at 100 %. Cross-entropy has no such ties.
#
# For trained tanh networks zero and mean mostly agree on parity, because most neurons' means are near zero
# (the median is .015, and in 2.5 % of networks the two disagree on which neuron costs most). For sigmoid or
# ReLU neurons, which are never negative, they do not.
#
# </details>

# %% [markdown]
# ## 4 · What each neuron writes
#
# *About 20 minutes; medium.*
#
# The read-out `fc2` is linear, so the *logit difference*, logit[1] - logit[0], is a sum with one term for
# each neuron and one for the bias. Only the difference matters: what is added to both logits alike changes no
# prediction and no loss. In larger models this is called direct logit attribution.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Write the difference of the two logits on paper before you write code. What multiplies neuron j's
# activation?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Two rows of one weight matrix matter, and only their difference. The same goes for the biases.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Test yourself: the terms of a row and the bias add up to the model's own difference. If they add up to its
# negative, the order of the two labels is wrong; if they are off by a constant, the bias of the wrong layer
# was taken.
#
# </details>


# %% solution="direct"
def logit_difference_terms(model: TinyMLP, X: Tensor) -> tuple[Tensor, float]:
    """Writes logit[1] - logit[0] as a sum over the hidden neurons.

    Returns (terms [N, H], bias): terms[i, j] is what neuron j adds to logit[1] - logit[0] on row i of X [N,
    n_bits], and bias what the read-out's biases add, so that terms.sum(dim=1) + bias is the difference on
    each row. (Direct logit attribution: Elhage et al. 2021, "A mathematical framework for transformer
    circuits".)
    """
    with torch.no_grad():
        readout = model.fc2.weight[1] - model.fc2.weight[0]
        bias = model.fc2.bias[1] - model.fc2.bias[0]
        return hidden_activations(model, X) * readout, bias.item()


# %%
if __name__ == "__main__":
    terms, bias = logit_difference_terms(model, X)
    terms_heatmap(terms, bias, X, y)

# %% [markdown]
# **Think about it.** Compare these terms with your ablations. Is the neuron with the largest terms the one
# whose ablation costs most? Why could it be another?
#
# <details><summary>What we found</summary>
#
# With one hidden layer nothing lies between a neuron and the logits, so a neuron's term *is* its total effect
# on the logit difference: zero-ablate it and the difference falls by exactly the term. Still, the neuron
# whose terms are largest (in mean size) is not always the one whose ablation raises the loss most (it is
# another in 7 % of our networks with six neurons, in 20 % of those with four, after 2000 epochs): the loss
# depends on where a term was needed, not on its size alone. In deeper models a neuron's term is not even its
# total effect, since later layers react.
#
# </details>

# %% [markdown]
# ### The printed weights
#
# All that the network knows is 38 numbers, and here they are. A row is one neuron: what it reads of each bit,
# its bias, and its *vote*, which is what it adds to logit[1] - logit[0] for each unit of its activation. The
# pictures show the same. A neuron puts the eight inputs on a line, at its weighted sum, and switches once along
# it.

# %%
if __name__ == "__main__":
    W1, b1, W2, _ = (parameter.detach() for parameter in model.parameters())
    votes = W2.diff(dim=0)[0]
    print("       bit 0  bit 1  bit 2   bias   vote")
    for j, row in enumerate(torch.cat([W1, b1[:, None], votes[:, None]], dim=1).tolist()):
        print(f"  n{j} ", *(f"{number:+6.1f}" for number in row))
    figure, panels = plt.subplots(2, 3, figsize=(9, 4.6), sharey=True, layout="constrained")
    for j, axes in zip(votes.abs().argsort(descending=True).tolist(), panels.flat, strict=False):
        sums, on = model.fc1(X).detach()[:, j], as_array(hidden_activations(model, X))[:, j]
        line = torch.linspace(sums.min() - 0.5, sums.max() + 0.5, 100)
        axes.plot(line, line.tanh(), color="grey", linewidth=1)
        for label, name, style in ((0, "even", "o"), (1, "odd", "s")):
            axes.plot(sums[y == label], on[y == label], style, color=f"C{label}", markersize=7, label=name)
        axes.set(title=f"n{j}: vote {votes[j]:+.1f}", xlabel="weighted sum")
    panels[0, 0].set_ylabel("activation")
    panels[1, 0].set_ylabel("activation")
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside right center", frameon=False)

# %% [markdown]
# **Think about it.** Look for a row whose three weights have one size and one sign. What does such a neuron
# count, and from which count on is it on? (Divide the bias by the weight.) And what does a row count whose
# signs differ? Then change the signs of a whole row, vote included: what has changed in the network?
#
# <details><summary>What we found</summary>
#
# In our network (seed 39) one row is (-3.0, -2.9, -2.8) with bias 3.9: it is on while fewer than two bits are
# 1, and votes for odd. Another is (3.1, 3.1, 3.1) with bias -0.8: on as soon as one bit is 1, and votes for
# odd as well. Both are on, then, exactly where one bit is 1. The row (-3.3, -3.1, 3.3) counts too, with the
# last bit inverted. Along such a line the labels alternate, and a neuron switches once: no neuron has parity,
# and a few switches make it up.
#
# Signs alone mean nothing. tanh(-z) is -tanh(z), so with all signs of a row changed, vote included, the network
# computes what it did; and neurons may change places. That makes 2⁶ · 6! = 46,080 different printouts of one
# network. What a neuron is *on* for is a way of speaking; where it switches is a fact.
#
# </details>

# %% [markdown]
# ## 5 · Which bits does it look at?
#
# *About 20 minutes; medium.*
#
# The gradient of the logit difference with respect to the input says, to first order, what a small change of
# a bit would do. To get one number for each bit you average over the inputs, and the order matters: is it the
# mean of |gradient| or |mean gradient|? Decide which of the two answers the question in the title before you
# look at the docstring.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The gradient is with respect to the *input*. By default torch keeps none for it.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Each row's difference depends on that row alone. So the gradient of the *sum* over the rows holds every
# row's own gradient, and one backward pass is enough.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Ask for the gradient of a copy of X, so that the caller's tensor stays as it was, and use the form of
# autograd that returns gradients instead of storing them: nothing is then left on the model's parameters, and
# a second call cannot add to the first.
#
# </details>


# %% solution="saliency"
def saliency(model: TinyMLP, X: Tensor) -> Tensor:
    """The gradient [N, n_bits] of logit[1] - logit[0] with respect to each bit, at each row of X [N, n_bits].

    Signed, in logits per unit of input; no row that is asked about lies at a kink of the activation. Leaves X
    and the model's weights as they were: of X, `requires_grad` is False and `grad` None before and after, and
    calling twice gives the same. What becomes of the parameters' `grad` is not looked at. (Simonyan, Vedaldi and
    Zisserman 2014.)
    """
    X = X.detach().clone().requires_grad_()
    logits = model(X)
    (gradient,) = torch.autograd.grad((logits[:, 1] - logits[:, 0]).sum(), X)
    return gradient


def mean_abs_saliency(model: TinyMLP, X: Tensor) -> Tensor:
    """The mean over the rows of X [N, n_bits] of the gradient's absolute value, [n_bits]."""
    return saliency(model, X).abs().mean(dim=0)


# %%
if __name__ == "__main__":
    print("mean |gradient| of each bit:", as_array(mean_abs_saliency(model, X)).round(2))
    saliency_figure(saliency(model, X), X)

# %% [markdown]
# **Think about it.** In the map, find a bit whose gradient is positive on one input and negative on another.
# What would become of it in the mean?
#
# <details><summary>What we found</summary>
#
# On half of the inputs raising a bit raises the difference, on the other half it lowers it, so averaging
# first cancels what you want to see. In our typical network that left 37 %, and in half of our networks it
# named another bit as the most important.
#
# (For a single hidden tanh neuron the two agree exactly: its gradient is w times tanh', and tanh' is never
# negative. So there the mistake does not show; at the logits it does.)
#
# </details>

# %% [markdown]
# ## 6 · Explain it
#
# *About 45 minutes; hard.*
#
# Now make claims that somebody else can check, three of them:
#
# - **aligned**: the neuron whose activation correlates most with the label, with either sign;
# - **causal**: the neuron whose zero-ablation raises the cross-entropy most;
# - **smallest_set**: the smallest set of neurons without which at most half of the rows are right.
#
# These are three different questions. The hidden checks ask about planted models: parity that we wired by
# hand, with ReLU neurons, and models of other functions, all so that there is only one answer and we know it.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The first two you have nearly measured already. For the third: is a list of single ablations enough? Think
# of two neurons of which either suffices.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Removing several neurons at once is not the sum of removing each. There are ten neurons at most, so you
# can afford to try sets, small ones first.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Begin with the empty set: half of the rows may be wrong from the start. Stop at the first set that works.
# Leave no neuron out of the search: one that never changes can be what all the others rely on.
# That removing all neurons does not work says nothing of smaller sets: it leaves one answer for every row,
# which may be right on most of them. The ValueError is for where every set has failed.
# And "either sign" means that a strong negative correlation counts.
#
# </details>


# %% solution="explain"
def _score_without(model: TinyMLP, X: Tensor, y: Tensor, neurons: tuple[int, ...]) -> tuple[float, float]:
    # Accuracy and cross-entropy with all these neurons at zero
    with torch.no_grad():
        H = model.act(model.fc1(X))
        H[:, list(neurons)] = 0.0
        return _score(model.fc2(H), y)


def explain(model: TinyMLP, X: Tensor, y: Tensor) -> Claims:
    """Three claims about a model, on X [N, n_bits] with labels y [N]; neurons are named by index, 0 … H - 1.

    aligned: the neuron with the largest |r| with the label. causal: the neuron whose zero-ablation raises the
    mean cross-entropy most, so the one with the largest loss_delta, sign included. smallest_set: the smallest
    set of neurons whose *joint* zero-ablation (all of them at zero at once) brings accuracy to 1/2 or below,
    in any order. Where several of that size would do, any of them; where accuracy is 1/2 or below from the
    start, the empty set.

    Raises ValueError where no set would do, of any size. (With as many labels 1 as 0 that cannot be: without
    any neuron all rows get one answer, right for half of them.)
    """
    neurons = range(model.fc1.out_features)
    r = _pearson(model.act(model.fc1(X)).detach(), y)
    losses = [_score_without(model, X, y, (j,))[1] for j in neurons]
    for size in range(len(neurons) + 1):
        for removed in itertools.combinations(neurons, size):
            if _score_without(model, X, y, removed)[0] <= 0.5:
                return Claims(int(r.abs().argmax()), int(np.argmax(losses)), list(removed))
    raise ValueError("accuracy stays above 1/2 whatever is removed")


# %%
if __name__ == "__main__":
    claims = explain(model, X, y)
    print(claims)
    cause_against_correlation(label_correlation(model, X, y)[0], ablation_sweep(model, X, y)[1], claims)

# %% [markdown]
# **Think about it.** Where do the three claims agree on your network, and where not? If two neurons carry the
# same information, what do single ablations say of each?
#
# <details><summary>What we found</summary>
#
# Alignment is not cause: in 38 % of our networks the first two claims name different neurons, and in 96 %
# ablating the most aligned neuron costs no accuracy at all. And the smallest set is not simply the top of a
# ranking by single ablations: when two neurons carry the same information, either is enough, so ablating one
# does little and ablating both does everything. No list of single ablations can show that. This is
# *redundancy*.
#
# </details>
#
# ### Redundancy, or repair?
#
# In a language model something else was observed: a layer is ablated, and layers *after* it react. They write
# something else than before, and make up for part of what was lost. This is the *Hydra effect* (McGrath et
# al. 2023). Can our network do that? Predict it from its form, then measure: the cell compares what each
# neuron wrote with what the logit difference loses without it.

# %%
if __name__ == "__main__":
    terms = as_array(logit_difference_terms(model, X)[0])
    intact = as_array(model(X))
    for j in range(terms.shape[1]):
        lost = (intact - as_array(ablate(model, X, j))) @ [-1.0, 1.0]  # of logit[1] - logit[0]
        made_up = np.abs(terms[:, j] - lost).max()
        print(f"n{j}: terms up to {np.abs(terms[:, j]).max():.2f}; made up for by the others {made_up:.5f}")

# %% [markdown]
# <details><summary>What we found</summary>
#
# Nothing is made up for. Our network has nothing after its hidden layer that could react. Its redundancy lies
# within one layer: the neuron that is left does what it did before, and that suffices.
#
# </details>
#
# ### A worked example: does this neuron detect odd parity?
#
# A report on a network of this kind (seed 0, 4 neurons, 2000 epochs) found that neuron 0 has the largest
# correlation with the label, r = .476, and took it for a detector of odd parity: important, since accuracy
# drops without it, and attentive to all three bits. Your functions can repeat the whole report, its weights
# too if your `train` is full-batch Adam from `TinyMLP`'s own draw and does not stop early.

# %%
if __name__ == "__main__":
    reported, _ = train(X, y, seed=0, hidden=4, epochs=2000)
    for name, values in reported.named_parameters():
        print(name, values.detach().numpy().round(2), sep="\n")
    r, p = label_correlation(reported, X, y)
    accuracy_delta, loss_delta = ablation_sweep(reported, X, y)
    for j, row in enumerate(zip(*map(as_array, (r, p, accuracy_delta, loss_delta)), strict=True)):
        print("n{}: r {:+.3f}, p {:.2f}, accuracy {:+.3f}, loss {:+.3f}".format(j, *row))
    print("n0, inputs 000 … 111:", as_array(hidden_activations(reported, X))[:, 0].round(2))
    print(explain(reported, X, y))

# %% [markdown]
# **Think about it.** The report says four things: neuron 0 *detects* odd parity; it is *important*; it is so
# *because of its correlation*; it is *attentive to all three bits*. Judge each by the numbers above before
# you open the fold. Which would you sign?
#
# <details><summary>What we found</summary>
#
# - *A detector?* Its r = .476 is just below .5, which no tanh neuron can exceed. Its weights, (3.5, 3.4,
#   -4.3), show what it computes: a majority vote of bit 0, bit 1 and the inverse of bit 2. That agrees with
#   parity on six of the eight inputs; to 001 it says even, to 110 odd. The network is right there because of
#   the other neurons.
# - *Important?* Yes: without it, accuracy falls to 1/2, and here the report is right. But it is not the most
#   causal: ablating n2 costs more cross-entropy (.478 against .427), though less accuracy. The two measures
#   disagree, so say which one you mean.
# - *Because of its correlation?* No. Of 982 networks trained like this one that reach 100 %, the most aligned
#   neuron is not the most causal in 43 %, and in 66 % its ablation costs no accuracy. One network is one
#   case, not a rule.
# - *Attentive to all three bits?* So is every neuron with three weights that are not 0.
#
# </details>

# %% [markdown]
# ### Your evidence
#
# *About 15 minutes.*
#
# Go back to your hypothesis. What did you measure, on which network, and does it stand? Report numbers, with
# the figure or the function that they came from, and name one explanation that your measurements do not
# exclude.

# %% [markdown] written="evidence"
# In my network (seed 39) the most aligned neuron is n3, r = -.47. Zero-ablating it raises the cross-entropy
# by .034; ablating n0, with r = .44, raises it by .096. So my hypothesis is refuted, and on the second count
# too: accuracy stays at 100 % without n3. It stays there without any one neuron. But without n0 and n3
# together it falls to 1/2, and no other pair does that, so the two cover for each other. Open: whether
# another seed divides the work in the same way, and whether n0 and n3 carry the same thing or two things of
# which either suffices.

# %% [markdown] rubric="evidence"
# - 2: numbers from the student's own network that bear on the hypothesis (not on another question).
# - 1: a verdict that follows from them, also where it is "refuted".
# - 1: an intervention, not only a correlation or a picture.
# - 1: an explanation that remains open, such as another seed, joint effects, or zero against mean.
#
# A high |r| offered as proof of importance: at most 2.

# %% [markdown]
# ### Your reflection
#
# *About 15 minutes.*
#
# Suppose the same three claims were made about one neuron of a large language model. Which of your
# measurements would you still trust, which would you not, and what would you measure first?

# %% [markdown] written="reflection"
# Ablation would still show a cause, but only of what I measure it on: here I could test all eight inputs,
# there I would have a sample, so a neuron may matter on texts that I did not try. I would not trust single
# ablations to find what is needed, since even six neurons cover for each other, and later layers can react,
# so a neuron's direct term is no longer its total effect. All subsets cannot be tried. I would first compare
# the neuron with random neurons of its layer, by mean-ablation and by loss, since at zero a neuron may be far
# from anything the later layers ever see.

# %% [markdown] rubric="reflection"
# - 2: something that holds at eight inputs and fails at scale (no complete input set, layers that react,
#   subsets that cannot be listed, neurons that mean several things), tied to a measurement made here.
# - 2: a concrete first measurement with a control to compare it with.
# - 1: says what remains trustworthy, and why.

# %% [markdown]
# ## Extra · Noise, four bits, and how the circuit forms
#
# ### Noise
#
# *About 30 minutes; medium.*
#
# Let every bit flip independently with probability p before the network sees it, while the label stays that
# of the clean pattern. No sampling is needed, since only eight patterns can arrive.
#
# <details><summary>Hint 1: a nudge</summary>
#
# How probable is it that one given pattern arrives as another given pattern? It depends on one number only.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Count in how many bits each pattern differs from each other one. That gives a matrix of probabilities whose
# rows sum to 1.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The prediction is that of the pattern which *arrived*, the label that of the pattern which was *sent*. Mean
# over what was sent, weighted sum over what arrived. At p = 0 you must get the accuracy; the rows may come in
# any order.
#
# </details>


# %% solution="noise"
def noisy_accuracy(model: TinyMLP, X: Tensor, y: Tensor, flip_probability: float) -> float:
    """The exact expected accuracy when each bit of the input flips independently with `flip_probability`.

    X [2^n, n] holds every pattern of n bits once, in any order; `flip_probability` is from 0 to 1. The clean
    pattern is drawn uniformly from X, and the prediction on the flipped pattern (its larger logit's label) is
    compared with the clean pattern's label in y [2^n], which may be any function of the bits. Exact, not
    sampled. (Noise stability: O'Donnell 2014, "Analysis of Boolean functions", section 2.4.)
    """
    flips = (X[:, None] != X[None]).sum(dim=2).double()
    chance = flip_probability**flips * (1 - flip_probability) ** (X.shape[1] - flips)
    with torch.no_grad():
        right = model(X).argmax(dim=1)[None] == y[:, None]
    return (chance * right).sum(dim=1).mean().item()


# %%
if __name__ == "__main__":
    flip_probabilities = np.linspace(0, 1, 41)
    noise_curve(flip_probabilities, [noisy_accuracy(model, X, y, q) for q in flip_probabilities])

# %% [markdown]
# **Think about it.** What is the value in the middle, and why must it be that? What happens at p = 1, for
# three bits and for four?
#
# <details><summary>What we found</summary>
#
# For a network that computes n-bit parity the expected accuracy is (1 + (1 - 2p)^n) / 2, and for small p that
# of no other function of n bits falls faster.
#
# </details>

# %% [markdown]
# ### Four bits
#
# *About 10 minutes; easy.*
#
# There are sixteen inputs. How many neurons would you give the network? A network that is only just large
# enough often gets stuck, and one that is larger has room for several neurons that do the same. The hidden
# checks train with six seeds, and one of them has to get there.
#
# <details><summary>Hint 1: a nudge</summary>
#
# You have a function that trains; what of it must change?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Only its size, if anything. Try some seeds for each size before you settle, not one.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Room is cheap here: up to 64 neurons are allowed.
#
# </details>


# %% solution="four_bits"
def train_four_bits(seed: int) -> tuple[TinyMLP, list[float]]:
    """Trains a tanh `TinyMLP` on 4-bit parity to accuracy 1, with at most 64 neurons; `seed` is as for `train`.

    Returns (model, losses), as `train` does: the losses of the training that made this model, and of no other. You
    may train several times and keep one model, as long as the losses are of its training and `seed` decides
    everything. (So not with seed + 1, which is another call's seed: both calls could keep the same model.)
    """
    X, y = parity_data(4)
    return train(X, y, seed, hidden=16)


# %%
if __name__ == "__main__":
    X4, y4 = parity_data(4)
    model4, losses4 = train_four_bits(seed=0)
    print(f"accuracy on 4 bits {(model4(X4).argmax(dim=1) == y4).float().mean():.0%}")
    activation_heatmap(hidden_activations(model4, X4), X4, y4)

# %% [markdown]
# **Think about it.** How many of these neurons could you remove, one at a time, at no cost? And how many at
# once? What does that say about "the neuron for" anything in a network that is wider than it needs to be?
#
# <details><summary>What we found</summary>
#
# After 500 epochs 99 of 500 seeds reach 100 % with 4 neurons, 496 with 8, and all 500 with 16.
#
# </details>

# %% [markdown]
# ### What can go?
#
# The question can be answered exactly: of all *sets* of neurons, which can be removed together with all
# sixteen answers still right? A removed neuron takes away its term and nothing else (section 4), so all
# 65,536 sets of a network with 16 neurons are one matrix product. Before you run it: if every neuron can go
# alone, how many can go together? And what will 8 more neurons be used for, more work or more spares?

# %%
if __name__ == "__main__":
    figure, axes = plt.subplots(figsize=(6, 3.4), layout="constrained")
    for hidden, style in ((8, "o-"), (16, "s--")):
        network, _ = train(X4, y4, seed=0, hidden=hidden)
        terms4, bias4 = logit_difference_terms(network, X4)
        stays = np.arange(2**hidden)[:, None] >> np.arange(hidden) & 1  # a set in each row
        right = ((stays @ as_array(terms4).T + as_array(bias4) > 0) == as_array(y4 == 1)).all(axis=1)
        gone = hidden - stays.sum(axis=1)
        alone, together = int(right[gone == 1].sum()), int((gone * right).max())
        print(
            f"{hidden} neurons: {alone} can go alone, and at most {together} together: {hidden - together} do"
        )
        shares = [right[gone == k].mean() for k in range(hidden + 1)]
        axes.plot(shares, style, markersize=5, label=f"{hidden} neurons")
    axes.set(xlabel="neurons removed", ylabel="share of such sets without\nwhich all is still right")
    axes.set(title="Spare alone is not spare together", xticks=range(0, 17, 2))
    axes.legend(frameon=False)

# %% [markdown]
# **Think about it.** How many neurons are left in the end, in the small network and in the large one? Which of
# the 16 would you call redundant, then?
#
# <details><summary>What we found</summary>
#
# With 8 neurons 5 can go alone, and 2 or 3 together; with 16 neurons all 16 can go alone, and 8 to 11 together
# (20 seeds; the first of each is a median). So five or six neurons are enough in either, and most of the eight
# that were added are spares. But "redundant" is a property of a set. Each of the 16 can go, and 16 of them
# cannot; which are spares depends on which have gone already.
#
# </details>

# %% [markdown]
# ### How the circuit forms
#
# *About 20 minutes; easy.*
#
# Keep copies of the network as it trains, and measure each of them as you measured the trained one. Does the
# function come first, or the division of labour that you found?
#
# <details><summary>Hint 1: a nudge</summary>
#
# A list of references to one model is a list of one model.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The last snapshot is what `train` gives for that many epochs. So the steps must be the same steps, with one
# optimiser that lives through all of them.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Training anew for each stop gives the right weights too, at many times the cost. (Not if your rate depends on
# the number of epochs: then a shorter training is another one.) Going on from a snapshot with a *new* Adam
# gives other weights, since Adam remembers.
#
# </details>


# %% solution="snapshots"
def snapshots(X: Tensor, y: Tensor, seed: int, every: int = 50, epochs: int = 500) -> list[TinyMLP]:
    """The model at several times of its training, from first to last: epochs / every + 1 models.

    The first is untrained, as `train(X, y, seed, epochs=0)` gives it; then one after each `every` epochs, all of
    this one training of `epochs` epochs; the last is what `train(X, y, seed, epochs=epochs)` gives, with its
    defaults. `epochs` is a multiple of `every`. Each is a separate model, also where your training stops early and
    they are equal. (In larger models: Nanda et al. 2023, "Progress measures for grokking via mechanistic
    interpretability".)
    """
    model, _ = train(X, y, seed, epochs=0)
    optimiser = _optimiser(model, lr=0.05)
    kept = [copy.deepcopy(model)]
    for _ in range(epochs // every):
        for _ in range(every):
            _step(model, optimiser, X, y)
        kept.append(copy.deepcopy(model))
    return kept


# %%
if __name__ == "__main__":
    models = snapshots(X, y, seed=39, every=10, epochs=150)
    accuracies = [(m(X).argmax(dim=1) == y).float().mean().item() for m in models]
    loss_deltas = np.stack([as_array(ablation_sweep(m, X, y)[1]) for m in models])
    snapshot_curves(range(0, 151, 10), accuracies, loss_deltas)
# %% [markdown]
# **Think about it.** Look at the moment when accuracy reaches 1. How much does each neuron's ablation cost
# then, and how much at the end?
#
# <details><summary>What we found</summary>
#
# In our network (seed 39), ablating n4 costs .37 nats when accuracy first reaches 100 % (at epoch 50) and
# hardly anything a hundred epochs later: the function comes first, and the redundancy that hides what each
# neuron does comes later.
#
# </details>

# %% [markdown]
# ## What the real models look like
#
# One hidden layer, all inputs at hand, and every set of neurons can be tried: none of the three holds for a
# language model. Each of the twelve layers of GPT-2 small has an MLP of 3,072 neurons, no list of its inputs
# exists, and what a neuron writes is read by all the layers after it. What you practised stays: a claim about
# a part is tested by removing it, with something to compare with, on inputs that you chose beforehand. What
# changes is the price. People ablate by mean or by values from other inputs, since zero may be a value that
# the next layer never sees; they measure a loss, since accuracy has ties; and they look for sets of parts by
# search, since single ablations miss what is redundant.
#
# ## Further reading
#
# - Morcos et al. 2018, *On the importance of single directions for generalization*: ablation of single
#   neurons, and selectivity that does not predict importance. <https://arxiv.org/abs/1803.06959>
# - Meyes et al. 2019, *Ablation studies in artificial neural networks*. <https://arxiv.org/abs/1901.08644>
# - Li and Janson 2024, *Optimal ablation for interpretability*: what to put in the place of what you remove.
#   <https://arxiv.org/abs/2409.09951>
# - McGrath et al. 2023, *The Hydra effect*: layers that make up for others.
#   <https://arxiv.org/abs/2307.15771>
# - Simonyan, Vedaldi and Zisserman 2014, *Deep inside convolutional networks*: gradients as saliency.
#   <https://arxiv.org/abs/1312.6034>
# - Adebayo et al. 2018, *Sanity checks for saliency maps*: what a saliency map should lose when the weights
#   are lost. <https://arxiv.org/abs/1810.03292>
# - Nanda et al. 2023, *Progress measures for grokking via mechanistic interpretability*: a circuit that
#   forms, with every step measured. <https://arxiv.org/abs/2301.05217>
# - Olah et al. 2020, *Zoom in: an introduction to circuits*: the programme behind all of this.
#   <https://distill.pub/2020/circuits/zoom-in/>

# %%
if __name__ == "__main__":
    plt.show()  # a script shows its figures here; a notebook has shown them already
