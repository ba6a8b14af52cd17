"""Written answers: found whatever form they were handed in, read as text, and scored from a sheet or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.answers import Scored, answers_of, page, points_of, questions, sheet
from autograder.course import Assignment, CourseError, open_assignment, open_course
from autograder.course.stubs import write_stubs
from autograder.outcome import Decision, Standing, read_decisions
from autograder.record import Manual, Record, Store, SubmissionInfo, TaskResult
from autograder.submission import Candidate
from autograder.submission.table import TableError

from .conftest import Command

WAITS = "*Your answer here.*"


@pytest.fixture
def built(tiny: Path) -> Assignment:
    assignment = open_assignment(open_course(tiny), "tiny")
    write_stubs(assignment)
    return open_assignment(open_course(tiny), "tiny")


def read(assignment: Assignment, file: Path) -> str:
    found, unread = answers_of([Candidate("ada", (file,))], assignment)
    assert not unread
    return found["ada"]["why"]


def notebook(assignment: Assignment, change: Callable[[list[Any]], None]) -> str:
    text = json.loads(assignment.stub["tiny.ipynb"])
    change(text["cells"])
    return json.dumps(text)


def at(cells: list[Any]) -> int:
    return next(place for place, cell in enumerate(cells) if "Your answer" in "".join(cell["source"]))


def in_its_place(cells: list[Any]) -> None:
    cells[at(cells)]["source"] = ["Because\n", "of **nothing**."]


def below_it(cells: list[Any]) -> None:
    cells.insert(
        at(cells) + 1, {"cell_type": "markdown", "metadata": {}, "source": "Because\nof **nothing**."}
    )


def without_metadata(cells: list[Any]) -> None:
    in_its_place(cells)
    for cell in cells:
        cell["metadata"] = {}


def below_without_metadata(cells: list[Any]) -> None:
    below_it(cells)
    for cell in cells:
        cell["metadata"] = {}


@pytest.mark.parametrize("change", [in_its_place, below_it, without_metadata, below_without_metadata])
def test_an_answer_is_found_in_a_notebook(
    built: Assignment, tmp_path: Path, change: Callable[[list[Any]], None]
) -> None:
    (tmp_path / "tiny.ipynb").write_text(notebook(built, change))
    assert read(built, tmp_path / "tiny.ipynb") == "Because\nof **nothing**."


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        (f"# {WAITS}\n# Because\n#\n#  of it.", "Because\n\n of it."),
        ("# Because.\n\n# %% [markdown]\n# And more.", "Because.\n\nAnd more."),
        ("# Because.\n\n# %%\nprint(1)\n\n# %% [markdown]\n# Not this.", "Because."),
        ("#", ""),
        (f"# {WAITS}", ""),
    ],
)
def test_an_answer_is_found_in_a_module(built: Assignment, tmp_path: Path, written: str, answer: str) -> None:
    stub = built.stub["tiny.py"]
    assert stub.count(f"# {WAITS}") == 1
    (tmp_path / "tiny.py").write_text(stub.replace(f"# {WAITS}", written) + "\n# changed\n")
    assert read(built, tmp_path / "tiny.py") == answer


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"cells": 3}', '{"cells": [3]}', '{"cells": [{"cell_type": "markdown"}]}', "\udcff"]
)
def test_what_cannot_be_read_is_told(built: Assignment, tmp_path: Path, text: str) -> None:
    (tmp_path / "tiny.ipynb").write_text(text, errors="surrogateescape")
    assert answers_of([Candidate("ada", (tmp_path / "tiny.ipynb",))], built) == ({}, ["ada"])


def test_a_page_shows_texts_as_texts_and_who_wrote_nothing(built: Assignment) -> None:
    answers = {"ada": {"why": "<script>alert(1)</script>\n&amp; so on"}, "bob": {"why": ""}}
    shown = page("Tiny", questions(built), answers, ["<b>eve</b>"], {"ada": standing("ada", 0.5)}).decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n&amp;amp; so on" in shown
    assert "0.5 of 1" in shown
    assert "No answer: <bdi>bob</bdi>" in shown
    assert "&lt;b&gt;eve&lt;/b&gt;" in shown
    assert "<script" not in shown
    assert "What is double of nothing?" in shown
    assert "the word &#34;nothing&#34;" in shown


def standing(student: str, score: float | None = None, *comments: str) -> Standing:
    return Standing(
        Record(
            assignment="tiny", student=student, status="graded", reason=None, score=5, max_score=100, key="k",
            submission=SubmissionInfo("", "s"), tasks=[TaskResult("fit", 5, 5.0, [])],
            manual=[Manual("why", 1, score)], sandbox="", versions={}, started="", cpu_s=0, wall_s=0, variant="fixed",
        ),
        comments=comments,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "new"),
    [
        ("student,why,comment\nada,1,well done\nbob,,\n", [Scored("ada", {"why": 1.0}, "well done")]),
        ("student;why\nada;0,5\n", [Scored("ada", {"why": 0.5}, "")]),
        ("\ufeffwhy,student\n0,ada\n1,bob\n", [Scored("ada", {"why": 0.0}, "")]),  # bob has it already
        ("student,why\n'=2,1\n", [Scored("=2", {"why": 1.0}, "")]),
        ("student,why,comment\nada,,see me\nbob,1,fine\n", [Scored("ada", {}, "see me"), Scored("bob", {}, "fine")]),
        ("student,why,comment\ncy,1,said before\n", [Scored("cy", {"why": 1.0}, "")]),
        ("student,why,comment\ncy,,said before\n", []),
    ],
)  # fmt: skip
def test_a_filled_sheet_says_what_is_new(
    built: Assignment, tmp_path: Path, rows: str, new: list[Scored]
) -> None:
    """Also a comment beside no points, or beside points that stand already."""
    file = tmp_path / "answers.csv"
    file.write_text(rows, "utf-8")
    names = (
        standing("ada"),
        standing("bob", 1.0),
        standing("=2"),
        standing("cy", None, "a word", "said before"),
    )
    said = [Decision("jd", "2026", "read", comment=one) for one in ("a word", "said before")]
    decided = {"ada": [], "=2": [], "bob": scored(1.0), "cy": said}.__getitem__
    assert points_of(file, questions(built), {one.record.student: one for one in names}, decided) == new


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("student,why\nada,2\neve,1\n", "line 2: why has 0 to 1 points, not '2'\n  line 3: there is no record of 'eve'"),
        ("student,why\nada,nan\n", "not 'nan'"),
        ("student,why\nada,much\n", "not 'much'"),
        ("student,why\nada,1\nada,0\n", "line 3: ada is there twice"),
        ("student,why,comment\neve,,well done\n", "line 2: there is no record of 'eve'"),
        ("student,why,comment\nada,0,5,\n", "line 2: more cells than the first line has columns"),
        ("student,why,comment\nada,0,5,good\n", "line 2: more cells than the first line has columns"),
        ("student,why,Why\nada,1,0\n", "line 1: the column why is there twice"),
        ("student,why,coment\nada,1,good\n", "line 1: there is no column comment, and `coment` looks like it"),
        ("student,why\n0ada,1\n", "line 2: there is no record of '0ada': is it 'ada'?"),
        ("name,why\nada,1\n", "has to have a column `student`, and some of why"),
        ("", "has to have a column `student`"),
    ],
)  # fmt: skip
def test_of_a_sheet_with_a_mistake_nothing_is_taken(
    built: Assignment, tmp_path: Path, rows: str, told: str
) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(rows)
    with pytest.raises(CourseError) as problem:
        points_of(file, questions(built), {"ada": standing("ada")}, undecided)
    assert told in str(problem.value)


def test_a_sheet_of_a_spreadsheet_is_read_or_named(built: Assignment, tmp_path: Path) -> None:
    """In UTF-16 with other capitals, after empty lines; a workbook is told from a table."""
    file = tmp_path / "answers.csv"
    file.write_bytes("Student\tWhy\r\n\r\nada\t1\r\n".encode("utf-16"))
    assert points_of(file, questions(built), {"ada": standing("ada")}, undecided) == [
        Scored("ada", {"why": 1.0}, "")
    ]
    file.write_text("student,why\n\n\neve,1\n")
    with pytest.raises(CourseError, match="line 4: there is no record of 'eve'"):
        points_of(file, questions(built), {"ada": standing("ada")}, undecided)
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(TableError, match="save it as CSV"):
        points_of(file, questions(built), {"ada": standing("ada")}, undecided)


def test_a_sheet_as_it_was_written_scores_nothing(built: Assignment, tmp_path: Path) -> None:
    stands = {name: standing(name, score) for name, score in (("ada", 0.25), ("=2", None), ("bob", 0.0))}
    file = tmp_path / "answers.csv"
    decided = {name: scored(stand.record.manual[0].score) for name, stand in stands.items()}.__getitem__
    file.write_bytes(sheet(questions(built), list(stands.values()), decided))
    assert points_of(file, questions(built), stands, decided) == []


def undecided(student: str) -> list[Decision]:
    return []


def scored(*points: float | None) -> list[Decision]:
    """Decisions on `why`, one after the other."""
    return [Decision("jd", "2026", "read", written="why", points=one) for one in points if one is not None]


@pytest.mark.parametrize(
    ("decisions", "rows", "new"),
    [
        (scored(1.0, 0.5), "student,why,decisions\nada,1,1\n", []),  # left as it stood, and an appeal came after
        (scored(1.0, 0.5), "student,why,decisions\nada,0.5,1\n", []),  # the same was decided meanwhile
        (scored(1.0, 0.5), "student,why,decisions\nada,0,2\n", [0.0]),  # who wrote this has seen both
        (scored(1.0, 0.5), "student,why,decisions\nada,0,1\n", None),
        (scored(1.0), "student,why,decisions\nada,0,0\n", None),  # two sheets that were written at once
        (scored(1.0), "student,why\nada,0\n", None),
        (scored(1.0), "student,why,decisions\nada,0,many\n", None),
        ([*scored(1.0), Decision("jd", "2026", "read", takes_back=1)], "student,why,decisions\nada,1,1\n", []),
    ],
)  # fmt: skip
def test_a_sheet_overrules_nothing_that_came_after_it(
    built: Assignment, tmp_path: Path, decisions: list[Decision], rows: str, new: list[float] | None
) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(rows)
    last = None if decisions[-1].takes_back else decisions[-1].points
    asked, stands = questions(built), {"ada": standing("ada", last)}
    if new is None:
        with pytest.raises(CourseError, match="line 2: why of ada is 0 here, and was decided otherwise"):
            points_of(file, asked, stands, lambda student: decisions)
        new = [0.0]
        found = points_of(file, asked, stands, lambda student: decisions, overrule=True)
    else:
        found = points_of(file, asked, stands, lambda student: decisions)
    assert found == [Scored("ada", {"why": points}, "") for points in new]


def test_a_comment_that_was_taken_back_does_not_come_again(built: Assignment, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("student,why,comment\nada,,see me\n")
    taken = [
        Decision("jd", "2026", "read", comment="see me"),
        Decision("jd", "2026", "over", takes_back=1),
    ]
    assert points_of(file, questions(built), {"ada": standing("ada")}, lambda student: taken) == []


def test_from_the_hand_ins_to_the_scores(
    command: Command, class_in_this_process: None, tiny: Path, built: Assignment, tmp_path: Path
) -> None:
    """And a sheet that is filled and not yet taken is never written over."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ada.ipynb").write_text(notebook(built, in_its_place))
    command("grade", str(tmp_path / "in"), "-a", "tiny", "--draw", "fixed")
    for _ in range(2):
        done = command("answers", str(tmp_path / "in"), "-a", "tiny")
        assert done.code == 0, done.err
    folder = tiny / "results/tiny"
    assert "of **nothing**." in (folder / "answers.html").read_text()
    for filled in (
        "student,why,comment\nada,,two words more\n",
        "student,why,comment\nada,.5,two words more\n",
    ):
        (folder / "answers.csv").write_text(filled)
        assert "has not taken" in command("answers", str(tmp_path / "in"), "-a", "tiny").err
        assert (folder / "answers.csv").read_text() == filled
    for scored in (1, 0):
        done = command("score", str(folder / "answers.csv"), "-a", "tiny")
        assert f"{scored} written answer" in done.out
    assert "two words more" in (folder / "scores.csv").read_text()
    command("answers", str(tmp_path / "in"), "-a", "tiny")
    assert (folder / "answers.csv").read_text() == "student,why,comment,decisions\nada,0.5,,2\n"
    own = "student,why,comment,decisions,mine\nada,0.5,,2,ask about softmax\n"
    (folder / "answers.csv").write_text(own)
    assert "somebody's own" in command("answers", str(tmp_path / "in"), "-a", "tiny").err
    assert (folder / "answers.csv").read_text() == own


