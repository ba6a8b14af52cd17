# %% [markdown]
# # Features out of neurons: sparse autoencoders
#
# Neurons are not good units of explanation: in the logit decomposition one neuron fired for several unrelated
# answers. The hypothesis behind that is *superposition*: a model has more features than dimensions, so it
# stores them as directions that are not orthogonal, and this works because few are present at a time. If that
# is so, then a wide hidden layer that may use only a few of its units at once should find the directions
# again. That is a sparse autoencoder (SAE).
#
# Whether it found them can only be checked where they are known. So you train one on a toy (artificial data
# with 64 known features in 32 dimensions), measure what it finds, and then train one on a transformer, where
# nobody knows the features and the evidence has to come from interventions.
#
# **The goal.** To build a sparse autoencoder whose every part you could defend, and to know how much its
# latents have earned their names.
#
# **Afterwards you can**
#
# - write and train a sparse autoencoder, and find what is wrong with one that does not work;
# - measure it by numbers that a low loss can hide, on data that it has not seen;
# - say whether it found the features, where they are known;
# - label a latent by a claim that can be wrong, and test it on held-out contexts;
# - steer a model with a latent, and tell influence from co-activation.
#
# **You need** torch with gradients and an optimiser, matrix shapes, and a little linear algebra (projections,
# cosines). The second half uses the model of the logit decomposition, and hooks as introduced there.
#
# **Time.** About six and a half hours for the eleven tasks and the three written answers, an hour and a half
# for the extras. Each task says its own estimate; it is meant for somebody who has not done this before.
#
# **How this works.** Each task asks for one or a few functions; replace `raise NotImplementedError` by your
# own code. `given.py` has the parameters, the toy and the figures, `facts.py` the facts and the model that
# knows them. Tensors, arrays and nested lists of numbers count as the same answer. The docstrings fix every
# sum and mean, sign, unit and axis.
#
# **Hints and findings are folded.** Lines with a small triangle open with a click. Each task has three hints:
# a nudge, a direction, and nearly there. *What we found* stands after your own cell: run that first, and
# answer the question above the fold. (In the module a fold is a comment that begins with its title: stop
# reading there.)
#
# **How it is graded.** Hidden checks call your functions on *planted models*: autoencoders, toys and
# transformers that you have not seen, made by us so that we know the answer. What you train is measured on
# data that it was not trained on, with metrics of ours; each docstring says what is measured on what. Run the
# public tests (`pytest test_sae.py`, about half a minute) as often as you like: they ask the same numbers of
# your training as the hidden checks do, on another toy.
#
# Cells that run experiments begin with `if __name__ == "__main__":`, so that tests can import your functions
# without repeating your experiments. In a notebook that line is always true.
#
# *sae, version 2*

# %%
from collections.abc import Callable, Sequence

import matplotlib.pyplot as plt
import numpy as np
import torch
from diagrams import autoencoder_diagram
from figure_parts import BLUE, ORANGE
from given import (
    Feature,
    SparseAutoencoder,
    activations_at_end,
    context_table,
    cosine_heatmap,
    density_histogram,
    facts_vocabulary,
    frontier_curve,
    influence_scatter,
    load_facts,
    load_facts_model,
    make_toy,
    split_facts,
    steering_bars,
    steering_page,
    superposition_panels,
    train_with_resampling,
)
from scipy.optimize import linear_sum_assignment
from torch import Tensor
from transformer_lens import TransformerBridge

# %%
if __name__ == "__main__":
    torch.set_num_threads(1)  # these networks are so small that a second thread only slows them down
    toy = make_toy(seed=0)
    x, held_out = toy.sample(8192, seed=1), toy.sample(8192, seed=2)
    between = toy.directions @ toy.directions.T - torch.eye(64)
    print(
        f"{len(toy.directions)} features in {x.shape[1]} dimensions, {64 * toy.probability:.1f} present on average"
    )
    print(f"largest |cosine| between two of them: {between.abs().max():.2f}")

# %% [markdown]
# ### Why a model would do that
#
# Before you take a superposition apart, watch one arise. The smallest model that can make one has five features
# and two dimensions (Elhage et al. 2022). It squeezes five numbers x through W, and has to give them back:
#
# $$\hat x = \mathrm{ReLU}(x W W^\top + b).$$
#
# Row i of W, an arrow in the plane, is the direction of feature i. Each feature is there with a certain
# probability, independently of the others, with a size from 0 to 1, and an error in one counts .8 times as much
# as in the one before it. Two of them could have an axis each, and the other three be given up. When would a
# model keep more than two, and where do its arrows go then? Draw your guess, for features that are always there
# and for rare ones. The cell trains 20 models, side by side.

# %%
if __name__ == "__main__":
    present, worth = torch.tensor([1.0, 0.5, 0.2, 0.1, 0.02]), 0.8 ** torch.arange(5)
    generator = torch.Generator().manual_seed(0)
    arrows = (0.5 * torch.randn(5, 4, 5, 2, generator=generator)).requires_grad_()  # four starts for each
    bias = torch.zeros(5, 4, 1, 5).requires_grad_()
    optimiser, late = torch.optim.Adam([arrows, bias], lr=1e-2), torch.zeros(5, 4)
    for step in range(1500):
        optimiser.param_groups[0]["lr"] = 1e-2 * min(1.0, 2 - step / 750)
        sizes, draws = torch.rand(2, 5, 4, 256, 5, generator=generator)
        world = sizes * (draws < present[:, None, None, None])
        wrong = (world @ arrows @ arrows.mT + bias).relu() - world
        errors = (wrong.square() * worth).sum(dim=3).mean(dim=2)
        optimiser.zero_grad()
        (errors / present[:, None]).sum().backward()
        optimiser.step()
        late += errors.detach() * (step >= 1200)
    best = arrows.detach()[
        torch.arange(5), late.argmin(dim=1)
    ]  # of four starts, the one with the least error
    figure, panels = plt.subplots(2, 5, figsize=(11, 4.4), layout="constrained")
    for (above, below), rows, share in zip(panels.T, best, present.tolist(), strict=True):
        for i, (right, up) in enumerate(rows.tolist()):
            arrow = {"arrowstyle": "->", "color": f"C{i}", "linewidth": 2.5}
            above.annotate("", (right, up), (0, 0), arrowprops=arrow)
        kept = int((rows.norm(dim=1) > 0.5).sum())
        above.set(title=f"present {share:.0%}:\n{kept} of 5 kept", aspect="equal", xticks=[], yticks=[])
        above.set(xlim=(-1.4, 1.4), ylim=(-1.4, 1.4))
        products = below.imshow((rows @ rows.T).numpy(), cmap="PuOr", vmin=-1.3, vmax=1.3)
        below.set(xticks=[], yticks=[])
        print(f"present {share:4.0%}: lengths", *(f"{length:.2f}" for length in rows.norm(dim=1)))
    panels[0, 0].set_ylabel("directions")
    panels[1, 0].set_ylabel("feature times feature")
    figure.colorbar(products, ax=panels[1], label="product")


