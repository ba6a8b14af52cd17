"""Grading a class: what has a valid record is skipped, the rest is graded, every record is stored as it is done."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..course import Assignment, Course, CourseError, Draw, Variant, variant_of
from ..outcome import Standing, Standings
from ..record import NOTHING, HandedIn, Index, Record, Store
from ..sandbox import Tier
from ..submission import Candidate, listed
from .pool import Gone, Job, Workers, run
from .unjudged import without_verdict


class Graded(NamedTuple):
    """A class that was graded, and the file of the scores. Of each record the head is held (see `Index`)."""

    standings: list[Standing]  # how each student who handed in stands, by their record's head
    # where the score is another: what was reported last, and the record's head
    changed: list[tuple[float | None, Record]]
    scores: Path
    unclear: list[str]  # students of whom it cannot be told which work is theirs
    kept: Index
    stands: Callable[[Record], Standing]
    # students with a record who are not in what was graded as a whole, and so are not among the scores
    others: list[str] = []

    @property
    def heads(self) -> list[Record]:
        """What is held of the record of each who handed in, as it was graded."""
        return [self.kept.heads[standing.record.student] for standing in self.standings]

    @property
    def records(self) -> Iterator[Record]:
        """The same records whole, read one at a time."""
        return self.kept.records(standing.record.student for standing in self.standings)

    @property
    def whole(self) -> Iterator[Standing]:
        """How each stands by the whole record, one at a time."""
        return map(self.stands, self.records)

    @property
    def everybody(self) -> set[str]:
        """Whoever has a record, a group's people one by one too."""
        return {name for student in self.kept.heads for name in (student, *student.split("+"))}

    @property
    def ungraded(self) -> list[Record]:
        """Those without a verdict."""
        return [head for head in self.heads if head.status == "not_graded"]

    @property
    def damaged(self) -> list[Path]:
        """Records of others that cannot be read, and so are not among the scores."""
        return self.kept.damaged


