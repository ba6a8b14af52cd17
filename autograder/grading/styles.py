"""Right answers in other forms, made by machine: the reference, and a way of answering that the text leaves free.

One student works in NumPy, another returns nested lists, a third leaves gradients on and prints at each call. None of
that is asked about, so each of these keeps all points. They are to right solutions what `malformed` is to wrong ones.
"""

from __future__ import annotations

from ..course import Assignment
from ..submission.source import Chunk
from .wrapped import wrapped_chunks

# What is done with each answer, or before and after a call of the student's functions from outside.
STYLES = {
    "arrays": "answers in NumPy arrays",
    "nested_lists": "answers in nested lists of numbers",
    "doubles": "answers in float64",
    "singles": "answers in float32",
    "gradients": "answers that ask for gradients",
    "views": "answers that are views of larger arrays",
    "numbers": "floats as tensors without axes, whole numbers as NumPy's",
    "containers": "lists for tuples and tuples for lists, dicts in order",
    "whole_numbers": "masks as whole numbers, and int32 for int64",
    "training_mode": "models in training mode, their gradients filled",
    "no_gradients": "gradients switched off for good after each call",
    "talks": "prints, warns and draws random numbers at each call",
}

_STYLE = """
import collections as _collections, functools as _functools, logging as _logging, os as _os, random as _random
import sys as _sys, warnings as _warnings
import numpy as _numpy
import torch as _torch


def _each(value, style={style!r}):
    if isinstance(value, dict):
        items = {{key: _each(part) for key, part in value.items()}}
        return _collections.OrderedDict(items) if style == "containers" else items
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return list(map(_each, value)) if style == "containers" else type(value)(*map(_each, value))
    if isinstance(value, list | tuple):
        other = {{list: tuple, tuple: list}}.get(type(value), list) if style == "containers" else type(value)
        return other(map(_each, value))
    if isinstance(value, _torch.Tensor):
        return _tensor(value, style)
    if isinstance(value, _torch.nn.Module):
        return _module(value, style)
    if style == "numbers" and isinstance(value, float):
        return _torch.tensor(value, dtype=_torch.float64)
    if style == "numbers" and isinstance(value, int) and not isinstance(value, bool):
        return _numpy.int64(value)
    return value


def _tensor(value, style):
    if style == "arrays":
        return value.detach().numpy()
    if style == "nested_lists":
        return value.tolist()
    if style == "views" and value.dim():
        return _torch.stack([value, value], dim=-1)[..., 0]
    if style == "whole_numbers" and value.dtype in (_torch.bool, _torch.int64):
        return value.int()
    if value.is_floating_point():
        value = {{"doubles": value.double, "singles": value.float}}.get(style, lambda: value)()
        return value.clone().requires_grad_() if style == "gradients" else value
    return value


def _module(model, style):
    if style == "training_mode":
        model.train()
        for parameter in model.parameters():
            parameter.requires_grad_(True)
            parameter.grad = _torch.ones_like(parameter)
    return model


_DEPTH = [0]


def _styled(function, style={style!r}):
    @_functools.wraps(function)
    def call(*args, **kwargs):
        if _DEPTH[0]:  # by another of the student's functions
            return function(*args, **kwargs)
        if style == "talks":
            _random.seed(_os.urandom(4))
            _numpy.random.seed(_random.randrange(2**32))
            _torch.manual_seed(_random.randrange(2**32))
            print("still here")
            print("and here", file=_sys.stderr)
            _warnings.warn("careful")
            _logging.getLogger().warning("so so")
        _DEPTH[0] += 1
        _torch.set_grad_enabled(True)
        try:
            return _each(function(*args, **kwargs))
        finally:
            _DEPTH[0] -= 1
            _torch.set_grad_enabled(style != "no_gradients")

    return call


for _name in {functions!r}:
    globals()[_name] = _styled(globals()[_name])
"""


def styled_chunks(assignment: Assignment, style: str) -> tuple[Chunk, ...]:
    """The reference's chunks, and one that puts what its functions return into another form. `style` is one of `STYLES`."""
    return wrapped_chunks(assignment, _STYLE, style=style)
