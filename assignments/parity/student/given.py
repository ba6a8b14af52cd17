"""Provided code for the parity assignment: the model, the data, the form of your claims, and the figures.

Import from here and leave the file as it is: grading uses its own copy. The figure functions take plain
arrays (or tensors, or lists) and return a matplotlib `Figure`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import torch
from figure_parts import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    apart,
    as_array,
    diverging_heatmap,
    ink,
    name_points,
)
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from torch import Tensor, nn

ACTIVATIONS: dict[str, type[nn.Module]] = {
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "softplus": nn.Softplus,
    "relu": nn.ReLU,
}


class TinyMLP(nn.Module):
    """Bits in, one hidden layer, one logit for each label: `fc2(act(fc1(x)))`.

    `fc1.weight` is [hidden, n_bits] and `fc2.weight` is [n_logits, hidden]: row j of the first and column j
    of the second belong to hidden neuron j. `config` holds the arguments, so that `TinyMLP(**model.config)`
    makes a model of the same form. An unknown activation raises ValueError.
    """

    def __init__(self, n_bits: int = 3, hidden: int = 6, n_logits: int = 2, activation: str = "tanh") -> None:
        super().__init__()
        if activation not in ACTIVATIONS:
            raise ValueError(f"activation is {activation!r}; choose one of {', '.join(ACTIVATIONS)}")
        self.config = {"n_bits": n_bits, "hidden": hidden, "n_logits": n_logits, "activation": activation}
        self.fc1 = nn.Linear(n_bits, hidden)
        self.act = ACTIVATIONS[activation]()
        self.fc2 = nn.Linear(hidden, n_logits)

    def forward(self, x: Tensor) -> Tensor:
        """Logits [N, n_logits] of the bit patterns x [N, n_bits]."""
        return self.fc2(self.act(self.fc1(x)))


class Claims(NamedTuple):
    """What you claim about a model, each neuron by its index 0 … hidden - 1."""

    aligned: int
    """the neuron whose activation correlates most with the label, whatever the sign"""
    causal: int
    """the neuron whose zero-ablation raises the cross-entropy most"""
    smallest_set: list[int]
    """the smallest set of neurons whose joint zero-ablation brings accuracy to 1/2 or below, in any order"""


def parity_data(n_bits: int) -> tuple[Tensor, Tensor]:
    """All patterns of n bits and whether the number of ones in each is odd.

    Returns X [2^n, n] float32, counting upward in binary, and y [2^n] int64.
    """
    X = torch.tensor(list(itertools.product([0.0, 1.0], repeat=n_bits)))
    return X, (X.sum(dim=1) % 2).long()


# --- figures ----------------------------------------------------------------------------------------------


def loss_curve(losses: ArrayLike) -> Figure:
    """Cross-entropy in nats against the training step, on a logarithmic scale."""
    figure, axes = plt.subplots(figsize=(5.5, 3.2), layout="constrained")
    axes.plot(as_array(losses), color=BLUE)
    axes.axhline(np.log(2), color=GREY, linestyle=":", label="guessing: ln 2")
    axes.set(yscale="log", xlabel="epoch", ylabel="cross-entropy (nats)", title="Training loss")
    axes.legend(frameon=False)
    return figure


def activation_heatmap(activations: ArrayLike, X: ArrayLike, y: ArrayLike) -> Figure:
    """Activations [N, H], a row for each input, the rows sorted by label."""
    return _heatmap(activations, X, y, "Hidden activations, sorted by label", "activation")


def terms_heatmap(terms: ArrayLike, bias: float, X: ArrayLike, y: ArrayLike) -> Figure:
    """What each neuron adds to logit[1] - logit[0]: terms [N, H], sorted by label."""
    title = f"Terms of logit[1] - logit[0] (bias {float(bias):+.2f})"
    return _heatmap(terms, X, y, title, "← label 0      term      label 1 →")


def correlation_bars(r: ArrayLike, p: ArrayLike) -> Figure:
    """Correlation r [H] of each neuron with the label; its p-value [H] stands below the neuron's name."""
    r, p = as_array(r), as_array(p)
    figure, axes = plt.subplots(figsize=(5.5, 3.2), layout="constrained")
    _draw_bars(axes, r, "correlation r with the label")
    axes.set(title="Label correlation of each neuron", ylim=(-1, 1))
    axes.set_xticks(range(len(r)), [f"n{j}\np = {value:.2f}" for j, value in enumerate(p)], fontsize=9)
    if np.abs(r).max() <= 0.5 + 1e-6:  # which holds of three bits' parity, and tanh
        for bound in (-0.5, 0.5):
            axes.axhline(bound, color=GREY, linestyle=":", linewidth=1)
        axes.text(len(r) - 0.5, 0.53, "no tanh neuron passes these lines", ha="right", fontsize=8, color=GREY)
    return figure