class Stopped(Exception):
    """A run was stopped after `finished` of its `jobs` submissions; their records and `scores` are written. `why` says
    what stopped it where no person did."""

    def __init__(self, finished: int, jobs: int, scores: Path, why: str = "") -> None:
        super().__init__(f"{why and why + ': '}stopped after {finished} of {jobs} submissions")
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
    into it. Raises `OSError` when the disk takes no records, and `Stopped` for Ctrl-C or a cluster that is gone: the
    records before it are whole, and the same call goes on after them.
    """
    with store.exclusive():
        index = store.index()
        refuse_another_draw(store, index, draw)
        standings = Standings(course, assignment.name, store, people)
        for head in index.heads.values():
            standings.of(head)
        return _grade_class(
            course, assignment, candidates, store, index, draw, workers, progress, whole, standings
        )


def _grade_class(
    course: Course,
    assignment: Assignment,
    candidates: Sequence[Candidate],
    store: Store,
    index: Index,
    draw: Draw,
    workers: Workers,
    progress: Callable[[int, int], None],
    whole: bool,
    standings: Standings,
) -> Graded:
    reported = store.scores_reported(index)
    among = {c.student for c in candidates}
    # who handed in nothing and was excused stays in the class
    before = store.in_class() or set()
    stay = {student for student, head in index.heads.items() if head.reason == NOTHING and student in before}
    students = among | stay if whole else None
    came = {c.student: c.handed_in for c in candidates}

    def unjudged(student: str, why: str, files: Iterable[Path] = ()) -> Record:
        variant = variant_of(draw, student, assignment.name)
        return without_verdict(assignment, variant, student, why, files)

    def kept(record: Record) -> None:
        keep(store, assignment, _as_it_came(record, came[record.student]))
        index.refresh(record.student)

    for c in candidates:
        if c.problem is not None:
            kept(unjudged(c.student, c.problem, c.files))
    clear = [c for c in candidates if c.problem is None]
    jobs = jobs_of(assignment, clear, index.heads, draw, workers.tier)
    progress(0, len(clear))
    finished, student = 0, None
    try:
        with contextlib.closing(run(jobs, course.root, assignment.name, workers)) as running:
            for done in running:
                student = done.job.student
                if done.record is not None:
                    kept(done.record)
                elif done.error is not None:
                    files = [Path(os.fsdecode(file)) for file in done.job.files]
                    kept(unjudged(student, done.error, files))
                elif came[student].system and index.heads[student].handed_in != came[student]:
                    _amend(store, index, student, came[student])  # it was late, say, and now that is known
                finished += 1
                progress(finished, len(clear))
    except (KeyboardInterrupt, Gone) as stop:
        if student is not None:
            index.refresh(student)  # its record may have been written, and nothing more
        scores = store.write_scores(index, students, among, standings.rows)
        raise Stopped(finished, len(clear), scores, str(stop)) from None
    for c in candidates:
        if c.student not in index.heads:
            lost = unjudged(c.student, f"its record, {store.path(c.student).name}, cannot be read")
            store.write(lost)
            index.refresh(c.student)
            index.heads.setdefault(c.student, lost)
    heads = [index.heads[c.student] for c in candidates]
    changed = [(reported[h.student], h) for h in heads if reported.get(h.student, h.score) != h.score]
    unclear = [c.student for c in candidates if c.problem is not None]
    others = [] if students is None else [s for s in reported if s not in students]
    scores = store.write_scores(index, students, among, standings.rows)
    stand = [standings.of(head) for head in heads]
    return Graded(stand, changed, scores, unclear, index, standings.of, others)


def _amend(store: Store, index: Index, student: str, handed_in: HandedIn) -> None:
    for record in index.records([student]):
        store.amend(_as_it_came(record, handed_in))
    index.refresh(student)


def _as_it_came(record: Record, handed_in: HandedIn) -> Record:
    return msgspec.structs.replace(record, handed_in=handed_in)


def keep(store: Store, assignment: Assignment, record: Record) -> None:
    """Writes a record, or one that says why it cannot be written. Raises `OSError` when the disk takes neither."""
    try:
        store.write(record)
    except OSError:
        raise
    except Exception as error:
        why = f"its record cannot be written ({type(error).__name__}: {error})"
        drawn = Variant("", record.variant, record.fingerprint)
        store.write(without_verdict(assignment, drawn, record.student, why))


def refuse_another_draw(store: Store, index: Index, draw: Draw) -> None:
    """Raises `CourseError` if there are records that were not made with this draw: students must not be compared who
    had different ones, and the planted models of the fixed draw are public."""
    others = [head for _, head in sorted(index.heads.items()) if head.draw != draw.name]
    if not others:
        return
    made = " and ".join(sorted({_said(head.draw) for head in others}))
    raise CourseError(
        f"{store.folder} has records made with {made} ({listed([head.student for head in others], 3)}), and this run has "
        f"{_said(draw.name)}: one table of scores is of one draw. Grade with theirs, or keep the two apart: mv "
        f"{store.folder} {store.folder}-former, or another folder for this run (-o, or results in course.toml)"
    )


def _said(draw: str) -> str:
    if not draw:
        return "a draw that they do not say"
    return "the fixed draw" if draw == "fixed" else f"the secret of fingerprint {draw}"


def jobs_of(
    assignment: Assignment,
    candidates: Iterable[Candidate],
    former: Mapping[str, Record],
    draw: Draw,
    tier: Tier,
) -> Iterator[Job]:
    """A job for each submission; it is not run where the student's former record may stand and has its key."""
    for c in candidates:
        head = former.get(c.student)
        stands = head if head is not None and _may_stand(head, tier) else None
        variant = variant_of(draw, c.student, assignment.name)
        yield Job(
            c.student,
            tuple(map(os.fsencode, c.files)),
            variant,
            known_key=stands.key if stands else None,
            known_quickly=stands.quick_key if stands else None,
        )


def _may_stand(head: Record, tier: Tier) -> bool:
    """A record made without a sandbox does only where none is asked for."""
    return head.reusable and (head.sandbox != Tier.NONE or tier is Tier.NONE)
