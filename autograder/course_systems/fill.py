"""Scores into a system's own download, which then goes back as it came: its ids, its headers, in its language.

A person without a verdict is left out, for a blank would wipe a score that is there, and a 0 would be one. No column of
anybody else's goes back either, for what it says is as old as the download. Rows are matched by ids alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..course import CourseError
from ..outcome import Standing
from ..submission import Roster, shown
from ..submission.table import Table
from .exports import Export, Row, System

GRADE = ("Grade", "Bewertung", "Note", "Calificación", "Valutazione", "Nota", "Avaliar", "Cijfer")
_MAY_CHANGE = ("Grade can be changed", "Bewertung kann geändert werden", "La note peut être modifiée")
_NO = ("no", "nein", "non")


class Into(NamedTuple):
    """How scores are written. `column` names the one to fill, where it cannot be told; `scale` brings points to the system's
    maximum; `cap` writes that for more than it."""

    column: str = ""
    scale: bool = False
    cap: bool = False


class Filled(NamedTuple):
    """A download that was filled in, and who is in it: `written` by student, `left_out` with the reason; rows of which
    there is no record, and students of whom the system knows nothing."""

    data: bytes
    column: str
    written: dict[str, str]  # student -> the cell
    left_out: list[tuple[str, str]]
    no_record: list[str]
    unknown: list[str]


class _Form(NamedTuple):
    """Where a download has what is filled in: the scores' column, the system's maximum, the columns that go back, rows that
    are nobody's and go back too, and how a number is written."""

    column: int
    maximum: float | None
    columns: list[int]
    rows: list[int]
    number: Callable[[float], str]
    over: bool  # whether the system takes more than its maximum
    excused: str = ""  # what it takes for a student who is excused


def fill(
    export: Export,
    scored: Sequence[Standing],
    roster: Roster | None,
    into: Into,
    titles: Sequence[str],
    full: float,
) -> Filled:
    """Fills scores into a system's download. `titles` are what the assignment may be called there, `full` its own maximum.
    Raises `CourseError` where the column, or what a point is worth, cannot be told."""
    table = export.table
    form = _FORMS[export.system](table, into.column, titles)
    factor = _factor(export, form.maximum, full, into.scale)
    matched, doubtful = _matched(export, scored, roster)
    left_out = [one for those in doubtful.values() for one in those]
    cells: dict[tuple[int, int], str] = {}
    written: dict[str, str] = {}
    by_row = {row.row: row for row in export.people}
    for number, one in sorted(matched.items()):
        student = one.record.student
        if one.excused and form.excused:
            cells[number, form.column] = written[student] = form.excused
        elif one.total is None:
            left_out.append((student, one.why_none))
        elif export.system == "moodle" and _locked(table, number):
            left_out.append((student, "Moodle says that the grade cannot be changed"))
        else:
            points = one.total * factor
            if form.maximum is not None and points > form.maximum and not form.over:
                if not into.cap:
                    told = (
                        f"{form.number(points)} is over {export.system.title()}'s maximum of {form.maximum:g}"
                    )
                    left_out.append(
                        (student, f"{told}, which it would pass over: raise that there, or give --cap")
                    )
                    continue
                points = form.maximum
            cells[number, form.column] = written[student] = form.number(points)
    rows = sorted({*form.rows, *(row for row, _ in cells)})
    seen = {one.record.student for one in matched.values()} | {student for student, _ in left_out}
    return Filled(
        table.part(rows, form.columns, cells),
        table.headers[form.column],
        written,
        list(dict.fromkeys(left_out)),
        [row.said for number, row in by_row.items() if number not in matched and number not in doubtful],
        [one.record.student for one in scored if one.record.student not in seen],
    )


def _factor(export: Export, maximum: float | None, full: float, scale: bool) -> float:
    if maximum is None or maximum == full:
        return 1.0
    if not scale:
        raise CourseError(
            f"{export.system.title()}'s maximum is {maximum:g}, and the assignment's {full:g}: change it there, or give "
            "--scale to have points converted"
        )
    return maximum / full


# ---- whose row is whose


def _matched(
    export: Export, scored: Sequence[Standing], roster: Roster | None
) -> tuple[dict[int, Standing], dict[int, list[tuple[str, str]]]]:
    """The record of each row that has one; and rows of which that cannot be told, with the students whose it may be."""
    found: dict[int, Standing] = {}
    doubtful: dict[int, list[tuple[str, str]]] = {}
    rows_of: dict[str, list[int]] = {}
    whose = _Whose(scored, export.system, roster)
    for row in export.people:
        those = whose.of(row)
        if len(those) == 1:
            found[row.row] = those[0]
            rows_of.setdefault(those[0].record.student, []).append(row.row)
        elif those:
            both = " and ".join(shown(one.record.student) for one in those[:3])
            why = f"the row of {row.said} may be that of {both}"
            doubtful[row.row] = [(one.record.student, why) for one in those]
    for student, rows in rows_of.items():
        record = found[rows[0]].record
        if len(rows) > max(1, len(record.handed_in.people)):
            for number in rows:
                del found[number]
                doubtful[number] = [(student, f"{len(rows)} rows have an id of theirs")]
    return found, doubtful


