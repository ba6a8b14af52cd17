"""What a notebook has and a process without one has not: `display`, and the IPython that it comes from.

An honest function may call them to show its progress. Here they show nothing, and cost nobody a point.
"""

from __future__ import annotations

import builtins
import importlib.util
import sys
import types
from typing import Any


class Shown:
    """Stands for anything of `IPython.display`: takes whatever it is given, and can be updated."""

    def __init__(self, *things: Any, **options: Any) -> None:
        pass

    def display(self, *things: Any, **options: Any) -> None:
        pass

    update = display


def install() -> None:
    """Makes `display` a built-in name, and `IPython` importable where it is not."""
    builtins.display = Shown  # type: ignore[attr-defined]
    if importlib.util.find_spec("IPython") is not None:
        return
    ipython, display = types.ModuleType("IPython"), types.ModuleType("IPython.display")
    ipython.__path__ = []
    ipython.display = display  # type: ignore[attr-defined]
    ipython.get_ipython = lambda: None  # type: ignore[attr-defined]
    ipython.version_info = (9, 0, 0)  # type: ignore[attr-defined]  # matplotlib asks, where it finds one
    display.__getattr__ = _anything  # type: ignore[method-assign]
    sys.modules |= {"IPython": ipython, "IPython.display": display}


def _anything(name: str) -> type[Shown]:
    if name.startswith("__"):
        raise AttributeError(name)
    return Shown
