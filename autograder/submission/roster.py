"""Who is in the course, and whose a hand-in is: by the ids that the systems give, never by a name that looks right.

The grader's side. Reads the course's roster; the exports of course systems are brought into it elsewhere.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..record import Named, unplain
from .names import shown, student_name
from .table import Table, TableError, read_table

COLUMNS = ("student", "name", "email", "login", "sis_id", "canvas_id", "moodle_ids", "also")
SEVERAL = ("moodle_ids", "also")  # a cell of these holds several, apart by `;`


class RosterError(Exception):
    """The roster does not say who is who. The message is for the TA: which file, which line, what to do."""


class Person(NamedTuple):
    """Somebody in the course. `student` is their one name in records, draws and tables; the rest is what they are known
    by elsewhere: `sis_id` is the institution's own number, `moodle_ids` Moodle's participant numbers, a new one for each
    assignment, and `also` whatever else their files and folders are called."""

    student: str
    name: str = ""
    email: str = ""
    login: str = ""
    sis_id: str = ""
    canvas_id: str = ""
    moodle_ids: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def keys(self) -> set[tuple[str, str]]:
        """The ids that the systems have, each with its column."""
        one = (self.email, self.login, self.sis_id, self.canvas_id)
        keys = {(column, value.casefold()) for column, value in zip(COLUMNS[2:6], one, strict=True) if value}
        return keys | {("moodle_ids", value) for value in self.moodle_ids}


class Match(NamedTuple):
    """Whose something is; `doubt` says why that cannot be told though people of the roster are `like` it."""

    person: Person | None = None
    doubt: str = ""
    like: tuple[Person, ...] = ()


class Roster:
    """The people of a course, to be asked whose a hand-in is. `file` is what messages name."""

    def __init__(self, people: Iterable[Person], file: Path) -> None:
        self.people = list(people)
        self.file = file

    def __iter__(self) -> Iterator[Person]:
        return iter(self.people)

    def __contains__(self, student: str) -> bool:
        return student in self._by("student")

    def of(self, system: str, named: Named) -> Match:
        """Whom a course system means: by its id alone. Where nobody has that, and somebody has the name, it is in doubt."""
        if system == "canvas":
            found = self._by("canvas_id").get(named.id, [])
        elif system == "moodle":
            found = self._by("moodle_ids").get(named.id, [])
        else:
            by_email = self._by("email").get(_folded(named.email), [])
            by_id = self._by("sis_id").get(_folded(named.id), [])
            if by_email and by_id and by_email != by_id:
                both = f"`{shown(by_email[0].student)}` by e-mail and `{shown(by_id[0].student)}` by number"
                like = (by_email[0], by_id[0])
                return Match(None, f"it is {both}: correct {self.file.name}", like)
            found = by_email or by_id
        if found:
            return Match(found[0])
        column = {"canvas": "canvas_id", "moodle": "moodle_ids"}.get(system, "email")
        return self._by_name_alone(named.name, named.id or named.email, column)

    def of_plain(self, name: str) -> Match:
        """Whom a file or folder that no system named means: its name has to be one of somebody's own, but no full name."""
        found = self._by("student").get(name, []) or self._by_folded_student.get(_folded(name), [])
        if not found:
            for column in ("email", "login", "sis_id", "canvas_id", "moodle_ids", "also"):
                found = found + [p for p in self._by(column).get(_folded(name), []) if p not in found]
        if len(found) == 1:
            return Match(found[0])
        if found:
            several = " and ".join(f"`{shown(p.student)}`" for p in found[:3])
            doubt = f"the roster has {several} under `{shown(name)}`: rename it to one of them"
            return Match(None, doubt, tuple(found))
        return self._by_name_alone(name, name, "also")

    def _by_name_alone(self, name: str, key: str, column: str) -> Match:
        found = self._names.get(letters(name), [])
        if not found:
            return Match()
        like = " and ".join(f"`{shown(p.student)}`" for p in found[:3])
        what = f"the name is that of {like}, but nobody in {self.file.name} has `{shown(key)}` as {column}"
        doubt = f"{what}: write it there, or bring in the system's export (autograder roster)"
        return Match(None, doubt, tuple(found))

    def _by(self, column: str) -> dict[str, list[Person]]:
        if column not in self._indices:
            self._indices[column] = _index(self.people, column)
        return self._indices[column]

    @functools.cached_property
    def _indices(self) -> dict[str, dict[str, list[Person]]]:
        return {}

    @functools.cached_property
    def _by_folded_student(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self.people:
            found.setdefault(_folded(person.student), []).append(person)
        return found

    @functools.cached_property
    def _names(self) -> dict[str, list[Person]]:
        """By full name, in whatever order its parts stand: nothing is decided by it."""
        found: dict[str, list[Person]] = {}
        for person in self.people:
            if person.name:
                found.setdefault(letters(person.name), []).append(person)
        return found


def read_roster(file: Path) -> Roster:
    """The roster in a file: a CSV with a column `student` and others of `COLUMNS`; more may be there, and are left alone.
    Raises `RosterError`."""
    try:
        table = read_table(file)
    except TableError as problem:
        raise RosterError(str(problem)) from None
    return Roster(people_of(table, file), file)


def students_in(roster: Roster | None) -> set[str] | None:
    """Everybody's name in a roster; None where there is none."""
    return None if roster is None else {person.student for person in roster}


def roster_at(file: Path) -> Roster | None:
    """The roster in a file, None where there is no such file. Raises `RosterError`."""
    return read_roster(file) if file.exists() else None


def people_of(table: Table, file: Path) -> list[Person]:
    """The people in a roster's table, each row a person. Raises `RosterError` for a name or an id that two have."""
    columns = {name: table.column(name) for name in COLUMNS}
    if columns["student"] < 0:
        first = ", ".join(table.headers[:6]) or "nothing"
        raise RosterError(
            f"{shown(file)} is no roster: it has no column `student`, but {shown(first)}. An export of Canvas, Moodle or "
            "Gradescope is brought into the roster by `autograder roster FILE`"
        )
    headers = table.folded
    if twice := [name for name in COLUMNS if headers.count(name.casefold()) > 1]:
        raise RosterError(
            f"{shown(file)} has several columns `{twice[0]}`, and nobody can tell which one counts: leave one of them"
        )
    people: list[Person] = []
    for row in range(1, len(table.rows)):
        cells = {name: unplain(table.at(row, column)) for name, column in columns.items()}
        if not cells["student"]:
            if any(cells.values()):
                raise RosterError(f"{shown(file)}, row {row + 1}: the column `student` is empty")
            continue
        student = student_name(cells["student"])
        if student != cells["student"] or "+" in student:  # `+` stands between a group's
            raise RosterError(
                f"{shown(file)}, row {row + 1}: `{shown(cells['student'])}` cannot be a student's name in records: leave out "
                "what is no letter, digit, `-`, `_`, `.` or `@`"
            )
        several = {
            name: tuple(filter(None, map(str.strip, cells[name].replace("\n", ";").split(";"))))
            for name in SEVERAL
        }
        one = {name: cells[name] for name in COLUMNS if name not in ("student", *SEVERAL)}
        people.append(Person(student, **one, **several))  # type: ignore[arg-type]
    _refuse_twice(people, file)
    return people


def _refuse_twice(people: list[Person], file: Path) -> None:
    for column in COLUMNS:
        if column in ("name", "also"):
            continue
        for key, found in _index(people, column).items():
            if len(found) > 1:
                both = " and ".join(f"`{shown(p.student)}`" for p in found[:3])
                what = f"the row of {shown(key)} is there twice" if column == "student" else ""
                what = what or f"{both} have the same {column}, `{shown(key)}`"
                raise RosterError(f"{shown(file)}: {what}: nobody can tell whose a hand-in is then")


def _index(people: Iterable[Person], column: str) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in people:
        value = getattr(person, column)
        for key in (value,) if isinstance(value, str) else value:
            if key:
                those = found.setdefault(key if column == "student" else _folded(key), [])
                if not any(person is other for other in those):
                    those.append(person)
    return found


def letters(name: str) -> str:
    """A name's letters in an order of their own: `Lovelace, Ada`, `Ada Lovelace` and Canvas's `lovelaceada` are alike, which
    is a reason to ask, and no more."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sorted(c for c in plain if c.isalnum()))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip()).casefold()
