"""What counts of a record: due dates, lateness, more time, and what a person decides, which no run undoes."""

from __future__ import annotations

import csv
import datetime
import errno
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.course import CourseError, Late, open_assignment, open_course
from autograder.course_lines import difference_lines, unscored_lines
from autograder.course_systems import Into, feedback_zip, fill, of_system
from autograder.nbgrader.graded import scores
from autograder.outcome import (
    Decision,
    Extension,
    Standing,
    Standings,
    Terms,
    add_decision,
    decided,
    differences,
    publish,
    published,
    read_decisions,
    read_extensions,
    time_of,
    yet_to_score,
)
from autograder.record import Check, HandedIn, Manual, Named, Record, Store, SubmissionInfo, TaskResult

from .conftest import Command

SOLUTION = (Path(__file__).parent / "tiny_course/solutions/tiny.py").read_text("utf-8")
TITLE = "Doubling a tensor gives twice its values"
DUE = datetime.datetime(2026, 10, 1, 21, 59, tzinfo=datetime.UTC)


def checked(*credits: float | None) -> list[Check]:
    return [
        Check(f"check {n}", "not_judged" if credit is None else "passed" if credit == 1 else "failed", credit or 0.0, "off")
        for n, credit in enumerate(credits)
    ]  # fmt: skip


def record(*tasks: TaskResult, status: str = "graded", handed_in: HandedIn | None = None) -> Record:
    results = list(tasks) or [TaskResult("fit", 40, 20.0, checked(1, 0))]
    points = [task.score for task in results]
    return Record(
        assignment="tiny", student="ada", status=status, reason=None if status == "graded" else "it says why",  # type: ignore[arg-type]
        score=None if None in points else sum(filter(None, points)), max_score=100, key="k",
        submission=SubmissionInfo("", ""), tasks=results, manual=[Manual("why", 1)], sandbox="", versions={}, started="",
        cpu_s=0, wall_s=0, variant="fixed", handed_in=handed_in or HandedIn(),
    )  # fmt: skip


def decision(**what: object) -> Decision:
    return msgspec.convert({"by": "tea", "at": "2026-10-02T00:00:00Z", "why": "because", **what}, Decision)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "results", "tiny")


# ---- when it was due


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-06-01 10:00:00.123456789 -07:00", 17),
        ("2026-06-01T10:00Z", 10),
        ("2026-06-01 10:00:00 UTC", 10),
        ("2026-06-01 10:00:00 +0200", 8),
        ("2026-06-01 10:00:00", None),
        ("2026-13-01 10:00:00 Z", None),
        ("Monday", None),
    ],
)
def test_a_time_is_one_with_its_offset(text: str, hour: int | None) -> None:
    found = time_of(text)
    assert (None if found is None else found.astimezone(datetime.UTC).hour) == hour


def test_a_group_has_the_time_of_whoever_has_most() -> None:
    terms = Terms(
        DUE, Late(), {"ada": Extension(days=2), "bob": Extension(until=DUE + datetime.timedelta(days=1))}
    )
    assert terms.due_for(["cy"]) == DUE
    assert terms.due_for(["cy", "bob"]) == DUE + datetime.timedelta(days=1)
    assert terms.due_for(["bob", "ada"]) == DUE + datetime.timedelta(days=2)


def test_of_several_extensions_the_longest_counts(tmp_path: Path) -> None:
    file = tmp_path / "extensions.csv"
    file.write_text(
        'student,assignment,due,days,why\nada,,,1,ill\nada,tiny,,"2,5",\nbob,other,,9,\ncy,*,2026-10-05T00:00Z,,\n'
    )
    assert read_extensions(file, "tiny") == {
        "ada": Extension(None, 2.5),
        "cy": Extension(datetime.datetime(2026, 10, 5, tzinfo=datetime.UTC)),
    }


