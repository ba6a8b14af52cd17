"""Training without torch's compiler.

At its first step an optimiser imports `torch._dynamo`, 800 modules, only to tell it that there is nothing to compile: 1.4
CPU seconds in every process that trains. Here something small answers that, and makes way for the real module as soon
as anything else is asked of it, so that `torch.compile` works as ever.
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


def _make_way() -> None:
    del sys.modules[NAME]
    vars(sys.modules["torch"]).pop("_dynamo", None)


def _as_it_is(fn: Any) -> Any:
    return fn
