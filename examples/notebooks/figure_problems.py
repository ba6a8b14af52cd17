"""What is wrong with a figure, as far as a program can see it: panels that show nothing, letters that nobody can read.

Runs where the figures are drawn, in a notebook's own process: it needs Matplotlib and NumPy, and nothing of the kit.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path as Outline

MIME = "application/vnd.autograder.figure+json"
"""of what `watch` says of each figure, just before the notebook shows it"""

TWO_SIDED = frozenset({"PiYG", "PRGn", "BrBG", "PuOr", "RdGy", "RdBu", "RdYlBu", "RdYlGn", "Spectral"})
TWO_SIDED |= {"coolwarm", "bwr", "seismic", "berlin", "managua", "vanimo"}
"""maps that have white, or black, between two colours"""
CONTRAST = 3.0
"""the least between letters and their ground, counted as WCAG 2 does, which asks for it in graphics"""
CROSSED = 0.06
"""the share of the ground under some letters that may be of another colour than the rest: a corner is touched"""
APART = 0.15
"""from which distance on two colours are different, as a share of that from black to white"""
PHONE = 360
"""the width of a phone's screen in CSS pixels, to which a wide figure is shrunk there"""
SMALLEST = 4.0
"""the size of letters on a phone, in CSS pixels, below which they are a grey line"""


class Looked(NamedTuple):
    """What is seen of one figure."""

    problems: list[str]
    """a sentence each; none where nothing is wrong that can be seen from here"""
    inches: float
    """how wide it is"""
    phone: float
    """how large its smallest letters are on a phone, in CSS pixels; 0 where it has none"""


class Letters(NamedTuple):
    """One line of text as it was drawn: in pixels, from the upper left corner."""

    text: str
    corners: np.ndarray
    """[4, 2], of the ink's box, which may be turned"""
    colour: np.ndarray
    """[4]: red, green, blue and how opaque, from 0 to 1"""
    points: float
    """the size of the font"""
    window: tuple[float, float, float, float]
    """left, top, right, bottom of what can be seen: of the figure, or of the panel that cuts it off"""

    @property
    def box(self) -> tuple[float, float, float, float]:
        (left, top), (right, bottom) = self.corners.min(axis=0), self.corners.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def look(figure: Figure) -> Looked:
    """Looks at a figure, whose backend is Agg or made of it, as notebooks' is."""
    letters, ground = _drawn(figure)
    inches = float(figure.get_size_inches()[0])
    on_a_phone = [line.points / 72 * min(96.0, PHONE / inches) for line in letters]
    found = [
        *_panels(figure),
        *_overlaps(letters),
        *_together([*_cut_off(letters), *_hard_to_read(letters, ground)]),
        *_too_small(letters, on_a_phone),
    ]
    return Looked(found, inches, min(on_a_phone, default=0.0))


def watch() -> None:
    """In a notebook's process: publishes what is seen of each figure, after each cell, before the figures are shown.

    Has to be called before Matplotlib is imported there, since showing is registered then.
    """
    from IPython.core.getipython import get_ipython
    from IPython.display import publish_display_data

    def look_at_all() -> None:
        if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
            for number in pyplot.get_fignums():
                publish: Any = publish_display_data
                publish({MIME: look(pyplot.figure(number))._asdict()})

    shell = get_ipython()
    assert shell is not None, "there is no notebook around this process"
    shell.events.register("post_execute", look_at_all)


# --- drawing ------------------------------------------------------------------------------------------------------


def _drawn(figure: Figure) -> tuple[list[Letters], np.ndarray]:
    """A figure's letters, and the figure without them: [height, width, 3], from 0 to 1."""
    canvas: Any = figure.canvas
    if not hasattr(canvas, "get_renderer"):
        raise TypeError(
            f"the figure's canvas is {type(canvas).__name__}; it must be Agg's: matplotlib.use('Agg')"
        )
    canvas.draw()  # settles the layout
    renderer = canvas.get_renderer()
    renderer.clear()
    letters: list[Letters] = []

    def note(
        gc: Any, x: float, y: float, text: str, font: Any, angle: float, ismath: Any = False, **_: Any
    ) -> None:
        if text.strip():
            letters.append(_letters(renderer, gc, (x, y), text, font, angle, ismath))

    renderer.draw_text = note
    try:
        figure.draw(renderer)
        pixels = np.asarray(renderer.buffer_rgba()).astype(float) / 255
    finally:
        del renderer.draw_text  # the class's own is there again
        renderer.clear()
    opaque = pixels[..., 3:]
    return letters, pixels[..., :3] * opaque + (1 - opaque)


