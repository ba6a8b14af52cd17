"""What students have is what was published: grading does not change it, and what would is told before it does."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import msgspec
import pytest

from autograder.course import CourseError
from autograder.outcome import Standing, differences, matters, publications, publish, published, undo
from autograder.record import Check, Measure, Record, Store, SubmissionInfo, TaskResult

from .conftest import Command

SOLUTION = (Path(__file__).parent / "tiny_course/solutions/tiny.py").read_text("utf-8")


def standing(student: str, score: float | None, check: Check | None = None, **more: object) -> Standing:
    task = TaskResult("fit", 40, score, [check or Check("a check", "passed", 1.0)])
    record = Record(
        assignment="tiny", student=student, status="not_graded" if score is None else "graded", reason=None, score=score,
        max_score=40, key=str(more.pop("key", "k")), submission=SubmissionInfo("", str(more.pop("sha", "s"))), tasks=[task],
        manual=[], sandbox="", versions=dict(more.pop("versions", {})), started="", cpu_s=0, wall_s=0, variant="fixed",  # type: ignore[call-overload]
    )  # fmt: skip
    return msgspec.structs.replace(Standing(record), **more)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "results", "tiny")


def points(store: Store) -> dict[str, float | None]:
    out = published(store)
    return {} if out is None else {student: one.total for student, one in out.standings.items()}


def test_who_is_named_is_published_and_the_others_stay(store: Store) -> None:
    publish(store, [standing("ada", 30), standing("bob", 20)], {}, "tea", "first")
    publish(store, [standing("ada", 31), standing("bob", 21)], {}, "tea", "ada's alone", ["ada"])
    assert points(store) == {"ada": 31, "bob": 20}


def test_who_has_no_verdict_keeps_what_is_out(store: Store) -> None:
    publish(store, [standing("ada", 30)], {}, "tea", "")
    with pytest.raises(CourseError, match="there is nothing to publish"):
        publish(store, [standing("ada", None), standing("bob", None)], {}, "tea", "")
    assert points(store) == {"ada": 30}


def test_publications_are_undone_one_after_the_other_and_none_is_lost(store: Store) -> None:
    for score in (1, 2, 3):
        publish(store, [standing("ada", score)], {}, "tea", "")
    undo(store, "tea", "")
    undo(store, "tea", "")
    assert points(store) == {"ada": 1}
    publish(store, [standing("ada", 4)], {}, "tea", "")
    undo(store, "tea", "")
    undo(store, "tea", "")
    assert points(store) == {}
    with pytest.raises(CourseError, match="no publication to undo"):
        undo(store, "tea", "")
    assert [one.undoes for one in publications(store)] == [0, 0, 0, 3, 2, 0, 6, 1]


def test_a_publication_that_cannot_be_read_is_never_passed_over(store: Store) -> None:
    publish(store, [standing("ada", 30)], {}, "tea", "")
    file = store.folder / "published/0001.json.gz"
    data = file.read_bytes()
    kept = gzip.decompress(data)
    damaged = [
        b"",
        data[:40],
        data[:20] + b"\xff" * 9 + data[29:],
        data[:-8] + bytes(8),
        gzip.compress(b"{}"),
    ]
    damaged += [
        gzip.compress(kept.replace(*pair))
        for pair in ((b'"which":{"ada":0', b'"which":{"ada":7'), (b'"number":1', b'"number":2'))
    ]
    for one in damaged:
        file.write_bytes(one)
        with pytest.raises(CourseError, match="0001.json.gz cannot be read.*it says what students have"):
            published(store)


def test_what_is_left_can_be_undone_where_a_publication_is_gone(store: Store) -> None:
    for score in (1, 2):
        publish(store, [standing("ada", score)], {}, "tea", "")
    undo(store, "tea", "")
    (store.folder / "published/0002.json.gz").unlink()
    assert points(store) == {"ada": 1}
    undo(store, "tea", "")
    assert points(store) == {}


def test_a_difference_says_which_check_and_why(store: Store) -> None:
    def fit(value: float, most: float, state: str, credit: float) -> Check:
        return Check(
            "The loss is low", state, credit, measures=[Measure("loss", value, at_most=most), Measure("n", 3)]
        )  # type: ignore[arg-type]

    before = standing("ada", 40, fit(0.5, 0.9, "passed", 1.0), versions={"torch": "2.13"})
    publish(
        store, [before, standing("bob", 9), standing("cy", 8)], {"graders/a.py": "1", "b": "1"}, "tea", ""
    )
    now = standing(
        "ada", 10, fit(0.5, 0.1, "failed", 0.25), key="other", versions={"torch": "2.14"}, penalty=2.0
    )
    same = standing("bob", 9, key="other")
    told = differences(published(store), [now, same, standing("dee", 7)], {"graders/a.py": "2", "b": "1"})
    ada, bob, cy, dee = told
    assert ada.why == ["changed since: graders/a.py", "torch 2.13 -> 2.14", "late penalty: 0 -> 2"]
    assert [tuple(check) for check in ada.checks] == [
        ("fit", "The loss is low", "passed", "failed (25%)", ["loss: 0.5 (at most 0.9) -> 0.5 (at most 0.1)"])
    ]
    assert (bob.student, matters(bob)) == ("bob", False)
    assert (cy.now, cy.why) == (None, ["not in the class any more"])
    assert dee.before is None


def test_a_check_under_another_title_is_no_difference_while_its_verdict_is_the_same(store: Store) -> None:
    was = Check("The loss is low", "failed", 0.0)
    publish(store, [standing("ada", 40, was)], {}, "tea", "")
    for state, told in (("failed", []), ("passed", [("failed", ""), ("", "passed")])):
        now = standing("ada", 40, Check("Its loss is low", state, float(state == "passed")), key="other")  # type: ignore[arg-type]
        (ada,) = differences(published(store), [now], {})
        assert ([(c.before, c.now) for c in ada.checks], matters(ada)) == (told, bool(told))


def test_a_credit_that_differs_by_less_than_is_shown_is_a_difference_under_another_title_too(
    store: Store,
) -> None:
    publish(store, [standing("ada", 40, Check("The loss is low", "failed", 0.251))], {}, "tea", "")
    (ada,) = differences(
        published(store), [standing("ada", 40, Check("Its loss is low", "failed", 0.254), key="other")], {}
    )
    assert matters(ada)


# ---- on the command line

GRADE = ("grade", "class", "-a", "tiny", "--draw", "fixed")
ON = ("results", "-a", "tiny")


def exported(command: Command, tiny: Path) -> dict[str, float]:
    assert command("export", *ON, "--to", "jsonl", "-o", "out.jsonl").code == 0
    lines = map(json.loads, (tiny / "out.jsonl").read_text().splitlines())
    return {line["student"]: line["points"] for line in lines}


def test_a_mended_grader_changes_what_is_out_only_when_that_is_published(
    command: Command, tiny: Path
) -> None:
    (tiny / "class").mkdir()
    for student in ("ada", "bob"):
        (tiny / f"class/{student}.py").write_text(SOLUTION)
    command(*GRADE)
    assert "ada: nothing -> 100" in command("diff", *ON).out
    assert "publication 1" in command("publish", *ON, "--by", "tea", "--why", "week 1").out
    assert command("diff", *ON).out == "everybody stands as is published\n"
    grader = tiny / "assignments/tiny/graders/test_tiny.py"
    grader.write_text(grader.read_text().replace("at_most=0.9", "at_most=1e-9"))
    (tiny / "class/cleo.py").write_text("x = 1\n")
    assert "3 stand otherwise now: see autograder diff" in command(*GRADE).out
    assert exported(command, tiny) == {"ada": 100, "bob": 100}
    told = command("diff", *ON)
    assert told.code == 1
    assert "ada: 100 -> 90 (changed since: graders/test_tiny.py)" in told.out
    assert (
        "fit: The slope is right, on the student's own model and twice on one input: passed -> failed"
        in told.out
    )
    assert "(at most 0.9) -> " in told.out
    command("publish", *ON, "--student", "ada", "--by", "tea")
    assert exported(command, tiny) == {"ada": 90, "bob": 100}
    command("publish", *ON, "--by", "tea")
    assert exported(command, tiny) == {"ada": 90, "bob": 90, "cleo": 0}
    undone = command("publish", *ON, "--undo", "--by", "tea")
    assert "bob: 90 -> 100" in undone.out
    assert exported(command, tiny) == {"ada": 90, "bob": 100}
    assert len(command("publish", *ON, "--history").out.splitlines()) == 4


def test_pages_say_how_many_stand_otherwise_than_published(command: Command, tiny: Path) -> None:
    (tiny / "class").mkdir()
    for student in ("ada", "bob"):
        (tiny / f"class/{student}.py").write_text(SOLUTION)
    command("grade", "class", "-a", "tiny", "--draw", "fixed")
    assert "is out" not in command("pages", "tiny").out
    command("publish", "results", "-a", "tiny")
    assert "for 2 students" in command("pages", "tiny").out
    assert "otherwise" not in command("pages", "tiny").out
    command("decide", "results", "ada", "-a", "tiny", "--task", "fit", "--points", "1", "--why", "x")
    assert "for 2 students; 1 stand otherwise now: see autograder diff" in command("pages", "tiny").out


def test_who_has_withdrawn_is_named_until_they_are_taken_out(command: Command, tiny: Path) -> None:
    (tiny / "class").mkdir()
    for student in ("ada", "bob"):
        (tiny / f"class/{student}.py").write_text(SOLUTION)
    (tiny / "roster.csv").write_text("student\nada\nbob\n")
    grade, of = ("grade", "class", "-a", "tiny", "-q"), ("results", "-a", "tiny")
    command(*grade)
    command("publish", *of, "--why", "first")
    (tiny / "roster.csv").write_text("student\nada\n")
    assert "not in the roster, and with a page all the same: bob." in command("pages", "tiny").out
    (tiny / "class/bob.py").unlink()
    command(*grade)
    still = "not in the class any more, and still out: bob."
    said = command("pages", "tiny").out
    assert "not in scores.csv any more, so their pages are gone: bob\n" in said
    assert still in said
    assert still in command("export", *of, "--to", "csv", "-o", "scores.csv").out
    assert "bob" in (tiny / "scores.csv").read_text()
    said = command("publish", *of, "--student", "bob", "--why", "withdrawn").out
    assert "bob: 100 -> nothing (not in the class any more)" in said
    assert still not in said
    assert still not in command("export", *of, "--to", "csv", "-o", "scores.csv").out
    assert "bob" not in (tiny / "scores.csv").read_text()
    assert command("diff", *of).code == 0
    command("publish", *of, "--undo")
    assert still in command("pages", "tiny").out


def test_whose_record_is_damaged_or_gone_is_named_by_whatever_reads_the_class(
    command: Command, tiny: Path
) -> None:
    (tiny / "class").mkdir()
    for student in ("ada", "bob", "cleo"):
        (tiny / f"class/{student}.py").write_text(SOLUTION)
    command("grade", "class", "-a", "tiny", "--draw", "fixed")
    bob, cleo = (tiny / f"results/tiny/{name}.json" for name in ("bob", "cleo"))
    bob.write_text(bob.read_text().replace('"score": 100.0', '"score": 99.0', 1))
    cleo.unlink()
    download = "Student,ID,SIS User ID,SIS Login ID,Section,Tiny (77)\n"
    download += "Ada,1,,ada,A,\nBob,2,,bob,A,\nCleo,3,,cleo,A,\n"
    (tiny / "gradebook.csv").write_text(download)
    to_canvas = ("--to", "canvas", "--fill", "gradebook.csv", "-o", "out.csv")
    said = {
        "export": command("export", "results", "-a", "tiny", *to_canvas),
        "publish": command("publish", "results", "-a", "tiny"),
        "diff": command("diff", "results", "-a", "tiny"),
        "pages": command("pages", "tiny"),
    }
    for ended in said.values():
        assert "bob.json was changed: its score is 99, which is not the sum of its tasks" in ended.err
        assert "cleo is in scores.csv, and has no record in results/tiny any more" in ended.err.replace(
            f"{tiny}/", ""
        )
    assert said["export"].code == 1
    assert "left out, nothing was graded, or their record is damaged or gone: Bob, Cleo" in said["export"].out
    assert "everybody stands as is published" in said["diff"].out
    command("grade", "class", "-a", "tiny", "--draw", "fixed")
    assert "damaged" not in command("export", "results", "-a", "tiny", *to_canvas).err
    command("publish", "results", "-a", "tiny")
    bob.unlink()
    assert (
        "bob: 100 -> nothing (the record is damaged or gone)" in command("diff", "results", "-a", "tiny").out
    )


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--student", "eve"), "nobody in scores.csv is called eve"),
        (("--undo",), "there is no publication to undo"),
        (("--undo", "--student", "ada"), "--undo takes back the whole of the last publication"),
        (("--history", "--undo"), "give it without --undo"),
        (("--history", "--student", "ada"), "give it without --undo, --student"),
    ],
)
def test_what_cannot_be_published_is_said(
    command: Command, tiny: Path, more: tuple[str, ...], message: str
) -> None:
    (tiny / "class").mkdir()
    (tiny / "class/ada.py").write_text("x = 1\n")
    command(*GRADE)
    ended = command("publish", *ON, "--by", "tea", *more)
    assert ended.code == 2
    assert message in ended.err
    assert not (tiny / "results/tiny/published").exists()


def test_a_damaged_publication_keeps_no_run_from_grading(command: Command, tiny: Path) -> None:
    (tiny / "class").mkdir()
    (tiny / "class/ada.py").write_text("x = 1\n")
    assert command(*GRADE).code == 0
    command("publish", *ON, "--by", "tea")
    file = tiny / "results/tiny/published/0001.json.gz"
    file.write_bytes(file.read_bytes()[:30])
    ended = command(*GRADE)
    assert (ended.code, "ada" in ended.out, f"{file.name} cannot be read" in ended.err) == (0, True, True)
    for asked in (("publish", *ON, "--history"), ("export", *ON, "--to", "csv", "-o", "out.csv")):
        ended = command(*asked)
        assert (ended.code, f"{file.name} cannot be read" in ended.err) == (2, True)
