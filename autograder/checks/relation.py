"""In which relation a wrong value stands to the right one: what a good TA sees at a glance, said by labels alone.

No text holds a value or a place other than the first, the last, a diagonal, an axis: what can be said of an array is one
of a few hundred texts, whatever is in it. A relation is named only if it holds for every number that it speaks of,
within the tolerance of the comparison, and only if it would not hold by chance.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch

from .compare import compare_values, leaves, opened, part_names
from .conform import Unacceptable, as_array
from .remote import unheld

LARGEST = 1 << 16  # numbers: what is larger is not looked at
TELLING = 3  # numbers at which one free constant is no accident
CLEAR = 100  # tolerances that a single number has to be away from 0, for a relation of its own
Array = np.ndarray[Any, Any]


def relation(got: Any, expected: Any, atol: float, rtol: float, sizes: Collection[int] = ()) -> str:
    """How a wrong value, conformed, stands to the right one, as what may be said of it; empty where nothing is seen.

    `sizes` are lengths of axes of the arguments: a factor may be one of them.

    >>> relation(torch.tensor([1.0, -2.0]), torch.tensor([-1.0, 2.0]), 1e-6, 1e-5)
    'is the right value with the other sign'
    """
    try:
        if exchanged := _exchanged(got, expected, atol, rtol):
            return exchanged
        for where, mine, right, problem in leaves("", got, expected):
            if problem is not None:
                return ""
            if not isinstance(right, torch.Tensor | np.ndarray | bool | int | float):
                continue
            one, other = as_array(mine), as_array(right)
            if compare_values(one, other, atol, rtol).message is None:
                continue
            text = _of_arrays(one, other, atol, rtol, sizes)
            return text and (f"is, in {where}, {text}" if where else f"is {text}")
    except (Unacceptable, ValueError, OverflowError):
        pass
    return ""


def _exchanged(got: Any, expected: Any, atol: float, rtol: float) -> str:
    """Whether the parts of a tuple or a record are there and stand in each other's places."""
    mine, right = _parts(got), _parts(expected)
    if not 2 <= len(right) <= 8 or mine.keys() != right.keys():
        return ""

    def same(a: str, b: str) -> bool:
        return compare_values(mine[a], right[b], atol, rtol).message is None

    wrong = [name for name in right if not same(name, name)]
    for i, a in enumerate(wrong):
        for b in wrong[i + 1 :]:
            if same(a, b) and same(b, a):
                return f"has {a} and {b} in each other's places"
    return ""


def _parts(value: Any) -> dict[str, Any]:
    value = opened(value)
    if isinstance(value, Mapping):
        return {str(key): part for key, part in value.items()}
    if isinstance(value, tuple):
        return dict(zip(part_names(value), value, strict=True))
    return {}


def _of_arrays(got: Array, expected: Array, atol: float, rtol: float, sizes: Collection[int]) -> str:
    if max(got.size, expected.size) > LARGEST or min(got.size, expected.size) == 0:
        return ""
    if got.dtype.kind == "c" or expected.dtype.kind == "c":
        return ""
    whole = expected.dtype.kind in "biu"
    finite = expected[np.isfinite(expected)] if not whole else expected
    scale = float(np.abs(finite).max()) if finite.size else 0.0
    close = _Closeness(0.0 if whole else atol + rtol * scale)
    got, expected = got.astype(np.float64), expected.astype(np.float64)  # truth values have no difference
    if got.shape != expected.shape:
        return _of_shapes(got, expected, close)
    if (strange := np.isnan(got) & ~np.isnan(expected)).any():
        return f"NaN {_in(strange)}"
    if (strange := np.isinf(got) & ~np.isinf(expected)).any():
        return f"infinite {_in(strange)}"
    if not (np.isfinite(got).all() and np.isfinite(expected).all()):
        return ""
    for found in _relations(got, expected, close, {*sizes, *got.shape}, whole):
        return found
    return ""


class _Closeness:
    """Whether arrays are the same within a tolerance, the comparison's own."""

    def __init__(self, tolerance: float) -> None:
        self.tolerance = tolerance

    def each(self, a: Array, b: Array) -> Array:
        return np.asarray(np.abs(a - b) <= self.tolerance)

    def __call__(self, a: Array, b: Array) -> bool:
        return a.shape == b.shape and bool(self.each(a, b).all())


