"""Provided code for the reversal assignment: the two models, the strings, a progress bar, and the figures.

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
from figure_parts import BLUE, GREY, ORANGE, as_array, diverging_heatmap, ink, write_cells
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from progress import Progress as Progress
from torch import Tensor, nn

ALPHABET = "abcdef"


class ReversalMLP(nn.Module):
    """Tokens in, two ReLU layers, logits for every slot at once.

        e  = embed(tokens), the slots side by side   [N, (length + 1) * width]
        h1 = relu(fc1(e))                            [N, hidden]
        h2 = relu(fc2(h1))                           [N, hidden]
        logits = readout(h2), cut into slots         [N, length + 1, n_letters + 1]

    Tokens are 0 … n_letters - 1 for the letters and n_letters for <eos>, which stands in the last slot.
    `config` holds the arguments, so that `ReversalMLP(**model.config)` makes a model of the same form.
    """

    def __init__(self, n_letters: int = 6, length: int = 4, width: int = 8, hidden: int = 32) -> None:
        super().__init__()
        self.config = {"n_letters": n_letters, "length": length, "width": width, "hidden": hidden}
        self.embed = nn.Embedding(n_letters + 1, width)
        self.fc1 = nn.Linear((length + 1) * width, hidden)
        self.fc2 = nn.Linear(hidden, hidden)
        self.readout = nn.Linear(hidden, (length + 1) * (n_letters + 1))

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits [N, length + 1, n_letters + 1] for tokens [N, length + 1]."""
        h1 = self.fc1(self.embed(tokens).flatten(1)).relu()
        h2 = self.fc2(h1).relu()
        return self.readout(h2).unflatten(1, (self.config["length"] + 1, self.config["n_letters"] + 1))


class ReversalTransformer(nn.Module):
    """One layer of attention and nothing else: `unembed(x + output(attention(x)))`.

    x = embed(tokens) + position is the residual stream, [N, T, width] with T = length + 1 slots. Head h reads
    the columns h * width/n_heads … (h + 1) * width/n_heads - 1 of query(x), key(x) and value(x); every slot
    may attend to every slot. Logits are [N, T, n_letters + 1].
    """

    def __init__(self, n_letters: int = 6, length: int = 4, width: int = 32, n_heads: int = 1) -> None:
        super().__init__()
        self.config = {"n_letters": n_letters, "length": length, "width": width, "n_heads": n_heads}
        self.embed = nn.Embedding(n_letters + 1, width)
        self.position = nn.Parameter(torch.randn(length + 1, width))
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))
        self.unembed = nn.Linear(width, n_letters + 1)

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits [N, length + 1, n_letters + 1] for tokens [N, length + 1]."""
        x = self.embed(tokens) + self.position
        heads = (self.config["n_heads"], -1)
        q, k, v = (part(x).unflatten(2, heads).transpose(1, 2) for part in (self.query, self.key, self.value))
        mixed = nn.functional.scaled_dot_product_attention(q, k, v)
        return self.unembed(x + self.output(mixed.transpose(1, 2).flatten(2)))


class Probe(NamedTuple):
    """A linear probe: the scores of the classes are `A @ weight + bias`, and the largest is its answer."""

    weight: Tensor
    """[F, C]: a row for each feature, a column for each class"""
    bias: Tensor
    """[C]"""


class Probed(NamedTuple):
    """What a probe reads on rows that it was not fitted on, and what its two controls read: accuracies, 0 … 1."""

    trained: float
    """from the trained model's layer"""
    untrained: float
    """from the untrained model's layer"""
    shuffled: float
    """from the trained model's layer, when the answers were shuffled before everything else"""


def all_strings(length: int, alphabet: str = ALPHABET) -> list[str]:
    """Every string of this length over the alphabet, in dictionary order: len(alphabet) ** length of them."""
    return ["".join(letters) for letters in itertools.product(alphabet, repeat=length)]


def all_but(rows: Tensor, n: int) -> Tensor:
    """The indices 0 … n-1 that are not among `rows`, in their order."""
    left = torch.ones(n, dtype=torch.bool)
    left[rows] = False
    return left.nonzero().flatten()


def decode(tokens: ArrayLike, alphabet: str = ALPHABET) -> list[str]:
    """Tokens [N, T] as strings. <eos> is written as such, but for the last slot, where it is left out."""
    symbols = [*alphabet, "<eos>"]
    return ["".join(symbols[t] for t in row).removesuffix("<eos>") for row in as_array(tokens).tolist()]


# --- figures ----------------------------------------------------------------------------------------------

SEQUENTIAL = "viridis"


def loss_curve(losses: ArrayLike) -> Figure:
    """The mean cross-entropy of each epoch, in nats, on a logarithmic scale."""
    losses = as_array(losses)
    figure, axes = plt.subplots(figsize=(5.5, 3.2), layout="constrained")
    axes.plot(np.arange(1, len(losses) + 1), losses, color=BLUE)
    axes.set(yscale="log", xlabel="epoch", ylabel="cross-entropy (nats)", title="Training loss")
    last = losses[-1]
    axes.annotate(f"{last:.1e}", (len(losses), last), (-4, 8), textcoords="offset points", ha="right")
    return figure


