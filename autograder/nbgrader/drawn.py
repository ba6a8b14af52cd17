"""The picture of a counterexample as an image: nbgrader's pages let no SVG through."""

from __future__ import annotations

import base64
import io

from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..pages.picture import drawings
from ..record import Counterexample, Picture

COLOURS = {"plus": "#0a58ca", "minus": "#b42318", "neither": "#57606a"}  # a page's on paper, `page.css`
DOTS = 100  # an inch
INCHES = (6.4, 2.6)


def image(example: Counterexample, picture: Picture) -> str:
    """The student's values beside the right ones, as on the student's page: a PNG in base64."""
    drawn = drawings(picture)
    figure = Figure(INCHES, DOTS, layout="constrained")
    figure.suptitle(example.function, fontsize=10, parse_math=False)
    figure.supxlabel(f"In the picture {drawn.legend}.", fontsize=8)
    for axes, one in zip(figure.subplots(1, 2), drawn.both, strict=True):
        axes.add_collection(
            PatchCollection(
                [Rectangle((r.x, r.y), r.width, r.height) for r in one.rects],
                facecolors=[(COLOURS[r.kind], r.strength) for r in one.rects],
                linewidths=0,
            )
        )
        axes.set(xlim=(0, one.width), ylim=(one.height, 0), xticks=[], yticks=[])
        axes.set_title(f"{one.whose} {picture.where}".strip(), fontsize=9, parse_math=False)
    file = io.BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    return base64.b64encode(file.getvalue()).decode("ascii")
