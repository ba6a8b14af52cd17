"""The page of a term: every assignment that has records, and every student's scores side by side."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..outcome import Standing, out_of
from ..record import Store, as_csv, write_atomically
from .folder import Class
from .text import address, render


class Graded(NamedTuple):
    """One assignment of the term, and how its class stands: each hand-in once, and by student, a group's people each."""

    store: Store
    title: str
    standings: list[Standing]
    by_student: dict[str, Standing]

    @property
    def name(self) -> str:
        return self.store.folder.name

    @property
    def max_score(self) -> float:
        return out_of(self.standings) or 0.0

    @property
    def totals(self) -> list[float]:
        return [one.total for one in self.standings if one.total is not None]

    @property
    def without(self) -> int:
        """How many were rejected or not graded, and are not excused."""
        return sum(one.record.status != "graded" and not one.excused for one in self.standings)

    @property
    def page(self) -> str:
        """The address of the class's page."""
        return address(f"{self.name}/pages/index.html")

    def page_of(self, standing: Standing) -> str:
        """The address of the page of a hand-in."""
        return address(f"{self.name}/pages/students/{self.store.path(standing.record.student).stem}.html")


class Row(NamedTuple):
    """A student's term: how they stand in each assignment, None where they handed in nothing."""

    student: str
    standings: list[Standing | None]

    @property
    def total(self) -> float:
        """Points of what has a verdict; a missing hand-in has none."""
        return sum(one.total or 0.0 for one in self.standings if one is not None)

    @property
    def lacks(self) -> bool:
        """Whether something of theirs is missing, rejected or not graded, of which they are not excused."""
        return any(
            one is None or (one.record.status != "graded" and not one.excused) for one in self.standings
        )


def write_term(results: Path, classes: Sequence[Class]) -> Path:
    """Writes `term.html` and `term.csv` into the folder of results. Raises `OSError` when the disk does not take them."""
    graded = [_graded(one) for one in classes]
    students = sorted({student for one in graded for student in one.by_student})
    rows = [Row(student, [one.by_student.get(student) for one in graded]) for student in students]
    page = render(
        "term.html", ("class.css",), ("class.js",), graded=graded, rows=rows, median=statistics.median
    )
    table: list[list[object]] = [["student", *(one.name for one in graded), "total"]]
    table += [[row.student, *map(_points, row.standings), round(row.total, 4)] for row in rows]
    write_atomically(results / "term.csv", as_csv(table))
    write_atomically(results / "term.html", page)
    return results / "term.html"


def _graded(one: Class) -> Graded:
    standings = [one.stands(record) for record in one.store.current().records]
    by_student: dict[str, Standing] = {}
    # what somebody handed in alone comes last, and so is theirs rather than a group's
    for standing in sorted(standings, key=lambda standing: -len(standing.record.people)):
        by_student |= dict.fromkeys(standing.record.people, standing)
    return Graded(one.store, one.title, standings, by_student)


def _points(standing: Standing | None) -> object:
    if standing is None:
        return ""
    return "excused" if standing.excused else "" if standing.total is None else standing.total