# %% [markdown]
# **Think about it.** Follow the arrows from left to right. What does a feature pay for a direction that it
# shares, and when does it pay? Why do the first two that share one point opposite ways? What would change
# without the ReLU?
#
# <details><summary>What we found</summary>
#
# Features that are always there get an axis each, and three are given up. The rarer they are, the more are kept:
# pairs that point opposite ways, then a pentagon. A product below 0 costs nothing where the other feature is
# absent, since the ReLU cuts it off; a small one above 0 is cut off by a bias below 0. What is left to pay falls
# due where two are there at once, and of rare features that is rarer still. Without the ReLU two features are
# kept, however rare they are.
#
# The best of four starts kept 2, 3 or 4, 4, 4 or 5, and 5 features (ten times four starts for each probability).
# A single start can get stuck with fewer: at 10 %, half of the 40 did. Which picture a model ends with is a
# matter of its start as well as of its data.
#
# </details>

# %% [markdown]
# ## 1 · The forward pass
#
# *About 20 minutes; easy.*
#
# $$f = \mathrm{ReLU}\big((x - b_\mathrm{dec})\,W_\mathrm{enc} + b_\mathrm{enc}\big), \qquad \hat x = f\,W_\mathrm{dec} + b_\mathrm{dec}.$$
#
# `SparseAutoencoder` in `given.py` holds the four parameters. Row j of `W_dec` is the direction of latent j
# (a latent is a hidden unit of the autoencoder), and $f_j$, its feature, says how much of that direction is
# there. `b_dec` is subtracted on the way in as well as added on the way out: it is the point from which
# features are measured. On data whose mean is 0 it would make no difference, so the toy's mean is not 0.
#
# A missing `b_enc` is easily overlooked too. An autoencoder without it can pass every test of training below,
# since `b_dec` and the encoder make up for it. So the hidden checks of this task use autoencoders with large
# random biases.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two lines, one for each half of the formula. Write the shape under every factor.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Samples are rows, so the matrices stand on the right. Each bias is used where the formula has it, one of
# them twice.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Stay in torch and detach nothing: gradients have to reach all four parameters, one of them by two ways. And
# return both results, in the order of the docstring.
#
# </details>

# %% solution="forward"
def forward(sae: SparseAutoencoder, x: Tensor) -> tuple[Tensor, Tensor]:
    """What the autoencoder makes of activations x [N, d]: (reconstruction [N, d], features [N, n_latents]).

    As in the formula above. Written in torch, the gradients of both by all four parameters are the formula's,
    too.
    (In NumPy it has none, and is accepted as well. Bricken et al. 2023, "Towards monosemanticity".)
    """
    raise NotImplementedError("forward is not written yet")


# %%
if __name__ == "__main__":
    torch.manual_seed(0)
    untrained = SparseAutoencoder(32, 96)
    with torch.no_grad():
        reconstruction, features = forward(untrained, x)
    print(f"untrained: {(features > 0).float().sum(dim=1).mean():.0f} of 96 latents are above 0 on a sample,")
    print(f"squared error {(reconstruction - x).square().sum(dim=1).mean():.1f}, squared size", end=" ")
    print(f"of the data {x.square().sum(dim=1).mean():.1f}")
    autoencoder_diagram(x[0], features[0], reconstruction[0])


# %% [markdown]
# **Think about it.** Why is about half of the latents above 0 before any training? And how can a
# reconstruction be worse than none?

# %% [markdown]
# ## 2 · The loss
#
# *About 15 minutes; easy.*
#
# The error should be small, and few features should be active. Their number has no useful gradient, so the
# sum of their sizes, the L1 norm, is used instead.
#
# Sums and means matter here. `features.abs().mean()` is quickly written, and divides by the number of latents
# as well. What becomes of the penalty with 96 latents, at the same `l1`? And what, if instead the error is a
# mean over the 32 dimensions? Neither is wrong in itself, but `l1` means nothing until both are fixed.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two axes, and each of the two parts has one sum and one mean. Which is over which?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Sum over what belongs to one sample, mean over the samples.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# If your values are right for one shape and wrong for another, a mean ran over everything. Return tensors,
# not numbers, so that the gradient survives.
#
# </details>

# %% solution="loss"
def loss(x: Tensor, reconstruction: Tensor, features: Tensor, l1: float) -> tuple[Tensor, Tensor, Tensor]:
    """The loss of some samples: (total, error, sparsity), a number each.

    error is the *sum* of the squared differences between x [N, d] and reconstruction [N, d] over the d
    dimensions, sparsity the *sum* of the features [N, n_latents] over the latents (none is below 0); of
    both, the mean over the N samples. total = error + l1 · sparsity; written in torch, it has its gradients
    by both reconstruction and features. (In NumPy it has none, and is accepted as well. The gradient by a
    feature that is 0 is not looked at.)
    """
    raise NotImplementedError("loss is not written yet")


# %%
if __name__ == "__main__":
    for l1 in (0.0, 0.3, 3.0):
        total, error, sparsity = (float(part) for part in loss(x, reconstruction, features, l1))
        print(f"l1 {l1}: error {error:.1f}, sparsity {sparsity:.1f}, total {total:.1f}")


# %% [markdown]
# **Think about it.** At which `l1` would it pay to let one feature of size 1 go, if that made the squared
# error larger by .5? By what would you have to divide it for twice as many dimensions?
#
# <details><summary>What we found</summary>
#
# With the mean over the latents, the penalty is 96 times weaker than the same `l1` here, and hardly anything
# becomes sparse. With the mean in the error instead, the penalty is far too strong: next to nothing fires any
# more.
#
# </details>

# %% [markdown]
# ## 3 · The gradients
#
# *About 15 minutes; easy.*
#
# A value can be right while its gradient is not: after a `detach`, an `.item()` or a round trip through
# NumPy, a parameter no longer learns. So look at the gradients once before you train on them.
#
# <details><summary>Hint 1: a nudge</summary>
#
# You have both functions; what is missing is one call of autograd.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Ask for the gradients of the total, by parameter, without storing them: then nothing is left on the
# autoencoder.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Where no latent fires, autograd gives zeros in each parameter's own shape. If it raises or gives `None`, a
# parameter does not take part in your total: look at `forward`.
#
# </details>

