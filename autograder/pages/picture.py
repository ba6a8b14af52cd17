"""The shapes of a counterexample's picture: bars beside bars, or a map beside a map, in one scale.

Positive and negative numbers have a colour each, of the page's own, so that they are told apart in light and in dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from ..record import Picture

WIDE, HIGH = 10.0, 40.0  # a bar's column
FAINT = 0.02  # of the largest number: what is smaller is left blank on a map

Rows = Sequence[Sequence[float | None]]


class Rect(NamedTuple):
    """A rectangle of an SVG, in its coordinates: `kind` is plus, minus or neither (not finite), `strength` its opacity."""

    x: float
    y: float
    width: float
    height: float
    kind: Literal["plus", "minus", "neither"]
    strength: float


class Drawing(NamedTuple):
    """One of the two arrays: whose it is, the size of the SVG's coordinates, and its rectangles."""

    whose: str
    width: float
    height: float
    rects: list[Rect]


class Drawings(NamedTuple):
    """Both arrays, the way in which they are drawn, and how that is to be read."""

    form: Literal["bars", "map"]
    legend: str
    both: tuple[Drawing, Drawing]


def drawings(picture: Picture) -> Drawings:
    """The student's values and the right ones: bars where there is one row, else maps of rows and columns."""
    values = [value for rows in (picture.got, picture.expected) for row in rows for value in row]
    finite = [value for value in values if value is not None]
    largest = max(map(abs, finite), default=0.0)
    signed = min(finite, default=0.0) < 0
    form: Literal["bars", "map"] = "bars" if len(picture.expected) == 1 else "map"
    got, right = (
        _bars(whose, rows[0], largest or 1.0, signed) if form == "bars" else _map(whose, rows, largest or 1.0)
        for whose, rows in (("your values", picture.got), ("the right ones", picture.expected))
    )
    return Drawings(form, "; ".join(_legend(form, largest, signed, None in values)), (got, right))


def _legend(form: str, largest: float, signed: bool, broken: bool) -> list[str]:
    said = [f"{'the longest bar' if form == 'bars' else 'the strongest colour'} is {largest:.3g}"]
    if signed:
        said.append(f"negative numbers are {'below the middle' if form == 'bars' else 'red'}")
    return said + (["what is not finite is grey"] if broken else [])


def _bars(whose: str, row: Sequence[float | None], largest: float, signed: bool) -> Drawing:
    zero, rects = HIGH / 2 if signed else HIGH, []
    for place, value in enumerate(row):
        length = zero if value is None else zero * abs(value) / largest
        top = zero if value is not None and value < 0 else zero - length
        rects.append(Rect(WIDE * place + 1, top, WIDE - 2, length, _kind(value), 1.0))
    return Drawing(whose, WIDE * len(row), HIGH, rects)


def _map(whose: str, rows: Rows, largest: float) -> Drawing:
    rects = [
        Rect(x, y, 1.0, 1.0, _kind(value), 1.0 if value is None else abs(value) / largest)
        for y, row in enumerate(rows)
        for x, value in enumerate(row)
        if value is None or abs(value) >= FAINT * largest
    ]
    return Drawing(whose, len(rows[0]), len(rows), rects)


def _kind(value: float | None) -> Literal["plus", "minus", "neither"]:
    return "neither" if value is None else "minus" if value < 0 else "plus"
