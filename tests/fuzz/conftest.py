"""Fuzzing: how many examples are tried, and what must not happen while a student's bytes are read.

The same are tried in every run: few, and with `--long` more. `HYPOTHESIS_PROFILE=thorough pytest tests/fuzz` tries thousands
of new examples.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile(
    "quick", max_examples=100, deadline=None, derandomize=True, suppress_health_check=SLOW
)
settings.register_profile(
    "long", max_examples=300, deadline=None, derandomize=True, suppress_health_check=SLOW
)
settings.register_profile(
    "thorough", max_examples=5000, deadline=None, print_blob=True, suppress_health_check=SLOW
)


def pytest_configure(config: pytest.Config) -> None:
    """Before a test is imported, which reads how many there are."""
    usual = "long" if config.getoption("--long") else "quick"
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", usual))


MEMORY_MB = 600  # over what the process had before: the largest file that is read, decoded
HANG_S = 60  # of one example; the slowest takes two
OUTSIDE = re.compile(r"os\.(?!listdir|scandir)|shutil\.|tempfile\.|subprocess\.|socket\.|ctypes\.|pty\.")


class Hung(BaseException):
    """An example took longer than anything that ends."""


class _Watch:
    """Looks on, from Python's audit events, while the grader reads: it opens no file to write, and starts nothing."""

    def __init__(self) -> None:
        self.on = False
        self.seen: list[str] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if OUTSIDE.match(event) or (writes and "__pycache__" not in str(arguments[0])):
            self.seen.append(f"{event} {arguments!r:.200}")


@pytest.fixture(scope="session")
def watched() -> Callable[[], contextlib.AbstractContextManager[None]]:
    """`with watched():` what runs in it ends, in bounded memory, and changes nothing outside of the process."""
    watch = _Watch()
    sys.addaudithook(watch)

    def hung(number: int, frame: FrameType | None) -> None:
        raise Hung

    @contextlib.contextmanager
    def watched() -> Iterator[None]:
        with open("/proc/self/clear_refs", "w") as peak:
            peak.write("5")
        before = _memory_mb("VmRSS")
        usual = signal.signal(signal.SIGALRM, hung)
        signal.alarm(HANG_S)
        watch.seen.clear()
        watch.on = True
        try:
            yield
        finally:
            watch.on = False
            signal.alarm(0)
            signal.signal(signal.SIGALRM, usual)
        assert not watch.seen
        assert _memory_mb("VmHWM") - before < MEMORY_MB

    return watched


def _memory_mb(field: str) -> int:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) >> 10 for line in status if line.startswith(field))
