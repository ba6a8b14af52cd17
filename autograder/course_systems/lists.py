"""Scores as plain files of our own: a CSV for spreadsheets, and JSON lines for programs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..outcome import Standing, out_of
from ..record import as_csv as rows_as_csv
from ..record import json_line
from ..submission import Person, Roster

EXTRA = ("written", "late", "penalty", "excused", "comment")
_PERSON = ("name", "email", "login", "sis_id", "canvas_id")


def as_csv(scored: Sequence[Standing], roster: Roster | None) -> bytes:
    """A row for each student: who that is elsewhere, the points, and the score of each task. Blank is what there is not."""
    people, full = _people(roster), out_of(scored) or 0.0
    tasks = list(dict.fromkeys(task.name for one in scored for task in one.record.tasks))
    rows: list[list[object]] = [
        ["student", *_PERSON, "status", "points", "out_of", "max_score", "score", *EXTRA, *tasks, "reason"]
    ]
    for one in scored:
        record = one.record
        person = people.get(record.student, Person(record.student))
        scores = {task.name: task.score for task in record.tasks}
        cells: list[object] = [record.student, *(getattr(person, column) for column in _PERSON)]
        columns = one.columns(full)
        cells += [
            record.status,
            one.total,
            full,
            record.max_score,
            record.score,
            *map(columns.get, EXTRA),
        ]
        cells += [scores.get(task) for task in tasks]
        cells.append(record.reason or "")
        rows.append(cells)
    return rows_as_csv(rows)


def as_json_lines(scored: Sequence[Standing], roster: Roster | None) -> bytes:
    """An object for each student, on a line of its own; `points` is null where there is no verdict."""
    people, full, lines = _people(roster), out_of(scored) or 0.0, []
    for one in scored:
        record, person = one.record, people.get(one.record.student, Person(""))
        lines.append(
            json_line(
                {
                    "assignment": record.assignment,
                    "student": record.student,
                    **{column: getattr(person, column) for column in _PERSON if getattr(person, column)},
                    "status": record.status,
                    "reason": record.reason,
                    "points": one.total,
                    "out_of": full,
                    **{
                        key: value
                        for key, value in one.columns(full).items()
                        if value is not None and key not in ("total", "out_of")
                    },
                    "max_score": record.max_score,
                    "tasks": {task.name: task.score for task in record.tasks},
                    "handed_in": msgspec.to_builtins(record.handed_in),
                }
            )
        )
    return b"".join(lines)


def _people(roster: Roster | None) -> dict[str, Person]:
    """Who students are elsewhere; of a group nothing is said."""
    return {person.student: person for person in roster or ()}
