"""Grading a class: what has a valid record is skipped, the rest is graded, every record is stored as it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..course import Assignment, Course, CourseError, Draw, variant_of
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
    draw: Draw,
    workers: Workers,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Graded:
    """Grades submissions into `store`; `progress` is told how many of how many are done.

    Raises `CourseError`, with nothing graded, if `store` has records of another draw. Raises `OSError` when a record
    cannot be written: those before it are whole, and the same call goes on after them.
    """
    refuse_another_draw(store, draw)
    former = {c.student: store.read(c.student) for c in candidates}
    jobs = jobs_of(assignment, candidates, former, draw, workers.tier)
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
    refuse_another_draw(store, draw)  # another run may have begun in the meantime
    return Graded(records, changed, store.write_scores())


def refuse_another_draw(store: Store, draw: Draw) -> None:
    """Raises `CourseError` if there are records that were not made with this draw: students must not be compared who
    had different ones, and the planted models of the fixed draw are public."""
    others = [record for record in store.all() if record.draw != draw.name]
    if not others:
        return
    made = " and ".join(sorted({_said(record.draw) for record in others}))
    raise CourseError(
        f"{store.folder} has records made with {made} ({first_of([record.student for record in others])}), and this run has "
        f"{_said(draw.name)}: one table of scores is of one draw. Grade with theirs, or keep the two apart: mv "
        f"{store.folder} {store.folder}-former, or another folder for this run (-o, or results in course.toml)"
    )


def first_of(students: Sequence[str]) -> str:
    """Some of many names."""
    return ", ".join(students[:3]) + (", ..." if len(students) > 3 else "")


def _said(draw: str) -> str:
    if not draw:
        return "a draw that they do not say"
    return "the fixed draw" if draw == "fixed" else f"the secret of fingerprint {draw}"


def jobs_of(
    assignment: Assignment,
    candidates: Iterable[Candidate],
    former: Mapping[str, Record | None],
    draw: Draw,
    tier: Tier,
) -> list[Job]:
    """A job for each submission; it is not run where the student's former record may stand and has its key."""
    return [
        Job(
            c.student,
            tuple(map(str, c.files)),
            variant_of(draw, c.student, assignment.name),
            known_key=_known_key(former[c.student], tier),
        )
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
    variant = done.job.variant
    assert variant is not None
    return Record(
        assignment=assignment.name, student=done.job.student, status="not_graded", reason=done.error, score=None,
        max_score=assignment.max_score, key="", submission=SubmissionInfo(", ".join(done.job.files), ""), tasks=tasks,
        manual=[], sandbox="", versions={}, started="", cpu_s=0.0, wall_s=0.0,
        variant=variant.source, fingerprint=variant.fingerprint,
    )  # fmt: skip
