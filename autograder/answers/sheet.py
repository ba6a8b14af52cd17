"""The sheet that a TA fills in: a row for each student, a column of points for each written answer."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..course import CourseError
from ..outcome import Decision, Standing, in_force
from ..record import as_csv, unplain
from ..submission.table import read_table
from .read import Question

COMMENT = "comment"
DECISIONS = "decisions"  # how many there were of the student when the sheet was written
Decided = Callable[[str], Sequence[Decision]]  # all decisions on a student, the first first


class Scored(NamedTuple):
    """What a sheet says anew of a student: points by written answer, and a comment; empty where there is none, or none
    that is new."""

    student: str
    points: dict[str, float]
    comment: str


def sheet(asked: Sequence[Question], standings: Sequence[Standing], decided: Decided) -> bytes:
    """The sheet as it stands: what is scored already has its points. Its last column says how much had been decided of the
    student when it was written, so that it can be told what is of the sheet and what came after it."""
    rows: list[list[object]] = [["student", *(one.name for one in asked), COMMENT, DECISIONS]]
    for standing in standings:
        student = standing.record.student
        points = _scores(standing)
        scored = ["" if (given := points.get(one.name)) is None else f"{given:g}" for one in asked]
        rows.append([student, *scored, "", str(len(decided(student)))])
    return as_csv(rows)


def points_of(
    file: Path,
    asked: Sequence[Question],
    standings: Mapping[str, Standing],
    decided: Decided,
    overrule: bool = False,
) -> list[Scored]:
    """What a filled sheet says anew, in its order: not what stands already, nor what stood when the sheet was written and
    was left as it was.

    Raises `TableError`, and `CourseError` with everything in it that cannot be, by line: nothing is taken from a sheet with
    a mistake. One is what was decided otherwise after the sheet was written, unless `overrule`.
    """
    table = read_table(file)
    most = {one.name: one.points for one in asked}
    columns = {name: table.column(name) for name in ("student", *most, COMMENT, DECISIONS)}
    if columns["student"] < 0 or all(columns[name] < 0 for name in most):
        raise CourseError(f"{file} has to have a column `student`, and some of {', '.join(most)}")
    wrong = list(table.problems(columns))
    new: list[Scored] = []
    seen: set[str] = set()
    for row in range(1, len(table.rows)):
        line = f"line {table.line(row)}"
        cells = {name: table.at(row, column) for name, column in columns.items()}
        student, comment = unicodedata.normalize("NFC", unplain(cells["student"])), cells[COMMENT]
        filled = {name: cells[name] for name in most if cells[name]}
        if not filled and not comment:
            continue
        if student not in standings:
            wrong.append(f"{line}: there is no record of {student!r}{_nearly(student, standings)}")
            continue
        if student in seen:
            wrong.append(f"{line}: {student} is there twice")
        seen.add(student)
        decisions, stands = decided(student), _scores(standings[student])
        then = _points_then(decisions, cells[DECISIONS])
        points_anew = {}
        for name, text in filled.items():
            points = _number(text)
            if not 0 <= points <= most[name]:
                wrong.append(f"{line}: {name} has 0 to {most[name]:g} points, not {text!r}")
            elif points not in (stands.get(name), then.get(name)):
                points_anew[name] = points
                if stands.get(name) != then.get(name) and not overrule:
                    wrong.append(f"{line}: {_decided_since(student, name, decisions, text)}")
        comment_anew = "" if comment in {one.comment for one in decisions} else comment
        if points_anew or comment_anew:
            new.append(Scored(student, points_anew, comment_anew))
    if wrong:
        shown = "\n".join(f"  {one}" for one in wrong[:20])
        raise CourseError(f"nothing is taken from {file}:\n{shown}")
    return new


def of_ones_own(file: Path, asked: Sequence[Question]) -> bool:
    """Whether a sheet has columns that somebody added and filled. Raises `TableError`."""
    table = read_table(file)
    ours = {"student", COMMENT, DECISIONS, *(one.name.casefold() for one in asked)}
    added = [n for n, header in enumerate(table.headers) if header.casefold() not in ours]
    return any(table.at(row, n) for row in range(1, len(table.rows)) for n in added)


def _scores(standing: Standing) -> dict[str, float | None]:
    return {answer.name: answer.score for answer in standing.record.manual}


def _points_then(decisions: Sequence[Decision], number: str) -> dict[str, float | None]:
    """The points that stood after so many decisions; none where a sheet does not say how many there were."""
    before = decisions[: int(number)] if number.isdecimal() and len(number) < 10 else ()
    return {one.written: one.points for one in in_force(before) if one.written}


def _decided_since(student: str, name: str, decisions: Sequence[Decision], text: str) -> str:
    last = next((one for one in reversed(decisions) if one.written == name or one.takes_back), None)
    when = f", by {last.by} at {last.at}" if last is not None else ""
    return (
        f"{name} of {student} is {text} here, and was decided otherwise after this sheet was written{when}: take it out, "
        "or give --overrule"
    )


def _nearly(student: str, standings: Mapping[str, Standing]) -> str:
    """The student who is meant: a spreadsheet takes zeros away, and capitals are easily others."""

    def bare(name: str) -> str:
        return name.casefold().lstrip("0")

    near = [name for name in standings if bare(name) == bare(student)]
    return (
        f": is it {near[0]!r}? (A spreadsheet keeps a number's zeros in a column of text.)"
        if len(near) == 1
        else ""
    )


def _number(text: str) -> float:
    """Half a point is .5 or ,5; NaN for what is no number."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return math.nan
