"""What counts as the same answer. An honest student is never failed for style; a wrong value never passes as style.

`conform` brings what a student returned into the form that the reference's annotation names, and says in a student's
words why it cannot. `compare_values` compares two values of that form. Neither message ever holds an expected value.
"""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import torch

from .inside.wire import Fields, Handle, Reference
from .student_model import Weights

ELEMENTS = 1 << 26  # an array larger than this is no answer to any question here
ITEMS = 1 << 16  # nor a list longer than this
SHOWN = (
    1 << 20
)  # of a shape, which its maker chose: enough to find a mistake, too little to tell a hidden input


class Unacceptable(Exception):
    """A value is not of the asked form; the message is safe for the student."""


# --- form -----------------------------------------------------------------------------------------------------------


def return_annotation(function: Callable[..., Any]) -> Any:
    """What a function says it returns, `Any` where it does not say."""
    return typing.get_type_hints(function).get("return", Any)


def conform(value: Any, annotation: Any) -> Any:
    """`value` in the form of `annotation`: tensors for tensors, whatever they came as, and so on inward.

    Floating tensors become float64 and integer or boolean ones int64. A class that is neither a value's nor a model's
    (a probe, a cache, `object`) asks for something that stayed in the student's process. Raises `Unacceptable`.
    """
    if annotation in (Any, None, type(None)) or annotation is typing.NoReturn:
        return value
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (types.UnionType, typing.Union):
        return _any_of(value, arguments)
    if origin is typing.Annotated:
        return conform(value, arguments[0])
    if origin is tuple:
        return _tuple(value, arguments)
    if origin is typing.Literal:
        return _one_of(value, arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(value, arguments or (Any, Any))
    if isinstance(origin, type) and issubclass(origin, Sequence | set | frozenset):
        kind = arguments[0] if arguments else Any
        return [_within(i, item, kind) for i, item in enumerate(_items(value))]
    if annotation in _SIMPLE:
        return _SIMPLE[annotation](value)
    if isinstance(annotation, type) and issubclass(annotation, torch.nn.Module):
        return _weights(value)
    if isinstance(annotation, type) and (
        dataclasses.is_dataclass(annotation) or hasattr(annotation, "_fields")
    ):
        return _record(value, annotation)
    if not isinstance(value, Reference):
        raise Unacceptable(f"expected an object, got {describe(value)}")
    return value


def _any_of(value: Any, options: Sequence[Any]) -> Any:
    if value is None and type(None) in options:
        return None
    problems = []
    for option in options:
        if option is not type(None):
            try:
                return conform(value, option)
            except Unacceptable as problem:
                problems.append(str(problem))
    raise Unacceptable(problems[0] if problems else f"expected None, got {describe(value)}")


def _one_of(value: Any, options: Sequence[Any]) -> Any:
    for option in options:
        if type(value) is type(option) and value == option:
            return option
    raise Unacceptable(f"expected one of {', '.join(map(repr, options))}")


def _tuple(value: Any, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    items = _items(value)
    if not arguments:
        return tuple(items)
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_within(i, item, arguments[0]) for i, item in enumerate(items))
    if len(items) != len(arguments):
        raise Unacceptable(f"expected {len(arguments)} values, got {len(items)}")
    return tuple(_within(i, item, kind) for i, (item, kind) in enumerate(zip(items, arguments, strict=True)))


def _mapping(value: Any, arguments: tuple[Any, ...]) -> dict[Any, Any]:
    if isinstance(value, Fields):
        value = value.values
    if not isinstance(value, Mapping):
        raise Unacceptable(f"expected a dict, got {describe(value)}")
    return {_within("a key", k, arguments[0]): _within("a value", v, arguments[1]) for k, v in value.items()}


def _items(value: Any) -> list[Any]:
    if isinstance(value, torch.Tensor | np.ndarray) and value.ndim == 0:
        raise Unacceptable(f"expected several values, got {describe(value)}")
    if isinstance(value, torch.Tensor | np.ndarray | list | tuple | set | frozenset) and len(value) > ITEMS:
        raise Unacceptable("more values than any answer here has")
    if isinstance(value, Fields):
        return list(value.values.values())
    if isinstance(value, torch.Tensor | np.ndarray):
        return list(value)
    if isinstance(value, frozenset | set):
        return sorted(value, key=lambda item: (str(type(item)), item))
    if isinstance(value, list | tuple):
        return list(value)
    raise Unacceptable(f"expected several values, got {describe(value)}")


def _within(where: object, value: Any, annotation: Any) -> Any:
    try:
        return conform(value, annotation)
    except Unacceptable as problem:
        place = f"value {where + 1}" if isinstance(where, int) else where
        raise Unacceptable(f"{place}: {problem}") from None


def _tensor(value: Any) -> torch.Tensor:
    array = _array(value)
    if array.dtype.kind == "u" and array.size and int(array.max()) >= 2**63:
        raise Unacceptable("a number is larger than any answer here")
    if array.dtype.kind == "c":
        return torch.from_numpy(array.astype(np.complex128))
    return torch.from_numpy(array.astype(np.float64 if array.dtype.kind == "f" else np.int64))


def _array(value: Any) -> np.ndarray[Any, Any]:
    problem = f"expected a tensor or array of numbers, got {describe(value)}"
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    elif isinstance(value, bool | int | float | np.generic):
        value = np.asarray(value)
    elif isinstance(value, list | tuple):
        try:
            rows = [_array(item) for item in value]
            value = np.stack(rows) if rows else np.zeros(0)
        except (ValueError, RecursionError):
            raise Unacceptable(
                "expected a tensor or array of numbers, got rows of different lengths"
            ) from None
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biufc":
        raise Unacceptable(problem)
    if value.size > ELEMENTS:
        raise Unacceptable("an array is larger than any answer here")
    return value


def _number(value: Any, what: str) -> Any:
    if isinstance(value, torch.Tensor | np.ndarray | np.generic):
        if tuple(value.shape) not in ((), (1,)):
            raise Unacceptable(f"expected {what}, got {describe(value)}")
        value = value.reshape(-1)[0].item()
    if not isinstance(value, bool | int | float):
        raise Unacceptable(f"expected {what}, got {describe(value)}")
    return value


def _float(value: Any) -> float:
    return float(_number(value, "a number"))


def _int(value: Any) -> int:
    number = _number(value, "a whole number")
    if not math.isfinite(number) or number != int(number):
        raise Unacceptable("expected a whole number, got another number")
    return int(number)


def _bool(value: Any) -> bool:
    number = _number(value, "True or False")
    if number not in (0, 1):
        raise Unacceptable("expected True or False, got another number")
    return bool(number)


def _str(value: Any) -> str:
    if not isinstance(value, str):
        raise Unacceptable(f"expected a string, got {describe(value)}")
    return value


def _list(value: Any) -> list[Any]:
    return _items(value)


def _dict(value: Any) -> dict[Any, Any]:
    return _mapping(value, (Any, Any))


def _weights(value: Any) -> Weights:
    if not isinstance(value, Weights):
        raise Unacceptable(f"expected a torch model, got {describe(value)}")
    return value


def _record(value: Any, kind: Any) -> Any:
    names: Sequence[str] = getattr(kind, "_fields", None) or [f.name for f in dataclasses.fields(kind)]
    hints = typing.get_type_hints(kind)
    given = value.values if isinstance(value, Fields) else value
    if isinstance(given, Mapping):
        missing = [name for name in names if name not in given]
        if missing:
            raise Unacceptable(f"expected the fields {', '.join(names)}; missing: {', '.join(missing)}")
        return _made(kind, {name: _within(name, given[name], hints.get(name, Any)) for name in names})
    items = _items(value)
    if len(items) != len(names):
        raise Unacceptable(f"expected the {len(names)} fields {', '.join(names)}, got {len(items)} values")
    return _made(kind, {n: _within(n, item, hints.get(n, Any)) for n, item in zip(names, items, strict=True)})


def _made(kind: Any, fields: dict[str, Any]) -> Any:
    try:
        return kind(**fields)
    except Exception as error:  # the course's own class refuses them
        raise Unacceptable(f"these fields do not make a {kind.__name__}") from error


_SIMPLE: dict[Any, Any] = {
    torch.Tensor: _tensor,
    np.ndarray: lambda value: _tensor(value).numpy(),
    float: _float,
    int: _int,
    bool: _bool,
    str: _str,
    list: _list,
    tuple: lambda value: tuple(_items(value)),
    dict: _dict,
}


def describe(value: Any) -> str:
    """What a value is, never what it holds: `a tensor of shape [8, 4]`, `None`, `a list of 3`."""
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return f"a tensor of {_shape(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"an array of {_shape(value.shape)} and type {value.dtype}"
    if isinstance(value, Weights):
        return "a torch model"
    if isinstance(value, Fields | Mapping):
        return "a record of named fields" if isinstance(value, Fields) else f"a dict of {len(value)}"
    if isinstance(value, list | tuple | frozenset | set):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, bool | int | float | str | bytes):
        return f"a {type(value).__name__}"
    if isinstance(value, Handle | Reference):
        return "an object of another type"
    return f"a {type(value).__name__}"


