"""Whose rows the exports of Canvas, Moodle and Gradescope hold. Recognised by their columns; Moodle's in any language, since
it translates them.

Reads tables; knows nothing of scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from ..course import CourseError
from ..record import unplain
from ..submission import shown
from ..submission.table import Table, read_table

System = Literal["canvas", "moodle", "gradescope"]

# Moodle's words for what its worksheet cannot be seen to hold otherwise: English, German, French, Spanish, Italian,
# Portuguese, Dutch.
FULL_NAME = (
    "Full name",
    "Vollständiger Name",
    "Nom complet",
    "Nombre completo",
    "Nome completo",
    "Nome Completo",
    "Volledige naam",
)
ID_NUMBER = (
    "ID number",
    "ID-Nummer",
    "Numéro d'identification",
    "Número de ID",
    "Número ID",
    "Codice identificativo",
    "ID-nummer",
)
USERNAME = (
    "Username",
    "Anmeldename",
    "Nom d'utilisateur",
    "Nombre de usuario",
    "Identificação de usuário",
    "Gebruikersnaam",
)
FIRST_NAME = ("First name", "FirstName", "Vorname", "Prénom", "Nombre", "Nome", "Voornaam")
LAST_NAME = (
    "Last name",
    "LastName",
    "Surname",
    "Nachname",
    "Nom de famille",
    "Apellido(s)",
    "Cognome",
    "Achternaam",
)
EMAIL = (
    "Email address",
    "Email",
    "E-mail address",
    "E-Mail-Adresse",
    "Adresse de courriel",
    "Dirección de correo",
    "Indirizzo email",
)
IDS = ("email", "login", "sis_id", "canvas_id")
_PARTICIPANT = re.compile(r"(?P<word>[^\d]+?)\s*(?P<id>\d+)")


class Row(NamedTuple):
    """A person as an export has them, and the row of the table."""

    row: int
    name: str = ""
    email: str = ""
    login: str = ""
    sis_id: str = ""
    canvas_id: str = ""
    moodle_id: str = ""

    @property
    def keys(self) -> set[tuple[str, str]]:
        """The ids, by the roster's columns, as `Person.keys` has them."""
        keys = {(column, getattr(self, column).casefold()) for column in IDS if getattr(self, column)}
        return keys | ({("moodle_ids", self.moodle_id)} if self.moodle_id else set())

    @property
    def said(self) -> str:
        """For messages: the name, or what else there is."""
        ids = (self.email, self.sis_id, self.login, self.canvas_id, self.moodle_id)
        return shown(self.name or next(filter(None, ids), f"row {self.row + 1}"))


class Export(NamedTuple):
    """An export, and the people in it."""

    system: System
    table: Table
    people: list[Row]
    left: list[str]  # rows that are nobody's, and why


def recognised(table: Table) -> Export:
    """Which system's export a table is. Raises `CourseError` where it is none that is known."""
    if len(table.rows) < 1:
        raise CourseError(f"{shown(table.path)} is empty")
    headers = table.folded
    if headers[:2] == ["student", "id"] or headers[:3] == ["lastname", "firstname", "id"]:
        return _canvas(table)
    if "sid" in headers and "email" in headers:
        return _gradescope(table)
    if worksheet_words(table) is not None:
        return _worksheet(table)
    if table.column(*EMAIL) >= 0 and table.column(*FIRST_NAME) >= 0 and table.column(*LAST_NAME) >= 0:
        return _participants(table)
    if "student" in headers and "name" in headers:
        raise CourseError(
            f"{shown(table.path)} is a roster, and no export: put it in the place of the course's roster.csv"
        )
    raise CourseError(
        f"{shown(table.path)} is no export that is known: its columns are {shown(', '.join(table.headers[:8]))}. Give "
        "Canvas's gradebook (Grades, Export), Moodle's grading worksheet or list of participants, or Gradescope's roster "
        "or grades; or write roster.csv by hand, with a column `student`"
    )


def of_system(path: Path, system: str) -> Export:
    """A download of this system. Raises `CourseError` where it is none."""
    found = recognised(read_table(path))
    if found.system != system:
        raise CourseError(
            f"{shown(path)} is an export of {found.system.title()}, and not of {system.title()}"
        )
    return found