# %% solution="gradients"
def gradients(sae: SparseAutoencoder, x: Tensor, l1: float) -> dict[str, Tensor]:
    """The gradient of the total loss on x [N, d] for each parameter, by name, in the parameter's shape.

    The names are "W_enc", "b_enc", "W_dec" and "b_dec". Leaves the values of the parameters as they were.
    (All four require gradients, and their `.grad` is empty at the call.)
    """
    raise NotImplementedError("gradients is not written yet")


# %%
if __name__ == "__main__":
    for name, gradient in gradients(untrained, x[:256], l1=0.3).items():
        print(f"{name}: largest gradient {np.abs(np.asarray(gradient)).max():.2f}")


# %% [markdown]
# **Think about it.** Which of the four would be 0 if you had detached the features before the loss? Which
# would not, and why is that the dangerous case?

# %% [markdown]
# ## 4 · Train it
#
# *About 60 minutes; medium.*
#
# The loss alone has a loophole: halve all features, double all decoder rows, and the reconstruction is the
# same at half the penalty. So the rows of `W_dec` are kept at length 1: after every step, divide each row by
# its own length. (The rows, not the columns; after every step, not once at the start.)
#
# The reference uses batches of 256, Adam at 1e-2 for 1200 steps, a learning rate that falls to 0 over the
# last fifth, and `b_dec` starting at the data's mean: a second or two. Other ways work as well. (But task 7
# trains for 400 steps at your default rate, so that one must not be small.)
#
# <details><summary>Hint 1: a nudge</summary>
#
# The loop is like any other; two things are special, one before it and one in each turn. Which parameter has
# a good first value, and which has to be put in order after each step?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Putting the rows in order is no part of what is learned: do it outside of the gradient, on the parameter
# itself. There may be fewer samples than a batch.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# If few features are found although the loss looks fine, the training is too short or too slow: compare rate
# and steps with those above. If the norms are off, look at the axis, and at whether the last step is followed
# by it too. The seed has to be set before anything is drawn; with steps=0 the rows have length 1 as well.
#
# </details>

# %% solution="train"
def train(
    x: Tensor, n_latents: int = 96, l1: float = 0.3, steps: int = 1200, seed: int = 0, lr: float = 1e-2
) -> SparseAutoencoder:
    """Trains an autoencoder with n_latents latents on activations x [N, d], N from 100 to many thousands.

    `seed` decides everything random: the same seed gives the same weights, another seed gives others, with
    steps=0 too. The decoder's rows have length 1 at the end, after few steps too. `steps` is the number of
    updates, however many samples there are; steps=0 gives an untrained one. `l1` and `lr` are used as they
    are given, 0 too (`lr` as the highest rate: a schedule of it is yours). What is minimised is the total of
    `loss`, with its sums and means whatever n_latents and d are.

    The default values of `steps` and `lr` (not those of the others), the optimiser and how the parameters
    are drawn are yours to choose. What is asked is that, on 8192 samples of the toy (those of the hidden
    checks have two features or more each) and with the defaults, the autoencoder recovers the
    toy's features (matched one to one, a mean cosine of at least .95 and nine of ten above .9), with an L0
    from 5 to 12 and at most .13 of the variance unexplained on held-out samples of the toy.
    (Cunningham et al. 2023, "Sparse autoencoders find highly interpretable features in language models",
    where the decoder is the encoder's transpose; with two matrices and unit norm: Bricken et al. 2023.)
    """
    raise NotImplementedError("train is not written yet")


# %%
if __name__ == "__main__":
    sae = train(x)
    with torch.no_grad():
        reconstruction, features = forward(sae, held_out)
    print("decoder rows: length", *(f"{v:.3f}" for v in sae.W_dec.norm(dim=1).aminmax()))
    autoencoder_diagram(held_out[0], features[0], reconstruction[0])


# %% [markdown]
# **Think about it.** You have a trained autoencoder and no idea how good it is. What would you want to know
# first, and why does the loss not tell you?
#
# <details><summary>What we found</summary>
#
# Two ways do not work, although the loss does not show it: Adam at 1e-3 for 1200 steps, or at 1e-2 for 150
# (either finds a few percent of the features).
#
# </details>

# %% [markdown]
# ## 5 · Measure it
#
# *About 25 minutes; easy.*
#
# A low loss can hide many faults. Four numbers say more:
#
# - **L0**: how many latents fire on a sample. Firing means *above 0*, not above some small number (features
#   are never below 0).
# - **FVU**, the fraction of variance unexplained: the squared error over the squared distance from the data's
#   own mean. Reconstructing the mean alone must score 1: if the data in the denominator were not centred, our
#   toy's offset would make any autoencoder look good. What is worse than the mean scores more than 1.
# - **dead** latents never fire.
# - **density**: on what share of the samples each latent fires.
#
# All of them are measured on held-out samples.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which of the four are about one latent, and which about one sample?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Three come from the same table of true and false, summed or averaged along one axis or the other. FVU is one
# ratio of two sums over everything.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# For FVU the mean is per dimension, over the samples, and it is the data's, not the reconstruction's. Many
# small numbers are added up: use float64.
#
# </details>

# %% solution="metrics"
def l0(features: Tensor) -> float:
    """How many of the features [N, n_latents] are above 0 on a sample, on average."""
    raise NotImplementedError("l0 is not written yet")


def fraction_of_variance_unexplained(x: Tensor, reconstruction: Tensor) -> float:
    """The summed squared error over the summed squared distance of x [N, d] from its mean over the samples
    [d] (which is not 0)."""
    raise NotImplementedError("fraction_of_variance_unexplained is not written yet")


def firing_density(features: Tensor) -> Tensor:
    """The share of the samples on which each of the features [N, n_latents] is above 0, [n_latents]."""
    raise NotImplementedError("firing_density is not written yet")


def dead_latents(features: Tensor) -> list[int]:
    """The latents that are above 0 on none of the samples of features [N, n_latents], in ascending order."""
    raise NotImplementedError("dead_latents is not written yet")


# %%
if __name__ == "__main__":
    fvu = fraction_of_variance_unexplained(held_out, reconstruction)
    print(f"L0 {l0(features):.2f}, FVU {fvu:.3f}, {len(dead_latents(features))} dead")
    density_histogram(firing_density(features), toy.probability)


