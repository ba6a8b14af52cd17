"""What a record says: the verdict of one submission, check by check, and what was handed in. docs/record.md has an example."""

from __future__ import annotations

import datetime
import re
from typing import Literal

import msgspec

State = Literal["passed", "failed", "not_judged"]
Status = Literal["graded", "rejected", "not_graded"]
NOTHING = (
    "nothing was handed in"  # why somebody has no verdict of whom a person has decided something all the same
)
NEAR_SHARE = 0.1  # of the threshold
NEAR_FACTOR = 2  # by which a number that may reach no more has missed it: errors lie on a scale of powers


class Measure(msgspec.Struct, frozen=True, omit_defaults=True):
    """A number behind a verdict, with its threshold: for the calibration tables and the TA."""

    name: str
    value: float
    at_least: float | None = None
    at_most: float | None = None

    @property
    def holds(self) -> bool:
        """Whether it is on the right side of its threshold."""
        above = self.at_least is None or self.value >= self.at_least
        return above and (self.at_most is None or self.value <= self.at_most)

    @property
    def bound(self) -> float:
        """The threshold; 0 where there is none."""
        return self.at_most if self.at_most is not None else self.at_least or 0.0

    @property
    def near(self) -> bool:
        """Whether it is close to its threshold: within a tenth of it, and within a factor of 2 above one that must not be
        passed. The threshold itself is not close to it: an accuracy of 1 that has to be 1, say."""
        value, bound = self.value, self.at_most if self.at_most is not None else self.at_least
        if bound is None or bound <= 0 or value == bound:
            return False
        if self.at_most is not None and value > bound:
            return value <= NEAR_FACTOR * bound
        return abs(value - bound) <= NEAR_SHARE * bound


_FOLLOWS = re.compile(r"\bmend `[^`]+` first$")


def following(function: str, first: str) -> str:
    """The diagnosis of a function that fails and calls another that does: mend that one first."""
    return f"`{function}` calls `{first}`, which fails too: mend `{first}` first"


def follows(diagnosis: str) -> bool:
    """Whether a diagnosis says that something else has to be mended first."""
    return _FOLLOWS.search(diagnosis) is not None


class Picture(msgspec.Struct, frozen=True):
    """A wrong value and the right one to be drawn: rows of numbers of one form, with None for what is not finite."""

    got: list[list[float | None]]
    expected: list[list[float | None]]
    where: str = ""  # which part of the value is drawn, if not all


class Counterexample(msgspec.Struct, frozen=True):
    """A call of the student's function on practice data, which are public, at which it is wrong: as text to be shown.

    `picture` is of values that one can see more in than in their numbers: of many, and not too many.
    """

    function: str
    arguments: list[str]
    got: str
    expected: str
    where: str = ""  # which part of the value is shown, if not all
    picture: Picture | None = None


class Check(msgspec.Struct, frozen=True):
    """One hidden check. `message`, `hint`, `diagnosis` and `example` are for the student, `detail` and `measures` for the
    TA alone.

    `hint` is of the known mistake that explains the failure. Where there is none, `diagnosis` says in which relation the
    student's value stands to the right one, or what to mend first.
    """

    title: str
    state: State
    credit: float
    message: str = ""
    hint: str = ""
    detail: str = ""
    cpu_s: float = 0.0
    wall_s: float = 0.0
    weight: float = 1.0
    measures: list[Measure] = []
    diagnosis: str = ""
    example: Counterexample | None = None


class TaskResult(msgspec.Struct, frozen=True):
    """`score` is None if a check of it could not be judged."""

    name: str
    points: float
    score: float | None
    checks: list[Check]
    extra: bool = False


class Manual(msgspec.Struct, frozen=True):
    """A written answer, scored by a TA."""

    name: str
    points: float
    score: float | None = None


class SubmissionInfo(msgspec.Struct, frozen=True):
    """`version` is the assignment's, by the stub that the file was begun on; empty where the file does not say, and after
    another assignment's name (`parity 2`) where it says that it is that one's. `passed_over` are programs beside it that
    were not graded and are no modules of it: one of them may be the real work."""

    file: str
    sha256: str
    version: str = ""
    passed_over: list[str] = []


class Named(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody as a course system names them. `id` is the system's own: Canvas's number of a user, Moodle's of a
    participant, the student number that Gradescope has."""

    name: str = ""
    id: str = ""
    email: str = ""


class HandedIn(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a submission came, by a course system's own marks. `people` are those whose it is, several for a group's;
    `place` is the file's or the folder's name there; `late` is None where nothing says."""

    system: str = ""  # `canvas`, `moodle`, `gradescope`; empty for a file or folder that no system named
    people: list[Named] = []
    place: str = ""
    late: bool | None = None
    time: str = ""  # as the system writes it


class Record(msgspec.Struct, frozen=True):
    """One submission's verdict. Times in seconds; `cpu_s` counts the student's processes, `grader_cpu_s` ours."""

    assignment: str
    student: str
    status: Status
    reason: str | None
    score: float | None
    max_score: float
    key: str
    submission: SubmissionInfo
    tasks: list[TaskResult]
    manual: list[Manual]
    sandbox: str
    versions: dict[str, str]
    started: str
    cpu_s: float
    wall_s: float
    grader_cpu_s: float = 0.0
    variant: str = ""  # `secret` or `fixed`
    limits_hit: list[str] = []
    version: str = ""  # the assignment's
    fingerprint: str = ""  # of the course's secret, where that drew the variant
    handed_in: HandedIn = HandedIn()
    quick_key: str = ""  # as `key`, but of the files as they lie; where it holds they are not even parsed

    @property
    def people(self) -> list[str]:
        """Whose it is: the student, or each of a group's, whose names `+` joins."""
        return self.student.split("+") if len(self.handed_in.people) > 1 else [self.student]

    @property
    def draw(self) -> str:
        """What names the draw that it was made with: the secret's fingerprint or `fixed`; empty where it does not say."""
        return "fixed" if self.variant == "fixed" else self.fingerprint

    @property
    def lost(self) -> list[TaskResult]:
        """The tasks that have not all their points."""
        return [task for task in self.tasks if task.score is None or task.score < task.points]

    @property
    def full(self) -> bool:
        """Whether every task that is no extra has all its points."""
        return self.status == "graded" and all(task.extra for task in self.lost)

    @property
    def reusable(self) -> bool:
        """Whether the same key may be answered by this record: what could not be judged is always tried again."""
        return self.status != "not_graded"


def now(timespec: str = "seconds") -> str:
    """The time as records have it: in UTC, `2026-10-05T09:14:02Z`."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec=timespec).replace("+00:00", "Z")