def _canvas(table: Table) -> Export:
    apart = table.headers[0].casefold() == "lastname"
    at = {
        "canvas_id": 2 if apart else 1,
        "sis_id": table.column("SIS User ID"),
        "login": table.column("SIS Login ID"),
    }
    people, left = [], []
    for row in range(1, len(table.rows)):
        name = f"{table.at(row, 0)}, {table.at(row, 1)}" if apart else table.at(row, 0)
        ids = {key: table.at(row, column) for key, column in at.items()}
        if "points possible" in name.casefold() or not any((name.strip(", "), *ids.values())):
            continue
        if not ids["canvas_id"].isdecimal():
            if any(ids.values()) or table.at(row, 0):
                left.append(f"row {row + 1}, `{shown(name)}`: it has no number in the column `ID`")
            continue
        if name == "Student, Test" and not ids["sis_id"]:
            left.append("`Student, Test` is Canvas's own, for trying things out")
            continue
        email = ids["login"] if "@" in ids["login"] else ""
        people.append(Row(row, unplain(name), email, **ids))
    return Export("canvas", table, people, left)


def _gradescope(table: Table) -> Export:
    role = table.column("Role")
    people, left = [], []
    for row in range(1, len(table.rows)):
        name = _full_name(table, row, table.column("Name"))
        email, sis_id = table.at(row, table.column("Email")), table.at(row, table.column("SID"))
        if role >= 0 and table.at(row, role).casefold() not in ("student", ""):
            left.append(f"`{shown(name)}` is no student, but {shown(table.at(row, role))}")
        elif email or sis_id:
            people.append(Row(row, name, email, sis_id=sis_id))
        elif name:
            left.append(f"row {row + 1}, `{shown(name)}`: neither an e-mail address nor a number")
    return Export("gradescope", table, people, left)


def worksheet_words(table: Table) -> str | None:
    """The word before each number in the first column of a Moodle worksheet (`Participant 12`); None of another table."""
    found = [_PARTICIPANT.fullmatch(table.at(row, 0)) for row in range(1, len(table.rows))]
    words = {match["word"].strip() for match in found if match is not None}
    if not found or None in found or len(words) != 1 or len(table.headers) < 5:
        return None
    return words.pop()


def _worksheet(table: Table) -> Export:
    rows = range(1, len(table.rows))
    at = {
        "name": table.column(*FULL_NAME),
        "email": _column_of_addresses(table),
        "login": table.column(*USERNAME),
        "sis_id": table.column(*ID_NUMBER),
    }
    people = []
    for row in rows:
        match = _PARTICIPANT.fullmatch(table.at(row, 0))
        assert match is not None
        cells = {key: unplain(table.at(row, column)) for key, column in at.items()}
        people.append(Row(row, moodle_id=match["id"], **cells))
    return Export("moodle", table, people, [])


def _participants(table: Table) -> Export:
    at = {"email": table.column(*EMAIL), "login": table.column(*USERNAME), "sis_id": table.column(*ID_NUMBER)}
    people = []
    for row in range(1, len(table.rows)):
        cells = {key: table.at(row, column) for key, column in at.items()}
        name = _full_name(table, row, -1)
        if any(cells.values()):
            people.append(Row(row, name, **cells))
    return Export("moodle", table, people, [])


def _full_name(table: Table, row: int, whole: int) -> str:
    if whole >= 0:
        return unplain(table.at(row, whole))
    first, last = table.at(row, table.column(*FIRST_NAME)), table.at(row, table.column(*LAST_NAME))
    return unplain(f"{first} {last}".strip())


def _column_of_addresses(table: Table) -> int:
    """The first column that holds e-mail addresses and nothing else; -1 where none does."""

    def addresses(column: int) -> Iterator[bool]:
        for row in range(1, len(table.rows)):
            if cell := table.at(row, column):
                yield re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", cell) is not None

    for column in range(1, len(table.headers)):
        found = list(addresses(column))
        if found and all(found):
            return column
    return -1
