"""Grading a class: what has a valid record is skipped, the rest is graded, every record is stored as it is done."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..course import Assignment, Course, CourseError, Draw, Variant, variant_of
from ..outcome import Standing, Standings
from ..record import NOTHING, HandedIn, Record, Store
from ..sandbox import Tier
from ..submission import Candidate
from .pool import Job, Workers, run
from .unjudged import without_verdict


class Graded(NamedTuple):
    """A class that was graded: everybody's record, and the file of the scores."""

    records: list[Record]  # one for each student who handed in
    changed: list[
        tuple[float | None, Record]
    ]  # where the score is another: what was reported last, and the record
    scores: Path
    unclear: list[str]  # students of whom it cannot be told which work is theirs
    damaged: list[Path]  # records of others that cannot be read, and so are not among the scores
    # students with a record who are not in what was graded as a whole, and so are not among the scores
    others: list[str] = []
    standings: list[
        Standing
    ] = []  # how each of `records` stands, by what a person decided and when it was due

    @property
    def ungraded(self) -> list[Record]:
        """Those without a verdict."""
        return [record for record in self.records if record.status == "not_graded"]


class Stopped(Exception):
    """A run was stopped after `finished` of its `jobs` submissions; their records and `scores` are written."""

    def __init__(self, finished: int, jobs: int, scores: Path) -> None:
        super().__init__(f"stopped after {finished} of {jobs} submissions")
        self.finished, self.jobs, self.scores = finished, jobs, scores


def grade_class(
    course: Course,
    assignment: Assignment,
    candidates: Sequence[Candidate],
    store: Store,
    draw: Draw,
    workers: Workers,
    progress: Callable[[int, int], None] = lambda done, total: None,
    whole: bool = False,
    people: Collection[str] | None = None,
) -> Graded:
    """Grades submissions into `store`; `progress` is told how many of how many are done. What goes wrong with one
    submission is said in its record. `candidates` may be the `whole` class: then the scores are theirs, and no former
    student's; else theirs are put to those that there are. `people` are those of the roster, if there is one.

    Raises `CourseError`, with nothing graded, if `store` has records of another draw, or the course's dates or somebody's
    decisions cannot be read; and `Busy` if another run writes
    into it. Raises `OSError` when the disk takes no records, and `Stopped` for Ctrl-C: the records before it are whole, and
    the same call goes on after them.
    """
    with store.exclusive():
        refuse_another_draw(store, draw)
        standings = Standings(course, assignment.name, store, people)
        for record in store.all():
            standings.of(record)
        return _grade_class(course, assignment, candidates, store, draw, workers, progress, whole, standings)


def _grade_class(
    course: Course,
    assignment: Assignment,
    candidates: Sequence[Candidate],
    store: Store,
    draw: Draw,
    workers: Workers,
    progress: Callable[[int, int], None],
    whole: bool,
    standings: Standings,
) -> Graded:
    reported = store.scores_reported()
    among = {c.student for c in candidates}
    # who handed in nothing and was excused stays in the class
    students = (
        among | {record.student for record in store.current() if record.reason == NOTHING} if whole else None
    )
    former = {c.student: store.read(c.student) for c in candidates}

    def unjudged(student: str, why: str, files: Iterable[Path] = ()) -> Record:
        variant = variant_of(draw, student, assignment.name)
        return without_verdict(assignment, variant, student, why, files)

    came = {c.student: c.handed_in for c in candidates}
    for c in candidates:
        if c.problem is not None:
            keep(store, assignment, _as_it_came(unjudged(c.student, c.problem, c.files), c.handed_in))
    clear = [c for c in candidates if c.problem is None]
    jobs = jobs_of(assignment, clear, former, draw, workers.tier)
    progress(0, len(jobs))
    finished = 0
    try:
        with contextlib.closing(run(jobs, course.root, assignment.name, workers)) as running:
            for done in running:
                student, stands = done.job.student, former[done.job.student]
                if done.record is not None:
                    keep(store, assignment, _as_it_came(done.record, came[student]))
                elif done.error is not None:
                    files = [Path(os.fsdecode(file)) for file in done.job.files]
                    keep(store, assignment, _as_it_came(unjudged(student, done.error, files), came[student]))
                elif stands is not None and came[student].system and stands.handed_in != came[student]:
                    store.amend(_as_it_came(stands, came[student]))  # it was late, say, and now that is known
                finished += 1
                progress(finished, len(jobs))
    except KeyboardInterrupt:
        raise Stopped(finished, len(jobs), store.write_scores(students, among, standings.row)) from None
    records = [
        store.read(c.student)
        or _again(store, unjudged(c.student, f"its record, {store.path(c.student).name}, cannot be read"))
        for c in candidates
    ]
    changed = [
        (reported[record.student], record)
        for record in records
        if record.student in reported and reported[record.student] != record.score
    ]
    unclear = [c.student for c in candidates if c.problem is not None]
    others = [] if students is None else [s for s in reported if s not in students]
    scores = store.write_scores(students, among, standings.row)
    stand = [standings.of(record) for record in records]
    return Graded(records, changed, scores, unclear, store.damaged(), others, stand)


def _as_it_came(record: Record, handed_in: HandedIn) -> Record:
    return msgspec.structs.replace(record, handed_in=handed_in)


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
        drawn = Variant(0, record.variant, record.fingerprint)
        store.write(without_verdict(assignment, drawn, record.student, why))


def _again(store: Store, lost: Record) -> Record:
    """A record that says so in place of one that was written and cannot be read."""
    store.write(lost)
    return store.read(lost.student) or lost


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
            tuple(map(os.fsencode, c.files)),
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
