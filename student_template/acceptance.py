"""What the public tests accept: any form of an answer that grading accepts, and values within a tolerance.

A tensor, an array, nested lists and plain numbers are the same answer, whatever their float type and whether or not
they carry gradients; so are a tuple of two values, a named tuple and a dataclass with two fields. This is the tests'
own module: your work is graded without it, so it cannot import from here.
"""

import dataclasses
import math
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn


class Unacceptable(AssertionError):
    """A value is not of the asked form; the message says what was asked and what came."""


class Work:
    """Your functions as the tests call them: each answer comes back in the form that the assignment asks for.

    `forms` says what a function returns, as its stub does; one that is not named returns a `Tensor`.

        work = Work(parity, explain=Claims)
        work.explain(model, X, y)  # a Claims, even if yours returned a dict or a dataclass
    """

    def __init__(self, module: ModuleType, **forms: Any) -> None:
        self._module, self._forms = module, forms

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = getattr(self._module, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            __tracebackhide__ = True  # pytest shows the test and your function, not this line
            value = function(*args, **kwargs)
            try:
                return in_form(value, self._forms.get(name, Tensor))
            except Unacceptable as problem:
                raise Unacceptable(f"{name} returned the wrong kind of value: {problem}") from None

        return call


def in_form(value: Any, form: Any) -> Any:
    """`value` in the form of a type annotation: `Tensor`, `float`, `tuple[Tensor, float]`, `Claims`, …

    Floating tensors become float64, integer and boolean ones int64; models stay as they are. Raises `Unacceptable`
    where the value is of another kind, and TypeError for an annotation that is not known here.
    """
    return _formed(_plain(value), form)


def numbers(value: Any) -> np.ndarray:
    """A tensor, an array, nested lists or a number as an array of float64. Raises `Unacceptable` for anything else."""
    return _real(_array(_plain(value))).astype(np.float64)


def assert_close(got: Any, expected: Any, what: str, atol: float = 1e-4, rtol: float = 1e-5) -> None:
    """Fails unless the two have the same shape and no number is off by more than atol + rtol·max|expected|.

    NaN and infinity pass only where the expected value has the same. Nothing is broadcast.
    """
    __tracebackhide__ = True
    got, expected = numbers(got), numbers(expected)
    if got.shape != expected.shape:
        raise AssertionError(f"{what}: shape {got.shape}; it should be {expected.shape}")
    if not _are_close(got, expected, atol, rtol):
        raise AssertionError(f"{what}:\n{got.round(4)}\nIt should be\n{expected.round(4)}")


def weights(model: nn.Module) -> Tensor:
    """All parameters of a model in one vector of float64."""
    return torch.cat([parameter.detach().double().flatten() for parameter in model.parameters()])


def hooks(model: Any) -> int:
    """How many forward hooks hang on a model of TransformerLens."""
    return sum(len(list(point.fwd_hooks)) for point in model.hook_dict.values())


def _are_close(got: np.ndarray, expected: np.ndarray, atol: float, rtol: float) -> bool:
    finite = np.isfinite(expected)
    if not np.array_equal(np.isfinite(got), finite):
        return False
    if not np.array_equal(got[~finite], expected[~finite], equal_nan=True):
        return False
    tolerance = atol + rtol * np.abs(expected[finite]).max(initial=0.0)
    return bool((np.abs(got[finite] - expected[finite]) <= tolerance).all())


# --- the forms: `_plain` takes a value's type away, `_formed` gives it the one that is asked for ------------


class _Record(dict):
    """The fields of a named tuple or a dataclass, by name."""


def _plain(value: Any) -> Any:
    """Arrays for tensors, lists for tuples, `_Record` for what has named fields, all the way in."""
    if isinstance(value, Tensor):
        tensor = value.detach()
        dense = tensor if tensor.layout is torch.strided else tensor.to_dense()
        wide = dense.float() if dense.dtype is torch.bfloat16 else dense  # numpy has no bfloat16
        return wide.cpu().resolve_conj().resolve_neg().numpy()
    if isinstance(value, nn.Module):
        return value
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        return array if array.dtype.kind in "biufc" else _plain(array.tolist())
    if isinstance(value, tuple) and isinstance(names := getattr(value, "_fields", None), tuple):
        return _Record(zip(names, map(_plain, value), strict=True))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _Record({f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)})
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        items = [_plain(item) for item in value]
        return frozenset(items) if all(map(_is_scalar, items)) else items
    if isinstance(value, Mapping):
        return {k if _is_scalar(k) else repr(k): _plain(v) for k, v in value.items()}
    if not isinstance(value, bool):  # a bool is an int, and stays what it is
        for base in (int, float, str):  # members of an enum, named constants
            if isinstance(value, base):
                return base(value)
    return value


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float | str | bytes)


