"""Diagrams of what a model is made of, drawn in one style, in light and in dark.

Ships to students beside `given.py`, which imports from here. Paper and ink are Matplotlib's own, so that
`plt.style.use("dark_background")` makes all of them dark. Places are in inches from the lower left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from figure_parts import BLUE, GREEN, GREY, ORANGE, as_array, ink, tint
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Polygon, Rectangle
from numpy.typing import ArrayLike
from torch import Tensor

Point = tuple[float, float]


def residual_stream_diagram(
    heads: Sequence[Sequence[str]], mlps: Sequence[str] = (), end: str = "W_U"
) -> Figure:
    """A transformer as its residual stream, from below: each component reads it, and adds what it writes.

    heads are the names of each layer's heads, mlps that of each layer's MLP, if there are any; `end` is what the
    logits are read with.
    """
    step = 1.0 if mlps else 0.75
    height = 1.5 + step * len(heads)
    axes = _board(6.4, height)
    middle = 3.25 if mlps else 3.9
    axes.plot(
        [middle, middle], [0.55, height - 0.47], color=tint(GREY, 0.45), linewidth=9, solid_capstyle="butt"
    )
    _box(axes, (middle, 0.38), "embeddings: token + position", GREY, width=2.5)
    for layer, names in enumerate(heads):
        low = 0.85 + step * layer
        _component(axes, middle, (middle - 1.95, low + 0.22), names, BLUE)
        if mlps:
            _component(axes, middle, (middle + 1.65, low + 0.62), [mlps[layer]], GREEN)
        label = (middle - 0.32, low + 0.62) if mlps else (middle + 0.3, low + 0.22)
        axes.text(
            *label, f"layer {layer}", ha="right" if mlps else "left", va="center", fontsize=9, color=ink()
        )
    _box(axes, (middle, height - 0.3), f"logits = the end of the stream, read with {end}", GREY, width=4.1)
    for y, colour, text in ((0.2, ink(), "reads"), (0.48, ORANGE, "adds")):
        _arrow(axes, (0.2, y), (0.6, y), colour)
        axes.text(0.7, y, text, va="center", fontsize=9, color=ink())
    return _figure(axes)


def _component(axes: Axes, stream: float, at: Point, names: Sequence[str], colour: str) -> None:
    """Boxes beside the stream, one for each name: they read it all at one height, and add to it a little higher."""
    size = 0.56 if len(names) > 1 else 0.95
    whole = size * len(names)
    for i, name in enumerate(names):
        centre = at[0] - whole / 2 + size * (i + 0.5)
        _box(axes, (centre, at[1]), name, colour, width=size - 0.06, height=0.42)
    side = 1 if at[0] < stream else -1
    near, edge = at[0] + side * whole / 2, stream - side * 0.07
    _arrow(axes, (edge, at[1] - 0.12), (near, at[1] - 0.12), ink())
    _arrow(axes, (near, at[1] + 0.12), (edge, at[1] + 0.12), ORANGE)


def composition_diagram() -> Figure:
    """Two heads of different layers, and the three ways in which the later one can read what the earlier one writes."""
    axes = _board(7.2, 3.6)
    stream, edge = 2.95, 0.07
    axes.plot([stream, stream], [0.35, 3.35], color=tint(GREY, 0.45), linewidth=9, solid_capstyle="butt")
    axes.text(stream, 0.17, "residual stream", ha="center", va="center", fontsize=9, color=ink())
    _frame(axes, (0.15, 0.8), 2.3, 2.1, "head h0, layer 0")
    _frame(axes, (4.35, 0.45), 2.3, 2.75, "head h1, layer 1")
    for name, parts, colour, row in (
        ("QK: where it looks", "QK", BLUE, 2.3),
        ("OV: what it moves", "VO", ORANGE, 1.5),
    ):
        for x, part in zip((0.7, 1.6), parts, strict=True):
            _box(axes, (x, row), f"W_{part}", colour)
        axes.text(1.15, row - 0.36, name, ha="center", va="center", fontsize=9, color=ink())
    _arrow(axes, (1.0, 1.5), (1.3, 1.5), ORANGE)
    _arrow(axes, (1.9, 1.5), (stream - edge, 1.5), ORANGE, width=2.5)
    for y, name, colour in ((2.75, "Q", BLUE), (2.0, "K", BLUE), (1.05, "V", ORANGE)):
        measured = name == "K"
        _box(axes, (4.85, y), f"W_{name}", colour)
        _arrow(
            axes, (stream + edge, y), (4.55, y), ORANGE if measured else GREY, width=2.5 if measured else 1.3
        )
        axes.text(3.7, y + 0.16, f"{name}-composition", ha="center", va="center", fontsize=9, color=ink())
    _box(axes, (6.05, 2.38), "QK: where\nit looks", BLUE, width=0.95, height=0.5)
    for y in (2.75, 2.0):
        _arrow(axes, (5.15, y), (5.57, 2.38), BLUE)
    _box(axes, (6.05, 1.05), "W_O", ORANGE)
    _arrow(axes, (5.15, 1.05), (5.75, 1.05), ORANGE)
    _arrow(axes, (6.35, 1.05), (7.1, 1.05), ORANGE)
    axes.text(5.45, 0.69, "OV: what it moves", ha="center", va="center", fontsize=9, color=ink())
    return _figure(axes)


def autoencoder_diagram(
    x: ArrayLike | Tensor, features: ArrayLike | Tensor, reconstruction: ArrayLike | Tensor
) -> Figure:
    """One sample on its way through a sparse autoencoder: x [d], its features [n_latents], its reconstruction [d]."""
    before, between, after = (as_array(values).ravel() for values in (x, features, reconstruction))
    axes = _board(6.4, 3.6)
    low, high, wide = 1.1, 2.6, 3.3
    span = max(float(np.abs(np.concatenate([before, after])).max()), 1e-9)
    _cells(axes, (0.75, low), high, before / span, "x", f"{len(before)} activations")
    _funnel(axes, 1.25, (low, high), (0.5, wide), "W_enc, b_enc\nReLU")
    _cells(axes, (3.2, 0.5), wide, between / max(float(between.max()), 1e-9), "f", "")
    _funnel(axes, 3.65, (0.5, wide), (low, high), "W_dec")
    _cells(axes, (5.6, low), high, after / span, "x̂", f"{len(after)} numbers")
    on = int((between > 0).sum())
    axes.text(
        3.2, 0.22, f"{len(between)} latents, {on} above 0", ha="center", va="center", fontsize=9, color=ink()
    )
    for place, sign in ((0.75, "− b_dec"), (5.6, "+ b_dec")):
        axes.text(place, 0.55, sign, ha="center", va="center", fontsize=9, color=ink())
    error = float(np.square(after - before).sum())
    axes.text(5.6, 3.15, f"squared error {error:.2f}", ha="center", va="center", fontsize=9, color=ink())
    return _figure(axes)


def _cells(axes: Axes, at: Point, top: float, values: np.ndarray, name: str, below: str) -> None:
    """A column of numbers from -1 to 1, the first on top, in blue above 0 and in orange below."""
    x, bottom = at
    size = (top - bottom) / len(values)
    for i, value in enumerate(values):
        colour = tint(BLUE if value > 0 else ORANGE, float(min(1.0, abs(value))))
        corner = (x - 0.14, top - size * (i + 1))
        axes.add_patch(Rectangle(corner, 0.28, size, facecolor=colour, edgecolor="none"))
    axes.add_patch(
        Rectangle((x - 0.14, bottom), 0.28, top - bottom, fill=False, edgecolor=GREY, linewidth=0.8)
    )
    axes.text(x, top + 0.14, name, ha="center", va="center", fontsize=12, color=ink())
    axes.text(x, bottom - 0.18, below, ha="center", va="center", fontsize=9, color=ink())


def _funnel(axes: Axes, x: float, left: Point, right: Point, name: str) -> None:
    corners = [(x, left[0]), (x + 1.5, right[0]), (x + 1.5, right[1]), (x, left[1])]
    axes.add_patch(Polygon(corners, facecolor=tint(GREY, 0.14), edgecolor=GREY, linewidth=0.8))
    middle = (left[0] + left[1]) / 2
    axes.text(x + 0.75, middle, name, ha="center", va="center", fontsize=10, color=ink())


def replacement_diagram(
    values: ArrayLike | Tensor,
    labels: Sequence[str],
    source: Sequence[int] | None = None,
    name: str = "the neuron",
) -> Figure:
    """What takes the place of a component's own values [N]: zero, its mean, and its value in another input's run.

    `source` [N] says which input's run that is, for each; by default the next one. `labels` [N] name the inputs.
    """
    own = as_array(values).ravel().astype(float)
    other = own[np.roll(np.arange(len(own)), -1) if source is None else np.asarray(source)]
    ways = (
        ("Zero-ablation", "0, whatever the input", np.zeros_like(own)),
        ("Mean-ablation", f"its mean, {own.mean():.2f}", np.full_like(own, own.mean())),
        ("Interchange", "its value in the run on another input", other),
    )
    figure, panels = plt.subplots(3, 1, figsize=(5.6, 4.6), sharex=True, sharey=True, layout="constrained")
    places = np.arange(len(own))
    for axes, (way, what, put) in zip(panels, ways, strict=True):
        axes.vlines(places, own, put, color=tint(ORANGE, 0.5), linewidth=2)
        axes.plot(places, own, "o", color=GREY, markerfacecolor="none", markersize=7, label="its own")
        axes.plot(places, put, "D", color=ORANGE, markersize=5, label="put in its place")
        axes.axhline(0, color=GREY, linewidth=0.6, zorder=0)
        axes.set_title(f"{way}: {what}", loc="left", fontsize=10)
        axes.margins(x=0.06, y=0.15)
    panels[1].set_ylabel(f"what {name} says")
    panels[-1].set_xticks(places, labels)
    panels[-1].set_xlabel("input")
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False, fontsize=9
    )
    return figure


# --- the pieces ---------------------------------------------------------------------------------------------------


def _board(width: float, height: float) -> Axes:
    figure = plt.figure(figsize=(width, height))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    return axes


def _figure(axes: Axes) -> Figure:
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    return figure


def _box(axes: Axes, centre: Point, text: str, colour: str, width: float = 0.6, height: float = 0.34) -> None:
    corner = (centre[0] - width / 2, centre[1] - height / 2)
    look: dict[str, Any] = {"facecolor": tint(colour), "edgecolor": colour, "linewidth": 1.2}
    axes.add_patch(FancyBboxPatch(corner, width, height, "round,pad=0,rounding_size=0.06", **look))
    axes.text(*centre, text, ha="center", va="center", fontsize=9, color=ink())


def _frame(axes: Axes, corner: Point, width: float, height: float, title: str) -> None:
    look: dict[str, Any] = {"facecolor": "none", "edgecolor": GREY, "linewidth": 1.0, "linestyle": "--"}
    axes.add_patch(FancyBboxPatch(corner, width, height, "round,pad=0,rounding_size=0.1", **look))
    at = (corner[0] + width / 2, corner[1] + height + 0.15)
    axes.text(*at, title, ha="center", va="center", fontsize=10, weight="bold", color=ink())


def _arrow(axes: Axes, start: Point, end: Point, colour: str, width: float = 1.4) -> None:
    look: dict[str, Any] = {"arrowstyle": "-|>", "mutation_scale": 9 + 2 * width, "shrinkA": 0, "shrinkB": 0}
    axes.add_patch(FancyArrowPatch(start, end, color=colour, linewidth=width, **look))
