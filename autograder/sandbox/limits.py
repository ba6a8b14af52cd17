"""What a check and a submission may use, and what happens when one uses more."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ..inside.confine import OPEN_FILES
from ..inside.refusal import Refusal

Kind = Literal["cpu", "wall", "memory", "output", "files", "threads", "reply", "crash", "grader"]


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[limits]`: what one check may use, and with `total` in its name what all checks of a submission may. Each is above 0."""

    cpu_s: Annotated[float, Meta(description="Seconds of CPU of the student's process, for one check.")] = (
        20.0
    )
    wall_s: Annotated[float, Meta(description="Seconds on the clock, for one check.")] = 90.0
    memory_mb: Annotated[int, Meta(description="Memory of the student's process.")] = 1024
    output_mb: Annotated[int, Meta(description="What the student's process prints.")] = 8
    files_mb: Annotated[int, Meta(description="Files that are written.")] = 64
    threads: Annotated[int, Meta(description="Threads of the student's process.")] = 64
    values_mb: Annotated[int, Meta(description="The numbers that a check is sent, at eight bytes each.")] = (
        256
    )
    total_cpu_s: Annotated[float, Meta(description="Seconds of CPU, for all checks of a submission.")] = 120.0
    total_wall_s: Annotated[
        float,
        Meta(
            description="Seconds on the clock, for all checks; the graders' own code may stand still as long."
        ),
    ] = 300.0
    grader_cpu_s: Annotated[
        float,
        Meta(
            description="Seconds of CPU that reading and judging all answers may cost the grader; and each check, fixture or module "
            "of the graders by itself, which is ended then, and not judged."
        ),
    ] = 120.0

    def at_most(self, **others: float) -> Limits:
        """These limits, or others by their names where those are less."""
        return msgspec.structs.replace(
            self, **{name: min(getattr(self, name), most) for name, most in others.items()}
        )

    def told(self, what: Refusal) -> str:
        """What a student reads after their function's name when the sandbox or a limit stopped it."""
        return {
            "memory": f"used more than {self.memory_mb} MB of memory",
            "threads": f"started more than {self.threads} threads",
            "files": f"wrote more than {self.files_mb} MB of files",
            "open files": f"had more than {OPEN_FILES} files open",
            "limits": "tried to set limits of its own process, which cannot be done in grading",
            "processes": "tried to start another process, which cannot be done in grading: no DataLoader workers, "
            "multiprocessing, subprocess or torch.compile",
            "network": "tried to use the network, which is not there in grading: no downloads",
            "outside": "tried to do something outside of its own folder, which cannot be done in grading: files of "
            "its own may be written where it starts, and only there",
        }[what]


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