class Killed(BaseException):
    """As by a signal: nothing in the way catches it."""


def test_a_run_of_score_that_is_killed_loses_nothing(
    command: Command, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever file it was to put in its place: points and comment of a student are taken together or not at all, and the
    same command again takes the rest."""
    store = Store(tiny / "results", "tiny")
    replace = os.replace
    for last in range(1, 6):
        shutil.rmtree(store.folder, ignore_errors=True)
        for student in ("ada", "bob"):
            store.write(standing(student).record)
        (tiny / "sheet.csv").write_text("student,why,comment\nada,1,good\nbob,.5,see me\n")
        left = last

        def killed(*names: object) -> None:
            nonlocal left
            left -= 1
            if not left:
                raise Killed
            replace(*names)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", killed)
            with contextlib.nullcontext() if last == 5 else pytest.raises(Killed):
                command("score", "sheet.csv", "-a", "tiny", "--by", "tea")
        for student in ("ada", "bob"):
            assert [one.kinds for one in read_decisions(store, student)] in ([], [["written"], ["comment"]])
        assert command("score", "sheet.csv", "-a", "tiny", "--by", "tea").code == 0
        told = {student: [one.what for one in read_decisions(store, student)] for student in ("ada", "bob")}
        assert told == {
            "ada": ["why: 1 points", "comment: good"],
            "bob": ["why: 0.5 points", "comment: see me"],
        }
        totals = [line.split(",")[-3:] for line in (store.folder / "scores.csv").read_text().splitlines()[1:]]
        assert totals == [["6.0", "101.0", "good"], ["5.5", "101.0", "see me"]], last
