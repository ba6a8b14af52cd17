"""The exports of course systems brought into the course's roster: new people are added, those who are there get the ids that
they lacked, and nothing that stands there is changed.

So that a student keeps one name over a term, whatever a system calls them: records and draws go by it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ..record import plain, write_atomically
from ..submission import Person, shown, student_name
from ..submission.roster import COLUMNS, SEVERAL, letters, people_of
from ..submission.table import Table, parsed, read_table
from .exports import IDS, Export, Row, recognised


class Brought(NamedTuple):
    """What an export brought into the roster: people by their names there; `doubtful` are rows that were left out, and
    `differing` what the roster says otherwise than the export, each with what to do."""

    system: str
    added: list[str]
    completed: list[str]
    same: list[str]
    doubtful: list[str]
    differing: list[str]
    left: list[str]
    absent: list[str]  # in the roster, and not in the export


def bring_in(
    exports: Iterable[Path], file: Path, by_name: bool = False, graded: Collection[str] = ()
) -> list[Brought]:
    """Brings exports into the roster in a file, which is made if there is none, in one go. With `by_name` a row that has no
    id in common with anybody is whoever has its full name, where roster and export have one of that name each. `graded` are
    the students of records: who is new here, and has the login, address or number that one of these is called by, keeps that
    name and so the record, the draw and what was decided. Raises
    `TableError`, `RosterError`, and `CourseError` for a table that is no export."""
    found = [recognised(read_table(path)) for path in exports]
    table = read_table(file) if file.exists() else parsed(file, (",".join(COLUMNS) + "\n").encode())
    before = people_of(table, file)
    people = _People(before, graded)
    brought = [_bring_in(export, people, file, by_name) for export in found]
    if people.all != before:
        write_atomically(file, _written(table, before, people.all))
    return brought


class _People:
    """A roster that grows: its people in their rows' order, found by an id or by a name's letters. `graded` are the students
    of records, whether the roster has them or not."""

    def __init__(self, people: Iterable[Person], graded: Collection[str]) -> None:
        self.graded = graded
        self.all: list[Person] = []
        self._by_key: dict[tuple[str, str], int] = {}
        self._by_name: dict[str, list[int]] = {}
        self._by_student: set[str] = set()
        for person in people:
            self.add(person)

    def add(self, person: Person) -> None:
        self._by_student.add(person.student)
        self.all.append(person)
        self.put(len(self.all) - 1, person)

    def put(self, place: int, person: Person) -> None:
        """Somebody in the place of who they were, with less."""
        self.all[place] = person
        self._by_key |= dict.fromkeys(person.keys, place)
        those = self._by_name.setdefault(letters(person.name), [])
        if person.name and place not in those:
            those.append(place)

    def having(self, keys: Iterable[tuple[str, str]]) -> list[int]:
        return sorted({self._by_key[key] for key in keys if key in self._by_key})

    def called(self, name: str) -> list[int]:
        """Who has a name of these letters."""
        return self._by_name.get(letters(name), []) if name else []

    def __contains__(self, student: str) -> bool:
        return student in self._by_student


def _bring_in(export: Export, people: _People, file: Path, by_name: bool) -> Brought:
    done = Brought(export.system, [], [], [], [], [], export.left, [])
    seen: set[str] = set()
    named = Counter(letters(row.name) for row in export.people)
    for row in export.people:
        those = people.having(row.keys)
        if not those and by_name and row.name and named[letters(row.name)] == 1:
            those = people.called(row.name) if len(people.called(row.name)) == 1 else []
        if len(those) > 1:
            both = " and ".join(f"`{shown(people.all[n].student)}`" for n in those[:3])
            done.doubtful.append(f"{row.said}: the ids of {both} in one row")
        elif those:
            person = people.all[those[0]]
            seen.add(person.student)
            completed = _completed(person, row, done.differing)
            people.put(those[0], completed)
            (done.same if completed == person else done.completed).append(person.student)
        else:
            _add(row, export.system, people, seen, done, file)
    done.absent.extend(person.student for person in people.all if person.student not in seen)
    return done


def _add(row: Row, system: str, people: _People, seen: set[str], done: Brought, file: Path) -> None:
    """Somebody new, unless the roster has somebody of that name: then a person has to say whether these are two."""
    if not row.name and row.keys <= {("moodle_ids", row.moodle_id)}:
        done.doubtful.append(
            f"participant {row.moodle_id}: Moodle says neither name nor address; it may be hiding them"
        )
        return
    namesakes = [
        people.all[place] for place in people.called(row.name) if people.all[place].student not in seen
    ]
    if namesakes:
        ids = " or ".join(filter(None, (row.email, row.sis_id, row.login, row.canvas_id, row.moodle_id)))
        done.doubtful.append(
            f"{row.said}: the roster has `{shown(namesakes[0].student)}` of that name, and no id in common: write "
            f"{shown(ids)} into that row of {file.name}, or a row of its own; or give --by-name"
        )
        return
    student = _new_name(row, system, people.graded)
    if student in people:
        done.doubtful.append(
            f"{row.said}: `{shown(student)}` is somebody else's name in the roster: write the row by hand"
        )
        return
    moodle_ids = (row.moodle_id,) if row.moodle_id else ()
    people.add(Person(student, row.name, row.email, row.login, row.sis_id, row.canvas_id, moodle_ids))
    seen.add(student)
    done.added.append(student)


def _new_name(row: Row, system: str, graded: Collection[str]) -> str:
    """As they were graded by a file of their login, address or number; else as grading without a roster would call them,
    where that lasts: a record from before is then theirs still."""
    for own in (row.login, row.email, row.sis_id):
        if own and student_name(own) in graded:
            return student_name(own)
    if system == "canvas":
        letters = re.sub(r"\W", "", row.name).lower()
        name = f"{letters}-{row.canvas_id}"
    else:
        name = row.email or row.sis_id or row.login or f"{row.name}-{row.moodle_id}"
    return student_name(name.replace("+", "_"))


def _completed(person: Person, row: Row, differing: list[str]) -> Person:
    """A person with what the row has and they had not."""
    news: dict[str, Any] = {}
    for column in ("name", *IDS):
        ours, theirs = getattr(person, column), getattr(row, column)
        if theirs and not ours:
            news[column] = theirs
        elif column != "name" and theirs.casefold() not in ("", ours.casefold()):
            differing.append(
                f"{shown(person.student)}: {column} is {shown(ours)} in the roster, {shown(theirs)} here"
            )
    if row.moodle_id and row.moodle_id not in person.moodle_ids:
        news["moodle_ids"] = (*person.moodle_ids, row.moodle_id)
    return person._replace(**news) if news else person


def _written(table: Table, before: list[Person], people: list[Person]) -> bytes:
    """The roster's table with these people, of whom some were there `before`: cells filled, rows added, and all else as it
    was."""
    columns = {name: table.column(name) for name in COLUMNS}
    wanted = [name for name in COLUMNS if columns[name] < 0 and any(getattr(p, name) for p in people)]
    cells: dict[tuple[int, int], str] = {}
    width = len(table.headers)
    for name in wanted:
        columns[name] = width
        cells[0, width] = name
        width += 1
    rows = [row for row in range(1, len(table.rows)) if table.at(row, columns["student"])]
    for row, former, person in zip(rows, before, people[: len(before)], strict=True):
        for name in COLUMNS:
            if getattr(person, name) != getattr(former, name):
                cells[row, columns[name]] = _cell(person, name)
    more = []
    for person in people[len(before) :]:
        line = [""] * width
        for name, column in columns.items():
            if column >= 0:
                line[column] = _cell(person, name)
        more.append(line)
    return table.filled(cells, more)


def _cell(person: Person, column: str) -> str:
    value = getattr(person, column)
    return plain(";".join(value) if column in SEVERAL else value)
