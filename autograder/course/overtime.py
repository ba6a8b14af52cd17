"""What the course's own code may take before it is ended: a planted model that loops would hang every command without a
word.

Ends Python code, at its next step. What does not come back from a library's C code, where no step comes, ends with its
whole process, after much longer: a worker's submission is then tried again, and not judged at the second time.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from ..sandbox import Limits
from ..sandbox.clock import Clock

LONGEST_S = 86_400.0
LAST = 4  # times what it may take, after which the process ends: a busy machine may make it that slow
AGAIN_S = 1.0  # after which it is raised once more, where the code has caught it and goes on


class Overtime(BaseException):
    """An author's code took too long. No `Exception`, so that no `except` of that code takes it for something of its own."""

    def where(self, folder: Path) -> str:
        """The innermost line in a folder that it came from: `planted.py, line 7, in planted`; empty where there is none."""
        steps = traceback.extract_tb(self.__traceback__)
        own = [step for step in steps if step.filename.startswith(f"{folder}{os.sep}")]
        return f"{Path(own[-1].filename).name}, line {own[-1].lineno}, in {own[-1].name}" if own else ""


def _nowhere() -> float:
    return 0.0


def _look_in(seconds: float) -> float:
    """Sets the timer, and says what was left of the one before; what somebody sets as no limit is more than it takes."""
    return signal.setitimer(signal.ITIMER_REAL, min(max(seconds, AGAIN_S), LONGEST_S))[0]


@contextlib.contextmanager
def ended_in_time(limits: Limits, elsewhere: Callable[[], float] = _nowhere) -> Iterator[None]:
    """Raises `Overtime` in its block, whatever the block makes of it, once this process has run for `grader_cpu_s` there, or
    has stood still for `total_wall_s`: neither run nor waited for a processor. `elsewhere` counts the seconds in which others
    did what it waited for; these are no standing still. Does nothing outside of the main thread, where no signal arrives."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    clock = Clock(os.getpid())
    began, before, others = time.monotonic(), clock.read(), elsewhere()
    said: list[Overtime] = []
    over = False

    def look(*_: object) -> None:
        if over:
            return
        ran, waited = (now - then for then, now in zip(before, clock.read(), strict=True))
        still = time.monotonic() - began - ran - waited - (elsewhere() - others)
        soonest = min(limits.grader_cpu_s - ran, limits.total_wall_s - still)
        _look_in(soonest)
        if soonest > 0:
            return
        if ran >= limits.grader_cpu_s:
            what = f"the course's own code ran for {limits.grader_cpu_s:g} s of processor time: limits.grader_cpu_s"
        else:
            what = f"the course's own code stood still for {limits.total_wall_s:g} s: limits.total_wall_s"
        said.append(Overtime(what))
        raise said[0]

    handler = signal.signal(signal.SIGALRM, look)
    outer = _look_in(min(limits.grader_cpu_s, limits.total_wall_s))
    if not outer and sys.__stderr__ is not None:  # one for a process: an outer block has its own
        last = min(LAST * (limits.grader_cpu_s + limits.total_wall_s), LONGEST_S)
        faulthandler.dump_traceback_later(last, exit=True, file=sys.__stderr__)
    try:
        try:
            yield
        finally:
            over = True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        clock.close()
        if outer:  # somebody else's, around this
            signal.setitimer(signal.ITIMER_REAL, max(outer - (time.monotonic() - began), 0.01))
        else:
            faulthandler.cancel_dump_traceback_later()
        if said:
            raise said[0]