def test_a_row_for_no_assignment_is_an_error_and_one_for_another_is_none(
    command: Command, tiny: Path
) -> None:
    (tiny / "ada.py").write_text(SOLUTION)
    (tiny / "extensions.csv").write_text("student,assignment,due,days\nada,tinyy,,5\n")
    ended = command("grade", "ada.py", "-a", "tiny", "--draw", "fixed")
    assert ended.code == 2
    assert "extensions.csv, row 2: there is no assignment `tinyy`: did you mean 'tiny'?" in ended.err
    assert not (tiny / "results/tiny/ada.json").exists()
    (tiny / "assignments/other").mkdir()
    (tiny / "assignments/other/assignment.toml").touch()
    (tiny / "extensions.csv").write_text("student,assignment,due,days\nada,other,,5\nada,*,,1\n")
    assert command("grade", "ada.py", "-a", "tiny", "--draw", "fixed").code == 0


def test_without_a_roster_a_row_for_nobody_there_is_named(command: Command, tiny: Path) -> None:
    (tiny / "hand").mkdir()
    (tiny / "hand/ada.py").write_text(SOLUTION)
    (tiny / "extensions.csv").write_text("student,assignment,due,days\nada,,,1\nAda,tiny,,5\n")
    ended = command("grade", "hand", "-a", "tiny", "--draw", "fixed")
    assert ended.code == 0
    told = [line for line in ended.out.splitlines() if "extensions.csv" in line]
    what = f"{tiny / 'extensions.csv'}, row 3: nobody who handed in is called `Ada`: did you mean 'ada'?"
    assert told == [f"to be seen to: {what}"]


def test_rows_of_which_the_longer_counts_are_named(command: Command, tiny: Path) -> None:
    (tiny / "ada.py").write_text(SOLUTION)
    (tiny / "extensions.csv").write_text(
        "student,assignment,due,days\nada,tiny,2026-10-08T23:59+02:00,2\nbob,,,1\nbob,tiny,,2\ncy,,,1\n"
    )
    said = command("grade", "ada.py", "-a", "tiny").out.splitlines()
    assert [line for line in said if "to be seen to" in line] == [
        f"to be seen to: {tiny}/extensions.csv, row 2: `due` and `days` are both given for `ada`: whichever is later counts",
        f"to be seen to: {tiny}/extensions.csv, row 4: `bob` has more time by row 3 too: the longer counts",
    ]


def test_more_time_after_the_last_day_there_is_breaks_nothing() -> None:
    last = datetime.datetime(9999, 12, 31, 23, 59, tzinfo=datetime.timezone(-datetime.timedelta(hours=7)))
    due = Terms(last, Late(), {"ada": Extension(days=2)}).due_for(["ada"])
    assert due is not None
    assert (DUE - due).days < 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("student\nada\n", "it needs `student`, and `due` or `days`"),
        ("student,days\nada,\n", "row 2: neither `due` nor `days`"),
        ("student,days\nada,soon\n", "row 2: `soon` is no number of days"),
        ("student,days\nada,-1\n", "row 2: `-1` is no number of days"),
        ("student,due\nada,tomorrow\n", "row 2: `tomorrow` is no time with its offset"),
        ("student,days\nadaa,1\n", "row 2: nobody in the roster is called `adaa`"),
        ("student,days\n,1\n", "row 2: no student is named"),
        (
            "student,assignmnt,days\nada,tiny,1\n",
            "line 1: there is no column assignment, and `assignmnt` looks like it",
        ),
        ("student,due,days,why\nada,,2,5,ill\n", "line 2: more cells than the first line has columns"),
        ("student,days,days\nada,2,1\n", "line 1: the column days is there twice"),
    ],
)
def test_an_extension_that_would_be_lost_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "extensions.csv").write_text(text)
    with pytest.raises(CourseError, match=message):
        read_extensions(tmp_path / "extensions.csv", "tiny", {"ada"})


def test_what_many_have_in_common_is_said_once_and_not_of_everybody() -> None:
    scored = [msgspec.structs.replace(record(), student=f"s{n:02}") for n in range(15)]
    standings = [Standing(one, written=1.0 if one is scored[0] else None) for one in scored]
    (line,) = unscored_lines(standings)
    assert line.startswith("to be seen to: s00, s01, ")
    assert line.endswith("s11 and 3 more: no points yet for why, which count as 0")


