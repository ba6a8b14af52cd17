"""Answers of the right form and the wrong kind: the reference, with what its functions return spoiled on the way out.

A student whose training diverges hands in NaN; one who forgot a `return` hands in None. Whatever comes, a check has to
end with a verdict, and where nothing right came, the verdict is that it fails.
"""

from __future__ import annotations

from ..course import Assignment
from ..submission.source import Chunk
from .wrapped import wrapped_chunks

# With the first nothing comes back, whatever is asked: no task has points, not for what has to be refused either. With the
# next nothing right does: every task has to lose points. The others leave something right here and there (a shape, the
# first rows): each check only has to end with a verdict.
EARNS_NOTHING = ("raises",)
LOSES_EVERYTHING = ("nan", "infinity", "none", "empty", "complex", "huge", "zeros")
KINDS = (
    *EARNS_NOTHING,
    *LOSES_EVERYTHING,
    *("too_few", "too_many", "another_type", "scalar", "deeper"),
)

_SPOIL = """
import copy as _copy, dataclasses as _dataclasses, functools as _functools
import numpy as _numpy
import torch as _torch

_NUMBERS = {{"nan": float("nan"), "infinity": float("inf"), "huge": 1e300, "zeros": 0.0, "complex": 1.0 + 1.0j}}


def _spoil(value, kind={kind!r}):
    if kind == "none":
        return None
    if kind in ("scalar", "deeper") and isinstance(value, bool | int | float | complex | str):
        return value
    if isinstance(value, _torch.nn.Module):
        if kind == "empty":
            return _torch.nn.Module()
        model = _copy.deepcopy(value)
        with _torch.no_grad():
            for parameter in model.parameters():
                if kind == "complex":
                    parameter.data = parameter.data * _NUMBERS[kind]
                elif kind in _NUMBERS and parameter.is_floating_point():
                    parameter.fill_(_NUMBERS[kind] if kind != "huge" else 1e30)
        return model
    if isinstance(value, _numpy.ndarray | _numpy.generic):
        return _spoil(_torch.from_numpy(_numpy.array(value))).numpy()
    if isinstance(value, _torch.Tensor):
        value = value.detach()
        if kind in _NUMBERS:
            number = _NUMBERS[kind]
            floats = value.dtype if value.is_floating_point() and kind != "complex" else None
            dtype = floats or (_torch.complex128 if kind == "complex" else _torch.float64)
            return _torch.full(value.shape, number, dtype=dtype)
        if kind == "empty":
            return value.reshape(-1)[:0]
        if kind == "another_type":
            return [str(number) for number in value.reshape(-1)[:3].tolist()]
        if kind == "scalar":
            return value.reshape(-1)[:1].sum()
        if value.ndim == 0:
            return value.reshape(1, 1)
        if kind == "deeper":
            return value[None]
        return value[:-1] if kind == "too_few" else _torch.cat([value, value[-1:]])
    if isinstance(value, bool | int | float | complex):
        if kind == "huge" and isinstance(value, int):
            return 10**30
        return _NUMBERS.get(kind, "one" if kind == "another_type" else [])
    if isinstance(value, str):
        return {{"empty": "", "too_few": value[:-1], "too_many": value + value, "another_type": 1}}.get(kind, "NaN")
    if _dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {{f.name: _spoil(getattr(value, f.name)) for f in _dataclasses.fields(value)}}
        return fields if kind != "another_type" else 1.0
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _spoil(value._asdict())
    if isinstance(value, dict):
        items = [(key, _spoil(one)) for key, one in value.items()]
        items = {{"empty": [], "too_few": items[1:], "too_many": [*items, ("another", 0.0)]}}.get(kind, items)
        return dict(items) if kind != "another_type" else [one for _, one in items]
    if isinstance(value, list | tuple | set | frozenset):
        items = [_spoil(one) for one in value]
        items = {{"empty": [], "too_few": items[1:], "too_many": [*items, *items[-1:]]}}.get(kind, items)
        return items if kind != "another_type" else {{str(i): one for i, one in enumerate(items)}}
    return value if kind in ("zeros", "too_few", "too_many", "scalar", "deeper") else None


def _spoiled(function):
    @_functools.wraps(function)
    def call(*args, **kwargs):
        if {kind!r} == "raises":
            raise ValueError
        return _spoil(function(*args, **kwargs))

    return call


for _name in {functions!r}:
    globals()[_name] = _spoiled(globals()[_name])
"""


def malformed_chunks(assignment: Assignment, kind: str) -> tuple[Chunk, ...]:
    """The reference's chunks, and one that spoils what its functions return. `kind` is one of `KINDS`."""
    return wrapped_chunks(assignment, _SPOIL, kind=kind)
