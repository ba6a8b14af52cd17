"""Scores into nbgrader's gradebook: many submissions of an assignment in one transaction.

nbgrader's own interface looks each grade up by name, in a transaction of its own; here rows are read and written by
the thousand. The tables are nbgrader's, and so are the rules: a person's score stays and stands before ours.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import nbgrader.api as db
from sqlalchemy import Connection, bindparam, func, insert, make_url, select, update
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from ..course import Assignment, CourseError
from .graded import Score
from .source import gradebook_cells

AT_ONCE = 500  # SQLite binds at most 999 values in one statement
TRIES = 3  # where nbgrader itself writes at the same time
LOCK = 0x6175746F67726164  # a number of ours, which PostgreSQL locks
DEADLOCK = "40P01"  # PostgreSQL's code
_NOTHING = (
    None,
    None,
    None,
    False,
)  # of a grade that is not there: scores by us and by a person, credit, to look at
Penalty = Callable[[float, float], float]  # of a score and the seconds late


class Entry(msgspec.Struct, frozen=True):
    """One submission's scores. `when` it was handed in, in UTC, or None to leave what the gradebook says.

    `flagged` asks a person to look at the whole; `changed` is False if neither the work nor its report differ from
    what the gradebook's readers have seen.
    """

    student: str
    scores: Mapping[str, Score]
    when: datetime.datetime | None = None
    flagged: bool = False
    changed: bool = True


@contextlib.contextmanager
def opened(db_url: str, course_id: str) -> Iterator[Any]:
    """The gradebook at an URL, closed at the end. Raises `CourseError`, also for what goes wrong with it meanwhile, and with
    nothing of the URL's password."""
    try:
        if db_url.count("@") > 1:  # the driver would take a part of the password for the host, and show it
            raise CourseError("the gradebook's URL has more than one `@`: in a password it is written %40")
        with db.Gradebook(db_url, course_id) as gradebook:
            yield gradebook
    except ModuleNotFoundError as missing:
        extra = ": pip install 'autograder[postgresql]'" if "psycopg" in str(missing.name) else ""
        raise CourseError(f"the gradebook's driver {missing.name} is not installed{extra}") from None
    except (SQLAlchemyError, ValueError) as error:
        raise CourseError(f"the gradebook {_named(db_url)}: {_without_password(error, db_url)}") from None


def _named(db_url: str) -> str:
    """A database's URL as a message may show it."""
    try:
        return make_url(db_url).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return "has an URL that cannot be read"


def _without_password(error: Exception, db_url: str) -> str:
    said = str(getattr(error, "orig", None) or error).strip().splitlines()
    told = " ".join(line.strip() for line in said[:2]) or type(error).__name__
    with contextlib.suppress(ArgumentError, ValueError):
        for secret in filter(None, (make_url(db_url).password, db_url)):
            told = told.replace(str(secret), "***")
    return told


def save(
    gradebook: db.Gradebook, assignment: Assignment, entries: Iterable[Entry], penalty: Penalty | None = None
) -> None:
    """Writes the scores of submissions, all or, if anything goes wrong, none.

    Students and submissions that the gradebook does not know are added. Raises `CourseError` if the gradebook has
    not this assignment, or has it with other cells or points: `generate_assignment` was not run since they changed.
    """
    entries = list(entries)
    for left in reversed(range(TRIES)):
        try:
            return _save(gradebook, assignment, entries, penalty)
        except DBAPIError as error:
            if not left or not _of_two_at_once(error):
                raise


def refuse_other_cells(gradebook: db.Gradebook, assignment: Assignment) -> None:
    """Raises `CourseError` if the gradebook has the assignment with other cells or points, so that no score can be saved."""
    with gradebook.engine.begin() as connection:
        _cells(connection, assignment)


def _of_two_at_once(error: DBAPIError) -> bool:
    """Whether somebody else has just added the same row, or the database ended a deadlock: then once more."""
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", "") == DEADLOCK


def _save(
    gradebook: db.Gradebook, assignment: Assignment, entries: Sequence[Entry], penalty: Penalty | None
) -> None:
    with gradebook.engine.begin() as connection:
        if (
            connection.dialect.name == "postgresql"
        ):  # of our own writers one at a time: SQLite has no more than one
            connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
        _refuse_long_names(connection, entries)
        cells = _cells(connection, assignment)
        for part in _parts(entries):
            _Writer(connection, assignment.name, cells, part).write(penalty)


def _refuse_long_names(connection: Connection, entries: Sequence[Entry]) -> None:
    """Of databases only SQLite takes a text that is longer than its column."""
    for entry in entries:
        if problem := too_long(entry.student, connection.dialect.name):
            raise CourseError(problem)


