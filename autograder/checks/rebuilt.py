"""Whether a value of the grader's can be built again in a student's process, asked before it is sent.

The grader's side. What raised there while a value is built would be told as the student's exception, and is a fault of the
assignment. Looks at classes and at what models are built with, never at values: these may be a student's.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

import torch

from ..inside import bridges
from ..inside.wire import Malformed, state

Form = Mapping[str, tuple[tuple[int, ...], torch.dtype]]


def configuration(model: Any) -> Any:
    """What a model is built with, next to its tensors."""
    return bridges.configuration(model) if bridges.is_bridge(model) else getattr(model, "config", {})


def rebuilt_by(provided: Sequence[ModuleType]) -> Callable[[Any], None]:
    """What raises `Malformed` for a model, a named tuple or a dataclass that cannot be built with these modules alone."""

    def look(value: Any) -> None:
        name = type(value).__name__
        if name == bridges.BRIDGE:
            return
        kind = next((getattr(module, name) for module in provided if hasattr(module, name)), None)
        if kind is None:
            raise Malformed(
                f"no module of the folder student/ has its class, {name}, so that it cannot be built in the student's "
                "process: pass one of a class in given.py"
            )
        if isinstance(value, torch.nn.Module):
            _look_at_model(value, kind)

    return look


def _look_at_model(model: torch.nn.Module, kind: Any) -> None:
    config = configuration(model) or {}
    try:
        built = _form(_built(kind, config))
    except Exception as error:
        why = f"raises {type(error).__name__}: {error}"
    else:
        own = _form(model)
        other = next((name for name in {**own, **built} if own.get(name) != built.get(name)), None)
        if other is None:
            return
        why = f"gives {_told(built, other)}, and here there is {_told(own, other)}"
    takes = ", ".join(f'"{name}": {name}' for name in inspect.signature(kind).parameters)
    raise Malformed(
        f"a {kind.__name__} is built in the student's process by its class in given.py and the arguments in its "
        f"attribute `config`, and {kind.__name__}(**{config!r}) {why}: "
        f"keep the constructor's arguments, self.config = {{{takes}}}"
    )


def _built(kind: Any, config: Any) -> torch.nn.Module:
    """As the student's process builds it; no draw of ours is another one for it."""
    dtype = torch.get_default_dtype()
    with torch.random.fork_rng(devices=[]):
        torch.set_default_dtype(torch.float32)
        try:
            model: torch.nn.Module = kind(**config)
        finally:
            torch.set_default_dtype(dtype)
    return model


def _form(model: torch.nn.Module) -> Form:
    return {name: (tuple(tensor.shape), tensor.dtype) for name, tensor in state(model).items()}


def _told(form: Form, name: str) -> str:
    if name not in form:
        return f"no {name}"
    shape, dtype = form[name]
    return f"{name} as {list(shape)} of {str(dtype).removeprefix('torch.')}"
