"""What Canvas, Moodle and Gradescope do with a file that is given to them: their importers' rules, as their own documents and sources
have them, so that our files are held to these and not to what we think of them.

Canvas: `GradebookImporter`, and the files of a re-uploaded submissions zip. Moodle: `assignfeedback_offline` and
`assignfeedback_file`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath


class Refused(Exception):
    """The system takes nothing of the file."""


Gradebook = dict[str, dict[str, str]]  # Canvas: user's number -> assignment's number -> score


def canvas_scores(
    data: bytes, users: Mapping[str, str], titles: Mapping[str, str], now: Gradebook
) -> tuple[Gradebook, list[str]]:
    """The gradebook after an import, and what a person would be asked: changed scores, and assignments that would be made.
    `users` maps numbers to names, `titles` numbers to titles."""
    text = data.decode("utf-8-sig")
    first = text.splitlines()[:3]
    semicolons = all(line.count(";") == first[0].count(";") for line in first) and first[0].count(
        ";"
    ) > first[0].count(",")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if semicolons else ","))
    header = rows[0]
    if not (len(header) > 3 and "Student" in header[0] and "ID" in header[1]):
        raise Refused("no header of students")
    width = 3
    if re.search(r"SIS\s+Login\s+ID", header[2]):
        width = 4
    elif re.search(r"SIS\s+User\s+ID", header[2]) and re.search(r"SIS\s+Login\s+ID", header[3]):
        width = 5 + bool(re.search(r"Integration\s+ID", header[4]))
        width += bool(re.search(r"Root\s+Account", header[width - 1]))
    if "Section" not in header[width - 1]:
        raise Refused("the last of the columns of students is not Section")
    columns: dict[int, str] = {}
    asked: list[str] = []
    for at, name in enumerate(header[width:], width):
        if re.search(
            "Current Score|Final Score|Current Points|Final Points|Current Grade|Final Grade|Override", name
        ):
            continue
        numbered = re.fullmatch(r"(.*)\s\((\d+)\)", name)
        if numbered is not None and numbered[2] in titles:
            columns[at] = numbered[2]
        elif name in titles.values():
            columns[at] = next(number for number, title in titles.items() if title == name)
        else:
            asked.append(f"a new assignment: {name}")
    after = {user: dict(scores) for user, scores in now.items()}
    for row in rows[1:]:
        if "Points Possible" in row[0] or all(
            re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell) for cell in row
        ):
            continue
        user = row[1] if row[1] in users else next((n for n, name in users.items() if name == row[0]), None)
        if user is None:
            asked.append(f"a student who is none here: {row[0]}")
            continue
        for at, assignment in columns.items():
            new = row[at].strip() if at < len(row) else ""
            old = after.setdefault(user, {}).get(assignment, "")
            if new == old or (new in ("", "-") and old in ("", "-")):
                continue
            if (
                new
                and old
                and new != "EX"
                and old != "EX"
                and f"{_decimal(new):.2f}" == f"{_decimal(old):.2f}"
            ):
                continue
            after[user][assignment] = new  # a blank over a score as well
            asked.append(f"{user}: {old or 'nothing'} -> {new or 'nothing'}")
    return after, asked


def canvas_feedback(data: bytes, attachments: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, bytes]]:
    """User's number -> the file that is attached to their submission, under the name that it has there. `attachments` maps
    the files' numbers to user and name. What is not understood is passed over."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            name = PurePosixPath(entry.filename).name
            numbers = [part for part in name.split("_") if part.isdecimal()][:2]
            if len(numbers) == 2 and attachments.get(numbers[1], ("", ""))[0] == numbers[0]:
                found[numbers[0]] = (attachments[numbers[1]][1], archive.read(entry))
    return found


