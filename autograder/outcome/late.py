"""When a hand-in was due, who has more time, and what lateness costs, by the course's own files."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from ..course import Course, CourseError, Late, assignment_names
from ..course.assignment import refuse_unknown_due
from ..course.problem import nearest
from ..submission import shown
from ..submission.table import TableError, read_table

DAY = 86_400


class Extension(msgspec.Struct, frozen=True):
    """More time for one student: until a time, or for so many days, whichever is later."""

    until: datetime.datetime | None = None
    days: float = 0.0

    def due(self, due: datetime.datetime) -> datetime.datetime:
        try:
            later = due + datetime.timedelta(days=self.days)
        except OverflowError:  # due on the last day that there is
            later = due
        return later if self.until is None else max(later, self.until)


class Terms(msgspec.Struct, frozen=True):
    """What a course asks of the time of one assignment's hand-ins. `due` is None where it asks nothing."""

    due: datetime.datetime | None
    late: Late
    extensions: dict[str, Extension]

    def due_for(self, people: Collection[str]) -> datetime.datetime | None:
        """When the hand-in of a student is due, or a group's: at the latest of its people's times."""
        if self.due is None:
            return None
        return max(self.extensions[p].due(self.due) if p in self.extensions else self.due for p in people)


def penalty(late: Late, score: float, seconds_late: float) -> float:
    """The points that a score loses: `per_day` of it for each day begun after the grace, never more than all."""
    seconds = seconds_late - 60 * late.grace_minutes
    if seconds <= 0:
        return 0.0
    return max(0.0, score) * min(1.0, late.per_day * math.ceil(seconds / DAY))


def terms_of(course: Course, assignment: str, people: Collection[str] | None = None) -> Terms:
    """The terms of an assignment: `[due]` and `[late]` of course.toml, and the course's extensions. Raises `CourseError`;
    also for an extension of somebody who is not among `people`, if these are known."""
    names = assignment_names(course)
    refuse_unknown_due(course)
    due = course.settings.due.get(assignment)
    file = course.extensions_file
    extensions = read_extensions(file, assignment, people, names) if file.exists() else {}
    return Terms(due, course.settings.late, extensions)


def read_extensions(
    file: Path,
    assignment: str,
    people: Collection[str] | None = None,
    assignments: Collection[str] | None = None,
) -> dict[str, Extension]:
    """Who has more time for an assignment: rows of `student`, `assignment` (empty for all), `due` or `days`. Raises
    `CourseError`; also for a row of nobody among `people`, or for none of `assignments`, where these are known."""
    found: dict[str, Extension] = {}
    for where, cells in _rows(file, people, assignments):
        if cells["assignment"] in ("", "*", assignment):
            found[cells["student"]] = _longer(_extension(cells, where), found.get(cells["student"]))
    return found


def extensions_to_see_to(
    course: Course, assignment: str, known: Collection[str] | None = None
) -> Iterator[str]:
    """A line for each row of the extensions that may not be meant so: one that gives a time and days, a second one for a
    student, and one for somebody who is not `known`, if that is asked: without a roster, who is misspelt has no more time
    than the others. Raises `CourseError`."""
    file, seen = course.extensions_file, dict[str, str]()
    for where, cells in _rows(file) if file.exists() else ():
        student = cells["student"]
        if cells["assignment"] not in ("", "*", assignment):
            continue
        if known is not None and student not in known:
            yield f"{where}: nobody who handed in is called `{shown(student)}`{nearest(student, known)}"
        if cells["due"] and cells["days"]:
            yield f"{where}: `due` and `days` are both given for `{shown(student)}`: whichever is later counts"
        if student in seen:
            yield f"{where}: `{shown(student)}` has more time by {seen[student]} too: the longer counts"
        seen[student] = where.rpartition(", ")[2]


def _rows(
    file: Path, people: Collection[str] | None = None, assignments: Collection[str] | None = None
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row of the extensions: where it is, and its cells by column. Raises `CourseError`."""
    try:
        table = read_table(file)
    except TableError as problem:
        raise CourseError(str(problem)) from None
    if wrong := list(table.problems(("student", "assignment", "due", "days", "why"))):
        raise CourseError("\n".join(f"{shown(file)}, {one}" for one in wrong))
    columns = {name: table.column(name) for name in ("student", "assignment", "due", "days")}
    if columns["student"] < 0 or (columns["due"] < 0 and columns["days"] < 0):
        raise CourseError(
            f"{shown(file)} has columns {', '.join(table.headers)}: it needs `student`, and `due` or `days`; `assignment` and "
            "`why` may be there"
        )
    for row in range(1, len(table.rows)):
        cells = {name: table.at(row, column) for name, column in columns.items()}
        where = f"{shown(file)}, row {row + 1}"
        if not cells["student"]:
            raise CourseError(f"{where}: no student is named")
        if people is not None and cells["student"] not in people:
            raise CourseError(f"{where}: nobody in the roster is called `{shown(cells['student'])}`")
        name = cells["assignment"]
        if assignments is not None and name not in ("", "*", *assignments):
            raise CourseError(f"{where}: there is no assignment `{shown(name)}`{nearest(name, assignments)}")
        yield where, cells


def _extension(cells: dict[str, str], where: str) -> Extension:
    until = None
    if cells["due"] and (until := time_of(cells["due"])) is None:
        raise CourseError(
            f"{where}: `{shown(cells['due'])}` is no time with its offset, as 2026-10-01T23:59+02:00 is"
        )
    if cells["days"] and not re.fullmatch(r"\d{1,3}([.,]\d{1,3})?", cells["days"]):
        raise CourseError(f"{where}: `{shown(cells['days'])}` is no number of days")
    if not cells["due"] and not cells["days"]:
        raise CourseError(f"{where}: neither `due` nor `days` is given")
    return Extension(until, float((cells["days"] or "0").replace(",", ".")))


def _longer(one: Extension, other: Extension | None) -> Extension:
    """Of two rows for a student the one that gives more of each."""
    if other is None:
        return one
    untils = [each.until for each in (one, other) if each.until is not None]
    return Extension(max(untils, default=None), max(one.days, other.days))


def time_of(text: str) -> datetime.datetime | None:
    """A time with its offset as systems write it, `2026-06-01 10:00:00.123456789 -07:00`; None of anything else."""
    found = re.fullmatch(
        r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,6})\d*)? ?(Z|UTC|[-+]\d\d:?\d\d)", text.strip()
    )
    if found is None:
        return None
    day, clock, fraction, offset = found.groups()
    offset = "+00:00" if offset in ("Z", "UTC") else offset
    try:
        return datetime.datetime.fromisoformat(
            f"{day}T{clock}{'.' + fraction.ljust(6, '0') if fraction else ''}{offset}"
        )
    except ValueError:
        return None