def test_a_difference_in_every_check_is_no_flood(store: Store, tiny: Path) -> None:
    before, now = (record(TaskResult("fit", 40, 40.0 * c, checked(*[c] * 87))) for c in (1, 0))
    publish(store, [Standing(before)], {}, "jd", "first")
    out_now = published(store)
    told = list(difference_lines(differences(out_now, [Standing(now)], {}), out_now))
    assert len(told) == 10
    assert told[-1] == "    and 79 more checks"


def test_a_title_that_there_is_not_is_answered_by_the_nearest(store: Store) -> None:
    one = record(TaskResult("fit", 40, 40.0, checked(*[1] * 87)))
    with pytest.raises(CourseError) as refused:
        add_decision(store, one, decision(check="chek 55", credit=1.0))
    lines = str(refused.value).splitlines()
    assert len(lines) == 9
    assert lines[0].endswith("The nearest of 87 are")
    assert lines[1] == "  check 55"


def test_who_has_no_points_yet_for_an_answer_is_named_once_others_have(store: Store) -> None:
    """An answer that nobody scored counts as nothing, which an export does not tell from a 0."""

    def scored(student: str, *points: float | None, **more: Any) -> Standing:
        answers = [Manual(name, 1, each) for name, each in zip(("why", "when"), points, strict=True)]
        some = [each for each in points if each is not None]
        whole = msgspec.structs.replace(
            record(TaskResult("fit", 40, 40.0, [])), student=student, score=40.0, manual=answers
        )
        return Standing(whole, written=sum(some) if some else None, **more)

    nobody = [scored("ada", None, None), scored("bob", None, None)]
    assert list(yet_to_score(nobody)) == []
    some = [scored("ada", 1, 0), scored("bob", None, None), scored("cy", 1, None)]
    some.append(scored("dee", None, None, excused=True))
    assert list(yet_to_score(some)) == [("bob", ["why", "when"]), ("cy", ["when"])]


# ---- what a person decides


def test_a_check_is_overruled_and_its_task_counted_anew(store: Store) -> None:
    one = record(TaskResult("fit", 40, 20.0, checked(1, 0)), TaskResult("double", 60, 60.0, []))
    now, lost = decided(one, [decision(check="check 1", credit=0.5)])
    assert ([task.score for task in now.tasks], now.score, lost) == ([30.0, 60.0], 90.0, [])
    check = now.tasks[0].checks[1]
    assert (check.message, check.hint) == ("a person has looked at this, and decided", "")
    assert check.detail == "tea: because (the machine: failed, 0%. off)"


def test_what_could_not_be_judged_is_graded_once_a_person_has(store: Store) -> None:
    one = record(TaskResult("fit", 40, None, checked(1, None)), status="not_graded")
    now, _ = decided(one, [decision(check="check 1", credit=1.0)])
    assert (now.status, now.reason, now.score) == ("graded", None, 40)


def test_the_later_of_two_decisions_stands_until_it_is_taken_back() -> None:
    both = [decision(task="fit", points=30.0), decision(task="fit", points=10.0)]
    assert decided(record(), both)[0].score == 10
    assert decided(record(), [*both, decision(takes_back=2)])[0].score == 30


