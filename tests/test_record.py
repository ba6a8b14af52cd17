"""Records are written whole or not at all, and the former one is kept."""

from __future__ import annotations

import csv
import json
import os
import resource
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.record import (
    Check,
    Measure,
    Record,
    Store,
    SubmissionInfo,
    TaskResult,
    as_csv,
    damage,
    json_line,
    plain,
    unplain,
    write_atomically,
)


def a_record(student: str = "ada", score: float | None = 60.0, **changes: object) -> Record:
    record = Record(
        assignment="tiny", student=student, status="graded", reason=None, score=score, max_score=100, key="k",
        submission=SubmissionInfo("tiny.py", "0" * 64), tasks=[TaskResult("double", 60, score, [])], manual=[],
        sandbox="", versions={}, started="2026-01-01T00:00:00Z", cpu_s=1.0, wall_s=1.0,
    )  # fmt: skip
    return msgspec.structs.replace(record, **changes)


def test_a_record_comes_back_as_it_was_written(tmp_path: Path) -> None:
    store = Store(tmp_path, "tiny")
    store.write(a_record())
    assert store.read("ada") == a_record()
    assert store.path("ada") == tmp_path / "tiny" / "ada.json"


def test_the_former_record_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path, "tiny")
    store.write(a_record(score=10.0))
    store.write(a_record(score=60.0))
    former = store.previous("ada")
    assert former is not None
    assert former.score == 10.0
    assert len(store.all()) == 1


def test_runs_that_came_to_no_verdict_leave_the_last_that_did(tmp_path: Path) -> None:
    """However often one tries: no two such records are the same, since each took its own time."""
    store = Store(tmp_path, "tiny")
    for cpu_s in (1.0, 2.0):
        store.write(a_record(score=None, status="not_graded", cpu_s=cpu_s))
    former = store.previous("ada")
    assert former is not None
    assert former.status == "not_graded"  # there was no other
    store.write(a_record(score=60.0))
    for cpu_s in (3.0, 4.0, 5.0):
        store.write(a_record(score=None, status="not_graded", cpu_s=cpu_s))
        former = store.previous("ada")
        assert former is not None
        assert former.score == 60.0


def test_a_full_disk_leaves_the_former_record_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path, "tiny")
    store.write(a_record(score=10.0))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.write(a_record(score=60.0))
    former = store.read("ada")
    assert former is not None
    assert former.score == 10.0
    assert not [f for f in tmp_path.rglob("*") if f.name.endswith(".part")]


def test_a_file_that_the_disk_does_not_take_is_named(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="scores.csv") as full:
            write_atomically(tmp_path / "scores.csv", bytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert full.value.filename == str(tmp_path / "scores.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_record_cut_short_is_no_record(tmp_path: Path) -> None:
    store = Store(tmp_path, "tiny")
    store.write(a_record())
    path = store.path("ada")
    path.write_bytes(path.read_bytes()[:-40])
    assert store.read("ada") is None


def test_nobody_writes_outside_the_results_with_a_name(tmp_path: Path) -> None:
    store = Store(tmp_path / "results", "tiny")
    for student in ("../../evil", "..", ".hidden", "a/b", "a%2Fb", "ü ñ"):
        store.write(a_record(student))
        assert store.path(student).parent == tmp_path / "results" / "tiny"
        found = store.read(student)
        assert found is not None
        assert found.student == student
    assert len(store.all()) == 6


def test_what_could_not_be_judged_is_never_reused() -> None:
    assert a_record().reusable
    assert a_record(status="rejected").reusable
    assert not a_record(status="not_graded", score=None).reusable


def test_the_scores_are_a_table_that_a_spreadsheet_can_open_safely(tmp_path: Path) -> None:
    store = Store(tmp_path, "tiny")
    store.write(a_record("=cmd()", score=59.5))
    store.write(a_record("bob", score=None, status="not_graded", reason="a, b"))
    with store.write_scores(store.index()).open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["student"] == "'=cmd()"
    assert rows[0]["double"] == "59.5"
    assert rows[1]["score"] == ""
    assert rows[1]["reason"] == "a, b"


texts = st.text(st.sampled_from("=+-@＝'\",;\t\r\n ax1")) | st.text()


@settings(max_examples=300, deadline=None)
@given(texts)
def test_a_text_is_told_from_what_a_table_has_of_it(text: str) -> None:
    assert unplain(plain(text)) == text


@settings(max_examples=300, deadline=None)
@given(st.lists(texts, min_size=1, max_size=3), st.sampled_from(",;\t"))
@example(["0\f@", "0\x85@", "0\u2028@"], ",")  # ends of lines, for some who read
def test_no_cell_of_a_table_is_a_formula_whatever_divides_its_columns(row: list[str], separator: str) -> None:
    """A spreadsheet takes the separator of its own language, and some take several."""
    lines = as_csv([["ada", *row]]).decode().splitlines(keepends=True)
    cells = [cell for found in csv.reader(lines, delimiter=separator) for cell in found]
    assert [cell for cell in cells if cell.strip(' "\t\r\n')[:1] in tuple("=+-@＝＋－＠")] == []


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("x;=cmd|' /C calc'!A0", "x;'=cmd|' /C calc'!A0"),
        ("x;=1+1;y", "x;'=1+1;y"),
        ("a\t-1", "a\t'-1"),
        ("a\n=1", "a\n'=1"),
        ("'=x", "''=x"),
        ("x;'=1", "x;''=1"),
        ("2-1, it's 1; a = b", "2-1, it's 1; a = b"),
    ],
)
def test_what_is_no_formula_stays_and_what_would_be_one_has_an_apostrophe(text: str, cell: str) -> None:
    assert plain(text) == cell