# %% [markdown]
# **Think about it.** The dotted line is how often a feature is present. Why do most latents fire more often
# than that? And what do you make of the FVU: is the missing tenth noise?

# %% [markdown]
# ## 6 · Did it find the features?
#
# *About 30 minutes; medium.*
#
# Now the question that only a toy can answer. Take the cosine of every decoder row with every true direction.
# The usual measure looks up the best latent for each feature, but one latent between two close features
# counts for both there. So match one to one, such that the sum of the cosines is largest; that is an
# assignment problem, and scipy solves it. And the sign counts: features are never negative, so a row that
# points the other way is no match.
#
# <details><summary>Hint 1: a nudge</summary>
#
# A cosine is a product of two rows of length 1. Both sides may come at any length.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# scipy's solver minimises unless it is told otherwise, and takes rectangular tables: there may be more
# latents than features.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# It returns rows and columns in step. Which of the two do you return, and do the cosines come in the order of
# the features? Detach before you leave torch.
#
# </details>

# %% solution="recover"
def match_features(W_dec: Tensor, W_true: Tensor) -> tuple[list[int], Tensor]:
    """The best one-to-one matching of features and latents: (assignment [n_features], cosines [n_features]).

    assignment[i] is the latent (row of W_dec [n_latents, d]) matched to feature i (row of W_true [n_features,
    d]), and cosines[i] their cosine. No latent is used twice, n_latents is at least n_features, and the sum
    of the cosines is the largest possible (no two matchings tie). Rows may have any length above 0. (The assignment problem: Kuhn
    1955. Sharkey, Braun and Millidge 2022 take each feature's largest cosine instead, the "mean max cosine
    similarity", in which one latent may serve several features.)
    """
    raise NotImplementedError("match_features is not written yet")


# %%
if __name__ == "__main__":
    assignment, cosines = match_features(sae.W_dec, toy.directions)
    cosines = np.asarray(cosines)
    print(f"mean cosine {cosines.mean():.3f}, found {(cosines > 0.9).mean():.0%}")
    fires = np.asarray(firing_density(features))[np.asarray(assignment)]
    print(f"a feature's latent fires on {fires.mean():.0%} of the held-out samples")
    spare = np.delete(np.asarray(sae.W_dec.detach() @ toy.directions.T), assignment, axis=0).max(axis=1)
    print(
        f"{len(spare)} are left over; {((spare > 0.6) & (spare < 0.95)).mean():.0%} of them are weak copies"
    )
    cosine_heatmap(sae.W_dec, toy.directions, assignment)

# %% [markdown]
# **Think about it.** There are more latents than features. What did the others learn? "Found" asks whether
# every feature has a latent. What would the opposite question be?
#
# <details><summary>What we found</summary>
#
# A feature is present on 5 % of the samples, and its latent fires on about 9 %: it also fires, weakly, on
# samples without the feature, since no feature is orthogonal to all others. And the 32 latents that are left
# over have no features of their own: about two thirds of them are weak copies, with a cosine of .6 to .95 to
# a feature that another latent has already. "Found" asks whether every feature has a latent, not whether
# every latent is a feature.
#
# </details>
#
# ### In two dimensions
#
# Five features in two dimensions are a superposition that can be drawn. This is your own training, stopped at
# several times.

# %%
if __name__ == "__main__":
    angles = 2 * np.pi * torch.arange(5) / 5
    flat = make_toy(0, n_features=5, d=2)._replace(
        directions=torch.stack([angles.cos(), angles.sin()], dim=1)
    )
    stops = (0, 20, 60, 200, 1200)
    decoders = [train(flat.sample(8192, seed=1), 5, 0.4, steps, seed=4).W_dec for steps in stops]
    superposition_panels(decoders, stops, flat.directions)


# %% [markdown]
# **Think about it.** When are the five directions found, and in which order? Try other seeds: does it always
# end well?
#
# <details><summary>What we found</summary>
#
# Of five seeds, one got stuck between the features.
#
# </details>

# %% [markdown]
# ## 7 · Sparse or faithful: the frontier
#
# *About 10 minutes; easy.*
#
# `l1` trades sparsity against error, so a single number says little about an autoencoder. Train for several
# `l1` and draw the curve; two methods can be compared only along it. Before you do: what are L0, FVU and the
# number of features found at `l1` = 0?
#
# <details><summary>Hint 1: a nudge</summary>
#
# You have a function that trains one.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Everything else stays the same for all of them, the seed too.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Mind the names when you pass the arguments on: two of them are numbers of something, and they are easily
# exchanged.
#
# </details>

# %% solution="frontier"
def frontier(
    x: Tensor, l1s: Sequence[float], seed: int = 0, n_latents: int = 96, steps: int = 1200
) -> list[SparseAutoencoder]:
    """An autoencoder for each l1, in the order given, trained on x [N, d] as if it were the only one.

    `n_latents`, `steps` and `seed` are passed on to `train`, with `lr` left at its default. The default of
    `steps` is yours to choose here, too; that of `n_latents` is 96. The hidden checks
    train three on 8192 samples of the toy, as for `train`, for 400 steps, with l1 .05, .3 and 1, and measure
    them on new samples that are harder, each feature present three times as often: from each l1 to
    the next, L0 falls by a factor of 1.12 or more and FVU rises by a factor of 1.5 or more; at .3, L0 is at
    least 14 and FVU at most .35.
    """
    raise NotImplementedError("frontier is not written yet")


# %%
if __name__ == "__main__":
    l1s = [0.05, 0.1, 0.2, 0.5, 1.0]
    l0s, fvus = [], []
    for one in frontier(x, l1s):
        with torch.no_grad():
            one_reconstruction, one_features = forward(one, held_out)
        l0s.append(l0(one_features))
        fvus.append(fraction_of_variance_unexplained(held_out, one_reconstruction))
    frontier_curve(l0s, fvus, l1s, (l0(features), fvu))


# %% [markdown]
# **Think about it.** Which end of the curve would you choose to *explain* a model, and which to *replace* its
# activations? What would a better method's curve look like?
#
# <details><summary>What we found</summary>
#
# FVU alone rewards no sparsity at all: with `l1` = 0 it is 0, and no feature is found.
#
# </details>

# %% [markdown]
# ### Your prediction
#
# *About 15 minutes.*
#
# Next you take the autoencoder to a transformer that has learned 150 facts ("the capital of Texas is" →
# "Austin", "people in Peru speak" → "Spanish"). It will see the 256 neurons of the last MLP at the end of
# each prompt. What will its latents stand for: the place, the question that is asked, the answer, something
# else? Write down a prediction that can be refuted: what you expect, what you will measure, and the outcome
# that would refute it.