def test_what_a_mended_grader_does_not_know_any_more_is_said() -> None:
    _, lost = decided(record(), [decision(check="gone", credit=1.0), decision(task="old", points=1.0)])
    assert lost == ["no check is called `gone` any more", "there is no task old any more"]


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"check": "check 9", "credit": 1.0}, "has no check `check 9`"),
        ({"check": "check 1"}, "a check's credit is a number from 0 to 1"),
        ({"check": "check 1", "credit": 2.0}, "a check's credit is a number from 0 to 1"),
        ({"task": "fit", "points": 41.0}, "`fit` has 0 to 40 points"),
        ({"written": "what", "points": 1.0}, "has no `what`; there are: why"),
        ({"written": "why"}, "`why` has 0 to 1 points"),
        ({"penalty": -1.0}, "a penalty is a number of points from 0"),
        ({"takes_back": 1}, "has no decision 1 that could be taken back"),
        ({"excused": True, "why": " "}, "say why"),
        (
            {"comment": "x", "points": 5.0},
            "points are given to a task or a written answer, and this is of comment",
        ),
        ({"penalty": 0.0, "credit": 1.0}, "credit is what a check earns, and this is of penalty"),
        ({"comment": "x", "excused": False}, "one decision at a time.*comment and excused"),
        ({"handed_in": "yesterday"}, "'yesterday' is no time with its offset"),
        ({"handed_in": "2026-10-02T02:01+02:00"}, "is yet to come: when was it handed in"),
        ({}, "it decides nothing"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(store: Store, what: dict[str, object], message: str) -> None:
    with pytest.raises(CourseError, match=message):
        add_decision(store, record(), decision(**what))
    assert not list(store.folder.glob("decisions/*"))


def test_decisions_that_cannot_be_read_are_never_passed_over(store: Store) -> None:
    add_decision(store, record(), decision(excused=True))
    (file,) = store.folder.glob("decisions/*.json")
    file.write_text("{")
    with pytest.raises(CourseError, match="cannot be read.*decisions are nowhere else"):
        add_decision(store, record(), decision(excused=False))


BY = '"by": "tea", "at": "2026-10-02T00:00:00Z", "why": "x"'


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('"check": "check 1"', "a check's credit is a number from 0 to 1"),
        ('"check": "check 1", "credit": 7', "a check's credit is a number from 0 to 1"),
        ('"task": "fit"', "the points of fit are a number from 0"),
        ('"written": "why", "points": -1', "the points of why are a number from 0"),
        ('"penalty": -50', "a penalty is a number of points from 0"),
        ('"handed_in": "yesterday"', "'yesterday' is no time with its offset"),
        ('"penatly": 0', "unknown field `penatly`"),
        ('"excused": true, "penalty": 0', "one decision at a time"),
        ('"points": "5"', "Expected `float"),
        ('"takes_back": 2', "has no decision 2"),
    ],
)
def test_a_decision_that_was_mended_into_what_cannot_be_is_named(
    store: Store, entry: str, message: str
) -> None:
    add_decision(store, record(), decision(excused=False))
    (file,) = store.folder.glob("decisions/*.json")
    file.write_text(f'{{"student": "ada", "decisions": [{{{BY}, "penalty": 0}}, {{{BY}, {entry}}}]}}')
    with pytest.raises(CourseError) as problem:
        read_decisions(store, "ada")
    assert f"{file.name}, decision 2: " in str(problem.value)
    assert message in str(problem.value)


def test_a_file_of_decisions_is_of_the_student_that_it_says(store: Store) -> None:
    add_decision(store, record(), decision(excused=True))
    (file,) = store.folder.glob("decisions/*.json")
    file.write_text(file.read_text().replace('"ada"', '"bob"'))
    with pytest.raises(CourseError, match="says that its student is 'bob'.*'ada'"):
        read_decisions(store, "ada")


def test_more_points_than_a_task_has_are_to_be_seen_to() -> None:
    """A task may have lost points since, so that it ends no run."""
    assert decided(record(), [decision(task="fit", points=41.0)])[1] == [
        "fit has 40 points, and 41 were decided"
    ]


def test_what_is_in_force_is_not_decided_again(store: Store) -> None:
    one = record()
    half, none = decision(task="fit", points=20.0), decision(task="fit", points=0.0)
    for new, added in (
        ([half, decision(comment="x")], 2), ([half, decision(comment="x", why="another")], 0), ([none], 1), ([half], 1),
        ([decision(takes_back=2)], 1), ([decision(takes_back=2)], 0), ([decision(comment="x")], 1),
        ([decision(excused=True)], 1), ([decision(excused=False), decision(excused=True)], 2),
    ):  # fmt: skip
        assert len(add_decision(store, one, *new)) == added, new