def test_a_line_of_json_is_one_line_to_every_program_and_acts_on_no_terminal() -> None:
    """Python's `splitlines` ends a line at six characters that JSON leaves as they are; a terminal obeys others."""
    said = {"student": "zoé ν₁", "text": "\x1b\x7f\x85\x9b2J\u2028\u2029\u202e\U000e0041\udcff"}
    (line,) = json_line(said).decode().splitlines()
    assert line.isprintable()
    assert "zoé ν₁" in line
    assert json.loads(line) == {**said, "text": said["text"].replace("\udcff", "?")}


def test_an_atomic_write_replaces_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_an_index_holds_the_heads_and_reads_each_record_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path, "tiny")
    for student in ("ada", "a/b", "bob"):
        store.write(a_record(student))
    (store.folder / "cleo.json").write_text("{")
    looked_at = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: looked_at.append(path.name) or read_bytes(path))
    index = store.index()
    assert sorted(looked_at) == ["a%2Fb.json", "ada.json", "bob.json", "cleo.json"]
    assert index.damaged == [store.folder / "cleo.json"]
    looked_at.clear()
    store.write_scores(index)
    assert looked_at == [".class"]
    assert list(index.records(["bob", "a/b", "eve"])) == [store.read("bob"), store.read("a/b")]
    store.write(a_record("cleo", score=1.0))
    index.refresh("cleo")
    assert (index.heads["cleo"].score, index.damaged) == (1.0, [])


def test_a_copy_another_name_and_a_changed_score_are_damage_until_the_student_is_graded_again(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path, "tiny")
    for student in ("ada", "bob", "cleo", "a/b", "é" * 200):
        store.write(a_record(student))
    store.write_scores(store.index())
    copy, bob, cleo = (store.folder / name for name in ("ada - Kopie.json", "bob.json", "cleo.json"))
    copy.write_bytes(store.path("ada").read_bytes())
    bob.write_text(bob.read_text().replace('"bob"', '"ada"'))
    cleo.write_text(cleo.read_text().replace('"score": 60.0', '"score": 61.0', 1))
    assert store.index().damaged == [copy, bob, cleo]
    assert [damage(file) for file in (copy, bob, cleo, store.path("a/b"))] == [
        "is by its name not the record of ada, whose it says it is",
        "is by its name not the record of ada, whose it says it is",
        "was changed: its score is 61, which is not the sum of its tasks",
        "",
    ]
    found = store.current()
    assert [record.student for record in found.records] == ["a/b", "ada", "é" * 200]
    assert (found.damaged, found.lost) == ([copy, bob, cleo], ["bob", "cleo"])
    assert [store.read(student) for student in ("bob", "cleo")] == [None, None]
    for student in ("bob", "cleo"):
        store.write(a_record(student))
    assert (store.path("bob"), store.index().damaged) == (bob, [copy])


def test_who_lost_a_record_stays_in_the_class(tmp_path: Path) -> None:
    store = Store(tmp_path, "tiny")
    for student in ("ada", "bob"):
        store.write(a_record(student))
    store.write_scores(store.index())
    store.path("bob").unlink()
    store.write_scores(store.index())
    assert store.current().lost == ["bob"]


def test_what_came_out_the_same_for_many_is_held_once_and_read_whole(tmp_path: Path) -> None:
    store = Store(tmp_path, "tiny")
    for student, message in (("ada", "wrong"), ("robert", "wrong"), ("cleo", "wrong too")):
        far, close = Measure("loss", 0.001 * len(student), at_most=1.0), Measure("error", 1.01, at_most=1.0)
        own = {"detail": f"{student}'s alone", "cpu_s": float(len(student)), "measures": [far, close]}
        check = Check("Doubles", "failed", 0.0, message, **own)
        store.write(a_record(student, 0.0, tasks=[TaskResult("double", 60, 0.0, [check])]))
    index = store.index()
    (ada,), (cleo,), (robert,) = (head.tasks for head in index.heads.values())
    assert ada is robert
    held = ada.checks[0]
    assert (held.message, held.detail, held.measures) == ("wrong", "", [close])
    assert cleo.checks[0].message == "wrong too"
    (whole,) = index.records(["ada"])
    assert whole == store.read("ada")
    assert whole.tasks[0].checks[0].detail == "ada's alone"
