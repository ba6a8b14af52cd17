"""What is accepted as a form of an answer: an honest student is never failed for style.

`conform` brings what a student returned into the form that the reference's annotation names, and says in a student's
words why it cannot. `compare` then compares values of one form.
"""

from __future__ import annotations

import dataclasses
import inspect
import math
import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import torch

from ..inside.wire import Fields, Handle, Reference
from .failure import shown_shape
from .remote import Remote, Weights

ITEMS = 1 << 16  # values that an answer is taken apart into: rows of an array, items of a list, at any depth


class Unacceptable(Exception):
    """A value is not of the asked form; the message is safe for the student."""


def return_annotation(function: Callable[..., Any]) -> Any:
    """What a function says it returns, `Any` where it does not say."""
    return typing.get_type_hints(function, include_extras=True).get("return", Any)


class Named(tuple[Any, ...]):
    """Several values with the names that the text of the function gives them."""

    names: tuple[str, ...]


def answer(value: Any, function: Callable[..., Any]) -> Any:
    """`value` in the form of what `function` says it returns, several values under the names that it gives them. Raises
    `Unacceptable`."""
    annotation = return_annotation(function)
    names = _names(function, annotation)
    if not names:
        return conform(value, annotation)
    found = Named(_Form(names).of(value, annotation))
    found.names = names
    return found


def _names(function: Callable[..., Any], annotation: Any) -> tuple[str, ...]:
    """What a docstring calls the values of a tuple: the first parenthesis that holds just so many names, with or without
    shapes, as in `Returns (tokens [n, T], mask [n, T])`. Empty where there is none."""
    arguments = typing.get_args(annotation) if typing.get_origin(annotation) is tuple else ()
    if len(arguments) < 2 or arguments[-1] is Ellipsis:
        return ()
    for group in _GROUP.findall(inspect.getdoc(function) or ""):
        found = [_NAME.fullmatch(part.strip()) for part in _COMMA.split(group)]
        if len(found) == len(arguments) and all(found):
            return tuple(name[1] for name in found if name)
    return ()


_GROUP = re.compile(r"(?<!\w)\(([^()]+)\)")  # and no call
_COMMA = re.compile(r",(?![^\[]*\])")  # of a parenthesis, not of a shape
_NAME = re.compile(r"([A-Za-z_]\w*)(?:\s+\[[^\]]*\])?")


def conform(value: Any, annotation: Any) -> Any:
    """`value` in the form of `annotation`: tensors for tensors, whatever they came as, and so on inward.

    Floating tensors become float64 and integer or boolean ones int64; complex ones are accepted only where
    `Annotated[Tensor, complex]` asks for them. A class that is neither a value's nor a model's
    (a probe, a cache, `object`) asks for something that stayed in the student's process. Raises `Unacceptable`.

    The wire bounds how many numbers a value has; what is made of them is counted here, over the whole value.
    """
    return _Form().of(value, annotation)