def too_long(student: str, database: str) -> str:
    """What a database (`sqlite`, `postgresql`) has against a student's name; nothing if it takes it."""
    most = db.Student.__table__.c.id.type.length
    if len(student) <= most or database == "sqlite":
        return ""
    return f"{student}: nbgrader's gradebook takes names of {most} characters at most in {database}; only SQLite takes longer ones"


class _Cell(msgspec.Struct, frozen=True):
    id: str
    kind: str
    max_score: float


class _Known(msgspec.Struct):
    """What the gradebook has of an assignment."""

    assignment: str
    due: datetime.datetime | None
    notebook: str
    cells: dict[str, list[_Cell]]  # of one name: a written answer is a grade cell and a solution cell


def _cells(connection: Connection, assignment: Assignment) -> _Known:
    found = connection.execute(
        select(db.Assignment.id, db.Assignment.duedate, db.Notebook.id)
        .join(db.Notebook, db.Notebook.assignment_id == db.Assignment.id)
        .where(db.Assignment.name == assignment.name, db.Notebook.name == assignment.name)
    ).first()
    run = f"`nbgrader generate_assignment {assignment.name} --force`"
    if found is None:
        raise CourseError(f"the gradebook has no assignment {assignment.name!r}: run {run}")
    known = _Known(found[0], found[1], found[2], {})
    base = db.BaseCell.__table__.c
    for table in (db.GradeCell, db.TaskCell, db.SolutionCell):
        own = table.__table__.c
        points = own.max_score if "max_score" in own else None
        columns = [base.id, base.name] + ([points] if points is not None else [])
        rows = connection.execute(
            select(*columns)
            .join_from(db.BaseCell.__table__, table.__table__, base.id == own.id)
            .where(base.notebook_id == known.notebook)
        )
        for row in rows:
            cell = _Cell(row[0], table.__name__, row[2] if len(row) > 2 else 0.0)
            known.cells.setdefault(row[1], []).append(cell)
    ours = {}
    for cell in gradebook_cells(assignment):
        ours[cell.metadata.nbgrader.grade_id] = cell.metadata.nbgrader.get("points", 0.0)
    theirs = {name: max(cell.max_score for cell in cells) for name, cells in known.cells.items()}
    if ours != theirs:
        differ = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
        raise CourseError(
            f"the gradebook's cells of {assignment.name} are not the assignment's ({', '.join(differ)}): run `autograder "
            f"release {assignment.name} -o OUT` again, then {run}"
        )
    return known


