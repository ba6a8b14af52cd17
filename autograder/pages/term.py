"""The page of a term: every assignment that has records, and every student's scores side by side."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..outcome import Standing
from ..record import Record, Store, as_csv, write_atomically
from .class_page import excused_of
from .folder import Class
from .text import address, render


class Graded(NamedTuple):
    """One assignment of the term, with the records of its class by student, each with the points that count."""

    name: str
    title: str
    records: dict[str, Record]
    places: dict[str, str]  # of students' pages, from the folder of results
    excused: set[str]

    @property
    def max_score(self) -> float:
        return max((record.max_score for record in self.records.values()), default=0.0)

    @property
    def scores(self) -> list[float]:
        return [record.score for record in self.records.values() if record.score is not None]

    @property
    def without(self) -> int:
        """How many were rejected or not graded, and are not excused."""
        return sum(r.status != "graded" and r.student not in self.excused for r in self.records.values())

    def said(self, student: str) -> str:
        """Why a student with a record has no points here."""
        return "excused" if student in self.excused else "not graded"

    @property
    def page(self) -> str:
        """The address of the class's page."""
        return address(f"{self.name}/pages/index.html")


class Row(NamedTuple):
    """A student's term: the record of each assignment, None where there is none."""

    student: str
    records: list[Record | None]
    excused: list[bool]  # of each assignment

    @property
    def total(self) -> float:
        """Points of what has a verdict; a missing hand-in has none."""
        return sum(record.score or 0.0 for record in self.records if record is not None)

    @property
    def lacks(self) -> bool:
        """Whether something of theirs is missing, rejected or not graded, of which they are not excused."""
        each = zip(self.records, self.excused, strict=True)
        return any(not excused and (record is None or record.status != "graded") for record, excused in each)


def write_term(results: Path, classes: Sequence[Class]) -> Path:
    """Writes `term.html` and `term.csv` into the folder of results. Raises `OSError` when the disk does not take them."""
    graded = [_graded(*one) for one in classes]
    students = sorted({student for one in graded for student in one.records})
    rows = [
        Row(student, [one.records.get(student) for one in graded], [student in one.excused for one in graded])
        for student in students
    ]
    page = render(
        "term.html",
        ("class.css",),
        ("class.js",),
        graded=graded,
        rows=rows,
        median=statistics.median,
        address=address,
    )
    table: list[list[object]] = [["student", *(one.name for one in graded), "total"]]
    table += [[row.student, *map(_score, row.records, row.excused), round(row.total, 4)] for row in rows]
    write_atomically(results / "term.csv", as_csv(table))
    write_atomically(results / "term.html", page)
    return results / "term.html"


def _graded(store: Store, title: str, stands: Callable[[Record], Standing]) -> Graded:
    standings = [stands(record) for record in store.current().records]
    records = {s.record.student: msgspec.structs.replace(s.record, score=s.total) for s in standings}
    name = store.folder.name
    places = {student: f"{name}/pages/students/{store.path(student).stem}.html" for student in records}
    return Graded(name, title, records, places, excused_of(standings))


def _score(record: Record | None, excused: bool) -> object:
    if excused:
        return "excused"
    return "" if record is None or record.score is None else record.score
