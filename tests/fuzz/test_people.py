"""Nobody is lost and nobody is taken for another, whatever a class hands in and however a system names it.

Classes are drawn at random, with namesakes, changed names, people who are in no roster, repeated and odd files. What is true of
each is known here, and nothing of it to the kit.
"""

from __future__ import annotations

import csv
import random
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from autograder.course_systems import Filled, Into, bring_in, fill, of_system
from autograder.outcome import Standing
from autograder.record import Record, SubmissionInfo
from autograder.submission import Candidate, Gathered, Roster, gather_all, read_roster

from ..importers import Moodle, canvas_scores

FIRST = ("Ada", "Émile", "Bo", "李", "O'Neil", "Ann Lee", "Ada")
LAST = ("Lovelace", "Müller", "Ng", "Smith_Jr", "de la Cruz", "Smith", "Smith")
ODD = ("notes.txt", "photo.png", "data.csv", "essay.pdf", "test_x.py", ".hidden.py", "given.py", "x.py.txt")


class Someone(NamedTuple):
    """A person as they are. `listed` says whether the course's exports have them."""

    number: int
    first: str
    last: str
    listed: bool

    @property
    def email(self) -> str:
        return f"u{self.number}@x.org"

    @property
    def canvas_name(self) -> str:
        return "".join(c for c in f"{self.last}{self.first}".lower() if c.isalnum() or c == "_")


def drawn(draw: random.Random) -> list[Someone]:
    return [
        Someone(100 + n, draw.choice(FIRST), draw.choice(LAST), n == 0 or draw.random() > 0.15)
        for n in range(draw.randint(2, 14))
    ]


def rosters(folder: Path, people: list[Someone]) -> Roster:
    """What the exports of Canvas and of a Moodle worksheet make of those who are listed."""
    listed = [person for person in people if person.listed]
    with (folder / "canvas.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Tiny (7)"])
        writer.writerow(["    Points Possible", "", "", "", "", "100.00"])
        for p in listed:
            writer.writerow([f"{p.last}, {p.first}", p.number, f"S{p.number}", p.email, "A", ""])
    with (folder / "moodle.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Kenn", "Navn", "E", "Status", "Karakter", "Maks", "Kan", "Endret", "Endret (k)"])
        for p in listed:
            row = [
                f"Deltaker {5000 + p.number}",
                f"{p.first} {p.last}",
                p.email,
                "Levert",
                "",
                "100,00",
                "Ja",
                "-",
                "-",
            ]
            writer.writerow(row)
    bring_in(
        [folder / "canvas.csv", *([folder / "moodle.csv"] if len(listed) else [])], folder / "roster.csv"
    )
    return read_roster(folder / "roster.csv")


def canvas_files(draw: random.Random, person: Someone) -> list[str]:
    late = draw.choice(("", "LATE_"))
    name = draw.choice((person.canvas_name, "married"))  # who was called otherwise when they handed in
    files = [f"tiny{draw.choice(('', '-1', ' (2)'))}.py", draw.choice(("helper.py", "tiny.ipynb", *ODD))]
    return [f"{name}_{late}{person.number}_{draw.randint(1, 10**6)}_{file}" for file in files]


def moodle_files(draw: random.Random, person: Someone) -> list[str]:
    end = draw.choice(("file", "file_", "onlinetext"))
    folder = f"{person.first} {person.last.replace('_', ' ')}_{5000 + person.number}_assignsubmission_{end}"
    file = "onlinetext.html" if end == "onlinetext" else draw.choice(("tiny.py", "work/tiny.ipynb"))
    more = [f"{folder}/{draw.choice(ODD)}"] if draw.random() < 0.3 else []
    return [f"{folder}/{file}", *more]


def downloaded(folder: Path, names: list[str]) -> Path:
    with zipfile.ZipFile(folder / "download.zip", "w") as packed:
        for name in dict.fromkeys(names):
            packed.writestr(name, "x = 1\n")
    return folder / "download.zip"


def owner(candidate: Candidate, people: list[Someone]) -> Someone:
    """Whose a hand-in truly is: by the number in the name of its file or folder."""
    (named,) = candidate.handed_in.people
    return next(p for p in people if p.number in (int(named.id), int(named.id) - 5000))