def test_a_written_answer_that_a_person_scored_is_scored_in_nbgrader(tiny: Path) -> None:
    now, _ = decided(record(), [decision(written="why", points=0.5)])
    assignment = open_assignment(open_course(tiny), "tiny")

    cell = {"metadata": {"nbgrader": {"grade_id": "why"}}, "source": "since"}
    assert scores(assignment, now, [cell])["why"].points == 0.5
    assert scores(assignment, record(), [cell])["why"].points is None


# ---- on the command line

METADATA = (
    "submission_1:\n  :submitters:\n  - :name: A\n    :email: ada@x.org\n  :created_at: 2026-10-03 00:00:00 +02:00\n"
    "submission_2:\n  :submitters:\n  - :name: B\n    :email: bob@x.org\n  :created_at: 2026-10-01 23:00:00 +02:00\n"
)


@pytest.fixture
def handed_in(tiny: Path) -> Path:
    for number, source in ((1, SOLUTION.replace("FACTOR = 2.0", "FACTOR = 3.0")), (2, SOLUTION)):
        (tiny / f"class/submission_{number}").mkdir(parents=True)
        (tiny / f"class/submission_{number}/tiny.py").write_text(source)
    (tiny / "class/submission_metadata.yml").write_text(METADATA)
    with (tiny / "course.toml").open("a") as file:
        file.write("\n[late]\nper_day = 0.1\n[due]\ntiny = 2026-10-01T23:59:00+02:00\n")
    return tiny


GRADE = ("grade", "class", "-a", "tiny", "--draw", "fixed")
DECIDE = ("decide", "results", "ada@x.org", "-a", "tiny")


