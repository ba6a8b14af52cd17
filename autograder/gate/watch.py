"""Waiting for an author to change a file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

INTERVAL_S = 0.4
LEFT_OUT = {"__pycache__", ".pytest_cache", ".ipynb_checkpoints"}


def each_change(*paths: Path, interval_s: float = INTERVAL_S) -> Iterator[list[str]]:
    """The names of the files that changed under these files and folders since the step before, as often as some do; at once
    and empty for the first. What changes while its reader is at work is in the next step."""
    before = _state(paths)
    yield []
    while True:
        now = _state(paths)
        if now != before:
            time.sleep(interval_s)  # an editor may write a file in several steps, and a build several files
            now = _state(paths)
            changed = {file.name for file, _ in before.items() ^ now.items()}
            before = now
            yield sorted(changed)
        time.sleep(interval_s)


def _state(paths: tuple[Path, ...]) -> dict[Path, tuple[int, int]]:
    found = {}
    for path in paths:
        for file in path.rglob("*") if path.is_dir() else [path]:
            if LEFT_OUT & set(file.parts) or file.name.startswith("."):
                continue
            try:
                about = file.stat()
            except OSError:  # gone in the meantime
                continue
            if file.is_file():
                found[file] = (about.st_mtime_ns, about.st_size)
    return found