def _letters(
    renderer: Any, gc: Any, at: tuple[float, float], text: str, font: Any, angle: float, ismath: Any
) -> Letters:
    width, height, below = renderer.get_text_width_height_descent(text, font, ismath)
    box = np.array([[0, -below], [width, -below], [width, height - below], [0, height - below]])
    turned = np.deg2rad(angle)
    axes = np.array([[np.cos(turned), -np.sin(turned)], [-np.sin(turned), -np.cos(turned)]])
    corners = np.array(at) + box @ axes
    clip = gc.get_clip_rectangle()
    window = (0.0, 0.0, float(renderer.width), float(renderer.height))
    if clip is not None:
        window = (clip.x0, renderer.height - clip.y1, clip.x1, renderer.height - clip.y0)
    alpha = gc.get_alpha()
    colour = np.array([*gc.get_rgb()[:3], 1.0 if alpha is None else alpha])
    return Letters(text.strip(), corners, colour, float(font.get_size_in_points()), window)


# --- panels -------------------------------------------------------------------------------------------------------


def _panels(figure: Figure) -> Iterator[str]:
    panels = [axes for axes in figure.axes if axes.get_visible() and axes.get_label() != "<colorbar>"]
    if not panels and not figure.get_children()[1:]:
        yield "the figure is empty"
    for number, axes in enumerate(panels, start=1):
        name = f"panel {number}" + (f" (“{title}”)" if (title := _title(axes)) else "")
        marks = _marks(axes)
        written = [t for t in axes.texts if t.get_text().strip() or getattr(t, "arrow_patch", None)]
        if not marks and not written and not axes.tables:
            yield f"{name} is empty"
        bars = [bar for group in axes.containers if isinstance(group, BarContainer) for bar in group]
        if bars and all(bar.get_width() == 0 or bar.get_height() == 0 for bar in bars):
            yield f"{name} shows nothing: all of its bars are 0"
        if any(not np.isfinite([bar.get_width(), bar.get_height()]).all() for bar in bars):
            yield f"{name} has bars of no finite length, which are not drawn"
        for mark in marks:
            if isinstance(mark, ScalarMappable):
                yield from (f"{name} {said}" for said in _colours(mark))
            if isinstance(mark, Line2D) and (said := _leaves(axes, mark)):
                yield f"{name}: {said}"


def _title(axes: Axes) -> str:
    titles = (axes.get_title(), axes.get_title("left"), axes.get_ylabel(), axes.get_xlabel())
    return " ".join(next(filter(None, titles), "").split())


def _marks(axes: Axes) -> list[Any]:
    """What stands for data in a panel: not its lines of reference, and nothing that has no extent."""
    data = axes.transData
    lines = [line for line in axes.lines if all(line.get_transform().contains_branch_seperately(data))]
    lines = [line for line in lines if len(np.asarray(line.get_xydata()))]
    patches = [patch for patch in axes.patches if patch.get_visible()]
    collections = [c for c in axes.collections if np.isfinite(c.get_datalim(axes.transData).extents).all()]
    return [*lines, *patches, *collections, *axes.images]


def _colours(mark: ScalarMappable) -> Iterator[str]:
    """What is wrong with a map of values to colours."""
    array = mark.get_array()
    if array is None or array.ndim > 2:  # colours, no values
        return
    values = np.ma.masked_invalid(np.ma.asarray(array)).compressed()
    if not values.size:
        yield "shows a map without a value"
        return
    low, high = values.min(), values.max()
    if values.size > 1 and low == high:
        yield f"shows one value everywhere: {low:.3g}"
    if mark.get_cmap().name.removesuffix("_r") in TWO_SIDED:
        ends = mark.get_clim()
        centre, room = (ends[0] + ends[1]) / 2, abs(ends[1] - ends[0])
        if high <= centre + 1e-6 * room or low >= centre - 1e-6 * room:
            yield f"shows values on one side only, {low:.3g} to {high:.3g}, in colours that have two"


