"""A class's records into an nbgrader course, at once: what `nbgrader autograde` would leave there, one by one.

Plain modules, notebooks and archives alike: each submission stands in `submitted/` as it was handed in, its graded
notebook in `autograded/`, where formgrader and the feedback find it, its scores in the gradebook.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from ..course import Assignment, Course, CourseError
from ..outcome import penalty
from ..record import Record
from ..submission import Candidate, candidate
from .cells import text_of
from .gradebook import Entry, opened, save
from .graded import graded_notebook, refuse_another_draw, scores
from .shown import shown_cells
from .submitted import copy_lines, put, put_secret


class Published(NamedTuple):
    submissions: int
    unseen: list[str]  # students whose files were not at hand, so that only their reports are there
    renewed: list[str]  # students in the place of whose secret, which was none, there is a fresh one


def publish(
    course: Course,
    assignment: Assignment,
    records: Iterable[Record],
    handed_in: Sequence[Candidate],
    folder: Path,
) -> Published:
    """Puts records into the nbgrader course in `folder`. `handed_in` are the files behind them, where they are not in
    its `submitted` yet. Scores go in as one transaction; what a person scored or wrote stays. Raises `CourseError`, also
    where the records are of more than one draw, or of another than what is there.
    """
    directory = course_directory(folder)
    records = list(records)
    draws = {record.draw for record in records}
    if len(draws) > 1 or "" in draws:
        raise CourseError(
            "these records were made with different draws, or do not say which: grade the class with one first"
        )
    for draw in draws:
        refuse_another_draw(directory, assignment.name, draw, {record.student for record in records})
    files = {one.student: one for one in handed_in}
    done = Published(len(records), [], [])
    entries = [_publish(assignment, record, files.get(record.student), directory, done) for record in records]
    with opened(directory.db_url, directory.course_id) as gradebook:
        save(gradebook, assignment, entries, functools.partial(penalty, course.settings.late))
    return done


def course_directory(folder: Path) -> Any:
    """nbgrader's own view of the course in a folder. Raises `CourseError` where there is none."""
    if not (folder / "nbgrader_config.py").is_file():
        raise CourseError(f"{folder} is no nbgrader course: there is no nbgrader_config.py in it")
    config = PyFileConfigLoader("nbgrader_config.py", path=str(folder.resolve())).load_config()
    return CourseDirectory(config=config)


def _publish(
    assignment: Assignment, record: Record, handed_in: Candidate | None, directory: Any, done: Published
) -> Entry:
    def place(step: str) -> Path:
        return Path(directory.format_path(step, record.student, assignment.name))

    submitted, autograded = place(directory.submitted_directory), place(directory.autograded_directory)
    if handed_in is not None and handed_in.problem is None:
        put(handed_in.files, assignment, submitted)
    files = candidate(record.student, submitted, assignment.name).files if submitted.is_dir() else ()
    try:
        shown = shown_cells(assignment, files)
    except OSError:
        files, shown = (), []
    if not files:
        done.unseen.append(record.student)
    notebook = graded_notebook(assignment, record, shown)
    text = text_of(notebook)
    target = autograded / f"{assignment.name}.ipynb"
    changed = not target.is_file() or target.read_text("utf-8") != text
    if changed:
        autograded.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)  # nbgrader writes them read-only
        target.write_text(text, "utf-8")
    if submitted.is_dir():
        if put_secret(submitted):
            done.renewed.append(record.student)
        copy_lines(submitted, autograded)
    when = None
    with contextlib.suppress(Exception):  # a text that is no time, where it is the student's own
        when = directory.get_existing_timestamp(str(submitted))
    flagged = record.status != "graded"
    return Entry(record.student, scores(assignment, record, notebook.cells), when, flagged, changed)
