"""Grading a class: what has a valid record is skipped, the rest is graded, every record is stored as it is done."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..course import Assignment, Course
from ..record import Record, Store
from ..sandbox import Tier
from ..submission import Candidate
from .pool import Job, Workers, run
from .unjudged import without_verdict


class Graded(NamedTuple):
    """A class that was graded: everybody's record, and the file of the scores."""

    records: list[Record]  # one for each student who handed in
    changed: list[tuple[Record, Record]]  # former and new, where the score is another
    scores: Path
    unclear: list[str]  # students of whom it cannot be told which work is theirs

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
    """Grades submissions into `store`; `progress` is told how many of how many are done. What goes wrong with one
    submission is said in its record. Raises `OSError` when the disk takes no records: those before it are whole, and the
    same call goes on after them."""
    former = {c.student: store.read(c.student) for c in candidates}
    for c in candidates:
        if c.problem is not None:
            keep(store, assignment, without_verdict(assignment, c.student, c.problem, c.files))
    jobs = jobs_of([c for c in candidates if c.problem is None], former, workers.tier)
    progress(0, len(jobs))
    for i, done in enumerate(run(jobs, course.root, assignment.name, workers), 1):
        if done.record is not None:
            keep(store, assignment, done.record)
        elif done.error is not None:
            keep(store, assignment, _ungraded(assignment, done.job, done.error))
        progress(i, len(jobs))
    records = [store.read(c.student) or _lost(store, assignment, c.student) for c in candidates]
    changed = [
        (before, record)
        for record in records
        if (before := former[record.student]) is not None and before.score != record.score
    ]
    unclear = [c.student for c in candidates if c.problem is not None]
    return Graded(records, changed, store.write_scores(), unclear)


def keep(store: Store, assignment: Assignment, record: Record) -> None:
    """Writes a record, or one that says why it cannot be written. Raises `OSError` when the disk takes neither."""
    if record.status == "not_graded" and store.read(record.student) == record:
        return  # nothing new: the record before it stays in `previous/`
    try:
        store.write(record)
    except OSError:
        raise
    except Exception as error:
        why = f"its record cannot be written ({type(error).__name__}: {error})"
        store.write(without_verdict(assignment, record.student, why))


def _lost(store: Store, assignment: Assignment, student: str) -> Record:
    """A student's record, in place of one that was written and cannot be read."""
    store.write(
        without_verdict(assignment, student, f"its record, {store.path(student).name}, cannot be read")
    )
    return store.read(student) or without_verdict(assignment, student, "its record cannot be read")


def _ungraded(assignment: Assignment, job: Job, why: str) -> Record:
    return without_verdict(assignment, job.student, why, [Path(os.fsdecode(file)) for file in job.files])


def jobs_of(candidates: Iterable[Candidate], former: Mapping[str, Record | None], tier: Tier) -> list[Job]:
    """A job for each submission; it is not run where the student's former record may stand and has its key."""
    return [
        Job(c.student, tuple(map(os.fsencode, c.files)), known_key=_known_key(former[c.student], tier))
        for c in candidates
    ]


def _known_key(record: Record | None, tier: Tier) -> str | None:
    """The key of a record that may stand: one made without a sandbox only where none is asked for."""
    if record is None or not record.reusable or (record.sandbox == Tier.NONE and tier is not Tier.NONE):
        return None
    return record.key