# %% [markdown] written="prediction"
# *Your answer here.*

# %% [markdown]
# ## 8 · An autoencoder for a model
#
# *About 60 minutes; hard.*
#
# A model's activations differ in size from the toy's: ours lie at a distance of about 7.5 from their mean, and
# those of other models elsewhere.
# Since the error grows with the square of the size and the penalty with the size itself, one `l1` means
# different things at different scales. So centre the activations, divide them by their mean distance from the
# centre, and train there.
#
# Then convert the autoencoder to the model's own units: it should read activations as they are, and a feature
# of 2 should mean that twice its decoder row is there. Work out what becomes of `b_enc` and `b_dec`; `W_enc`
# and `W_dec` can stay.
#
# There are 150 prompts, not 8192, and an autoencoder with 96 latents can learn much of so few by heart. So
# `split_facts` holds some of them out: of every answer that three facts or more share, a third. The model
# knows all 150 facts; the autoencoder has not seen these 23.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Write the formula of the forward pass once for the scaled data and once for the data as they are, and
# compare term by term.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# What you trained reads (x - centre) / size. If all features are to come out larger by the factor size, then
# everything inside the ReLU has to, and `W_enc` does that on its own.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# So one bias is scaled, the other is scaled and moved. Check on any x: the converted autoencoder's
# reconstruction is size times the old one's plus the centre. For the training itself, a lower rate, `l1` = .3
# and some hundred steps on all facts at once are a good start; look at L0 and at the held-out FVU together.
#
# </details>

# %% solution="concepts"
def train_on_activations(x: Tensor, seed: int = 0) -> SparseAutoencoder:
    """An autoencoder that reads activations x [N, d] of the facts model in the model's own units. The facts
    (rows) and the neurons (columns) come in any order.

    N and d from 16 up have to work: of 16 neurons and any N, at most half of the variance of the rows trained
    on is unexplained; the number of latents is up to you (at most 256, whatever d and N are). The decoder's rows have length 1,
    `seed` is as in `train`. What is asked, of `forward(sae, x)` on the model's last MLP (256 neurons, N about
    127) at the end of the prompts: on the facts trained on, at least 10 of the 15 answers that three or more
    of the 150 facts share have a latent that fires for them with F1 above .8 (see `label`), with an L0 of at
    most 4. For each of the 15, take the latent of the best F1 on the facts trained on: its TP, FP and FN on
    the facts held out, summed over the 15 answers, give an F1 of at least .4, and of the variance of the
    facts held out at most .4 is unexplained. L0 and this fraction are asked for at any scale of x, ten times
    as large or as small too.
    """
    raise NotImplementedError("train_on_activations is not written yet")


# %%
if __name__ == "__main__":
    model, vocabulary, facts = load_facts_model(), facts_vocabulary(), load_facts()
    prompts, answers = [fact.prompt for fact in facts], [fact.answer for fact in facts]
    SITE = "blocks.3.mlp.hook_post"
    activations = activations_at_end(model, vocabulary, prompts, SITE)
    distances = (activations - activations.mean(dim=0)).norm(dim=1)
    print(f"activations lie {distances.mean():.1f} from their mean")
    seen, unseen = split_facts(facts)
    facts_sae = train_on_activations(activations[seen])
    with torch.no_grad():
        reconstruction, facts_features = forward(facts_sae, activations)
    for name, rows in (("trained on", seen), ("held out", unseen)):
        fvu = fraction_of_variance_unexplained(activations[rows], reconstruction[rows])
        print(f"{len(rows)} facts {name}: L0 {l0(facts_features[rows]):.2f}, FVU {fvu:.3f}")
    print(f"{len(dead_latents(facts_features[seen]))} latents dead on the facts trained on")
    density_histogram(firing_density(facts_features[seen]))


# %% [markdown]
# **Think about it.** Compare the two lines: what was learned by heart, and how do you see it? Which of the
# two would you print in a paper?
#
# <details><summary>What we found</summary>
#
# The reference takes 400 steps on the 127 facts at once, `l1` = .3, a learning rate of 3e-3 and 96 latents.
# On ten trainings of the model from other seeds, on the facts that it was trained on 1.4 latents fire and .12
# of the variance is unexplained, on those held out 4.3 and .18 (medians).
#
# </details>

# %% [markdown]
# ## 9 · What is a latent about?
#
# *About 40 minutes; medium.*
#
# Read its strongest contexts, but do not trust them yet: a list of the top five says nothing about the sixth,
# nor about contexts where the latent should have fired and did not. A label is a claim, and F1 tests it:
# precision (where the latent fires, is the answer this word?) and recall (where the answer is this word, does
# it fire?), in one number. And a claim that was chosen to fit some facts is tested on others: labels are read
# off the facts trained on, and then held to the 23 that were not.
#
# (Lists such as "feature 3487: US state capitals", with which autoencoders are often presented, give
# neither.)
#
# <details><summary>Hint 1: a nudge</summary>
#
# For one word and one latent, sort all contexts into four kinds. F1 needs three of them.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The sum under the fraction is simpler than it looks: how often it fires, plus how often the answer is this
# word. Go through the words, keep the best.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Firing is above 0, in both functions. A latent that never fires has F1 0 with every word, so decide what its
# label is. The strongest contexts may be fewer than k; the values come as plain numbers.
#
# </details>

# %% solution="contexts"
def top_contexts(
    features: Tensor, contexts: Sequence[str], latent: int, k: int
) -> tuple[list[str], list[float]]:
    """The k contexts on which a latent is strongest, and how strong: (contexts, values), the strongest first.

    features is [N, n_latents], a row for each of the N contexts; k is from 1 and may be larger than
    N. No two activations of the latent are equal, but several may be 0. Contexts on which
    the latent does not fire (above 0) are left out, so there may be fewer than k.
    """
    raise NotImplementedError("top_contexts is not written yet")


def label(features: Tensor, answers: Sequence[str], latent: int) -> tuple[str, float]:
    """The answer that a latent fires for, and how well: (word, F1).

    features is [N, n_latents], answers has a word for each of the N contexts. For each word, F1 is 2·TP /
    (2·TP + FP + FN), where TP counts the contexts with this answer on which the latent fires (above 0), FP
    those with another answer on which it fires, FN those with this answer on which it does not. Returns the
    word with the largest F1; where several tie, any of them. A latent that never fires has the label "" and
    F1 0.
    """
    raise NotImplementedError("label is not written yet")