def rows(tiny: Path) -> dict[str, dict[str, str]]:
    with (tiny / "results/tiny/scores.csv").open(newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_lateness_costs_and_is_shown_apart(command: Command, handed_in: Path) -> None:
    ended = command(*GRADE)
    assert "70 - 14" in ended.out
    assert "late: ada@x.org (1 days, 14 points)" in ended.out
    ada, bob = rows(handed_in).values()
    assert [ada[name] for name in ("score", "late", "penalty", "total")] == ["70.0", "late", "14.0", "56.0"]
    assert [bob[name] for name in ("score", "late", "penalty", "total")] == ["100.0", "in time", "", "100.0"]
    (handed_in / "extensions.csv").write_text("student,days\nada@x.org,1\n")
    command(*GRADE)
    assert rows(handed_in)["ada@x.org"]["penalty"] == "7.0", "a minute into the second day"


def test_decisions_outlive_grading_and_show_everywhere(command: Command, handed_in: Path) -> None:
    command(*GRADE)
    assert (
        command(*DECIDE, "--check", TITLE, "--credit", "1", "--why", "three was right", "--by", "tea").code
        == 0
    )
    command(*DECIDE, "--written", "why", "--points", "0.5", "--why", "half")
    command(*DECIDE, "--comment", "A good idea.", "--why", "it is")
    ended = command(*DECIDE, "--penalty", "3", "--why", "our server was down")
    assert "97.5 points (score 100, written 0.5, late penalty 3)" in ended.out
    (handed_in / "class/submission_1/tiny.py").write_text(SOLUTION.replace("FACTOR = 2.0", "FACTOR = 4.0"))
    command(*GRADE)
    raw = Store(handed_in / "results", "tiny").read("ada@x.org")
    assert raw is not None
    assert raw.score == 70, "the record is the machine's"
    ada = rows(handed_in)["ada@x.org"]
    assert [ada[n] for n in ("score", "written", "penalty", "total", "comment")] == [
        "100.0",
        "0.5",
        "3.0",
        "97.5",
        "A good idea.",
    ]
    command("export", "results", "-a", "tiny", "--to", "jsonl", "-o", "out.jsonl")
    line = json.loads((handed_in / "out.jsonl").read_text().splitlines()[0])
    assert (line["points"], line["penalty"], line["comment"]) == (97.5, 3.0, "A good idea.")
    assert "tea" in command(*DECIDE).out


def test_the_same_decision_again_mends_what_a_killed_one_left(
    command: Command, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk at any of its files: the comment is there once, and in scores.csv."""
    store = Store(tiny / "results", "tiny")
    store.write(record())
    asked = ("decide", "results", "ada", "-a", "tiny", "--comment", "see me", "--why", "x", "--by", "tea")

    def full(_: object, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    kept = os.replace
    with monkeypatch.context() as patch:
        patch.setattr(
            os, "replace", lambda a, b: kept(a, b) if Path(b).parent.name == "decisions" else full(a, b)
        )
        assert "No space left" in command(*asked).err
    assert not (store.folder / "scores.csv").exists()
    ended = command(*asked)
    assert (ended.code, "decided already" in ended.out) == (0, True)
    assert len(read_decisions(store, "ada")) == 1
    assert rows(tiny)["ada"]["comment"] == "see me"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            ("--comment", "x", "--points", "5", "--credit", "1"),
            "credit is what a check earns, and this is of comment",
        ),
        (("--comment", "x", "--excuse"), "one decision at a time"),
        (("--points", "5"), "what is decided?"),
        (("--handed-in", "soon"), "'soon' is no time with its offset"),
    ],
)
def test_what_makes_no_sense_together_is_refused(
    command: Command, tiny: Path, more: tuple[str, ...], message: str
) -> None:
    store = Store(tiny / "results", "tiny")
    store.write(record())
    ended = command("decide", "results", "ada", "-a", "tiny", "--why", "x", "--by", "tea", *more)
    assert (ended.code, message in ended.err) == (2, True), ended.err
    assert read_decisions(store, "ada") == []


def test_the_excused_are_excused_in_canvas_and_left_out_elsewhere(command: Command, handed_in: Path) -> None:
    command(*GRADE)
    command(*DECIDE, "--excuse", "--why", "ill")
    (handed_in / "c.csv").write_text(
        "Student,ID,SIS Login ID,Section,Tiny (7)\nA,1,ada@x.org,S,\nB,2,bob@x.org,S,\n"
    )
    command("export", "results", "-a", "tiny", "--to", "canvas", "--fill", "c.csv", "-o", "out.csv")
    assert (handed_in / "out.csv").read_text().splitlines()[1:] == [
        "A,1,ada@x.org,S,EX",
        "B,2,bob@x.org,S,100.00",
    ]
    (handed_in / "g.csv").write_text(
        "Name,SID,Email,Total Score,Max Points\nA,,ada@x.org,,100\nB,,bob@x.org,,100\n"
    )
    ended = command(
        "export", "results", "-a", "tiny", "--to", "gradescope", "--fill", "g.csv", "-o", "out.csv"
    )
    assert "left out: ada@x.org: excused" in ended.out


def test_who_handed_in_nothing_can_be_excused_and_stays_so(command: Command, handed_in: Path) -> None:
    (handed_in / "roster.csv").write_text("student,email\na,ada@x.org\nb,bob@x.org\nill,ill@x.org\n")
    command(*GRADE)
    assert (
        "there is no record of eve"
        in command("decide", "results", "eve", "-a", "tiny", "--excuse", "--why", "x").err
    )
    assert (
        "there is no record of ill"
        in command("decide", "results", "ill", "-a", "tiny", "--comment", "x", "--why", "x").err
    )
    assert "say why" in command("decide", "results", "ill", "-a", "tiny", "--excuse").err
    assert list(rows(handed_in)) == ["a", "b"]
    assert "ill: excused" in command("decide", "results", "ill", "-a", "tiny", "--excuse", "--why", "ill").out
    ended = command(*GRADE)
    assert "left out of scores.csv" not in ended.out
    assert list(rows(handed_in)) == ["a", "b", "ill"]
    (handed_in / "c.csv").write_text("Student,ID,SIS Login ID,Section,Tiny (7)\nI,3,ill@x.org,S,\n")
    command("export", "results", "-a", "tiny", "--to", "canvas", "--fill", "c.csv", "-o", "out.csv")
    assert (handed_in / "out.csv").read_text().splitlines()[1:] == ["I,3,ill@x.org,S,EX"]


def test_points_that_a_person_decided_are_not_the_machine_s(command: Command, handed_in: Path) -> None:
    command(*GRADE)
    command(*DECIDE, "--check", TITLE, "--credit", "1", "--why", "three was right")
    command(*DECIDE, "--written", "why", "--points", "1", "--why", "good")
    command(*DECIDE, "--penalty", "0", "--why", "our server was down")
    command("pages", "tiny")
    page = (handed_in / "results/tiny/pages/students/ada@x.org.md").read_text()
    assert "101 of 101 points in all: 40 by machine, 60 decided by a person and 1 for written answers" in page
    assert "60 of 60 points, decided by a person" in page
    other = (handed_in / "results/tiny/pages/students/bob@x.org.md").read_text()
    assert "by a person" not in other


def test_the_excused_are_said_to_be_excused_and_not_ungraded(command: Command, handed_in: Path) -> None:
    (handed_in / "roster.csv").write_text("student,email\na,ada@x.org\nb,bob@x.org\nill,ill@x.org\n")
    command(*GRADE)
    command("decide", "results", "ill", "-a", "tiny", "--excuse", "--why", "ill")
    command("pages")
    results = handed_in / "results"
    for kind in ("md", "html"):
        page = (results / f"tiny/pages/students/ill.{kind}").read_text()
        assert "excused: this assignment does not count" in page
        assert "graded again" not in page
        assert "not graded" not in page.casefold()
    with (results / "tiny/pages/students.csv").open(newline="") as file:
        ill = next(row for row in csv.DictReader(file) if row["student"] == "ill")
    assert (ill["status"], ill["to_look_at"]) == ("excused", "excused")
    assert "ill" not in (results / "tiny/pages/to_look_at.csv").read_text()
    class_page = (results / "tiny/pages/index.html").read_text()
    assert "<dt>excused</dt><dd>1</dd>" in class_page
    assert "<dt>not graded</dt>" not in class_page
    assert "ill,excused,0" in (results / "term.csv").read_text()
    term = (results / "term.html").read_text()
    assert ">excused</a>" in term
    assert ">not graded</a>" not in term


def test_a_decision_about_an_earlier_hand_in_is_to_be_seen_to(command: Command, handed_in: Path) -> None:
    command(*GRADE)
    command(*DECIDE, "--task", "double", "--points", "55", "--why", "kind")
    command(*DECIDE, "--check", TITLE, "--credit", "0.5", "--why", "half")
    command(*DECIDE, "--task", "fit", "--points", "30", "--why", "the same by machine then as now")
    command(*DECIDE, "--written", "why", "--points", "1", "--why", "good")
    told = "on ada@x.org was about another hand-in, and is in force:"
    assert told not in command(*GRADE).out
    file = handed_in / "class/submission_1/tiny.py"
    file.write_text(SOLUTION)
    ended = command(*GRADE)
    assert f"{told} the machine gave double 30 points there, and gives 60 points here" in ended.out
    assert f"{told} the machine gave check `{TITLE}` 0% there, and gives 100% here" in ended.out
    assert f"{told} the points of why are of what was written there" in ended.out
    assert ended.out.count(told) == 3
    assert "ada@x.org 70 -> 100 by machine; with what a person decided 85 count" in ended.out
    command(*DECIDE, "--task", "double", "--points", "55", "--why", "of this one too")
    assert command(*GRADE).out.count(told) == 2


@pytest.mark.parametrize("what", [("--excuse",), ("--comment", "x"), ()])
def test_of_one_of_a_group_is_decided_with_the_group(
    command: Command, tiny: Path, what: tuple[str, ...]
) -> None:
    people = [Named("J", email="jm@x.org"), Named("S", email="sob@x.org")]
    together = msgspec.structs.replace(
        record(handed_in=HandedIn("gradescope", people)), student="jm@x.org+sob@x.org"
    )
    store = Store(tiny / "results", "tiny")
    store.write(together)
    (tiny / "roster.csv").write_text("student,email\njm@x.org,jm@x.org\nsob@x.org,sob@x.org\n")
    ended = command("decide", "results", "jm@x.org", "-a", "tiny", "--why", "ill", *what)
    assert ended.code == 2
    assert "jm@x.org handed in with sob@x.org: decide about jm@x.org+sob@x.org" in ended.err
    assert store.all() == [together]


def test_a_penalty_takes_no_more_than_there_is(tiny: Path, store: Store) -> None:
    one = record()
    add_decision(store, one, decision(penalty=500.0))
    standing = Standings(open_course(tiny), "tiny", store).of(one)
    assert (standing.penalty, standing.total) == (20.0, 0.0)


def test_a_mark_without_a_time_costs_nothing_until_somebody_says_when(
    command: Command, handed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.cli_course.now", lambda: "2026-10-05T00:00:00Z")
    place = "ada_LATE_1_2_tiny.py"
    (handed_in / "late").mkdir()
    (handed_in / "late" / place).write_text(SOLUTION)
    ended = command("grade", "late", "-a", "tiny", "--draw", "fixed")
    assert "to be seen to: ada-1: late by the system's mark, and nothing says by how much" in ended.out
    command(
        "decide",
        "results",
        "ada-1",
        "-a",
        "tiny",
        "--handed-in",
        "2026-10-03T12:00+02:00",
        "--why",
        "as Canvas shows",
    )
    assert rows(handed_in)["ada-1"]["penalty"] == "20.0"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("[due]\ntiny = 2026-10-01T23:59:00\n", "the due date of tiny has no offset"),
        (
            "[due]\ntyni = 2026-10-01T23:59:00Z\n",
            "line 5: [due] names 'tyni', which is no assignment: there is tiny",
        ),
        ("[due]\ntiny = 'soon'\n", "due.tiny is 'soon': expected a time like 2026-10-01T23:59:00+02:00"),
        ("[due]\ntiny = 2026-10-01\n", "a time is written whole: 2026-10-01T23:59:00+02:00"),
        (
            "[due]\ntiny = 2026-10-01T20:15-07:00  # noon\n",
            "a time is written whole: 2026-10-01T20:15:00-07:00",
        ),
        ("[due]\ntiny = '2026-10-01T20:15Z'\n", "a time is written whole: 2026-10-01T20:15:00Z"),
    ],
)
def test_a_due_date_that_is_none_is_said_before_anything_is_graded(
    command: Command, tiny: Path, more: str, message: str
) -> None:
    (tiny / "ada.py").write_text(SOLUTION)
    with (tiny / "course.toml").open("a") as file:
        file.write("\n" + more)
    ended = command("grade", "ada.py", "-a", "tiny", "--draw", "fixed")
    assert ended.code == 2
    assert message in ended.err
    assert not list((tiny / "results").glob("*/ada.json"))


def test_feedback_says_what_the_points_are_made_of(tmp_path: Path, tiny: Path, store: Store) -> None:
    one = record(handed_in=HandedIn("canvas", [Named("a", "1")], "a_1_2_tiny.py"))
    for what in ({"penalty": 5.0}, {"written": "why", "points": 1.0}, {"comment": "Well done."}):
        add_decision(store, one, decision(**what))
    standing = Standings(open_course(tiny), "tiny", store).of(one)
    with zipfile.ZipFile(io.BytesIO(feedback_zip([standing], "canvas").data)) as archive:
        text = archive.read("a_1_2_tiny.py").decode()
    assert "16 of 101 points in all: 20 by machine and 1 for written answers, less 5 for lateness" in text
    assert "decided by a person" not in text
    assert "Well done." in text
    (tmp_path / "c.csv").write_text("Student,ID,SIS Login ID,Section,Tiny (7)\nA,1,ada,S,\n")
    filled = fill(of_system(tmp_path / "c.csv", "canvas"), [standing], None, Into(), ("tiny",), 101)
    assert filled.written == {"ada": "16.00"}
