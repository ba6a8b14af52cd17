"""Whatever a class hands in, under whatever names: the run ends, and each student has one record that can be read."""

from __future__ import annotations

import contextlib
import csv
import functools
import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from rich.console import Console

from autograder.class_table import closing_lines, score_table
from autograder.course import FIXED, Draw, open_course
from autograder.grading.class_run import Graded, grade_class
from autograder.grading.grade import Grader
from autograder.grading.pool import Done, Workers
from autograder.grading.unjudged import without_verdict
from autograder.record import Record, Store
from autograder.sandbox import Tier
from autograder.submission import GatherError, Submission, gather

from .files import notebooks, scripts

RIGHT = (Path(__file__).parents[1] / "tiny_course/solutions/tiny.py").read_bytes()
Grade = Callable[[list[tuple[bytes, str, bytes]]], Graded | None]


@pytest.fixture(scope="module")  # others use the grader and the run that it replaces
def grade(
    tiny_grader: Grader, graded_here: Callable[..., Iterator[Done]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Grade]:
    """Grades a class of (path, kind, content) from a fresh folder. All is real but the checks: none is run."""
    course, assignment = open_course(tiny_grader.course.root), tiny_grader.assignment
    room = tmp_path_factory.mktemp("hand_ins")

    def passed(submission: Submission, *_: object, **__: object) -> Record:
        blank = without_verdict(assignment, FIXED, submission.student, "")
        tasks = [msgspec.structs.replace(task, score=task.points) for task in blank.tasks]
        score = sum(task.points for task in tasks)
        return msgspec.structs.replace(blank, status="graded", reason=None, score=score, key="k", tasks=tasks)

    def grade(things: list[tuple[bytes, str, bytes]]) -> Graded | None:
        with contextlib.chdir(room):
            shutil.rmtree("class", ignore_errors=True)
            shutil.rmtree("results", ignore_errors=True)
            for path, kind, content in things:
                with contextlib.suppress(OSError, ValueError):  # no such name, or there already
                    put(b"class/" + path, kind, content)
            os.makedirs("class", exist_ok=True)
            try:
                candidates = gather([Path("class")], "tiny")
            except GatherError:
                event("no submission")
                return None
            store = Store(room / "results", "tiny")
            how = (store, Draw(), Workers(1, Tier.NONE))
            run = functools.partial(grade_class, course, assignment, candidates, *how)
            first, again = run(), run()
            assert list(first.records) == list(again.records)
            assert {one.student for one in candidates} == {record.student for record in first.records}
            assert len(candidates) == len(first.heads) == len(store.all())
            return first

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiny_grader, "grade", passed)
        patch.setattr("autograder.grading.class_run.run", graded_here)
        yield grade


def put(path: bytes, kind: str, content: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    match kind:
        case "file":
            if not os.path.lexists(path):
                Path(os.fsdecode(path)).write_bytes(content)
        case "folder":
            os.makedirs(path)
        case "link":
            os.symlink(content[:40].replace(b"\0", b"") or b"x", path)
        case "pipe":
            os.mkfifo(path)


ODD = [
    "%",
    "%" * 100,
    ".",
    "..",
    "-",
    "-rf",
    "=1+1",
    "+",
    "@a",
    "\t",
    "\n",
    "\r",
    "\x1b[31m",
    "\u202e",
    "\u200d",
    " ",
]
ODD += [
    "'",
    '"',
    "`",
    "$",
    "\\",
    ":",
    "*",
    "{}",
    "[bold]",
    "[/]",
    "CON",
    "NUL.txt",
    "previous",
    "scores",
    "~",
    "%~",
]
ODD += [
    "é",
    "e\u0301",
    "É",
    "Ada",
    "ada",
    "ADA",
    "Straße",
    "STRASSE",
    "İ",
    "ﬁ",
    "名" * 30,
    "\U0001f600" * 12,
    "\u0085",
]
ODD += [
    "\ufeff",
    "\ufffd",
    "a" * 200,
    "_123_456_",
    "_LATE_1_2_x",
    "tiny",
    "tiny (1)",
    "given",
    "test_a",
    "__MACOSX",
]
PIECES = st.one_of(
    st.sampled_from(ODD).map(str.encode),
    st.sampled_from([b"\xff", b"\xfe\xff", b"\xc3", b"\xed\xa0\x80", b"caf\xe9", b"\x80" * 60]),
    st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), max_size=6).map(str.encode),
)
STEMS = st.lists(PIECES, min_size=1, max_size=3).map(b"".join)
ENDINGS = st.sampled_from([b".py", b".ipynb", b".zip", b".PY", b"", b".pdf", b".py ", b".txt"])
NAMES = st.builds(bytes.__add__, STEMS, ENDINGS)
PATHS = st.one_of(
    NAMES,
    STEMS.map(lambda stem: stem + b"/tiny.py"),
    st.builds(lambda stem, name: stem + b"/" + name, STEMS, NAMES),
    st.builds(lambda stem, name: stem + b"/tiny/" + name, STEMS, NAMES),
    st.sampled_from(
        [b"submission_metadata.yml", b"tiny/tiny/tiny/tiny/tiny.py", b"tiny.py", b"ada.py", b"Ada.py"]
    ),
)
CONTENTS = st.one_of(
    st.just(RIGHT), st.binary(max_size=30), st.sampled_from([b"", b"PK\x03\x04", b"{}", b"1" * 6000])
)
THINGS = st.tuples(PATHS, st.sampled_from(["file"] * 6 + ["folder", "link", "pipe"]), CONTENTS)


FEWER = settings(
    max_examples=settings.default.max_examples // 5
)  # each writes a class and its records to the disk


@FEWER
@given(st.lists(THINGS, min_size=1, max_size=8))
def test_each_student_has_one_record_and_a_line_whatever_the_names(
    grade: Grade, things: list[tuple[bytes, str, bytes]]
) -> None:
    graded = grade(things)
    if graded is None:
        return
    for record in graded.records:
        event(record.status)
        assert record.student.isprintable()
        assert record.reason is None or (record.reason.isprintable() and record.reason.strip())
        assert len(record.student.encode()) < 200
        assert "Traceback" not in str(record.reason)
    with graded.scores.open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == len(graded.heads)
    assert not [line for line in lines if line["student"][:1] in "=+-@"]
    shown = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="strict")
    console = Console(file=shown, width=120)
    assignment = _Titled()
    console.print(score_table(assignment, graded.standings))  # type: ignore[arg-type]
    for line in closing_lines(graded):
        console.print(line)
    shown.seek(0)
    text = shown.read()
    assert "\x1b" not in text
    assert "\u202e" not in text


class _Titled:
    """As much of an assignment as a table has."""

    class settings:
        title = "Tiny"

    full_marks = "100"


@FEWER
@given(st.lists(st.tuples(st.booleans(), st.one_of(scripts(), notebooks())), min_size=1, max_size=3))
def test_each_student_has_one_record_whatever_is_in_the_files(
    grade: Grade, contents: list[tuple[bool, bytes]]
) -> None:
    things = [
        (f"student{i}/tiny{'.py' if script else '.ipynb'}".encode(), "file", content)
        for i, (script, content) in enumerate(contents)
    ]
    graded = grade([*things, (b"ada.py", "file", RIGHT)])
    assert graded is not None
    assert {record.student: record.score for record in graded.records}["ada"] == 100
    assert all(record.status in ("graded", "rejected") for record in graded.records)
