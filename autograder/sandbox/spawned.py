"""Processes of our own that begin anew, alike each time, and import nothing from the folder that the command was given in."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

_SETTINGS = {"PYTHONSAFEPATH": "1", "PYTHONHASHSEED": "0"}


@contextlib.contextmanager
def spawning() -> Iterator[None]:
    """For the start of processes by `multiprocessing`'s spawn: each is a `python -c`, whose path begins with the working
    folder until it is told another one. That may be a student's folder, with a `multiprocessing.py` in it. And the order of
    a set of texts, which a check may draw from, is the same in all of them."""
    before = {name: os.environ.get(name) for name in _SETTINGS}
    os.environ.update(_SETTINGS)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
