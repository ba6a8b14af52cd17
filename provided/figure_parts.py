"""What the figures of several assignments share: colours, and the pieces that they are drawn from.

Ships to students beside `given.py`, which imports from here.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike
from torch import Tensor

# Okabe and Ito's colours, which any colour vision can tell apart
BLUE, ORANGE, GREEN, PURPLE, BLACK = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000"
GREY = "#6E6E6E"
DIVERGING = "PuOr"


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
    limit = max(float(np.abs(values).max()), 1e-9)
    image = axes.imshow(
        values, cmap=DIVERGING, vmin=-limit, vmax=limit, aspect="auto", interpolation="nearest"
    )
    axes.figure.colorbar(image, ax=axes, label=scale)
