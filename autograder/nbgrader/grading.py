"""From nbgrader's run to our records: what it is about to grade is graded by the engine's own workers, all at once.

nbgrader works through submissions one by one. When it comes to the first, all that it will come to are graded over
the machine's cores; a record that stands is used as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from traitlets import Integer, Unicode
from traitlets.config import LoggingConfigurable

from ..authoring import open_checked
from ..course import Assignment, Course, Draw, draw_of, open_course
from ..grading.class_run import jobs_of, keep, refuse_another_draw
from ..grading.pool import Done, Workers, run, workers_available
from ..outcome import Standings, decided, read_decisions
from ..record import Busy, Record, Store
from ..sandbox import choose
from ..submission import Candidate, candidate
from . import graded
from .gradebook import opened, refuse_other_cells


class NotGraded(Exception):
    """The engine could not grade a submission. nbgrader leaves it as it was, names it and goes on."""


class Grading(LoggingConfigurable):
    """The course that a run of nbgrader grades for."""

    course = Unicode("", help="The course root: where course.toml, assignments/ and solutions/ are.").tag(
        config=True
    )
    jobs = Integer(0, help="Worker processes; 0: one for each core.").tag(config=True)
    sandbox = Unicode("auto", help="What keeps submissions apart, as for `autograder grade`.").tag(
        config=True
    )
    draw = Unicode(
        "", help="`secret` or `fixed`, as --draw for `autograder grade`; else as course.toml says."
    ).tag(config=True)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._errors: dict[str, str] = {}
        self._graded: set[str] = set()
        self._assignments: dict[str, Assignment] = {}

    @property
    def opened(self) -> Course:
        """The course. Raises `CourseError`."""
        return open_course(Path(self.course).expanduser() if self.course else None)

    @property
    def drawn_by(self) -> Draw:
        """What this run draws the students' variants by. Raises `CourseError` where there is no secret."""
        return draw_of(self.opened, self.draw, how="--Grading.draw=fixed")

    def refuse_another_draw(self, converter: Any) -> None:
        """Raises `CourseError` if a run of autograde has no draw, or if records or work that it leaves alone are of
        another one."""
        name, draw = converter.coursedir.assignment_id, self.drawn_by
        store = Store(self.opened.results, name)
        refuse_another_draw(store, store.index(), draw)
        again = set(_students(converter)) if converter.force else set()
        graded.refuse_another_draw(converter.coursedir, name, draw.name, again)

    def refuse_other_cells(self, converter: Any) -> None:
        """Raises `CourseError` if the gradebook has the assignment with other cells or points."""
        directory = converter.coursedir
        with opened(directory.db_url, directory.course_id) as gradebook:
            refuse_other_cells(gradebook, self.assignment(directory.assignment_id))

    def tell_if_graders_changed(self, converter: Any) -> None:
        """Says so where graders changed since submissions were graded that this run leaves alone: without --force all of
        them, with `--student` those of others."""
        name = converter.coursedir.assignment_id
        digest, kept = self.assignment(name).digest, Path(converter.coursedir.root) / f".{name}.graders"
        before = kept.read_text("utf-8") if kept.is_file() else None
        directory = converter.coursedir
        everybody = directory.student_id == "*" and not directory.student_id_exclude
        if before in (None, digest) or (converter.force and everybody):
            kept.write_text(digest, "utf-8")
            return
        self.log.warning(
            "the graders of %s have changed since. Submissions that were graded keep their scores; to grade them again: "
            "nbgrader autograde %s --force", name, name,
        )  # fmt: skip

    def assignment(self, name: str) -> Assignment:
        """The assignment of this name. Raises `CourseError` with all that is wrong with its files, but for its mutants, of which
        it warns."""
        if name not in self._assignments:
            (self._assignments[name],) = open_checked(self.opened, name, tell=self.log.warning)
        return self._assignments[name]

    def submission(self, converter: Any, assignment: str, student: str) -> Candidate:
        """What there is of a student in nbgrader's `submitted` folder."""
        directory = converter.coursedir
        folder = directory.format_path(directory.submitted_directory, student, assignment)
        return candidate(student, Path(folder), assignment)

    def record(self, converter: Any, assignment: str, student: str) -> Record:
        """The record of a submission that `converter` is at. Raises `NotGraded`, `CourseError`."""
        name = self.submission(converter, assignment, student).student
        if name not in self._graded | self._errors.keys():
            students = {student, *_students(converter)}
            self._run(assignment, [self.submission(converter, assignment, s) for s in sorted(students)])
        store = Store(self.opened.results, assignment)
        record = store.read(name)
        if record is None or name in self._errors:
            raise NotGraded(f"{student}: {self._errors.get(name, 'its record is gone')}")
        return decided(record, read_decisions(store, name))[0]

    def _run(self, assignment: str, candidates: list[Candidate]) -> None:
        course, found = self.opened, self.assignment(assignment)
        store = Store(course.results, assignment)
        workers = Workers(self.jobs or workers_available(), choose(self.sandbox))
        clear = self._clear(candidates)
        jobs = list(jobs_of(found, clear, store.index().heads, self.drawn_by, workers.tier))
        workers = workers._replace(size=min(workers.size, len(jobs)))
        try:
            with store.exclusive():
                for done in run(jobs, course.root, assignment, workers):
                    self._keep(store, found, done)
                store.write_scores(
                    store.index(),
                    more=[c.student for c in clear],
                    stand=Standings(course, assignment, store).rows,
                )
        except Busy as busy:
            self._errors |= dict.fromkeys((c.student for c in clear), str(busy))

    def _keep(self, store: Store, assignment: Assignment, done: Done) -> None:
        student = done.job.student
        if done.error is not None:
            self._errors[student] = done.error
            return
        if done.record is not None:
            keep(store, assignment, done.record)
            if done.record.status != "graded":
                self.log.warning("%s: %s: %s", student, done.record.status, done.record.reason)
        self._errors.pop(student, None)
        self._graded.add(student)

    def _clear(self, candidates: list[Candidate]) -> list[Candidate]:
        """Those of whom it can be told which work is theirs; the others are errors."""
        count = Counter(c.student for c in candidates)
        for c in candidates:
            if c.problem is not None:
                self._errors[c.student] = c.problem
            elif count[c.student] > 1:
                what = (
                    "two students of this name in different Unicode forms, which share a record: rename one"
                )
                self._errors[c.student] = what
        return [c for c in candidates if c.problem is None and count[c.student] == 1]


def grading_of(preprocessor: Any) -> tuple[Grading, Any]:
    """The `Grading` of the run that a preprocessor is part of, and the converter that runs."""
    return grading_for(preprocessor.parent.parent), preprocessor.parent.parent


def grading_for(converter: Any) -> Grading:
    """The `Grading` of a run that a converter makes."""
    if converter not in _gradings:
        _gradings[converter] = Grading(config=converter.config, log=converter.log)
    return _gradings[converter]


_gradings: WeakKeyDictionary[Any, Grading] = WeakKeyDictionary()


def _students(converter: Any) -> Iterator[str]:
    """The students whose submissions a converter has before it."""
    pattern = converter._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True)
    for folder in converter.assignments:
        if match := re.match(pattern, folder):
            yield match["student_id"]
