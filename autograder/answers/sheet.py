"""The sheet that a TA fills in: a row for each student, a column of points for each written answer."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..course import CourseError
from ..outcome import Standing
from ..record import as_csv
from .read import Question

COMMENT = "comment"
_FORMULA = "'"  # what `as_csv` puts before a text that a spreadsheet would take for a formula


def sheet(asked: Sequence[Question], standings: Sequence[Standing]) -> bytes:
    """The sheet as it stands: what is scored already has its points."""
    rows: list[list[object]] = [["student", *(one.name for one in asked), COMMENT]]
    for standing in standings:
        points = {answer.name: answer.score for answer in standing.record.manual}
        scored = ["" if (given := points.get(one.name)) is None else f"{given:g}" for one in asked]
        rows.append([standing.record.student, *scored, ""])
    return as_csv(rows)


def points_of(
    file: Path, asked: Sequence[Question], standings: Mapping[str, Standing]
) -> list[tuple[str, str, float, str]]:
    """What a filled sheet scores anew: (student, answer, points, comment), in its order; what stands already is left out.

    Raises `CourseError` with everything in it that cannot be, by line: nothing is taken from a sheet with a mistake.
    """
    try:
        text = file.read_text("utf-8-sig")
        header = text.partition("\n")[0]
        between = max(
            ",;\t", key=header.count
        )  # spreadsheets write a semicolon where the comma is in numbers
        rows = list(csv.DictReader(io.StringIO(text), delimiter=between))
    except (UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"{file} is no CSV in UTF-8 ({error}): save it as that") from None
    except OSError as error:
        raise CourseError(f"{file} cannot be read: {error.strerror}") from None
    columns = set(rows[0]) if rows else set()
    most = {one.name: one.points for one in asked}
    if "student" not in columns or not columns & most.keys():
        raise CourseError(f"{file} has to have a column `student`, and some of {', '.join(most)}")
    new: list[tuple[str, str, float, str]] = []
    wrong: list[str] = []
    seen: set[str] = set()
    for line, row in enumerate(rows, 2):
        student = (row["student"] or "").strip()
        student = student if student in standings else student.removeprefix(_FORMULA)
        filled = {name: (row.get(name) or "").strip() for name in most}
        if not any(filled.values()):
            continue
        if student not in standings:
            wrong.append(f"line {line}: there is no record of {student!r}")
            continue
        if student in seen:
            wrong.append(f"line {line}: {student} is there twice")
        seen.add(student)
        stands = {answer.name: answer.score for answer in standings[student].record.manual}
        for name, text in filled.items():
            points = _number(text)
            if text and not 0 <= points <= most[name]:
                wrong.append(f"line {line}: {name} has 0 to {most[name]:g} points, not {text!r}")
            elif text and points != stands.get(name):
                new.append((student, name, points, (row.get(COMMENT) or "").strip()))
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
