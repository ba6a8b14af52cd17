"""What the checks of a grading process share, so that no check leaves another one, or the next student, something else.

The grader's side; knows nothing of checks and students. A cache is no change: what is looked at is which object a name
stands for, not what the object holds.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import operator
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import torch

from ..course.problem import text_of

Modules = Mapping[str, ModuleType]  # by the names that checks know them by
State = Mapping[str, Mapping[str, Any]]  # what names stand for, by module; of the process under no module
Name = tuple[str, str]  # a module's and one in it


class _Setting(NamedTuple):
    read: Callable[[], Any]
    write: Callable[[Any], object]


def _working_directory() -> str | None:
    with contextlib.suppress(OSError):  # it may have been removed
        return os.getcwd()
    return None


def _go_to(folder: str | None) -> None:
    if folder is not None:
        os.chdir(folder)


_SETTINGS = {
    "torch's default dtype": _Setting(torch.get_default_dtype, torch.set_default_dtype),
    "whether torch keeps gradients": _Setting(torch.is_grad_enabled, torch.set_grad_enabled),
    "torch's number of threads": _Setting(torch.get_num_threads, torch.set_num_threads),
    "whether torch allows what is not deterministic": _Setting(
        torch.are_deterministic_algorithms_enabled, torch.use_deterministic_algorithms
    ),
    "what NumPy does about overflow and the like": _Setting(np.geterr, lambda how: np.seterr(**how)),
    "Python's recursion limit": _Setting(sys.getrecursionlimit, sys.setrecursionlimit),
    "the working directory": _Setting(_working_directory, _go_to),
}
_NOTHING = object()
_KEPT = b"multiprocessing.resource_tracker"  # of Python's own, which lives as long as its process


def state_of(modules: Modules) -> State:
    """The settings of the process, and what the names of these modules stand for."""
    settings = {name: setting.read() for name, setting in _SETTINGS.items()}
    return {"": settings} | {module: dict(vars(there)) for module, there in modules.items()}


def changed(before: State, after: State, modules: Modules) -> list[Name]:
    """What is not as it was before; without the names that a module's own functions declare `global`, which are caches."""
    names = [("", name) for name, value in before[""].items() if value != after[""][name]]
    for module, there in modules.items():
        one, other = before[module], after[module]
        if len(one) == len(other) and all(map(operator.is_, one.values(), other.values())):
            continue  # as nearly always, in a twentieth of the time
        own = _rebound(there)
        names += [
            (module, name)
            for name in {**one, **other}
            if one.get(name, _NOTHING) is not other.get(name, _NOTHING)
            and name not in own
            and not name.startswith("__")
        ]
    return names


def put_back(before: State, names: Sequence[Name], modules: Modules) -> None:
    """Makes these as they were before."""
    for module, name in names:
        if not module:
            _SETTINGS[name].write(before[module][name])
        elif name in before[module]:
            setattr(modules[module], name, before[module][name])
        else:
            delattr(modules[module], name)


def told(names: Sequence[Name]) -> str:
    """The names of what was changed, as an author knows them."""
    return ", ".join(".".join(filter(None, name)) for name in names)


@contextlib.contextmanager
def as_it_was(modules: Modules) -> Iterator[None]:
    """Puts back at its end what was changed in its block, the environment's variables and the import path too."""
    state, environ, path = state_of(modules), dict(os.environ), sys.path[:]
    try:
        yield
    finally:
        put_back(state, changed(state, state_of(modules), modules), modules)
        for name in {**environ, **os.environ}:
            if name not in environ:
                del os.environ[name]
            elif os.environ.get(name) != environ[name]:
                os.environ[name] = environ[name]
        sys.path[:] = path


def running() -> dict[int, str]:
    """The commands of the processes that this one has started and that have not ended, by their numbers."""
    found: dict[int, str] = {}
    for listed in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread ends, or a child, or the kernel does not tell
            for child in map(int, listed.read_text("ascii").split()):
                with contextlib.suppress(OSError):
                    command = _command(Path(f"/proc/{child}"))
                    if command and _KEPT not in command:
                        found[child] = command.decode(errors="replace")
    return found


def _command(process: Path) -> bytes:
    """What a process runs: nothing where it has ended and was not waited for, and for a moment as it begins."""
    for _ in range(1000):
        if command := (process / "cmdline").read_bytes():
            return command.replace(b"\0", b" ").strip()
        if (process / "stat").read_bytes().rpartition(b")")[2].split()[0] in b"ZX":
            return b""
        time.sleep(0.001)
    return b"without a name"


def end(children: Mapping[int, str]) -> None:
    """Ends processes that this one has started."""
    for child in children:
        with contextlib.suppress(OSError):
            os.kill(child, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.waitpid(child, 0)


@functools.lru_cache(maxsize=64)
def _rebound(module: ModuleType) -> frozenset[str]:
    """The names that functions of a module rebind themselves."""
    tree = ast.parse(text_of(Path(module.__file__ or "")))
    return frozenset(name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names)