def _relations(
    got: Array, expected: Array, close: _Closeness, sizes: Collection[int], whole: bool
) -> Iterator[str]:
    """Relations that hold, the most telling first."""
    yield from _number_by_number(got, expected, close, sizes, whole)
    yield from _rearranged(got, expected, close)
    if not whole:
        yield from _along_an_axis(got, expected, close)
    right = close.each(got, expected)
    if part := _only(right):
        wrong = ~right
        inner = next(_number_by_number(got[wrong], expected[wrong], close, sizes, whole), "")
        yield f"right {part}" + (f"; elsewhere it is {inner}" if inner else "")
    if not whole:
        yield from _line_by_line(got, expected, close)
    positive = expected > close.tolerance
    if right.any() and (right == (expected >= -close.tolerance)).all() and positive.any():
        zero = close(got[~right], np.zeros_like(got[~right]))
        yield "right where the right value is positive, and " + (
            "0 where it is negative" if zero else "wrong where it is negative"
        )


def _number_by_number(
    got: Array, expected: Array, close: _Closeness, sizes: Collection[int], whole: bool
) -> Iterator[str]:
    """What holds of each number and its own right one."""
    clear = got.size >= TELLING or float(np.abs(expected).max()) > CLEAR * close.tolerance
    if not clear:
        return
    if whole and set(np.unique(expected)) <= {0.0, 1.0} and got.size >= TELLING and close(got, 1 - expected):
        yield "yes for no, and no for yes"
        return
    if close(got, -expected):
        yield "the right value with the other sign"
    if close(got, np.abs(expected)):
        yield "the right value without its sign"
    for step, said in ((1, "too large by one"), (-1, "too small by one")):
        if close(got, expected + step):
            yield said
    if whole:
        return
    for function, said in _FUNCTIONS:
        with np.errstate(all="ignore"):
            if _tells(image := function(expected), expected, close) and close(got, image):
                yield said
    for function, said in _BEFORE if got.size >= TELLING else ():
        with np.errstate(all="ignore"):
            if _tells(image := function(got), got, close) and close(image, expected):
                yield said
    if got.size >= TELLING and close(got, np.full_like(got, got.flat[0])):
        yield "0 everywhere" if close(got, np.zeros_like(got)) else "the same number everywhere"
        return
    yield from _by_a_constant(got, expected, close, sizes)


def _by_a_constant(got: Array, expected: Array, close: _Closeness, sizes: Collection[int]) -> Iterator[str]:
    factor = float((got * expected).sum() / max((expected**2).sum(), 1e-300))
    if factor and close(got / factor, expected) and close(got, factor * expected):
        if name := _factor(factor, sizes):
            yield name
        elif got.size >= TELLING:
            yield "the right value times one factor, the same everywhere"
    shift = got - expected
    if got.size >= TELLING and close(shift, np.full_like(shift, shift.mean())):
        yield "off by the same amount everywhere"
    if (got == np.round(got)).all() and close(got, np.round(expected)) and got.size >= TELLING:
        yield "the right value rounded to a whole number"


def _factor(factor: float, sizes: Collection[int]) -> str:
    """A known factor by its name, if this is one to a part in ten thousand."""
    known: list[tuple[float, str]] = [
        (2.0, "twice the right value"),
        (0.5, "half the right value"),
        (math.log(2), "the right value times ln 2: bits for nats, or the reverse?"),
        (1 / math.log(2), "the right value divided by ln 2: bits for nats, or the reverse?"),
        (100.0, "a hundred times the right value: percent?"),
        (0.01, "a hundredth of the right value: percent?"),
    ]
    for n in sorted({n for n in sizes if n > 2}):
        known += [
            (float(n), "too large by a factor that is the length of an axis: a sum for a mean?"),
            (1 / n, "too small by a factor that is the length of an axis: a mean for a sum?"),
            (math.sqrt(n), "too large by the square root of the length of an axis"),
            (1 / math.sqrt(n), "too small by the square root of the length of an axis"),
            (n / (n - 1), "too large by n / (n - 1), n the length of an axis"),
            ((n - 1) / n, "too small by (n - 1) / n, n the length of an axis"),
        ]
    return next((name for value, name in known if abs(factor / value - 1) < 1e-4), "")


def _softmax(x: Array) -> Array:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def _sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