class _Writer:
    """Writes a few hundred submissions."""

    def __init__(
        self, connection: Connection, assignment: str, known: _Known, entries: Sequence[Entry]
    ) -> None:
        self.connection = connection
        self.name = assignment
        self.known = known
        self.entries = entries

    def write(self, penalty: Penalty | None) -> None:
        self._add_students()
        submissions = self._submissions()
        notebooks = self._notebooks({student: row.id for student, row in submissions.items()})
        totals = self._grades(notebooks)
        self._comments(notebooks)
        changes = []
        for entry in self.entries:
            row = submissions[entry.student]
            late = _seconds_late(self.known.due, row.extension, entry.when or row.timestamp)
            lost = penalty(totals[entry.student], late) if penalty is not None and late > 0 else 0.0
            changes.append(
                {"b_id": notebooks[entry.student], "b_lost": lost or None, "b_flag": entry.flagged}
            )
        self._update(
            db.SubmittedNotebook,
            [{k: v for k, v in change.items() if k != "b_flag"} for change in changes] if penalty else [],
            late_submission_penalty=bindparam("b_lost"),
        )
        flagged = [{"b_id": change["b_id"]} for change in changes if change["b_flag"]]
        self._update(db.SubmittedNotebook, flagged, flagged=True)

    def _add_students(self) -> None:
        ids = [entry.student for entry in self.entries]
        there = set(self.connection.scalars(select(db.Student.id).where(db.Student.id.in_(ids))))
        self._insert(db.Student, [{"id": student} for student in ids if student not in there])

    def _submissions(self) -> dict[str, Any]:
        table = db.SubmittedAssignment.__table__.c
        ids = [entry.student for entry in self.entries]
        query = select(table.id, table.student_id, table.timestamp, table.extension).where(
            table.assignment_id == self.known.assignment, table.student_id.in_(ids)
        )
        there = {row.student_id for row in self.connection.execute(query)}
        self._insert(
            db.SubmittedAssignment,
            [
                {"assignment_id": self.known.assignment, "student_id": e.student, "timestamp": e.when}
                for e in self.entries
                if e.student not in there
            ],
        )
        found = {row.student_id: row for row in self.connection.execute(query)}
        changes = [
            {"b_id": found[e.student].id, "b_when": e.when}
            for e in self.entries
            if e.when is not None and found[e.student].timestamp != e.when
        ]
        self._update(db.SubmittedAssignment, changes, timestamp=bindparam("b_when"))
        return found

    def _notebooks(self, submissions: Mapping[str, str]) -> dict[str, str]:
        table = db.SubmittedNotebook.__table__.c
        query = select(table.id, table.assignment_id).where(
            table.notebook_id == self.known.notebook, table.assignment_id.in_(list(submissions.values()))
        )
        there = {row.assignment_id for row in self.connection.execute(query)}
        rows = [
            {"assignment_id": submission, "notebook_id": self.known.notebook, "flagged": False}
            for submission in submissions.values()
            if submission not in there
        ]
        self._insert(db.SubmittedNotebook, rows)
        by_submission = {row.assignment_id: row.id for row in self.connection.execute(query)}
        return {student: by_submission[submission] for student, submission in submissions.items()}

    def _grades(self, notebooks: Mapping[str, str]) -> dict[str, float]:
        """Writes the grades; the total of each student as it now stands."""
        table = db.Grade.__table__.c
        columns = (table.id, table.notebook_id, table.cell_id, table.auto_score, table.manual_score)
        there = self._rows(
            select(*columns, table.extra_credit, table.needs_manual_grade), table.notebook_id, notebooks
        )
        new, changed, totals = [], [], {}
        for entry in self.entries:
            total = 0.0
            for name, score in entry.scores.items():
                cell = next(c for c in self.known.cells[name] if c.kind != "SolutionCell")
                _check_range(self.name, entry.student, name, score, cell.max_score)
                row = there.get((notebooks[entry.student], cell.id))
                auto, manual, credit, looked = row[3:] if row is not None else _NOTHING
                auto = score.points if score.judged else auto
                extra = credit if score.extra is None else score.extra
                unscored = not score.judged or (auto is None and manual is None)
                look = unscored or (manual is not None and (entry.changed or looked))
                values = {"b_auto": auto, "b_extra": extra, "b_look": look}
                if row is None:
                    new.append(
                        {
                            "notebook_id": notebooks[entry.student], "cell_id": cell.id, "auto_score": auto,
                            "extra_credit": extra, "needs_manual_grade": look,
                        }
                    )  # fmt: skip
                elif (row.auto_score, credit, looked) != (auto, extra, look):
                    changed.append({"b_id": row.id, **values})
                total += (auto or 0.0 if manual is None else manual) + (extra or 0.0)
            totals[entry.student] = total
        self._insert(db.Grade, new)
        self._update(
            db.Grade,
            changed,
            auto_score=bindparam("b_auto"),
            extra_credit=bindparam("b_extra"),
            needs_manual_grade=bindparam("b_look"),
        )
        return totals

    def _comments(self, notebooks: Mapping[str, str]) -> None:
        table = db.Comment.__table__.c
        columns = (table.id, table.notebook_id, table.cell_id, table.auto_comment)
        there = self._rows(select(*columns), table.notebook_id, notebooks)
        new, changed = [], []
        for entry in self.entries:
            for name, cells in self.known.cells.items():
                score = entry.scores.get(name)
                text = score.comment if score is not None else None
                for cell in cells:
                    if cell.kind == "GradeCell":
                        continue
                    row = there.get((notebooks[entry.student], cell.id))
                    if row is None:
                        own = {"notebook_id": notebooks[entry.student], "cell_id": cell.id}
                        new.append({**own, "auto_comment": text})
                    elif row.auto_comment != text:
                        changed.append({"b_id": row.id, "b_text": text})
        self._insert(db.Comment, new)
        self._update(db.Comment, changed, auto_comment=bindparam("b_text"))

    def _rows(self, query: Any, column: Any, notebooks: Mapping[str, str]) -> dict[tuple[str, str], Any]:
        found = self.connection.execute(query.where(column.in_(list(notebooks.values()))))
        return {(row.notebook_id, row.cell_id): row for row in found}

    def _insert(self, model: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            with_id = rows if "id" in rows[0] else [{"id": db.new_uuid(), **row} for row in rows]
            self.connection.execute(insert(model.__table__), with_id)

    def _update(self, model: Any, rows: list[dict[str, Any]], **values: Any) -> None:
        if rows:
            table = model.__table__
            self.connection.execute(
                update(table).where(table.c.id == bindparam("b_id")).values(**values), rows
            )


def _check_range(assignment: str, student: str, name: str, score: Score, most: float) -> None:
    if score.points is not None and not 0 <= score.points <= most + 1e-9:
        raise CourseError(f"{assignment}, {student}: {score.points} for {name} is not in 0..{most:g}")


def _seconds_late(
    due: datetime.datetime | None, extension: datetime.timedelta | None, when: datetime.datetime | None
) -> float:
    if due is None or when is None:
        return 0.0
    return max(0.0, (when - due - (extension or datetime.timedelta())).total_seconds())


def _parts(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    for start in range(0, len(entries), AT_ONCE):
        yield entries[start : start + AT_ONCE]