def standing(candidate: Candidate, score: float | None) -> Standing:
    return Standing(
        Record(
            assignment="tiny", student=candidate.student, status="not_graded" if score is None else "graded", reason=None,
            score=score, max_score=100, key="", submission=SubmissionInfo("", ""), tasks=[], manual=[], sandbox="",
            versions={}, started="", cpu_s=0, wall_s=0, handed_in=candidate.handed_in,
        )
    )  # fmt: skip


class Term(NamedTuple):
    """A class, who handed in, and what was gathered of it."""

    people: list[Someone]
    who: list[Someone]
    names: list[str]
    roster: Roster
    gathered: Gathered
    folder: Path


@pytest.fixture(
    params=[(system, seed) for system in ("canvas", "moodle") for seed in range(25)],
    ids=lambda p: f"{p[0]}-{p[1]}",
)
def term(request: pytest.FixtureRequest, tmp_path: Path) -> Term:
    system, seed = request.param
    draw = random.Random(f"{system} {seed}")
    people = drawn(draw)
    roster = rosters(tmp_path, people)
    who = draw.sample(people, max(2, len(people) - 2)) if len(people) > 2 else people
    files = canvas_files if system == "canvas" else moodle_files
    names = [name for person in who for name in files(draw, person)]
    (tmp_path / "scratch").mkdir()
    given = downloaded(tmp_path, names)
    return Term(
        people, who, names, roster, gather_all([given], "tiny", None, roster, tmp_path / "scratch"), tmp_path
    )


def test_everybody_is_matched_by_their_own_id_missing_unknown_or_in_doubt(term: Term) -> None:
    by_email = {person.email: person.student for person in term.roster}
    told = {c.student: c for c in term.gathered.candidates}
    assert len(told) == len(term.who)
    for candidate in term.gathered.candidates:
        true = owner(candidate, term.people)
        if true.listed:
            assert (candidate.student, candidate.problem) == (by_email[true.email], None)
        else:
            assert candidate.student not in by_email.values()
            assert candidate.problem is not None or candidate.student in term.gathered.unknown
    handed = {person.email for person in term.who if person.listed}
    doubted = any(c.problem for c in term.gathered.candidates)
    missing = {person.email for person in term.gathered.missing}
    assert missing.isdisjoint(handed)
    assert doubted or missing | handed == set(by_email)


def test_everything_in_a_download_is_somebodys_or_named(term: Term) -> None:
    theirs = {file.name for c in term.gathered.candidates for file in c.files}
    theirs |= {c.handed_in.place for c in term.gathered.candidates}
    left = {one.path.name for one in term.gathered.left}
    for name in term.names:
        top = name.partition("/")[0]
        assert top in theirs or top in left, name


def test_scores_arrive_with_whom_they_are_and_nowhere_else(term: Term) -> None:
    draw = random.Random(repr(term.names))
    scores = {
        c.student: draw.choice((None, 0.0, 12.345, 100.0))
        for c in term.gathered.candidates
        if c.problem is None
    }
    given = [standing(c, scores[c.student]) for c in term.gathered.candidates if c.problem is None]
    numbers = {person.email: str(person.canvas_id) for person in term.roster}
    true = {
        numbers[owner(c, term.people).email]: scores[c.student]
        for c in term.gathered.candidates
        if c.problem is None and owner(c, term.people).listed
    }
    expected = {number: f"{score:.2f}" for number, score in true.items() if score is not None}

    def filled(system: str) -> Filled:
        return fill(
            of_system(term.folder / f"{system}.csv", system),
            given,
            term.roster,
            Into(),
            ("tiny", "Tiny"),
            100,
        )

    users = dict.fromkeys(numbers.values(), "x")
    after, _ = canvas_scores(filled("canvas").data, users, {"7": "Tiny"}, {})
    assert {user: score["7"] for user, score in after.items()} == expected
    if numbers:
        there = Moodle(
            ("Kenn", "Karakter", "Endret (k)"),
            "Deltaker ",
            100,
            {5000 + int(n): "x" for n in numbers.values()},
        )
        there.take_grades(filled("moodle").data)
        assert {str(who - 5000): f"{grade:.2f}" for who, grade in there.grades.items()} == expected
