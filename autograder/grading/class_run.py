"""Grading a class: what has a valid record is skipped, the rest is graded, every record is stored as it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..course import Assignment, Course
from ..record import Record, Store, SubmissionInfo, TaskResult
from ..sandbox import Tier
from ..submission import Candidate
from .pool import Done, Job, Workers, run


class Graded(NamedTuple):
    """A class that was graded: everybody's record, and the file of the scores."""

    records: list[Record]
    changed: list[tuple[Record, Record]]  # former and new, where the score is another
    scores: Path

    @property
    def ungraded(self) -> list[Record]:
        """Those without a verdict."""
        return [record for record in self.records if record.status == "not_graded"]


def grade_class(
    course: Course,
    assignment: Assignment,
    candidates: Sequence[Candidate],
    store: Store,
    workers: Workers,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Graded:
    """Grades submissions into `store`; `progress` is told how many of how many are done. Raises `OSError` when a
    record cannot be written: those before it are whole, and the same call goes on after them."""
    former = {c.student: store.read(c.student) for c in candidates}
    jobs = jobs_of(candidates, former, workers.tier)
    progress(0, len(jobs))
    for i, done in enumerate(run(jobs, course.root, assignment.name, workers), 1):
        if done.record is not None:
            store.write(done.record)
        elif done.error is not None:
            store.write(_without_verdict(assignment, done))
        progress(i, len(jobs))
    records = [record for c in candidates if (record := store.read(c.student)) is not None]
    changed = [
        (before, record)
        for record in records
        if (before := former[record.student]) is not None and before.score != record.score
    ]
    return Graded(records, changed, store.write_scores())


def jobs_of(candidates: Iterable[Candidate], former: Mapping[str, Record | None], tier: Tier) -> list[Job]:
    """A job for each submission; it is not run where the student's former record may stand and has its key."""
    return [
        Job(c.student, tuple(map(str, c.files)), known_key=_known_key(former[c.student], tier))
        for c in candidates
    ]


def _known_key(record: Record | None, tier: Tier) -> str | None:
    """The key of a record that may stand: one made without a sandbox only where none is asked for."""
    if record is None or not record.reusable or (record.sandbox == Tier.NONE and tier is not Tier.NONE):
        return None
    return record.key


def _without_verdict(assignment: Assignment, done: Done) -> Record:
    """A record that says why there is no verdict."""
    tasks = [TaskResult(t.name, t.points, None, [], t.extra) for t in assignment.settings.tasks]
    return Record(
        assignment=assignment.name, student=done.job.student, status="not_graded", reason=done.error, score=None,
        max_score=assignment.max_score, key="", submission=SubmissionInfo(", ".join(done.job.files), ""), tasks=tasks,
        manual=[], sandbox="", versions={}, started="", cpu_s=0.0, wall_s=0.0,
    )  # fmt: skip
