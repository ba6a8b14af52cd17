"""One submission on Gradescope: from the folders that it lays out to `results.json`, before its time is over.

This process is small, runs nothing of a student's and only waits: for the one that grades, or for the deadline. So there is
an honest result whatever becomes of that one. What it prints is for the TA.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import signal
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import msgspec

from ..course import FIXED, Assignment, Course, CourseError, open_assignment, open_course
from ..grading.unjudged import without_verdict as unjudged
from ..record import Record, encoded, write_atomically
from ..sandbox import Tier
from ..submission import Candidate, RosterError, candidate_of, disk, roster_at
from ..submission.source import printable
from . import results
from .bundle import ABOUT, COURSE, About
from .judge import Failed, Order, SoFar, judged
from .metadata import NoMetadata, read_metadata

GRADED, NOT_GRADED = 0, 1
WEAK: dict[str, str] = {
    Tier.BARE: "no reading, no network, no processes, but that a path exists can be seen",
    Tier.MOUNTS: "no reading, no network, no processes, but the names of some folders can be seen",
    Tier.NONE: "nothing holds student code: it can read solutions and hidden checks, and write a result of its own",
}


class Place(NamedTuple):
    """The folder that Gradescope lays out, `/autograder`."""

    root: Path

    @property
    def source(self) -> Path:
        return self.root / "source"

    @property
    def submission(self) -> Path:
        return self.root / "submission"

    @property
    def metadata(self) -> Path:
        return self.root / "submission_metadata.json"

    @property
    def results(self) -> Path:
        return self.root / "results" / "results.json"


class _Stopped(Exception):
    """The container is being stopped."""


def main(root: Path) -> int:
    """Grades the submission under `root`; the exit code is 0 where there is a result."""
    begun = time.monotonic()
    place = Place(root.resolve())
    try:
        about = msgspec.json.decode((place.source / ABOUT).read_bytes(), type=About)
        course = open_course(place.source / COURSE)
        assignment = open_assignment(course, about.assignment)
        return _Run(place, about, course, assignment, begun).go()
    except (OSError, msgspec.MsgspecError, CourseError, RosterError) as error:
        say(f"this could not be graded: {error}")
    except NoMetadata as problem:
        say(f"{problem}: without it nobody knows whose models to draw")
    say("no result was written, so that there is no score: see to it, and run the autograder again")
    return NOT_GRADED


class _Run:
    """The run of one submission."""

    def __init__(
        self, place: Place, about: About, course: Course, assignment: Assignment, begun: float
    ) -> None:
        self._place, self._about, self._course, self._assignment = place, about, course, assignment
        self._settings = about.settings
        self._begun = begun
        self._metadata = read_metadata(place.metadata)

    def go(self) -> int:
        say(
            f"{self._assignment.name}, version {self._assignment.settings.version}; {self._metadata.handed_in.place}"
        )
        now = self._metadata.time or datetime.datetime.now(datetime.UTC)
        kept = results.too_many(self._metadata.previous, now, self._settings.per_day)
        if kept is not None:
            self._write(kept)
            say("one submission too many for a day: not graded, and the result before it stands")
            return GRADED
        record, failed = self._judged(self._candidate())
        return self._end(record, failed)

    def _candidate(self) -> Candidate:
        roster = roster_at(self._course.roster_file)
        found = candidate_of(self._metadata.handed_in, self._place.submission, self._assignment.name, roster)
        if found.problem is not None:  # at home this is mended first; here somebody waits
            say(f"to be seen to: {found.problem}. Graded as {found.student}'s")
        say(f"student: {found.student}; files: {', '.join(file.name for file in found.files) or 'none'}")
        return found

    def _judged(self, candidate: Candidate) -> tuple[Record, str]:
        """The record as far as it was made, and why it is not whole if it is not."""
        key = self._about.key
        variant = key.variant(candidate.student) if key is not None else FIXED
        order = Order(
            str(self._course.root), self._assignment.name, candidate.student,
            tuple(map(os.fsencode, candidate.files)), variant, self._settings.sandbox,
        )  # fmt: skip
        nothing = "nothing of it was judged"
        record = unjudged(self._assignment, variant, candidate.student, nothing, candidate.files)
        try:
            disk.listing(self._place.submission)
        except (OSError, disk.NotTaken) as problem:
            # nobody but the machine makes this folder; one without a file is the student's
            return record, f"{self._place.submission} cannot be looked into: {problem}"
        try:
            with _stopping():
                for told in judged(order, self._begun + self._settings.deadline_s):
                    if isinstance(told, Failed):
                        return record, told.why
                    record = _as_far_as_it_is_ours(told.record)
                    if isinstance(told, SoFar):
                        self._write(self._result(record))
        except _Stopped:
            return record, "the container is being stopped"
        return record, ""

    def _result(self, record: Record) -> results.Results | None:
        seconds = time.monotonic() - self._begun
        if record.status == "not_graded":
            return results.without_verdict(record, self._metadata.previous, seconds, self._settings.per_day)
        return results.verdict(record, seconds)

    def _end(self, record: Record, failed: str) -> int:
        """Writes what stands now that it is over; nothing that would be a score for a fault of ours."""
        for line in _for_the_ta(record, failed, self._settings.memory_mb):
            say(line)
        whole = record.status != "not_graded"
        result = self._result(record)
        if result is not None and (whole or result.score is not msgspec.UNSET):
            self._write(result)
            return GRADED
        self._place.results.unlink(missing_ok=True)
        say("no result was written, so that there is no score: see to it, and run the autograder again")
        return NOT_GRADED

    def _write(self, result: results.Results | Mapping[str, Any] | None) -> None:
        if result is not None:
            write_atomically(self._place.results, encoded(result))


def _as_far_as_it_is_ours(record: Record) -> Record:
    """The record; without the tasks that failed where a process of the student's was killed. A check's own limit ends in
    an error of Python's: who is killed met the end of the container's memory, which is no fault of theirs."""
    if "killed" not in record.limits_hit or record.status == "rejected":
        return record
    tasks = [msgspec.structs.replace(t, score=None) if t in record.lost else t for t in record.tasks]
    why = "the container's memory was at its end"
    return msgspec.structs.replace(record, tasks=tasks, status="not_graded", reason=why, score=None)


def _for_the_ta(record: Record, failed: str, memory_mb: int) -> Iterator[str]:
    """What only the TA reads: how it was kept apart, what went wrong and what was printed."""
    yield f"kept apart by: {record.sandbox or 'nothing was run'}"
    if worth := WEAK.get(record.sandbox):
        yield f"  which is not the best there is: {worth}"
    draw = (
        f"the secret of fingerprint {record.fingerprint}"
        if record.fingerprint
        else "the fixed draw, which is public"
    )
    yield f"drawn by: {draw}; key {record.key[:16] or 'none'}"
    yield f"{record.status}: {record.score if record.score is not None else 'no score'} of {record.max_score:g}"
    if record.reason:
        yield f"  {record.reason}"
    if failed:
        yield f"not all was done: {failed}"
    for what in record.limits_hit:
        yield f"ran into a limit: {what}"
    if "killed" in record.limits_hit:
        yield f"a container of {memory_mb} MB is too small for this one: choose a larger one"
    yield f"memory of the container: {container()}"
    for task in record.tasks:
        for check in task.checks:
            if check.state != "passed":
                yield f"{task.name}: {check.title}: {check.state}: {check.message}"
                yield from (f"    {line}" for line in check.detail.splitlines())


def container(folder: Path = Path("/sys/fs/cgroup")) -> str:
    """The most that the container has used of its memory, files that it has read included, as far as the kernel tells."""
    for most, limit in (
        ("memory.peak", "memory.max"),
        ("memory/memory.max_usage_in_bytes", "memory/memory.limit_in_bytes"),
    ):
        try:
            used, of = (folder / most).read_text("ascii").strip(), (folder / limit).read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if used.isdecimal():
            whole = f" of {int(of) >> 20} MB" if of.isdecimal() and int(of) < 1 << 50 else ""
            return f"{int(used) >> 20} MB{whole}"
    return "not known here"


@contextlib.contextmanager
def _stopping() -> Iterator[None]:
    """A container that is stopped says so first."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _Stopped

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def say(line: str) -> None:
    """A line for the TA."""
    print(printable(line), flush=True)