def _formed(value: Any, form: Any) -> Any:
    if form in (Any, None, type(None)):
        return value
    origin, arguments = typing.get_origin(form), typing.get_args(form)
    if origin in (types.UnionType, typing.Union):
        return _any_of(value, arguments)
    if origin is typing.Literal:
        return _one_of(value, arguments)
    if origin is tuple:
        return _tuple(value, arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(value, *arguments)
    if isinstance(origin, type) and issubclass(origin, Sequence | set | frozenset):
        return [_within(f"value {i + 1}", item, arguments[0]) for i, item in enumerate(_items(value))]
    if form in _SIMPLE:
        return _SIMPLE[form](value)
    if isinstance(form, type) and issubclass(form, nn.Module):
        return _expected(isinstance(value, nn.Module), "a torch model", value)
    if isinstance(form, type) and (dataclasses.is_dataclass(form) or hasattr(form, "_fields")):
        return _record(value, form)
    raise TypeError(f"no form of an answer is known for the annotation {form!r}")


def _within(where: str, value: Any, form: Any) -> Any:
    try:
        return _formed(value, form)
    except Unacceptable as problem:
        raise Unacceptable(f"{where}: {problem}") from None


def _any_of(value: Any, options: tuple[Any, ...]) -> Any:
    if value is None and type(None) in options:
        return None
    problems = []
    for option in options:
        if option is not type(None):
            try:
                return _formed(value, option)
            except Unacceptable as problem:
                problems.append(problem)
    raise problems[0]


def _one_of(value: Any, options: tuple[Any, ...]) -> Any:
    same = [option for option in options if type(option) is type(value) and option == value]
    return _expected(bool(same), f"one of {', '.join(map(repr, options))}", value)


def _tuple(value: Any, forms: tuple[Any, ...]) -> tuple[Any, ...]:
    items = _items(value)
    if len(forms) == 2 and forms[1] is Ellipsis:
        forms = forms[:1] * len(items)
    if len(items) != len(forms):
        raise Unacceptable(f"expected {len(forms)} values, got {len(items)}")
    return tuple(
        _within(f"value {i + 1}", item, form) for i, (item, form) in enumerate(zip(items, forms, strict=True))
    )


def _mapping(value: Any, key_form: Any = Any, form: Any = Any) -> dict[Any, Any]:
    _expected(isinstance(value, dict), "a dict", value)
    return {_within("a key", k, key_form): _within("a value", v, form) for k, v in value.items()}


def _record(value: Any, form: Any) -> Any:
    names = getattr(form, "_fields", None) or [field.name for field in dataclasses.fields(form)]
    if not isinstance(value, dict):
        items = _items(value)
        if len(items) != len(names):
            raise Unacceptable(
                f"expected the {len(names)} fields {', '.join(names)}, got {len(items)} values"
            )
        value = dict(zip(names, items, strict=True))
    missing = [name for name in names if name not in value]
    if missing:
        raise Unacceptable(f"expected the fields {', '.join(names)}; missing: {', '.join(missing)}")
    hints = typing.get_type_hints(form)
    fields = {name: _within(name, value[name], hints.get(name, Any)) for name in names}
    try:
        return form(**fields)
    except Exception as error:  # the class itself refuses them
        raise Unacceptable(f"these fields do not make a {form.__name__}: {error}") from None


def _items(value: Any) -> list[Any]:
    if isinstance(value, _Record):
        return list(value.values())
    if isinstance(value, frozenset):
        return sorted(value, key=lambda item: (str(type(item)), item))
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return [np.asarray(item) for item in value]
    return list(_expected(isinstance(value, list), "several values", value))


def _array(value: Any) -> np.ndarray:
    if isinstance(value, bool | int | float):
        return np.asarray(value)
    if isinstance(value, list):
        rows = [_array(item) for item in value]
        if len({row.shape for row in rows}) > 1:
            raise Unacceptable("expected a tensor or array of numbers, got rows of different lengths")
        return np.stack(rows) if rows else np.zeros(0)
    array: np.ndarray = _expected(isinstance(value, np.ndarray), "a tensor or array of numbers", value)
    return array


def _tensor(value: Any) -> Tensor:
    array = _real(_array(value))
    return torch.from_numpy(array.astype(np.float64 if array.dtype.kind == "f" else np.int64))


def _real(array: np.ndarray) -> np.ndarray:
    if array.dtype.kind == "c":
        raise Unacceptable("expected real numbers, got complex ones")
    return array


def _number(value: Any, what: str) -> Any:
    if isinstance(value, np.ndarray):
        _expected(value.shape in ((), (1,)), what, value)
        value = value.reshape(-1)[0].item()
    return _expected(isinstance(value, bool | int | float), what, value)


def _float(value: Any) -> float:
    return float(_number(value, "a number"))


def _int(value: Any) -> int:
    number = _number(value, "a whole number")
    return int(_expected(math.isfinite(number) and number == int(number), "a whole number", number))


def _bool(value: Any) -> bool:
    number = _number(value, "True or False")
    return bool(_expected(number in (0, 1), "True or False", number))


def _str(value: Any) -> str:
    return str(_expected(isinstance(value, str), "a string", value))


def _expected(holds: bool, what: str, value: Any) -> Any:
    if not holds:
        raise Unacceptable(f"expected {what}, got {_described(value)}")
    return value


def _described(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"numbers of shape {list(value.shape)}"
    if isinstance(value, list | frozenset | dict):
        return f"{'fields' if isinstance(value, _Record) else 'values'} ({len(value)} of them)"
    return repr(value) if _is_scalar(value) else f"a {type(value).__name__}"


_SIMPLE: dict[Any, Callable[[Any], Any]] = {
    Tensor: _tensor,
    np.ndarray: lambda value: _tensor(value).numpy(),
    float: _float,
    int: _int,
    bool: _bool,
    str: _str,
    list: _items,
    tuple: lambda value: tuple(_items(value)),
    dict: _mapping,
}