def ablation_bars(accuracy_delta: ArrayLike, loss_delta: ArrayLike) -> Figure:
    """The two deltas [H] of an ablation sweep, ablated minus baseline: the loss as bars, accuracy below the names."""
    accuracy_delta, loss_delta = as_array(accuracy_delta), as_array(loss_delta)
    figure, axes = plt.subplots(figsize=(max(5.5, 1 + 0.6 * len(loss_delta)), 3.4), layout="constrained")
    _draw_bars(axes, loss_delta, "change of cross-entropy (nats)", ORANGE)
    names = [f"n{j}\n{delta:+.1%}" if delta else f"n{j}\n±0" for j, delta in enumerate(accuracy_delta)]
    axes.set_xticks(range(len(names)), names, fontsize=9)
    axes.set_xlabel("hidden neuron, and below it the change of accuracy")
    figure.suptitle("Ablating one neuron at a time (ablated - baseline)")
    return figure


def saliency_figure(gradients: ArrayLike, X: ArrayLike) -> Figure:
    """Gradients [N, n_bits] of logit[1] - logit[0], input by input, and the two ways to average them."""
    gradients = as_array(gradients)
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.5, 3.6), layout="constrained")
    _draw_heatmap(left, gradients, _patterns(X), "gradient")
    bits = [f"bit {i}" for i in range(gradients.shape[1])]
    left.set(title="Input by input", xlabel="", ylabel="input")
    apart(figure)
    left.set_xticks(range(len(bits)), bits)
    place = np.arange(len(bits))
    right.bar(place - 0.2, np.abs(gradients).mean(axis=0), 0.38, color=BLUE, label="mean of |gradient|")
    right.bar(
        place + 0.2, np.abs(gradients.mean(axis=0)), 0.38, color=ORANGE, hatch="//", label="|mean gradient|"
    )
    right.set(title="Averaged over inputs", ylabel="saliency (logits per bit)")
    right.set_xticks(place, bits)
    right.margins(y=0.25)
    right.legend(frameon=False, loc="upper right", ncols=2, fontsize=8)
    return figure


def cause_against_correlation(r: ArrayLike, loss_delta: ArrayLike, claims: Claims) -> Figure:
    """|r| [H] of each neuron against its ablation's loss delta [H], the claimed neurons marked."""
    r, loss_delta = as_array(np.abs(as_array(r))), as_array(loss_delta)
    figure, axes = plt.subplots(figsize=(5.5, 3.8), layout="constrained")
    axes.scatter(r, loss_delta, color=GREY, s=36, zorder=3)
    marks = ((claims.aligned, "s", BLUE, "most aligned"), (claims.causal, "o", ORANGE, "most causal"))
    for unit, marker, colour, label in marks:
        axes.scatter(
            r[unit], loss_delta[unit], 160, marker=marker, facecolors="none", edgecolors=colour, label=label
        )
    removed = ", ".join(f"n{j}" for j in sorted(claims.smallest_set))
    axes.set(
        xlabel="|r| with the label",
        ylabel="loss delta when zero-ablated (nats)",
        title="Correlation against cause",
    )
    axes.margins(0.12, 0.2)
    axes.legend(frameon=False, title=f"breaks without {removed}", loc="best")
    name_points(axes, r, loss_delta, [f"n{j}" for j in range(len(r))], size=9, marker=14)
    return figure


