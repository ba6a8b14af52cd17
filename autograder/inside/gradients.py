"""The gradients of what a function returns: one computation, in the student's process and, of the reference, in the grader's.

Each number of the value is multiplied by one that the grader has drawn, its cotangent, all are added up, and the sum is
derived: a vector-Jacobian product. It is as large as what is derived by, however many numbers the value has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .wire import state


def leaves(args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """The tensors among a call's arguments, and those of the modules there, by a name that a student may read."""
    import torch

    found = {}
    for which, argument in [*enumerate(args, 1), *kwargs.items()]:
        if isinstance(argument, torch.Tensor):
            found[f"argument {which}"] = argument
        elif isinstance(argument, torch.nn.Module):
            found |= {f"{name} of argument {which}": tensor for name, tensor in state(argument).items()}
    return found


def gradients(
    function: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    by: Sequence[str],
    cotangents: Any,
) -> dict[str, Any]:
    """The gradients by the `leaves` of these names, 0 where nothing flows back. There are none of a value that holds no
    tensors of torch. The cotangents have the value's form, with None for what is left out."""
    import torch

    # First with tensors as they come in any other call: what is written in NumPy may refuse those that require gradients.
    if not list(_of_torch(function(*args, **kwargs), cotangents)):
        return {}
    given = leaves(args, kwargs)
    tensors = [given[name].requires_grad_() for name in by]
    with torch.enable_grad():
        value = function(*args, **kwargs)
    total = torch.zeros((), requires_grad=True)
    with torch.enable_grad():  # the submission may have switched them off for good
        for part, of_part in _of_torch(value, cotangents):
            total = total + (part * of_part).sum()
        found = torch.autograd.grad(total, tensors, materialize_grads=True)
    return dict(zip(by, found, strict=True))


def _of_torch(value: Any, cotangents: Any) -> Iterator[tuple[Any, Any]]:
    """The tensors that a value is made of, each with its cotangents: by name where the parts have names, else by place."""
    import torch

    if cotangents is None:
        return
    if isinstance(cotangents, Mapping):
        for place, (name, of_part) in enumerate(cotangents.items()):
            yield from _of_torch(_part(value, name, place), of_part)
    elif isinstance(cotangents, list) or isinstance(value, list | tuple):  # rows in a list, or in one tensor
        for part, of_part in zip(value, cotangents, strict=True):
            yield from _of_torch(part, of_part)
    elif isinstance(value, torch.Tensor):
        yield value, cotangents


def _part(value: Any, name: str, place: int) -> Any:
    """A part of a value whose parts have names, in any of the forms that are accepted for it."""
    if isinstance(value, Mapping):
        return value[name]
    if hasattr(value, "_asdict") or not isinstance(value, Sequence):
        return getattr(value, name)
    return value[place]
