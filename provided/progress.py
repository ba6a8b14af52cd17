"""A progress bar for a training loop; assignments that train give it to students."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator


class Progress:
    """A bar over `range(total)`, in a terminal and in a notebook; silent where nobody watches.

    for epoch in (bar := Progress(40, "training")):
        ...
        bar.note(f"loss {loss:.4f}")
    """

    def __init__(self, total: int, label: str = "") -> None:
        self.total, self.label, self.text = total, label, ""

    def note(self, text: str) -> None:
        """Sets what stands behind the bar."""
        self.text = text

    def __iter__(self) -> Iterator[int]:
        watched = sys.stdout.isatty() or "ipykernel" in sys.modules
        drawn = 0.0
        for i in range(self.total):
            yield i
            if watched and (time.monotonic() - drawn > 0.1 or i + 1 == self.total):
                drawn = time.monotonic()
                print(f"\r{self.line(i + 1)}", end="", flush=True)
        if watched and self.total:
            print()

    def line(self, done: int, width: int = 24) -> str:
        """The bar after `done` steps."""
        filled = width * done // max(1, self.total)
        bar = "█" * filled + "░" * (width - filled)
        return f"{self.label} {bar} {done}/{self.total} {self.text}".strip().ljust(70)
