"""What a check and a submission may use, and what happens when one uses more."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["cpu", "wall", "memory", "output", "reply", "crash"]


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`assignment.toml`'s `[limits]`: for each check, and in `total_cpu_s` for all checks of a submission."""

    cpu_s: float = 20.0
    wall_s: float = 90.0
    memory_mb: int = 1024
    output_mb: int = 8
    total_cpu_s: float = 120.0


class Breach(Exception):
    """A student's process used more than it may, or ended. The process is gone; the next call gets a fresh one.

    `message` may be read by the student; `detail`, which the process itself may have worded, only by the TA.
    `starved` is set on a breach of the wall limit where the process wanted to run and did not get to: the machine's
    fault, not the student's.
    """

    def __init__(self, kind: Kind, message: str, starved: bool = False, detail: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.starved = starved
        self.detail = detail


class SandboxUnavailable(Exception):
    """Student code cannot be run here at all; the message says what to do."""