_FUNCTIONS: list[tuple[Callable[[Array], Array], str]] = [
    (np.log, "the logarithm of the right value"),
    (lambda x: -np.log(x), "the negative logarithm of the right value"),
    (np.exp, "the exponential of the right value"),
    (np.square, "the square of the right value"),
    (np.sqrt, "the square root of the right value"),
    (lambda x: 1 - x, "one minus the right value"),
    (lambda x: 1 / x, "one divided by the right value"),
]
_BEFORE: list[tuple[Callable[[Array], Array], str]] = [
    (_softmax, "the right value before a softmax"),
    (lambda x: np.maximum(x, 0), "the right value before a ReLU"),
    (np.tanh, "the right value before a tanh"),
    (_sigmoid, "the right value before a sigmoid"),
]


def _tells(image: Array, of: Array, close: _Closeness) -> bool:
    """Whether a function's value is a number everywhere, and somewhere another than what it is of."""
    return bool(np.isfinite(image).all()) and not close(image, of)


def _rearranged(got: Array, expected: Array, close: _Closeness) -> Iterator[str]:
    """The right numbers at other places."""
    if got.size < TELLING or close(expected, np.full_like(expected, expected.flat[0])):
        return
    axes = range(got.ndim)
    for i in axes:
        for j in range(i + 1, got.ndim):
            if got.shape[i] == got.shape[j] and close(got, expected.swapaxes(i, j)):
                yield "the right value transposed" + (f" in axes {i} and {j}" if got.ndim > 2 else "")
    for axis in axes:
        if got.shape[axis] > 1 and close(got, np.flip(expected, axis)):
            yield f"the right value in reverse{_along(got, axis)}"
    for axis in axes:
        if got.shape[axis] <= TELLING:
            continue
        ahead, behind = _slices(got.ndim, axis, 1, None), _slices(got.ndim, axis, None, -1)
        if close(got[ahead], expected[behind]):
            yield f"the right value one place too late{_along(got, axis)}"
        if close(got[behind], expected[ahead]):
            yield f"the right value one place too early{_along(got, axis)}"
    for axis in axes:
        if got.ndim > 1 and got.shape[axis] > 2 and _same_lines(got, expected, axis, close):
            yield f"the right {_lines(got.ndim, axis)} in another order"
    if close(np.sort(got, axis=None), np.sort(expected, axis=None)):
        yield "the right numbers in another order"


