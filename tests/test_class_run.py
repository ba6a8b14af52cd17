"""What is wrong with one submission is said in its record, and everybody else is graded."""

from __future__ import annotations

import errno
import io
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from autograder.class_table import closing_lines, score_table
from autograder.course import Draw, open_course
from autograder.grading import class_run, pool
from autograder.grading.class_run import Graded, Stopped, grade_class
from autograder.grading.grade import Grader
from autograder.grading.pool import Done, Job, Workers
from autograder.record import Index, Record, Store
from autograder.sandbox import Tier
from autograder.submission import gather, student_name

from .conftest import Command

RIGHT = (Path(__file__).parent / "tiny_course/solutions/tiny.py").read_bytes()


class Class:
    """A folder of submissions to the small course, graded in this process."""

    def __init__(self, folder: Path, grader: Grader) -> None:
        self.folder, self.grader = folder / "class", grader
        self.store = Store(folder / "results", "tiny")
        self.folder.mkdir()

    def hand_in(self, name: str | bytes, content: bytes = RIGHT) -> Path:
        path = self.folder / os.fsdecode(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    def graded(self) -> Graded:
        course, assignment = open_course(self.grader.course.root), self.grader.assignment
        found = gather([Path(self.folder.name)], "tiny")
        return grade_class(course, assignment, found, self.store, Draw(), Workers(1, Tier.NONE))

    def reasons(self) -> dict[str, str]:
        """Why those have no mark who have none; all others have full marks."""
        records = list(self.graded().records)
        assert all(record.score == 100 for record in records if record.reason is None)
        return {record.student: record.reason for record in records if record.reason is not None}

    def shown(self, graded: Graded) -> str:
        text = io.StringIO()
        console = Console(file=text, width=120)
        console.print(score_table(self.grader.assignment, graded.standings))
        for line in closing_lines(graded):
            console.print(line, soft_wrap=True)
        return text.getvalue()


@pytest.fixture
def room(
    tmp_path: Path,
    tiny_grader: Grader,
    graded_here: Callable[..., Iterator[Done]],
    monkeypatch: pytest.MonkeyPatch,
) -> Class:
    monkeypatch.setattr(class_run, "run", graded_here)
    monkeypatch.chdir(tmp_path)
    return Class(tmp_path, tiny_grader)


# ---- names

NAMES = [
    "%" * 100,  # three bytes each in the record's name
    b"caf\xe9",  # as an old archive unpacks
    b"\xff",
    b"\xfe",
    "a\nb",
    "\x1b[31mred",
    "\u202eevil",
    "=1+1",
    "-rf",
    "\U0001f600" * 50,
    "[bold]",
    " ",
    "CON",
]


def test_no_name_stops_a_class(room: Class) -> None:
    for name in NAMES:
        room.hand_in(os.fsencode(name) + b".py")
    room.hand_in("ada.py")
    graded = room.graded()
    assert [record.score for record in graded.records] == [100] * 14
    assert len({record.student for record in graded.records}) == 14
    assert len(graded.scores.read_text("utf-8").splitlines()) == 15
    shown = room.shown(graded)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    again = room.graded()
    assert list(again.records) == list(graded.records)


def test_what_a_name_loses_does_not_make_two_students_one() -> None:
    names = [
        "a:b",
        "a/b",
        "a_b",
        "a\nb",
        "a\u200fb",
        "\udcff",
        "\udcfe",
        ".ada",
        "ada",
        "x" * 300,
        "x" * 301,
        "",
    ]
    assert len({student_name(name) for name in names}) == len(names)
    assert student_name(" ada ") == "ada"
    for name in names:
        assert student_name(student_name(name)) == student_name(name)
        assert len(student_name(name).encode()) < 200


def test_two_unicode_forms_of_a_name_are_one_students(room: Class) -> None:
    for form in ("NFC", "NFD"):
        room.hand_in(unicodedata.normalize(form, "zoé.py"))
    room.hand_in("ada.py")
    (student,) = reasons = room.reasons()
    assert student == unicodedata.normalize("NFC", "zoé")
    assert "2 hand-ins of this student were found" in reasons[student]
    assert "the names differ in their Unicode form only" in reasons[student]


def test_names_that_differ_in_capitals_are_two_students_with_two_records(room: Class) -> None:
    for name in ("Ada.py", "ada.py"):
        room.hand_in(name)
    graded = room.graded()
    assert [record.student for record in graded.records] == ["Ada", "ada"]
    assert "is this one person? Ada and ada" in room.shown(graded)


def test_a_file_system_that_takes_two_names_for_one_keeps_two_records(
    room: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.record.store._file_name", str.casefold)
    for name in ("Ada.py", "ada.py", "ADA.py"):
        room.hand_in(name)
    records = list(room.graded().records)
    assert [record.student for record in records] == ["ADA", "Ada", "ada"]
    assert [room.store.read(record.student) for record in records] == records
    assert list(room.graded().records) == records
    assert len(room.store.all()) == 3


@pytest.mark.parametrize("code", [errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.EISDIR])
def test_a_name_that_the_disk_refuses_costs_nothing(
    room: Class, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    replace = os.replace

    def refusing(source: Any, target: Any) -> None:
        if Path(target).name == "bob:.json":
            raise OSError(code, os.strerror(code))
        replace(source, target)

    monkeypatch.setattr("autograder.record.writing.os.replace", refusing)
    monkeypatch.setattr(sys.modules["autograder.submission.gather"], "student_name", str)
    for name in ("ada.py", "bob:.py"):
        room.hand_in(name)
    assert [record.score for record in room.graded().records] == [100, 100]


def test_a_folder_in_the_place_of_a_record_costs_nothing(room: Class) -> None:
    (room.store.folder / "ada.json").mkdir(parents=True)
    for name in ("ada.py", "bob.py"):
        room.hand_in(name)
    assert room.reasons() == {}
    assert room.reasons() == {}


# ---- two hand-ins of one


def test_of_two_hand_ins_none_is_guessed_and_the_former_record_is_kept(room: Class) -> None:
    room.hand_in("bob.py")
    room.hand_in("ada.py")
    room.graded()
    second = room.hand_in("ada/tiny.py", RIGHT.replace(b"FACTOR * x", b"x"))
    for _ in range(3):
        graded = room.graded()
        (ada, bob) = graded.records
        assert (ada.status, ada.score, bob.score) == ("not_graded", None, 100)
        assert ada.reason == (
            "2 hand-ins of this student were found: `class/ada` and `class/ada.py`; keep one of them"
        )
        assert ada.submission.file == "tiny.py, ada.py"
        former = room.store.previous("ada")
        assert former is not None
        assert former.score == 100
    shown = room.shown(graded)
    assert "not graded, mend what their records name and run again: ada" in shown
    assert "not graded, run again" not in shown
    second.unlink()
    second.parent.rmdir()
    assert room.reasons() == {}


# ---- reading

DEEP = b"[" * 100_000 + b"]" * 100_000
CELL = b'{"cell_type": "code", "source": "def double(x): return x", "metadata": {}}'
UNREADABLE: dict[str, tuple[str, bytes]] = {
    "a number of 6,000 digits": ("tiny.py", b"def double(x):\n    return " + b"9" * 6000),
    "a deep list": ("tiny.py", b"def double(x): return " + DEEP),
    "a long sum": ("tiny.py", b"def double(x):\n    return " + b"1 + " * 60_000 + b"1"),
    "a long chain": ("tiny.py", b"def double(x):\n    return x" + b".real" * 40_000),
    "null bytes": ("tiny.py", b"def double(x):\n    return x\0"),
    "no text": ("tiny.py", b"def double(x):\n    return '\xff\xfe'"),
    "half a character": ("tiny.py", b"def double(x):\n    return '\xed\xa0\x80'"),
    "an encoding that is none": ("tiny.py", b"# coding: rot13\ndef double(x): return x"),
    "a JSON number of 6,000 digits": ("tiny.ipynb", b'{"cells": [' + b"9" * 6000 + b"]}"),
    "deep JSON": ("tiny.ipynb", b'{"cells": ' + DEEP + b"}"),
    "a cell that is NaN": ("tiny.ipynb", b'{"cells": [NaN, ' + CELL + b"]}"),
    "a cell that is a list": ("tiny.ipynb", b'{"cells": [[], ' + CELL + b"]}"),
    "a source that is a number": ("tiny.ipynb", b'{"cells": [{"cell_type": "code", "source": 1e999}]}'),
    "no notebook": ("tiny.ipynb", b"[" + CELL + b"]"),
    "a bad archive": ("tiny.zip", b"PK\x03\x04" + b"\xff" * 100),
}


def test_what_cannot_be_read_is_rejected_and_says_where(room: Class) -> None:
    for name, (file, content) in UNREADABLE.items():
        room.hand_in(f"{name}/{file}", content)
    room.hand_in("ada.py")
    records = {record.student: record for record in room.graded().records}
    assert records.pop("ada").score == 100
    assert {name: record.status for name, record in records.items()} == dict.fromkeys(UNREADABLE, "rejected")
    for name, record in records.items():
        assert record.reason is not None
        assert f"`{UNREADABLE[name][0]}`" in record.reason
        assert record.reason.isprintable()
        assert len(record.reason) < 200


@pytest.mark.parametrize("error", [RecursionError("deep"), ValueError("4300 digits"), OverflowError("2**64")])
def test_what_an_interpreter_makes_of_a_file_is_a_rejection(
    room: Class, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    one_stumbles(monkeypatch, error)
    room.hand_in("ada.py")
    room.hand_in("bob.py", RIGHT + b"\nSTUMBLE = 1\n\n\ndef f():\n    return STUMBLE\n")
    (record,) = (record for record in room.graded().records if record.student == "bob")
    assert record.status == "rejected"
    assert f"`bob.py` cannot be read as Python or as a notebook ({type(error).__name__}" in str(record.reason)


@pytest.mark.parametrize(
    "error", [KeyError("ours"), MemoryError(), PermissionError(13, "Permission denied", "x.py")]
)
def test_what_is_not_the_students_fault_is_no_zero(
    room: Class, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    one_stumbles(monkeypatch, error)
    room.hand_in("ada.py")
    room.hand_in("bob.py", RIGHT + b"\nSTUMBLE = 1\n\n\ndef f():\n    return STUMBLE\n")
    ada, bob = list(room.graded().records)
    assert ada.score == 100
    assert (bob.status, bob.score) == ("not_graded", None)
    assert bob.reason


def one_stumbles(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    from autograder.submission.source import canonical

    def stumbling(chunks: Any) -> str:
        if any("STUMBLE" in chunk.source for chunk in chunks):
            raise error
        return canonical(chunks)

    monkeypatch.setattr("autograder.submission.choose.canonical", stumbling)


def test_a_folder_that_cannot_be_looked_into_is_its_students_problem(
    room: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.submission import disk

    def listing(folder: Path) -> list[disk.Entry]:
        if folder.name == "bob":
            raise PermissionError(13, "Permission denied")
        return disk_listing(folder)

    disk_listing = disk.listing
    room.hand_in("ada.py")
    room.hand_in("bob/tiny.py")
    monkeypatch.setattr(disk, "listing", listing)
    assert room.reasons() == {"bob": "the folder `bob` cannot be looked into: Permission denied"}


# ---- writing


def test_a_record_with_half_a_character_is_written(room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    room.hand_in("ada.py", b"def double(x):\n    raise ValueError('\\ud800')\n\n\ndef extremes(x): pass\n")
    room.hand_in("bob.py")
    ada, bob = list(room.graded().records)
    assert (ada.status, bob.score) == ("graded", 100)


@pytest.mark.parametrize("error", [ValueError("no such value"), TypeError("no such type")])
def test_a_record_that_cannot_be_written_is_one_that_says_so(
    room: Class, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    write = Store.write

    def stumbling(store: Store, record: Record) -> None:
        if record.student == "bob" and record.status == "graded":
            raise error
        write(store, record)

    monkeypatch.setattr(Store, "write", stumbling)
    for name in ("ada.py", "bob.py", "cleo.py"):
        room.hand_in(name)
    assert room.reasons() == {"bob": f"its record cannot be written ({type(error).__name__}: {error})"}


def test_a_record_that_cannot_be_read_again_is_one_that_says_so(
    room: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Store.write

    def half(store: Store, record: Record) -> None:
        write(store, record)
        if record.student == "bob" and record.status == "graded":
            store.path("bob").write_text("{")

    monkeypatch.setattr(Store, "write", half)
    for name in ("ada.py", "bob.py"):
        room.hand_in(name)
    assert room.reasons() == {"bob": "its record, bob.json, cannot be read"}


def test_a_worker_that_has_died_in_the_meantime_is_another_ones_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while it waited, for memory say."""
    worker = object.__new__(pool._Worker)
    ours, theirs = pool._spawn.Pipe()
    theirs.close()
    worker.connection = ours
    worker.give(Job("ada"))
    assert worker.take() is None


def test_of_many_files_that_are_left_each_is_named(tiny: Path, command: Command) -> None:
    (tiny / "class").mkdir()
    (tiny / "class/ada.py").write_text((tiny / "solutions/tiny.py").read_text())
    for number in range(40):
        (tiny / "class" / f"notes {number}.md").write_text("x")
    said = command("grade", tiny / "class", "-a", "tiny").out
    assert all(f"`notes {number}.md`" in said for number in range(40))


def test_a_copy_beside_what_is_graded_is_said_as_soon_as_it_is_there(tiny: Path, command: Command) -> None:
    (tiny / "class/ada").mkdir(parents=True)
    right = (tiny / "solutions/tiny.py").read_text()
    (tiny / "class/ada/tiny.py").write_text(right)
    grade = ("grade", tiny / "class", "-a", "tiny")
    assert "to be seen to" not in command(*grade).out
    (tiny / "class/ada/tiny-Copy1.py").write_text(right.replace("2.0", "3.0"))
    told = "graded is `tiny.py`, and not `tiny-Copy1.py`: is it the right one?"
    assert f"to be seen to: ada: {told}" in command(*grade).out
    assert f"to be seen to: ada: {told}" in command(*grade).out, "whether or not it is graded anew"
    command("pages", "tiny")
    assert f"ada,which file?,{told}" in (tiny / "results/tiny/pages/to_look_at.csv").read_text().replace(
        '"', ""
    )


def test_the_scores_are_those_of_the_folder_and_what_is_left_is_said(tiny: Path, command: Command) -> None:
    """No row of somebody who is not there any more; single files are put to those that there are."""
    folder = tiny / "class"
    folder.mkdir()
    right = (tiny / "solutions/tiny.py").read_text()
    for name in ("ada.py", "bob.py", "test_cleo.py", "notes.txt"):
        (folder / name).write_text(right)
    scores = tiny / "results/tiny/scores.csv"

    def students() -> list[str]:
        return [line.partition(",")[0] for line in scores.read_text().splitlines()[1:]]

    said = command("grade", folder, "-a", "tiny", "-o", tiny / "results").out
    assert students() == ["ada", "bob"]
    assert "not graded: `notes.txt` is no .py, .ipynb or .zip" in said
    assert (
        "not graded: `test_cleo.py` has the name of a file that comes with the assignment: rename it" in said
    )
    (folder / "bob.py").rename(folder / "dan.py")
    said = command("grade", folder, "-a", "tiny").out
    assert students() == ["ada", "dan"]
    assert "bob has a record from before and is not among what was graded: left out of scores.csv" in said
    (tiny / "eve.py").write_text(right)
    command("grade", tiny / "eve.py", "-a", "tiny")
    assert students() == ["ada", "dan", "eve"]


def test_a_file_that_has_not_changed_is_not_even_parsed(room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    room.hand_in("ada.py")
    room.hand_in("bob.py", b"def double(:")
    before = list(room.graded().records)
    parsed: list[str] = []
    read = Grader.read
    monkeypatch.setattr(Grader, "read", lambda *args: parsed.append(args[1]) or read(*args))
    assert list(room.graded().records) == before
    assert not parsed
    room.hand_in("ada.py", RIGHT + b"# a comment is no change\n")
    assert list(room.graded().records) == before
    assert parsed == ["ada"]


def test_a_record_that_was_just_written_when_a_run_is_stopped_has_its_scores(
    room: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signal may come between the two."""
    refresh = Index.refresh

    def stopped(index: Index, student: str) -> None:
        monkeypatch.setattr(Index, "refresh", refresh)
        raise KeyboardInterrupt

    room.hand_in("ada.py")
    room.hand_in("bob.py")
    monkeypatch.setattr(Index, "refresh", stopped)
    with pytest.raises(Stopped):
        room.graded()
    (record,) = room.store.all()
    _, row = (room.store.folder / "scores.csv").read_text().splitlines()
    assert row.startswith(f"{record.student},graded,100.0")


def test_a_cluster_that_is_gone_stops_a_run_as_ctrl_c_does(
    room: Class, graded_here: Callable[..., Iterator[Done]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*args: Any) -> Iterator[Done]:
        yield next(graded_here(*args))
        raise pool.Gone("the Dask scheduler at tcp://127.0.0.1:1 is gone")

    room.hand_in("ada.py")
    room.hand_in("bob.py")
    monkeypatch.setattr(class_run, "run", lost)
    with pytest.raises(Stopped, match="127.0.0.1:1 is gone: stopped after 1 of 2 submissions"):
        room.graded()
    _, row = (room.store.folder / "scores.csv").read_text().splitlines()
    assert row.startswith("ada,graded,100.0")
