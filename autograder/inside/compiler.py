"""Training without torch's compiler, and without what torch has for many machines.

At its first step an optimiser imports `torch._dynamo`, 800 modules, only to tell it that there is nothing to compile: 1.4
CPU seconds in every process that trains. Here something small answers that, and makes way for the real module as soon
as anything else is asked of it, so that `torch.compile` works as ever. Until then torch says that it knows no other
machines, as is true where a submission runs: transformers would import 800 modules more for them, 50 MB.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import types
from typing import Any

NAME = "torch._dynamo"


class _Uncompiled(types.ModuleType):
    """Stands for `torch._dynamo` in a process that has compiled nothing."""

    def graph_break(self, msg: str = "") -> None:
        pass

    def disable(self, fn: Any = None, recursive: bool = True, **options: Any) -> Any:
        return fn if fn is not None else _as_it_is

    def assume_constant_result(self, fn: Any) -> Any:
        return fn  # transformers says this, and the next, of functions of its own, as it is imported

    def allow_in_graph(self, fn: Any) -> Any:
        return fn

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(NAME) is self:
            _make_way()
        return getattr(importlib.import_module(NAME), name)


def put_off() -> None:
    """Keeps the compiler out of this process until it is used. Without torch, or where it is imported, nothing to do."""
    torch = sys.modules.get("torch")
    if torch is None or NAME in sys.modules:
        return
    spec = importlib.util.find_spec(NAME)
    if spec is None:
        return
    module = _Uncompiled(NAME)
    module.__file__ = (
        spec.origin
    )  # who goes through all modules asks for it, and should not wake the real one
    sys.modules[NAME] = module
    torch._dynamo = module  # type: ignore[attr-defined]
    _alone(torch)


def _alone(torch: Any) -> None:
    known = torch.distributed.is_available
    if known is not _there_is_none:
        _before.append(known)
        torch.distributed.is_available = _there_is_none


def _there_is_none() -> bool:
    return False


_before: list[Any] = []  # torch's own answer


def _make_way() -> None:
    torch: Any = sys.modules["torch"]
    del sys.modules[NAME]
    vars(torch).pop("_dynamo", None)
    if _before:
        torch.distributed.is_available = _before.pop()


def _as_it_is(fn: Any) -> Any:
    return fn
