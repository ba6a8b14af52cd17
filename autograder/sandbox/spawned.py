"""Processes of our own that begin anew, and import nothing from the folder that the command was given in."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

_SAFE = "PYTHONSAFEPATH"


@contextlib.contextmanager
def spawning() -> Iterator[None]:
    """For the start of processes by `multiprocessing`'s spawn: each is a `python -c`, whose path begins with the working
    folder until it is told another one. That may be a student's folder, with a `multiprocessing.py` in it."""
    before = os.environ.get(_SAFE)
    os.environ[_SAFE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE]
        else:
            os.environ[_SAFE] = before