def activation_heatmaps(h1: ArrayLike, h2: ArrayLike, strings: Sequence[str]) -> Figure:
    """The two hidden layers' activations [N, H], a row for each string. Black is exactly 0."""
    figure, panels = plt.subplots(
        2, 1, figsize=(9, 1.7 + 0.44 * len(strings)), sharex=True, layout="constrained"
    )
    for axes, layer, name in zip(panels, (h1, h2), ("h1", "h2"), strict=True):
        values = as_array(layer)
        on = np.ma.masked_equal(values, 0.0)
        image = axes.imshow(on, cmap=SEQUENTIAL, vmin=0.0, aspect="auto", interpolation="nearest")
        axes.set_facecolor("black")
        axes.set_yticks(range(len(strings)), strings, family="monospace", fontsize=9)
        off = (values == 0).mean()
        axes.set_title(f"{name}: {off:.0%} of these activations are 0 (black), none is negative", fontsize=10)
        figure.colorbar(image, ax=axes, label="activation", pad=0.01)
    panels[1].set_xlabel("neuron")
    return figure


def memorisation_figure(sizes: Sequence[int], train: ArrayLike, held_out: ArrayLike) -> Figure:
    """Sequence accuracy on the training strings and on all others, over the number of training strings."""
    figure, axes = plt.subplots(figsize=(5.5, 3.4), layout="constrained")
    axes.plot(sizes, as_array(train), color=GREY, marker="o", label="strings it was trained on")
    axes.plot(sizes, as_array(held_out), color=ORANGE, marker="s", label="strings it has never seen")
    axes.set(xscale="log", xlabel="training strings", ylabel="sequence accuracy", ylim=(-0.03, 1.06))
    axes.set(title="What training accuracy cannot tell you")
    axes.set_xticks(sizes, [str(n) for n in sizes])
    axes.minorticks_off()
    axes.legend(frameon=False, loc="lower right")
    return figure


def probe_bars(
    names: Sequence[str], trained: ArrayLike, untrained: ArrayLike, shuffled: ArrayLike, chance: float
) -> Figure:
    """A probe's held-out accuracy beside its two controls, for each name (a layer, a position, …)."""
    figure, axes = plt.subplots(figsize=(1.8 + 1.6 * len(names), 3.6), layout="constrained")
    place = np.arange(len(names))
    bars = (
        (trained, BLUE, "", "trained model"),
        (untrained, ORANGE, "//", "untrained model"),
        (shuffled, GREY, "..", "shuffled answers"),
    )
    for i, (values, colour, hatch, label) in enumerate(bars):
        drawn = axes.bar(
            place + 0.27 * (i - 1),
            as_array(values),
            0.25,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            label=label,
        )
        axes.bar_label(drawn, fmt="%.2f", fontsize=8)
    axes.axhline(chance, color=ink(), linestyle=":", linewidth=1, label="chance")
    axes.set(
        ylabel="held-out probe accuracy", ylim=(0, 1.1), title="What a linear probe reads, and its controls"
    )
    axes.set_xticks(place, names)
    axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2, fontsize=9)
    return figure


def ablation_heatmap(deltas: ArrayLike, quantity: str, title: str = "") -> Figure:
    """Deltas [H, L] of an ablation sweep: what removing each neuron does at each output position."""
    deltas = as_array(deltas).T
    figure, axes = plt.subplots(figsize=(1.8 + 0.25 * deltas.shape[1], 2.4), layout="constrained")
    diverging_heatmap(axes, deltas, quantity)
    axes.set(xlabel="neuron", ylabel="output position", title=title or "Ablating one neuron at a time")
    axes.set_yticks(range(deltas.shape[0]))
    return figure


def influence_map(influence: ArrayLike, title: str = "Which input decides which output?") -> Figure:
    """A matrix [L_in, L_out] of shares between 0 and 1, each written into its cell."""
    values = as_array(influence)
    figure, axes = plt.subplots(
        figsize=(2.6 + 0.7 * values.shape[1], 1.2 + 0.6 * values.shape[0]), layout="constrained"
    )
    _draw_matrix(axes, values)
    axes.set(xlabel="output position", ylabel="input position", title=title)
    return figure


def attention_figure(patterns: ArrayLike, string: str | None = None) -> Figure:
    """Attention [n_heads, T, T], a panel for each head: the row is the slot that looks, the column the slot
    that is looked at. With a string its letters name the slots."""
    patterns = as_array(patterns)
    n = len(patterns)
    slots = [*(string or [str(i) for i in range(patterns.shape[1] - 1)]), "<eos>"]
    figure, panels = plt.subplots(1, n, figsize=(1.0 + 3.2 * n, 3.4), squeeze=False, layout="constrained")
    for h, axes in enumerate(panels[0]):
        _draw_matrix(axes, patterns[h])
        axes.set(
            title=f"head {h}" if n > 1 else f"Attention on {string}" if string else "Attention",
            xlabel="looks at",
            ylabel="slot",
        )
        axes.set_xticks(range(len(slots)), slots)
        axes.set_yticks(range(len(slots)), slots)
    return figure


def _draw_matrix(axes: Axes, values: np.ndarray) -> None:
    axes.imshow(values, cmap="Blues", vmin=0.0, vmax=1.0, interpolation="nearest")
    write_cells(axes, values, dark=0.55)
    axes.set_xticks(range(values.shape[1]))
    axes.set_yticks(range(values.shape[0]))