class _Form:
    """Brings one value into its form, taking apart no more than there is in any answer."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        """`names`: of the values, where the answer itself is a tuple of several."""
        self._left = ITEMS
        self._names = names

    def of(self, value: Any, annotation: Any) -> Any:
        if annotation in (Any, None, type(None)) or annotation is typing.NoReturn:
            return value
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin in (types.UnionType, typing.Union):
            return self._any_of(value, arguments)
        if origin is typing.Annotated:
            allowed = complex in arguments[1:] and arguments[0] is torch.Tensor
            return self._tensor(value, complex_too=True) if allowed else self.of(value, arguments[0])
        if origin is tuple:
            return self._tuple(value, arguments)
        if origin is typing.Literal:
            return self._one_of(value, arguments)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return self._mapping(value, arguments or (Any, Any))
        if isinstance(origin, type) and issubclass(origin, Sequence | set | frozenset):
            kind = arguments[0] if arguments else Any
            return [self._within(i, item, kind) for i, item in enumerate(self._items(value))]
        if annotation in self._SIMPLE:
            return self._SIMPLE[annotation](self, value)
        if isinstance(annotation, type) and issubclass(annotation, torch.nn.Module):
            return self._weights(value)
        if isinstance(annotation, type) and (
            dataclasses.is_dataclass(annotation) or hasattr(annotation, "_fields")
        ):
            return self._record(value, annotation)
        if not isinstance(value, Remote):
            raise Unacceptable(f"expected an object, got {describe(value)}")
        return value

    def _any_of(self, value: Any, options: Sequence[Any]) -> Any:
        if value is None and type(None) in options:
            return None
        problems = []
        for option in options:
            if option is not type(None):
                try:
                    return self.of(value, option)
                except Unacceptable as problem:
                    problems.append(str(problem))
        raise Unacceptable(problems[0] if problems else f"expected None, got {describe(value)}")

    def _one_of(self, value: Any, options: Sequence[Any]) -> Any:
        for option in options:
            if type(value) is type(option) and value == option:
                return option
        raise Unacceptable(f"expected one of {', '.join(map(repr, options))}")

    def _tuple(self, value: Any, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        items = self._items(value)
        if not arguments:
            return tuple(items)
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(self._within(i, item, arguments[0]) for i, item in enumerate(items))
        names, self._names = self._names, ()  # those inside have none
        if len(items) != len(arguments):
            which = f", {', '.join(names)}" if names else ""
            raise Unacceptable(f"expected {len(arguments)} values{which}, got {len(items)}")
        places = names or range(len(items))
        return tuple(map(self._within, places, items, arguments))

    def _mapping(self, value: Any, arguments: tuple[Any, ...]) -> dict[Any, Any]:
        if isinstance(value, Fields):
            value = value.values
        if not isinstance(value, Mapping):
            raise Unacceptable(f"expected a dict, got {describe(value)}")
        return {
            self._within("a key", k, arguments[0]): self._within("a value", v, arguments[1])
            for k, v in value.items()
        }

    def _items(self, value: Any) -> list[Any]:
        if isinstance(value, torch.Tensor | np.ndarray) and value.ndim == 0:
            raise Unacceptable(f"expected several values, got {describe(value)}")
        if isinstance(value, torch.Tensor | np.ndarray | list | tuple | set | frozenset):
            self._left -= len(value)
        if self._left < 0:
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

    def _within(self, where: object, value: Any, annotation: Any) -> Any:
        try:
            return self.of(value, annotation)
        except Unacceptable as problem:
            place = f"value {where + 1}" if isinstance(where, int) else where
            raise Unacceptable(f"{place}: {problem}") from None

    def _tensor(self, value: Any, complex_too: bool = False) -> torch.Tensor:
        array = as_array(value)
        if array.dtype.kind == "c" and not complex_too:
            raise Unacceptable("expected real numbers, got complex ones")
        if array.dtype.kind == "u" and array.size and int(array.max()) >= 2**63:
            raise Unacceptable("a number is larger than any answer here")
        if array.dtype.kind == "c":
            return torch.from_numpy(array.astype(np.complex128))
        return torch.from_numpy(array.astype(np.float64 if array.dtype.kind == "f" else np.int64))

    def _number(self, value: Any, what: str) -> Any:
        if isinstance(value, torch.Tensor | np.ndarray | np.generic):
            if tuple(value.shape) not in ((), (1,)):
                raise Unacceptable(f"expected {what}, got {describe(value)}")
            value = value.reshape(-1)[0].item()
        if not isinstance(value, bool | int | float):
            raise Unacceptable(f"expected {what}, got {describe(value)}")
        return value

    def _float(self, value: Any) -> float:
        return float(self._number(value, "a number"))

    def _int(self, value: Any) -> int:
        number = self._number(value, "a whole number")
        if not math.isfinite(number) or number != int(number):
            raise Unacceptable("expected a whole number, got another number")
        return int(number)

    def _bool(self, value: Any) -> bool:
        number = self._number(value, "True or False")
        if number not in (0, 1):
            raise Unacceptable("expected True or False, got another number")
        return bool(number)

    def _str(self, value: Any) -> str:
        if not isinstance(value, str):
            raise Unacceptable(f"expected a string, got {describe(value)}")
        return value

    def _list(self, value: Any) -> list[Any]:
        return self._items(value)

    def _dict(self, value: Any) -> dict[Any, Any]:
        return self._mapping(value, (Any, Any))

    def _weights(self, value: Any) -> Weights:
        if not isinstance(value, Weights):
            raise Unacceptable(f"expected a torch model, got {describe(value)}")
        return value

    def _record(self, value: Any, kind: Any) -> Any:
        names: Sequence[str] = getattr(kind, "_fields", None) or [f.name for f in dataclasses.fields(kind)]
        hints = typing.get_type_hints(kind)
        given = value.values if isinstance(value, Fields) else value
        if isinstance(given, Mapping):
            missing = [name for name in names if name not in given]
            if missing:
                raise Unacceptable(f"expected the fields {', '.join(names)}; missing: {', '.join(missing)}")
            return self._made(
                kind, {name: self._within(name, given[name], hints.get(name, Any)) for name in names}
            )
        items = self._items(value)
        if len(items) != len(names):
            raise Unacceptable(
                f"expected the {len(names)} fields {', '.join(names)}, got {len(items)} values"
            )
        return self._made(
            kind, {n: self._within(n, item, hints.get(n, Any)) for n, item in zip(names, items, strict=True)}
        )

    def _made(self, kind: Any, fields: dict[str, Any]) -> Any:
        try:
            return kind(**fields)
        except Exception as error:  # the course's own class refuses them
            raise Unacceptable(f"these fields do not make a {kind.__name__}") from error

    _SIMPLE: ClassVar[dict[Any, Callable[[_Form, Any], Any]]] = {
        torch.Tensor: _tensor,
        np.ndarray: lambda self, value: self._tensor(value).numpy(),
        float: _float,
        int: _int,
        bool: _bool,
        str: _str,
        list: _list,
        tuple: lambda self, value: tuple(self._items(value)),
        dict: _dict,
    }


def as_array(value: Any) -> np.ndarray[Any, Any]:
    problem = f"expected a tensor or array of numbers, got {describe(value)}"
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    elif isinstance(value, bool | int | float | np.generic):
        value = np.asarray(value)
    elif isinstance(value, list | tuple) and value and all(type(v) in (bool, int, float) for v in value):
        value = np.array(value)
    elif isinstance(value, list | tuple):
        try:
            rows = [as_array(item) for item in value]
            value = np.stack(rows) if rows else np.zeros(0)
        except (ValueError, RecursionError):
            raise Unacceptable(
                "expected a tensor or array of numbers, got rows of different lengths"
            ) from None
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biufc":
        raise Unacceptable(problem)
    return value


def describe(value: Any) -> str:
    """What a value is, never what it holds: `a tensor of shape [8, 4]`, `None`, `a list of 3`."""
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return f"a tensor of {shown_shape(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"an array of {shown_shape(value.shape)} and type {value.dtype}"
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