def _same_lines(got: Array, expected: Array, axis: int, close: _Closeness) -> bool:
    """Whether the slices along an axis are the same in another order."""
    mine, right = (np.moveaxis(a, axis, 0).reshape(a.shape[axis], -1) for a in (got, expected))
    slack = close.tolerance * mine.shape[1]
    if len(mine) > 512 or not (np.abs(np.sort(mine.sum(axis=1)) - np.sort(right.sum(axis=1))) <= slack).all():
        return False  # lines that are the same have sums that are: seen in no time, where each pair is a comparison
    left = list(range(len(right)))
    for line in mine:
        match = next((i for i in left if close(line, right[i])), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _line_by_line(got: Array, expected: Array, close: _Closeness) -> Iterator[str]:
    """Off by a constant of its own for each row, and so on."""
    for axis in range(got.ndim) if got.ndim > 1 else ():
        if got.shape[axis] < TELLING:
            continue
        which = {0: "column", 1: "row"}[axis] if got.ndim == 2 else f"line along axis {axis}"
        shift = got - expected
        if close(shift, np.broadcast_to(shift.mean(axis=axis, keepdims=True), shift.shape)):
            yield f"off by a constant for each {which}"
        factor = (got * expected).sum(axis=axis, keepdims=True) / np.maximum(
            (expected**2).sum(axis=axis, keepdims=True), 1e-300
        )
        if (factor != 0).all() and close(got, factor * expected):
            yield f"the right value times a factor for each {which}: normalised otherwise?"


def _along_an_axis(got: Array, expected: Array, close: _Closeness) -> Iterator[str]:
    for axis in range(got.ndim):
        if got.shape[axis] < TELLING:
            continue
        if close(got, np.cumsum(expected, axis=axis)):
            yield f"summed up{_along(got, axis)}: each holds those before it as well"
        if close(np.cumsum(got, axis=axis), expected):
            yield f"the differences of the right value{_along(got, axis)}"


def _of_shapes(got: Array, expected: Array, close: _Closeness) -> str:
    """How a value of another shape stands to the right one."""
    if got.size == expected.size:
        if close(got.squeeze(), expected.squeeze()):
            return "the right numbers, but for axes of length 1"
        if got.ndim == expected.ndim == 2 and close(got.T, expected):
            return "the right value transposed"
        if close(got.ravel(), expected.ravel()):
            return "the right numbers in another shape"
        return ""
    for axis in range(got.ndim):
        for reduce, said in ((np.mean, "averaged"), (np.sum, "summed")):
            if close(np.asarray(reduce(got, axis=axis)), expected):
                return f"the right value if it were {said} over axis {axis}"
    for axis in range(expected.ndim):
        for reduce, said in ((np.mean, "averaged"), (np.sum, "summed")):
            if close(got, np.asarray(reduce(expected, axis=axis))):
                return f"the right value {said} over axis {axis}"
    return ""


# --- words for a part of an array -------------------------------------------------------------------------


def _only(right: Array) -> str:
    """Where an array is right, if that is a part with a name; empty if it is nowhere or anywhere."""
    if right.all() or not right.any() or right.size < 2:
        return ""
    if right.ndim == 2 and right.shape[0] == right.shape[1] > 2 and (said := _by_diagonal(right)):
        return said
    for axis in sorted(range(right.ndim), key=lambda a: -right.shape[a]):
        lines = np.moveaxis(right, axis, 0).reshape(right.shape[axis], -1)
        good = lines.all(axis=1)
        # the wrong lines have to be wrong for the most part, or the axis is not what tells right from wrong
        if not good.any() or good.all() or lines[~good].mean() > 0.5:
            continue
        return _which(np.asarray(good), right.ndim, axis)
    return ""


def _which(good: Array, ndim: int, axis: int) -> str:
    one, many = _line(ndim, axis), _lines(ndim, axis)
    n, first = len(good), int(good.argmax())
    if n == 2:
        return f"in the {'first' if good[0] else 'second'} {one} only"
    if good.sum() == 1 and first in (0, n - 1):
        return f"in the {'first' if first == 0 else 'last'} {one} only"
    if good.sum() == n - 1 and not (good[0] and good[-1]):
        return f"in all {many} but the {'last' if good[0] else 'first'}"
    if good[0] and not good[int(good.argmin()) :].any():
        return f"in the first {many} and wrong from some {one} on"
    if good[-1] and good[first:].all():
        return f"in the last {many} and wrong before them"
    return f"in {_share_of(good)} of the {many}"


def _share_of(good: Array) -> str:
    """Roughly how many: a count would tell which hidden rows they are."""
    share = good.mean()
    return "most" if share > 0.6 else "about half" if share > 0.4 else "some"


def _in(strange: Array) -> str:
    return _only(strange).partition(" and wrong")[0] or ("everywhere" if strange.all() else "at some places")


def _by_diagonal(right: Array) -> str:
    row, column = np.indices(right.shape)
    for part, said in (
        (row == column, "on the diagonal only"),
        (row != column, "everywhere but on the diagonal"),
        (row > column, "below the diagonal only"),
        (row >= column, "on the diagonal and below it only"),
        (row < column, "above the diagonal only"),
        (row <= column, "on the diagonal and above it only"),
    ):
        if (right == part).all():
            return said
    return ""


def _line(ndim: int, axis: int) -> str:
    if ndim == 1:
        return "entry"
    return ("row", "column")[axis] if ndim == 2 else f"index of axis {axis}"


def _lines(ndim: int, axis: int) -> str:
    if ndim == 1:
        return "entries"
    return ("rows", "columns")[axis] if ndim == 2 else f"indices of axis {axis}"


def _along(array: Array, axis: int) -> str:
    if array.ndim == 1:
        return ""
    return (" down the columns", " along the rows")[axis] if array.ndim == 2 else f" along axis {axis}"


def _slices(ndim: int, axis: int, start: int | None, stop: int | None) -> tuple[slice, ...]:
    return tuple(slice(start, stop) if i == axis else slice(None) for i in range(ndim))


def sizes_of(arguments: Sequence[Any]) -> set[int]:
    """The lengths of the axes of a call's arguments, and of the lists among them."""
    found: set[int] = set()
    for value in arguments:
        value = unheld(value)
        if isinstance(value, torch.Tensor | np.ndarray):
            found.update(value.shape)
        elif isinstance(value, list | tuple):
            found.add(len(value))
    return found