def _leaves(axes: Axes, line: Line2D) -> str:
    points = np.asarray(line.get_xydata())
    points = points[np.isfinite(points).all(axis=1)]
    if not line.get_clip_on() or not len(points):
        return ""
    inside = axes.transAxes.inverted().transform(axes.transData.transform(points))
    out = int(((inside < -0.001) | (inside > 1.001)).any(axis=1).sum())
    return f"{out} of {len(points)} points of a line are beyond its edges" if out else ""


# --- letters ------------------------------------------------------------------------------------------------------


def _together(found: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A sentence for each thing that is wrong with texts: pairs of a text and what is wrong with it."""
    for what in dict.fromkeys(what for _, what in found):
        texts = list(dict.fromkeys(text for text, this in found if this == what))
        yield f"“{texts[0]}” {what}" + (f" (as {len(texts) - 1} more)" if texts[1:] else "")


def _cut_off(letters: Sequence[Letters]) -> Iterator[tuple[str, str]]:
    for line in letters:
        left, top, right, bottom = line.box
        window = line.window
        if left < window[0] - 1 or top < window[1] - 1 or right > window[2] + 1 or bottom > window[3] + 1:
            yield line.text, "is cut off at the edge"


def _overlaps(letters: Sequence[Letters]) -> Iterator[str]:
    boxes = np.array([line.box for line in letters]).reshape(-1, 4)
    for i, line in enumerate(letters):
        later = boxes[i + 1 :]
        depth = np.minimum(boxes[i, 2:], later[:, 2:]) - np.maximum(boxes[i, :2], later[:, :2])
        for j in (np.flatnonzero((depth > 1).all(axis=1)) + i + 1).tolist():
            if _outline(line).intersects_path(_outline(letters[j]), filled=True):
                yield f"“{line.text}” and “{letters[j].text}” overlap"


def _outline(line: Letters) -> Outline:
    return Outline(np.vstack([line.corners, line.corners[:1]]), closed=True)


def _hard_to_read(letters: Sequence[Letters], ground: np.ndarray) -> Iterator[tuple[str, str]]:
    height, width, _ = ground.shape
    for line in letters:
        left, top, right, bottom = (round(edge) for edge in line.box)
        rows, columns = np.mgrid[max(0, top) : min(height, bottom), max(0, left) : min(width, right)]
        points = np.column_stack([columns.ravel(), rows.ravel()])
        under = points[_outline(line).contains_points(points + 0.5)]
        if not len(under):
            continue  # outside: said already
        colours = ground[under[:, 1], under[:, 0]]
        paper = np.median(colours, axis=0)
        crossed = float((np.abs(colours - paper).max(axis=1) > APART).mean())
        if crossed > CROSSED:
            yield line.text, f"stands on something: {crossed:.0%} of its ground has another colour"
        ink = paper + (line.colour[:3] - paper) * line.colour[3]
        if (contrast := _contrast(ink, paper)) < CONTRAST:
            yield line.text, f"hardly shows: its contrast is {contrast:.1f}, and {CONTRAST:g} is needed"


def _contrast(one: np.ndarray, other: np.ndarray) -> float:
    lights = []
    for colour in (one, other):
        linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
        lights.append(float(linear @ np.array([0.2126, 0.7152, 0.0722])))
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def _too_small(letters: Sequence[Letters], on_a_phone: Sequence[float]) -> Iterator[str]:
    small = [(size, line.text) for size, line in zip(on_a_phone, letters, strict=True) if size < SMALLEST]
    if small:
        size, text = min(small)
        yield f"“{text}” is {size:.1f} pixels high on a phone, where the figure is shrunk to {PHONE}"