def _shape(shape: Sequence[int]) -> str:
    if len(shape) > 8 or math.prod(max(n, 1) for n in shape) > SHOWN:
        return "another shape"
    return f"shape {list(shape)}"


# --- value ----------------------------------------------------------------------------------------------------------


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
        for where, found in _leaves("", got, expected, atol, rtol):
            if found.message is not None:
                return Comparison(f"{where}: {found.message}" if where else found.message, found.ratio)
            worst = max(worst, found.ratio)
    except Unacceptable as problem:
        return Comparison(str(problem), math.inf)
    return Comparison(None, worst)


def _leaves(
    where: str, got: Any, expected: Any, atol: float, rtol: float
) -> Iterator[tuple[str, Comparison]]:
    got, expected = _opened(got), _opened(expected)
    if isinstance(expected, Mapping):
        if not isinstance(got, Mapping):
            raise Unacceptable("another kind of value")
        missing = [str(key) for key in expected if key not in got]
        if missing:
            yield where, Comparison(f"missing: {', '.join(missing[:5])}", math.inf)
        else:
            for key, value in expected.items():
                yield from _leaves(f"{where}{'.' if where else ''}{key}", got[key], value, atol, rtol)
    elif isinstance(expected, list | tuple):
        if not isinstance(got, list | tuple):
            raise Unacceptable("another kind of value")
        if len(got) != len(expected):
            yield where, Comparison(f"{len(got)} values instead of {len(expected)}", math.inf)
        else:
            for i, (mine, value) in enumerate(zip(got, expected, strict=True)):
                yield from _leaves(f"{where}{', ' if where else ''}value {i + 1}", mine, value, atol, rtol)
    elif isinstance(expected, torch.Tensor | np.ndarray | bool | int | float):
        yield where, _numbers(_array(got), _array(expected), atol, rtol)
    else:
        same = type(got) is type(expected) and got == expected
        yield where, Comparison(None if same else "another value", 0.0 if same else math.inf)


def _opened(value: Any) -> Any:
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
        return Comparison(f"{_shape(got.shape)} instead of {list(expected.shape)}", math.inf)
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
    message = f"{_share(wrong, expected.size)} off, by up to {worst:.2g} (tolerance {tolerance:.1g})"
    return Comparison(message, worst / tolerance if tolerance else math.inf)


def _share(wrong: int, total: int) -> str:
    return "the value is" if total == 1 else f"{wrong} of {total} values are"
