"""When two answers are the same: a wrong value never passes as style. No message holds an expected value, and none gives
its size to a digit."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import torch

from ..inside.wire import Fields
from ..submission import counted
from .conform import Named, Unacceptable, as_array
from .failure import shown_shape
from .remote import Remote, Weights


class Comparison(msgspec.Struct, frozen=True):
    """How far a value is from the expected one. `ratio` is the largest error over its tolerance: at most 1 where the
    value is accepted, infinite where no size can be given. `message` says how it differs, None where it does not."""

    message: str | None
    ratio: float


def compare_values(got: Any, expected: Any, atol: float, rtol: float) -> Comparison:
    """Compares two conformed values.

    Numbers may differ by atol + rtol·max|expected|, integers and truth values not at all. NaN and infinity pass only
    where the expected value has the same. Shapes must be equal: nothing is broadcast. Keys that were not asked for
    are ignored.
    """
    worst = 0.0
    try:
        for where, mine, right, problem in leaves("", got, expected):
            found = Comparison(problem, math.inf) if problem else _leaf(mine, right, atol, rtol)
            if found.message is not None:
                return Comparison(f"{where}: {found.message}" if where else found.message, found.ratio)
            worst = max(worst, found.ratio)
    except Unacceptable as problem:
        return Comparison(str(problem), math.inf)
    return Comparison(None, worst)


def leaves(where: str, got: Any, expected: Any) -> Iterator[tuple[str, Any, Any, str | None]]:
    """What two values are made of, side by side: the place by its name, the value there, the expected one; and the problem
    where the first has other parts than the second. Raises `Unacceptable` where it has none."""
    got, expected = opened(got), opened(expected)
    if isinstance(expected, Mapping):
        if not isinstance(got, Mapping):
            raise Unacceptable("another kind of value")
        missing = [str(key) for key in expected if key not in got]
        if missing:
            yield where, got, expected, f"missing: {', '.join(missing[:5])}"
        else:
            for key, value in expected.items():
                yield from leaves(f"{where}{'.' if where else ''}{key}", got[key], value)
    elif isinstance(expected, list | tuple):
        if not isinstance(got, list | tuple):
            raise Unacceptable("another kind of value")
        if len(got) != len(expected):
            yield where, got, expected, f"{counted(len(got), 'value')} instead of {len(expected)}"
        else:
            for name, mine, value in zip(part_names(expected), got, expected, strict=True):
                yield from leaves(f"{where}{', ' if where else ''}{name}", mine, value)
    else:
        yield where, got, expected, None


def part_names(value: list[Any] | tuple[Any, ...]) -> Sequence[str]:
    """What to call the parts of a list or a tuple."""
    return value.names if isinstance(value, Named) else [f"value {i + 1}" for i in range(len(value))]


def _leaf(got: Any, expected: Any, atol: float, rtol: float) -> Comparison:
    if isinstance(expected, torch.Tensor | np.ndarray | bool | int | float):
        return _numbers(as_array(got), as_array(expected), atol, rtol)
    if isinstance(expected, Remote):  # both stayed where they are: what they do shows in further calls
        same = isinstance(got, Remote)
        return Comparison(None if same else "another kind of value", 0.0 if same else math.inf)
    same = type(got) is type(expected) and got == expected
    return Comparison(None if same else "another value", 0.0 if same else math.inf)


def opened(value: Any) -> Any:
    """A record or a model as its parts by name."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return value._asdict()
    if isinstance(value, Weights):
        return value.tensors
    return value.values if isinstance(value, Fields) else value


def _numbers(
    got: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], atol: float, rtol: float
) -> Comparison:
    if got.shape != expected.shape:
        return Comparison(f"{shown_shape(got.shape)} instead of {list(expected.shape)}", math.inf)
    if expected.dtype.kind in "biu":
        wrong = int(np.count_nonzero(got != expected))
        return Comparison(
            f"{_share(wrong, expected.size)} wrong" if wrong else None, math.inf if wrong else 0.0
        )
    got, expected = got.astype(np.complex128), expected.astype(np.complex128)
    if not np.array_equal(np.isnan(got), np.isnan(expected)):
        return Comparison("NaN where a number belongs, or a number where none does", math.inf)
    infinite = np.isinf(expected)
    if not np.array_equal(np.isinf(got), infinite) or not np.array_equal(got[infinite], expected[infinite]):
        return Comparison("infinite where a finite number belongs, or the reverse", math.inf)
    finite = np.isfinite(expected)
    if not finite.any():
        return Comparison(None, 0.0)
    tolerance = atol + rtol * float(np.abs(expected[finite]).max())
    errors = np.abs(got[finite] - expected[finite])
    worst = float(errors.max())
    if worst <= tolerance:
        return Comparison(None, worst / tolerance if worst else 0.0)
    wrong = int(np.count_nonzero(errors > tolerance))
    ratio = worst / tolerance if tolerance else math.inf
    return Comparison(f"{_share(wrong, expected.size)} off, {_by_how_much(ratio)}", ratio)


def _by_how_much(ratio: float) -> str:
    """The largest error in words: only a power of ten of the tolerance, since whoever answers 0 reads off the size of
    the expected value."""
    if not math.isfinite(ratio):
        return "where nothing but the same number is right"
    power = math.floor(math.log10(ratio))
    if power > 6:
        return "by more than 10,000,000 times the tolerance"
    return f"by up to {10 ** (power + 1):,} times the tolerance"


def _share(wrong: int, total: int) -> str:
    return "the value is" if total == 1 else f"{wrong} of {total} values are"