# %%
if __name__ == "__main__":
    shared = [word for word in dict.fromkeys(answers) if answers.count(word) >= 3]
    taught, alive = [answers[i] for i in seen], firing_density(facts_features[seen])
    labels = {j: label(facts_features[seen], taught, j) for j in range(len(alive)) if alive[j] > 0}
    best = {
        word: max((j for j in labels if labels[j][0] == word), key=lambda j: labels[j][1], default=None)
        for word in shared
    }
    found = [word for word, j in best.items() if j is not None and labels[j][1] > 0.8]
    print(f"{len(found)} of {len(shared)} shared answers have a latent:", *found)
    mixed = np.random.default_rng(0).permutation(taught).tolist()
    control = [label(facts_features[seen], mixed, j) for j in labels]
    chance = {word for word, f1 in control if f1 > 0.8 and word in shared}
    print(f"with the answers shuffled: {len(chance)}")
    for name, rows in (("trained on", seen), ("held out", unseen)):
        fires = np.asarray(facts_features[rows][:, [best[word] for word in found]] > 0)
        member = np.array([[answers[i] == word for word in found] for i in rows])
        precision, recall = fires[member].sum() / fires.sum(), fires[member].mean()
        f1 = 2 * precision * recall / (precision + recall)
        print(
            f"these latents on the facts {name}: F1 {f1:.2f}, precision {precision:.2f}, recall {recall:.2f}"
        )
    table = []
    for word in found[:6]:
        name = f"latent {best[word]}: {word}\nF1 {labels[best[word]][1]:.2f}"
        contexts = [f"{prompt} → {answer}" for prompt, answer in zip(prompts, answers, strict=True)]
        contexts = [f"{text} (held out)" if i in unseen else text for i, text in enumerate(contexts)]
        table.append((name, *top_contexts(facts_features, contexts, best[word], 4)))
    context_table(table, "Latents of the last MLP")


# %% [markdown]
# **Think about it.** Does your prediction stand? Which of the printed lines is the control, and what would
# you have concluded without the one on held-out facts?
#
# <details><summary>What we found</summary>
#
# The concept is the *answer*, whichever place or question leads to it. On ten trainings of the model it finds
# 12 to 15 of the 15 shared answers, with F1 above .8 on the facts trained on; no relation and no place had a
# latent with as much. On an untrained model of the same form, no answer has one.
#
# And the facts held out say how much of this is the model's and how much was learned by heart. The latents
# fire on *every* held-out fact with their answer: recall is 1. But they fire on others too: precision falls
# from .99 to .58, and F1 from .99 to .73 (medians). A label that is read off the prompts of the training
# looks cleaner than it is.
#
# </details>

# %% [markdown]
# ## 10 · Steer
#
# *About 25 minutes; easy.*
#
# That a latent fires for "Spanish" shows that it goes together with this answer, not that it makes the model
# say so. Add its direction to the activations, on prompts that have nothing to do with it, and see what
# changes.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Where does the direction of a latent stand, and in which space?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# A hook at the named place gets what is there, changes it in a copy, and returns it. One position only.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Added, not set: what is there already stays. Nothing is run through the autoencoder here. And return the
# logits of the last position.
#
# </details>

# %% solution="steer"
def steer(model: TransformerBridge, tokens: Tensor, feature: Feature, scale: float) -> Tensor:
    """The logits [B, d_vocab] at the last position with `scale` times a latent's decoder row added there.

    tokens is [B, T]. The row is added to what the activations called `feature.hook_name` hold at the last
    position; other positions stay. The name is a layer's `mlp.hook_post`, `hook_mlp_out`,
    `hook_resid_pre` or `hook_resid_post`, such as "blocks.2.hook_resid_post". A negative scale subtracts.
    Leaves the weights of the model and of the autoencoder as they were, and no hooks (the model comes without
    any). (Turner et al.
    2023, "Activation addition". Templeton et al. 2024, "Scaling monosemanticity", set a feature to a value
    instead of adding to it, and do so at every position.)
    """
    raise NotImplementedError("steer is not written yet")


# %%
if __name__ == "__main__":
    word = "Spanish" if "Spanish" in found else found[0]
    strength = facts_features[seen, best[word]].max().item()
    chosen = Feature(facts_sae, SITE, best[word])
    tokens = vocabulary.encode_all([fact.prompt for fact in facts if fact.relation == "capital"])
    with torch.no_grad():
        before = model(tokens)[:, -1].mean(dim=0)
    after = torch.as_tensor(steer(model, tokens, chosen, strength)).mean(dim=0)
    steering_bars(vocabulary.words, before, after, f"{word!r} added to {len(tokens)} prompts about capitals")
    scales = np.linspace(-2, 4, 25) * strength
    steered = torch.stack([torch.as_tensor(steer(model, tokens, chosen, float(scale))) for scale in scales])
    steering_page(vocabulary.words, scales, steered, word).show("steering.html")


# %% [markdown]
# **Think about it.** Which other words rose, and what have they in common? With what would you compare the
# size of the effect before you called it large?
#
# <details><summary>What we found</summary>
#
# On ten trainings of the model from other seeds, each with an autoencoder of its own: added at the largest
# strength that it has on the facts trained on, a shared answer's latent raises the logit of its answer by 2.3
# (median), more than that of any other shared answer in 139 of 141 cases, and the others stay where they were
# on average. But the one that comes second still gains 1.0, and a random direction of the same length moves
# an answer by .35 up or down. "It raises the logit that it should and little else" is true on average, and
# worth checking for each latent.
#
# </details>

# %% [markdown]
# ## 11 · Which latent influences which?
#
# *About 45 minutes; hard.*
#
# A well-known sketch traces "feature influence" by printing every pair of features, one in an early layer and
# one in a later, that are active on the same prompt. That is co-activation. To see whether one *causes* the
# other, ablate the first and see what happens to the second. Which of the two would you expect to be common,
# and which rare?
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two runs of the model: one as it is, one without the source. What is read in both, and where?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Only what the source *contributes* is taken away: its activation on that prompt, times its row. What the
# autoencoder does not reconstruct stays in place, so do not put the reconstruction there.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The source's activation comes from its own autoencoder, reading what is there at that moment; the target's
# from *its* autoencoder, at the later place. A hook that only reads need not return anything. Intact minus
# ablated.
#
# </details>

