"""What the figures of several assignments share: colours, and the pieces that they are drawn from.

Ships to students beside `given.py`, which imports from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.transforms import Bbox
from numpy.typing import ArrayLike
from torch import Tensor

# Okabe and Ito's colours, which any colour vision can tell apart
BLUE, ORANGE, GREEN, PURPLE, BLACK = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000"
GREY = "#6E6E6E"
DIVERGING, ABOVE, BELOW = "PuOr", "Purples", "Oranges_r"  # the halves have the colours of the whole


def ink() -> str:
    """The colour of lines and letters."""
    return to_hex(rcParams["text.color"])


def tint(colour: str, share: float = 0.18) -> str:
    """A colour laid thinly on the paper, for what letters stand on."""
    paper = np.array(to_rgb(rcParams["figure.facecolor"]))
    return to_hex(paper + share * (np.array(to_rgb(colour)) - paper))


class Colours(TypedDict):
    """How values become colours, as `imshow` takes it."""

    cmap: str
    vmin: float
    vmax: float


def colours(values: ArrayLike | Tensor, centre: float = 0.0, least: float = 1e-9) -> Colours:
    """Colours around `centre`, which is white; where all values lie on one side of it, of that side only.

    The strongest colour is that of the largest distance from the centre, or of `least` where that is more.
    """
    away = as_array(values) - centre
    room = max(float(np.abs(away).max()), least)
    if away.min() >= 0:
        return {"cmap": ABOVE, "vmin": centre, "vmax": centre + room}
    if away.max() <= 0:
        return {"cmap": BELOW, "vmin": centre - room, "vmax": centre}
    return {"cmap": DIVERGING, "vmin": centre - room, "vmax": centre + room}


def as_array(values: ArrayLike | Tensor) -> np.ndarray:
    """A tensor, detached, or anything like an array, as an array of the same type and shape."""
    return values.detach().numpy() if isinstance(values, Tensor) else np.asarray(values)


def write_cells(
    axes: Axes, values: np.ndarray, dark: float, centre: float = 0.0, fontsize: float = 9
) -> None:
    """Writes each value of a matrix into its cell, in white where it is further than `dark` from `centre`."""
    for row, column in np.ndindex(*values.shape):
        value = values[row, column]
        colour = "white" if abs(value - centre) > dark else "black"
        written = f"{value:.2f}".replace("-0.00", "0.00")
        axes.text(column, row, written, ha="center", va="center", fontsize=fontsize, color=colour)


def diverging_heatmap(axes: Axes, values: np.ndarray, scale: str) -> None:
    """A matrix in colours around 0, which is white, with a colour bar that is labelled `scale`."""
    image = axes.imshow(values, **colours(values), aspect="auto", interpolation="nearest")
    axes.figure.colorbar(image, ax=axes, label=scale)


def apart(figure: Figure) -> None:
    """Leaves room between panels that stand side by side in a figure of constrained layout."""
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.set(w_pad=0.15)


# right, left, above, below, and the corners: the shift in points, and what of the letters lies there
SIDES = (
    (7, 0, "left", "center"),
    (-7, 0, "right", "center"),
    (0, 6, "center", "bottom"),
    (0, -6, "center", "top"),
    (5, 5, "left", "bottom"),
    (5, -5, "left", "top"),
    (-5, 5, "right", "bottom"),
    (-5, -5, "right", "top"),
)


def name_points(
    axes: Axes,
    x: ArrayLike,
    y: ArrayLike,
    names: Sequence[str],
    avoid: ArrayLike = (),
    size: float = 8,
    marker: float = 8,
) -> None:
    """Writes names beside the points x [N], y [N] of a finished panel, those of the first points first.

    A name stands where no point and no other name is, nor one of the places `avoid` [K, 2]; without such a place it is
    left out. Markers are `marker` points wide, letters `size` points high. An empty name is none.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()  # settles the layout
    places = np.column_stack([as_array(x), as_array(y)]).astype(float)
    lines = np.asarray(avoid, dtype=float).reshape(-1, 2)
    pixel = figure.dpi / 72
    radius = marker / 2 * pixel
    taken = [Bbox.from_extents(*(at - radius), *(at + radius)) for at in axes.transData.transform(places)]
    taken += [Bbox.from_extents(*(at - pixel), *(at + pixel)) for at in axes.transData.transform(lines)]
    if (legend := axes.get_legend()) is not None:
        taken.append(legend.get_window_extent())
    reach = marker / 8
    for place, name in zip(places.tolist(), names, strict=True):
        for across, up, left, low in SIDES if name else ():
            text = axes.annotate(
                name,
                place,
                (reach * across, reach * up),
                textcoords="offset points",
                ha=left,
                va=low,
                fontsize=size,
            )
            box = text.get_window_extent().padded(1)
            inside = axes.bbox.containsx(box.x0) and axes.bbox.containsx(box.x1)
            inside = inside and axes.bbox.containsy(box.y0) and axes.bbox.containsy(box.y1)
            if inside and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            text.remove()