def noise_curve(flip_probabilities: ArrayLike, accuracies: ArrayLike) -> Figure:
    """Expected accuracy against the probability that a bit is flipped."""
    figure, axes = plt.subplots(figsize=(5.5, 3.2), layout="constrained")
    axes.plot(as_array(flip_probabilities), as_array(accuracies), color=BLUE, marker=".")
    axes.axhline(0.5, color=GREY, linestyle=":", label="guessing")
    axes.set(
        xlabel="flip probability of each bit",
        ylabel="expected accuracy",
        title="Noisy inputs",
        ylim=(-0.02, 1.05),
    )
    axes.legend(frameon=False)
    return figure


def snapshot_curves(epochs: Sequence[int], accuracies: ArrayLike, loss_deltas: ArrayLike) -> Figure:
    """Accuracy [T] and each neuron's loss delta when ablated [T, H], over the epochs [T] of the snapshots."""
    loss_deltas = as_array(loss_deltas)
    figure, (top, bottom) = plt.subplots(2, 1, figsize=(6.5, 4.6), sharex=True, layout="constrained")
    top.plot(epochs, as_array(accuracies), color=GREY, marker=".")
    top.set(ylabel="accuracy", ylim=(0, 1.05), title="When does the circuit form?")
    styles = itertools.product(("-", "--", ":"), (BLUE, ORANGE, GREEN, PURPLE, ink()))
    for j, (line, colour) in zip(range(loss_deltas.shape[1]), itertools.cycle(styles)):
        bottom.plot(epochs, loss_deltas[:, j], line, color=colour, marker=".", label=f"n{j}")
    bottom.set(xlabel="epoch", ylabel="loss delta when\nablated (nats)")
    bottom.legend(frameon=False, ncols=2, fontsize=8, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure


def _patterns(X: ArrayLike) -> list[str]:
    return ["".join(str(int(bit)) for bit in row) for row in as_array(X)]


def _heatmap(values: ArrayLike, X: ArrayLike, y: ArrayLike, title: str, scale: str) -> Figure:
    values, y = as_array(values), as_array(y)
    order = np.argsort(y, kind="stable")
    labels = [f"{pattern} → {label}" for pattern, label in zip(_patterns(X), y, strict=True)]
    figure, axes = plt.subplots(
        figsize=(2.6 + min(0.6 * values.shape[1], 5.4), 1.4 + 0.3 * values.shape[0]), layout="constrained"
    )
    _draw_heatmap(axes, values[order], [labels[i] for i in order], scale)
    axes.axhline((y == 0).sum() - 0.5, color=ink(), linewidth=1)
    axes.set(title=title, xlabel="hidden neuron", ylabel="input → label")
    axes.set_xticks(range(values.shape[1]), [f"n{j}" for j in range(values.shape[1])])
    return figure


def _draw_heatmap(axes: Axes, values: np.ndarray, rows: list[str], scale: str) -> None:
    diverging_heatmap(axes, values, scale)
    axes.set_yticks(range(len(rows)), rows, family="monospace", fontsize=9)


def _draw_bars(axes: Axes, values: np.ndarray, quantity: str, colour: str = BLUE) -> None:
    axes.bar(range(len(values)), values, color=colour)
    axes.plot(
        range(len(values)), values, "o", color=colour, markersize=4
    )  # so that a bar of height 0 is seen
    axes.axhline(0, color=ink(), linewidth=0.8)
    axes.set(xlabel="hidden neuron", ylabel=quantity)
    axes.set_xticks(range(len(values)), [f"n{j}" for j in range(len(values))])