# %% solution="influence"
def feature_influence(model: TransformerBridge, tokens: Tensor, source: Feature, target: Feature) -> Tensor:
    """What a target latent loses on each prompt when a source latent is ablated, [B]: intact minus ablated.

    Positive where the source raises the target. Both are read at the last position of tokens [B, T]. To
    ablate the source, what it contributes (its activation on that prompt times its decoder row) is subtracted
    from the activations called `source.hook_name` at the last position, and the model runs on from there; the
    rest of the activations stays, also what the autoencoder does not reconstruct. The target is what its own
    autoencoder reads from `target.hook_name`, in a layer with a larger number. Either name may be any that
    `steer` knows, and the two need not be of one kind. Leaves no hooks on the model (it comes without any). (Marks et al. 2024,
    "Sparse feature circuits", estimate such effects for all features at once.)
    """
    raise NotImplementedError("feature_influence is not written yet")


# %%
if __name__ == "__main__":
    EARLIER = "blocks.2.mlp.hook_post"
    earlier = activations_at_end(model, vocabulary, prompts, EARLIER)
    earlier_sae = train_on_activations(earlier[seen])
    with torch.no_grad():
        _, earlier_features = forward(earlier_sae, earlier)
    asked = [i for i, fact in enumerate(facts) if fact.relation == "language"]
    tokens = vocabulary.encode_all([prompts[i] for i in asked])
    word = "French" if "French" in found else found[0]
    target = Feature(facts_sae, SITE, best[word])
    sources = [j for j in range(earlier_features.shape[1]) if (earlier_features[asked, j] > 0).any()]
    influence = [
        float(np.asarray(feature_influence(model, tokens, Feature(earlier_sae, EARLIER, j), target)).mean())
        for j in sources
    ]
    together = [
        (earlier_features[asked, j] * facts_features[asked, target.latent]).mean().item() for j in sources
    ]
    names = [f"{label(earlier_features[seen], taught, j)[0]} ({j})" for j in sources]
    influence_scatter(
        together, influence, names, f"Layer 2 → {word!r} in layer 3, on {len(asked)} prompts about languages"
    )
    target_mean = facts_features[asked, target.latent].mean()
    print(f"the target's own mean activation on these prompts: {target_mean:.2f}")

# %% [markdown]
# **Think about it.** Find a source that fires together with the target and hardly matters, and one that never
# fires together with it and does. How can the second be?
#
# <details><summary>What we found</summary>
#
# Co-activation cannot show two things. First, the latent for the same word in layer 2 fires on the prompts
# with this answer as the target does, and yet ablating it costs the target little: a sixth of its activation
# in the median of the 55 pairs in ten trainings. Both depend on earlier layers, and most of the target's
# activation does not come through this source. Second, for about half of the targets there is a source that
# never fires together with it and has a *negative* influence: where it is ablated, the target fires. It was
# suppressing the target.
#
# </details>

# %% [markdown]
# ### Your evidence
#
# *About 20 minutes.*
#
# Pick one latent. What is it about, does it cause what it is about, and what causes it? Report numbers with
# the function that they came from, and say whether your prediction stands.

# %% [markdown] written="evidence"
# *Your answer here.*

# %% [markdown]
# ### Your reflection
#
# *About 20 minutes.*
#
# On the toy you could say "64 of 64 features found". On the model you could not. Without known features to
# compare with, what would convince you that an autoencoder's latents are the model's own features and not a
# convenient description of its activations?

# %% [markdown] written="reflection"
# *Your answer here.*

# %% [markdown]
# ## Extra · Spliced back, TopK, and resampling dead latents
#
# ### Spliced back
#
# FVU says how much of the *activations* is lost. What the *model* loses is another number. Put something else
# in the place of the last MLP's neurons at the end of the prompt, and let the model go on from there: their
# reconstruction, or, to compare with, their mean, or zero.

# %%
if __name__ == "__main__":
    with torch.no_grad():
        spliced, _ = forward(facts_sae, activations)
    instead = {
        "intact": activations,
        "reconstruction": spliced,
        "mean": activations[seen].mean(dim=0).expand_as(activations),
        "zero": torch.zeros_like(activations),
    }
    costs = {name: torch.zeros(len(facts)) for name in instead}
    for relation in dict.fromkeys(fact.relation for fact in facts):
        group = [i for i, fact in enumerate(facts) if fact.relation == relation]
        tokens = vocabulary.encode_all([prompts[i] for i in group])
        due = torch.tensor([vocabulary.token(answers[i]) for i in group])
        for name, values in instead.items():

            def splice(value, hook, put=values[group]):
                return torch.cat([value[:, :-1], put[:, None]], dim=1)

            with torch.no_grad():
                logits = model.run_with_hooks(tokens, fwd_hooks=[(SITE, splice)])[:, -1]
            costs[name][group] = torch.nn.functional.cross_entropy(logits, due, reduction="none")
    figure, axes = plt.subplots(figsize=(6, 3), layout="constrained")
    for shift, (label_of_rows, rows) in zip(
        (-0.2, 0.2), (("trained on", seen), ("held out", unseen)), strict=True
    ):
        means = [cost[rows].mean().item() for cost in costs.values()]
        print(f"facts {label_of_rows}:", *(f"{n} {m:.2f}" for n, m in zip(costs, means, strict=True)), "nats")
        axes.bar(
            np.arange(4) + shift, means, 0.4, label=label_of_rows, color=BLUE if rows is seen else ORANGE
        )
    axes.set_xticks(range(4), list(costs))
    axes.set(ylabel="loss of the answer (nats)", title="What the model loses")
    axes.legend()


# %% [markdown]
# **Think about it.** How much of what the last MLP does for the answer survives the reconstruction? Would you
# say the same of the facts held out, and why is their loss smaller from the start? (Which facts are they?) And
# what would you say of an autoencoder with a low FVU and a high loss here?

# %% [markdown]
# ### TopK
#
# *About 25 minutes; medium.*
#
# L1 makes few features active by making all of them smaller. TopK keeps the k largest and leaves their sizes
# alone, so you set L0 directly instead of tuning `l1`. Train it on the error alone.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What is selected, and from what: from before the ReLU or from after it?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The k largest of each sample, at the places where they were; everything else 0. And what was negative stays
# out, even if it is among the k largest.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Build the features so that the gradient passes through the values that were kept. For the training,
# everything is as before but the forward pass and the penalty; share the loop.
#
# </details>