class _Whose:
    """Records by everything that a row of an export may know their students by."""

    def __init__(self, scored: Sequence[Standing], system: System, roster: Roster | None) -> None:
        self._people: dict[tuple[str, str], set[str]] = {}
        for person in roster or ():
            for key in person.keys:
                self._people.setdefault(key, set()).add(person.student)
        self._by_student: dict[str, list[Standing]] = {}
        self._by_id: dict[str, list[Standing]] = {}
        for one in scored:
            handed_in = one.record.handed_in
            names = {one.record.student, *one.record.people}
            for student in names:
                self._by_student.setdefault(student, []).append(one)
            ids = {student.casefold() for student in names}
            if handed_in.system == system:
                ids |= {f"{system} {named.id}" for named in handed_in.people if named.id}
                ids |= {named.email.casefold() for named in handed_in.people if named.email}
            for own in ids:
                self._by_id.setdefault(own, []).append(one)

    def of(self, row: Row) -> list[Standing]:
        """The records of the person in a row: by the roster; else by the system's own id, or because the student is called
        by what is an id there."""
        people = {person for key in row.keys for person in self._people.get(key, ())}
        if len(people) == 1:
            return self._by_student.get(people.pop(), [])
        ids = [row.email, row.login, row.sis_id, row.canvas_id]
        ids += [f"canvas {row.canvas_id}", f"moodle {row.moodle_id}", f"gradescope {row.sis_id}"]
        found = {id(one): one for own in ids if own for one in self._by_id.get(own.casefold(), ())}
        return list(found.values())


# ---- what each system's download looks like


def _canvas(table: Table, wanted: str, titles: Sequence[str]) -> _Form:
    """Identity columns up to `Section`, then one for each assignment, `Title (77)`: one without its number there would make
    a new assignment."""
    section = table.column("Section")
    if section < 0:
        raise CourseError(
            f"{shown(table.path)} has no column `Section`: export the gradebook from Canvas anew"
        )
    own = {
        n: m[1]
        for n, header in enumerate(table.headers)
        if n > section and (m := re.fullmatch(r"(.*) \(\d+\)", header))
    }
    asked = {wanted.casefold()} if wanted else {title.casefold() for title in titles}
    found = [n for n, title in own.items() if asked & {title.casefold(), table.headers[n].casefold()}]
    column = _one_column(table, found, list(own), wanted)
    points = [r for r in range(1, len(table.rows)) if "points possible" in table.at(r, 0).casefold()][:1]
    possible = table.at(points[0], column) if points else ""
    if possible and _number(possible) is None:
        raise CourseError(
            f"Canvas says of `{shown(table.headers[column])}`: {shown(possible)}. Name another with --column"
        )
    return _Form(
        column, _number(possible), [*range(section + 1), column], [0, *points], _two_decimals, True, "EX"
    )


def _moodle(table: Table, wanted: str, titles: Sequence[str]) -> _Form:
    """A worksheet has the maximum, the same for all, right behind the grade, whatever the two are called."""
    behind = {n: _constant(table, n + 1) for n in range(1, len(table.headers) - 1)}
    # a class of one may have the grade itself as a number that is the same for all
    found = [n for n, maximum in behind.items() if maximum is not None and behind.get(n + 1) is None]
    if len(found) != 1:
        named = [n for n in found or behind if table.headers[n].casefold() in {g.casefold() for g in GRADE}]
        found = named or found
    if wanted:
        found = [n for n, header in enumerate(table.headers) if header.casefold() == wanted.casefold()]
    column = _one_column(table, found, list(behind), wanted)
    maximum = behind.get(column)
    if maximum is None:
        raise CourseError(
            f"{shown(table.path)}: there is no maximum, the same for everybody, behind `{shown(table.headers[column])}`: a "
            "scale cannot be filled in"
        )
    return _Form(column, maximum, list(range(len(table.headers))), [0], _two_decimals, over=False)


def _gradescope(table: Table, wanted: str, titles: Sequence[str]) -> _Form:
    column = table.column(wanted or "Total Score")
    columns = list(range(len(table.headers)))
    found = [column] if column >= 0 else []
    column = _one_column(table, found, columns, wanted)
    return _Form(column, _constant(table, table.column("Max Points")), columns, [0], _two_decimals, over=True)


_FORMS: dict[System, Callable[[Table, str, Sequence[str]], _Form]] = {
    "canvas": _canvas,
    "moodle": _moodle,
    "gradescope": _gradescope,
}


def _one_column(table: Table, found: list[int], others: list[int], wanted: str) -> int:
    if len(found) == 1:
        return found[0]
    there = ", ".join(f"`{shown(table.headers[n])}`" for n in found or others) or "none"
    what = f"`{shown(wanted)}` is none of them" if wanted and not found else "say which with --column"
    raise CourseError(f"{shown(table.path)}: which column are the scores? There are {there}: {what}")


def _constant(table: Table, column: int) -> float | None:
    """The number that a column has in every row; None where it has another, or none."""
    values = {table.at(row, column) for row in range(1, len(table.rows))}
    number = _number(values.pop()) if len(values) == 1 else None
    return number if number is not None and number > 0 else None


def _locked(table: Table, row: int) -> bool:
    return table.at(row, table.column(*_MAY_CHANGE)).casefold() in _NO


def _number(text: str) -> float | None:
    """A number with a point or a comma, as systems write it."""
    return float(text.replace(",", ".")) if re.fullmatch(r"\d{1,9}([.,]\d{1,6})?", text) else None


def _two_decimals(points: float) -> str:
    """As these systems compare scores."""
    return f"{points + 0.0:.2f}"