class Moodle:
    """An assignment of Moodle: participants' grades, each with when it was last changed, and feedback files. `headers` are
    its language's for the identifier, the grade and the grade's time; `hidden` is its word before a number."""

    def __init__(
        self, headers: tuple[str, str, str], hidden: str, maximum: float, participants: Mapping[int, str]
    ) -> None:
        self.headers, self.hidden, self.maximum = headers, hidden, maximum
        self.participants = dict(participants)
        self.grades: dict[int, float] = {}
        self.modified: set[int] = set()  # whose grade was changed after the download
        self.files: dict[int, dict[str, bytes]] = {}

    def take_grades(self, data: bytes) -> int:
        """How many grades were changed by a worksheet. What it does not like it passes over in silence, as Moodle does."""
        rows = list(csv.reader(io.StringIO(data.decode("utf-8").removeprefix("\ufeff"))))
        columns = {header: at for at, header in enumerate(rows[0])}
        if not all(header in columns for header in self.headers):
            raise Refused("a column is not there, by its name in this language")
        identifier, grade, _ = (columns[header] for header in self.headers)
        changed = 0
        for row in rows[1:]:
            number = row[identifier][len(self.hidden) :].strip()
            if not number.isdecimal() or int(number) not in self.participants:
                continue
            cell = row[grade].strip()
            value = (
                float(cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else None
            )  # a point does in every language
            who = int(number)
            if (
                value is None
                or value == self.grades.get(who)
                or who in self.modified
                or not 0 <= value <= self.maximum
            ):
                continue
            self.grades[who] = value
            changed += 1
        return changed

    def take_files(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                parts = entry.filename.split("/")
                if entry.is_dir() or parts[-1].startswith((".", "~")):
                    continue
                while parts:
                    info = parts.pop(0).split("_", 4)
                    if len(info) < 4 or not info[1].isdecimal() or int(info[1]) not in self.participants:
                        continue
                    if info[2:4] not in (["assignsubmission", "file"], ["assignsubmission", "onlinetext"]):
                        continue
                    name = "/".join([*info[4:], *parts]).lstrip("/")
                    self.files.setdefault(int(info[1]), {})[name] = archive.read(entry)
                    break


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


GRADESCOPE = {  # its autograder documentation: the keys of results.json and of its tests
    "": {
        "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
        "stdout_visibility", "extra_data", "tests", "leaderboard",
    },
    "tests": {
        "score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags", "visibility",
        "extra_data",
    },
}  # fmt: skip
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
VISIBLE = {"hidden", "after_due_date", "after_published", "visible"}


def gradescope_score(data: bytes) -> float:
    """The score that Gradescope takes from a results.json, and shows to the student. Raises `Refused`."""
    found = json.loads(data, parse_constant=lambda word: _refuse(f"{word} is no number of JSON"))
    tests = found.get("tests", [])
    for keys, where in ((found, ""), *((test, "tests") for test in tests)):
        if unknown := keys.keys() - GRADESCOPE[where]:
            raise Refused(f"unknown keys: {unknown}")
        for key in ("score", "max_score", "execution_time"):
            if key in keys and (isinstance(keys[key], bool) or not isinstance(keys[key], int | float)):
                raise Refused(f"{key} is no number")
        for key in ("output_format", "name_format", "test_output_format", "test_name_format"):
            if keys.get(key, "text") not in FORMATS:
                raise Refused(f"{key} is {keys[key]}")
        for key in ("visibility", "stdout_visibility"):
            if keys.get(key, "visible") not in VISIBLE:
                raise Refused(f"{key} is {keys[key]}")
        if keys.get("status", "passed") not in ("passed", "failed"):
            raise Refused("no such status")
        if not isinstance(keys.get("output", ""), str):
            raise Refused("the output is no text")
    if any(part.get("visibility", "visible") != "visible" for part in (found, *tests)):
        raise Refused("the student does not see the total")
    if "score" in found:
        return float(found["score"])
    if not tests or any("score" not in test for test in tests):
        raise Refused("neither a score nor one of every test")
    return float(sum(test["score"] for test in tests))


def _refuse(why: str) -> object:
    raise Refused(why)