# %% solution="topk"
def topk_forward(sae: SparseAutoencoder, x: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """As `forward`, but only the k largest features of each sample stay; all others are 0.

    k is from 1 to the number of latents. Of these k, those below 0 before the ReLU are 0 too, so L0 is at
    most k. No two latents of a sample are equal before the ReLU. The gradients are not looked at here, but
    `train_topk` needs them. (Gao et al. 2024, "Scaling and evaluating sparse autoencoders", without `b_enc`.)
    """
    raise NotImplementedError("topk_forward is not written yet")


def train_topk(x: Tensor, k: int, n_latents: int = 96, steps: int = 1200, seed: int = 0) -> SparseAutoencoder:
    """Trains an autoencoder whose features are those of `topk_forward`, on the error alone; otherwise as
    `train`, `steps` and `seed` included, at a rate of your choice. The default of `steps` is yours, too.

    What is asked with k = 4 on 8192 samples of the toy, as for `train`: matched one to one, a mean cosine of
    .8 and 70 % of the features above .9, and on held-out samples at most .2 of the variance unexplained and
    no shrinkage: the c for which b_dec + c · (reconstruction - b_dec) would have the least squared error on
    them is at most 1.1. The decoder's rows have length 1.
    """
    raise NotImplementedError("train_topk is not written yet")


# %%
if __name__ == "__main__":
    topk_sae = train_topk(x, k=4)
    with torch.no_grad():
        reconstruction, topk_features = topk_forward(topk_sae, held_out, 4)
    point = l0(topk_features), fraction_of_variance_unexplained(held_out, reconstruction)
    print(f"L0 {point[0]:.2f}, FVU {point[1]:.3f}, {len(dead_latents(topk_features))} dead")
    frontier_curve(l0s, fvus, l1s, point, "TopK, k = 4")


# %% [markdown]
# **Think about it.** Where does the point lie, and why there? How many latents are dead, and can they come
# back?
#
# <details><summary>What we found</summary>
#
# The point lies below the curve: at the same L0, less variance is lost, since no feature is made smaller. But
# a good part of the latents is dead. A latent that is never among the k largest gets no gradient, so it stays
# dead for ever.
#
# </details>

# %% [markdown]
# ### Resampling
#
# *About 60 minutes; hard.*
#
# Dead latents do no harm if they are spare. But with an unlucky start there can be too many: below, half of
# the latents begin with a bias that no sample overcomes, and fewer are left than there are features. Give
# each dead latent a new start where the autoencoder does worst: point it at what is missing from the samples
# with the largest errors. And reset the optimiser for it: Adam remembers the direction and the size of past
# gradients for each number, and what it remembers belongs to the latent's former life.
#
# <details><summary>Hint 1: a nudge</summary>
#
# List, for each parameter, which of its numbers belong to one latent: a row, a column, or one number. The
# same list holds for the moments, one axis further in.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Everything is read off the autoencoder as it was, and written into a copy. The latents in ascending order
# meet the samples with the largest errors in descending order.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The mean is over the lengths of the *living* latents' encoder columns, before anything is changed. `b_dec`
# belongs to nobody and stays, moments and all. Copy the moments too: what was given must be as it was.
#
# </details>

# %% solution="resample"
def resample(
    sae: SparseAutoencoder, moments: dict[str, Tensor], x: Tensor
) -> tuple[SparseAutoencoder, dict[str, Tensor]]:
    """A new start for the latents that are above 0 on none of x [N, d]: (sae, moments), both new.

    moments holds Adam's two running means for each parameter: [2, *its shape], by name. The dead latents, in
    ascending order, get the samples with the largest squared errors of `forward` with the given autoencoder,
    the largest first. The direction of a sample is its missing part (x minus reconstruction) at length 1. A
    latent gets: as its decoder row, its sample's direction; as its encoder column, that direction times .2
    times the mean length of the living latents' encoder columns; as `b_enc`, 0. Both moments of these numbers
    become 0. Everything else stays: the living latents, `b_dec`, and their moments. Leaves what was given as
    it was. At least one latent is alive, perhaps all are, there are more samples than dead latents, and those that are taken
    have errors above 0. (After Bricken et al. 2023, under "neuron resampling". In that paper samples are drawn, with a
    probability that grows with their error, and a sample itself is the direction, not its missing part.)
    """
    raise NotImplementedError("resample is not written yet")


# %%
if __name__ == "__main__":
    for name, how in (("left alone", None), ("resampled", resample)):
        trained, dead = train_with_resampling(forward, how, x)
        found = (np.asarray(match_features(trained.W_dec, toy.directions)[1]) > 0.9).mean()
        print(f"{name}: dead latents after each 200 steps {dead}, {found:.0%} of the features found")

# %% [markdown]
# **Think about it.** How many features can be found at all with the latents that are alive at first? After
# which round is that no longer the limit?

# %% [markdown]
# ## What the real models look like
#
# Real dictionaries have from thousands to millions of latents, trained on activations at every token of a
# large body of text. Bricken et al. (2023) took apart the 512 neurons of a one-layer model, Templeton et al.
# (2024) the middle of a production model. There is no list of true features there, so all evidence is of your
# second kind: contexts, held-out labels, steering, what the model loses when the reconstruction is put in.
# And what you saw is a topic there: features that split when the dictionary grows, latents that fire where
# they should not, dead ones, shrinkage by L1 (which TopK and its relatives avoid), dictionaries that differ
# from seed to seed. Whether the latents are the model's own units is an open question; you have measured on a
# small scale what would bear on it.
#
# ## Further reading
#
# - Elhage et al. 2022, *Toy models of superposition*.
#   <https://transformer-circuits.pub/2022/toy_model/index.html>
# - Cunningham et al. 2023, *Sparse autoencoders find highly interpretable features in language models*.
#   <https://arxiv.org/abs/2309.08600>
# - Bricken et al. 2023, *Towards monosemanticity*.
#   <https://transformer-circuits.pub/2023/monosemantic-features/index.html>
# - Gao et al. 2024, *Scaling and evaluating sparse autoencoders*: TopK, and metrics beyond the loss.
#   <https://arxiv.org/abs/2406.04093>
# - Templeton et al. 2024, *Scaling monosemanticity*.
#   <https://transformer-circuits.pub/2024/scaling-monosemanticity/index.html>
# - Marks et al. 2024, *Sparse feature circuits*: influence among latents, for all of them at once.
#   <https://arxiv.org/abs/2403.19647>
# - Turner et al. 2023, *Activation addition*: steering without training. <https://arxiv.org/abs/2308.10248>
# - Sharkey et al. 2025, *Open problems in mechanistic interpretability*. <https://arxiv.org/abs/2501.16496>

# %%
if __name__ == "__main__":
    plt.show()  # a script shows its figures here; a notebook has shown them already
