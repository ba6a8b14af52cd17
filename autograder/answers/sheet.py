"""The sheet that a TA fills in: a row for each student, a column of points for each written answer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..course import CourseError
from ..outcome import Standing
from ..record import as_csv, unplain
from ..submission.table import read_table
from .read import Question

COMMENT = "comment"


class Scored(NamedTuple):
    """What a sheet says anew of a student: points by written answer, and a comment; empty where there is none, or none
    that is new."""

    student: str
    points: dict[str, float]
    comment: str


def sheet(asked: Sequence[Question], standings: Sequence[Standing]) -> bytes:
    """The sheet as it stands: what is scored already has its points."""
    rows: list[list[object]] = [["student", *(one.name for one in asked), COMMENT]]
    for standing in standings:
        points = {answer.name: answer.score for answer in standing.record.manual}
        scored = ["" if (given := points.get(one.name)) is None else f"{given:g}" for one in asked]
        rows.append([standing.record.student, *scored, ""])
    return as_csv(rows)


def points_of(file: Path, asked: Sequence[Question], standings: Mapping[str, Standing]) -> list[Scored]:
    """What a filled sheet says anew, in its order; points and comments that stand already are left out.

    Raises `TableError`, and `CourseError` with everything in it that cannot be, by line: nothing is taken from a sheet with
    a mistake.
    """
    table = read_table(file)
    most = {one.name: one.points for one in asked}
    columns = {name: table.column(name) for name in ("student", *most, COMMENT)}
    if columns["student"] < 0 or all(columns[name] < 0 for name in most):
        raise CourseError(f"{file} has to have a column `student`, and some of {', '.join(most)}")
    new: list[Scored] = []
    wrong: list[str] = []
    seen: set[str] = set()
    for row in range(1, len(table.rows)):
        cells = {name: table.at(row, column) for name, column in columns.items()}
        student, comment = unplain(cells["student"]), cells[COMMENT]
        filled = {name: cells[name] for name in most if cells[name]}
        if not filled and not comment:
            continue
        if student not in standings:
            wrong.append(f"line {table.line(row)}: there is no record of {student!r}")
            continue
        if student in seen:
            wrong.append(f"line {table.line(row)}: {student} is there twice")
        seen.add(student)
        standing = standings[student]
        stands = {answer.name: answer.score for answer in standing.record.manual}
        given = {name: _number(text) for name, text in filled.items()}
        for name, points in given.items():
            if not 0 <= points <= most[name]:
                told = f"{name} has 0 to {most[name]:g} points, not {filled[name]!r}"
                wrong.append(f"line {table.line(row)}: {told}")
        points_anew = {name: points for name, points in given.items() if points != stands.get(name)}
        comment_anew = "" if comment in standing.comments else comment
        if points_anew or comment_anew:
            new.append(Scored(student, points_anew, comment_anew))
    if wrong:
        shown = "\n".join(f"  {one}" for one in wrong[:20])
        raise CourseError(f"nothing is taken from {file}:\n{shown}")
    return new


def _number(text: str) -> float:
    """Half a point is .5 or ,5; NaN for what is no number."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return math.nan
