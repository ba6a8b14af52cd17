"""What this machine offers for grading."""

from __future__ import annotations

import os
import platform
import sys

from rich.table import Table

from .grade import SANDBOX, environment
from .sandbox import SandboxUnavailable, Zygote


def examine() -> Table:
    """A table: how submissions are kept apart, whether a student's process starts, versions, cores."""
    table = Table(show_header=False, title="autograder doctor", title_justify="left")
    table.add_row("system", f"{platform.system()} {platform.release()} {platform.machine()}")
    table.add_row("cores", str(len(os.sched_getaffinity(0))))
    for name, version in environment().items():
        table.add_row(name, version)
    table.add_row("student's process", _start())
    table.add_row("kept apart by", SANDBOX)
    return table


def _start() -> str:
    if sys.platform != "linux":
        return "cannot start: Linux is needed (a container will do)"
    try:
        with Zygote(["torch"], {}) as zygote:
            return f"starts; {zygote.start_cpu_s:.1f} CPU-s once for each worker, {zygote.threads} thread"
    except SandboxUnavailable as error:
        return f"does not start: {error}"
