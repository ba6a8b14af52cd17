"""How far something long is, on standard error: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

T = TypeVar("T")

EVERY_S = 15.0  # between two lines of a log
ENOUGH = 5  # submissions, for a guess at how long the others take


@contextlib.contextmanager
def progress(
    name: str, console: Console, quiet: bool = False, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[int, int], None]]:
    """What is yielded is told how many of how many are done; with `quiet` it says nothing of it."""
    if quiet:
        yield lambda done, total: None
        return
    if not console.is_terminal:
        yield _Lines(name, console, clock).tell
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bars:
        bar = bars.add_task(escape(name), total=None, visible=False)  # shown when it is known how many
        yield lambda done, total: bars.update(bar, completed=done, total=total, visible=True)


def followed(every: Iterable[T], total: int, tell: Callable[[int, int], None]) -> Iterator[T]:
    """Each as it comes; `tell` is told how many of how many are done."""
    tell(0, total)
    for done, one in enumerate(every, 1):
        yield one
        tell(done, total)


class _Lines:
    """A line at most every `EVERY_S`, and none of a run that is over before the first."""

    def __init__(self, name: str, console: Console, clock: Callable[[], float]) -> None:
        self._name, self._console, self._clock = name, console, clock
        self._told = clock()
        self._first: tuple[float, int] | None = None  # when how many were done: workers start before that

    def tell(self, done: int, total: int) -> None:
        now = self._clock()
        if done and self._first is None:
            self._first = now, done
        if now - self._told < EVERY_S or done >= total:
            return
        self._told = now
        how_long = ""
        if self._first is not None and done >= self._first[1] + ENOUGH:
            began, before = self._first
            how_long = f", about {spoken((now - began) / (done - before) * (total - done))} left"
        self._console.print(f"{self._name}: {done} of {total} done{how_long}", highlight=False, markup=False)


def spoken(seconds: float) -> str:
    """A length of time as one says it: 40 s, 12 min, 3 h 20 min.

    >>> spoken(754)
    '13 min'
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
