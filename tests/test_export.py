"""Scores and feedback out: into the systems' own downloads, and back through their importers' rules."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import msgspec
import nbformat
import pytest

from autograder.course import CourseError
from autograder.course_systems import Filled, Into, as_csv, as_json_lines, feedback_zip, fill, of_system
from autograder.outcome import Standing
from autograder.record import Check, HandedIn, Manual, Named, Record, Store, SubmissionInfo, TaskResult
from autograder.submission import Person, Roster

from .conftest import Command
from .importers import Moodle, canvas_feedback, canvas_scores

SOLUTION = (Path(__file__).parent / "tiny_course/solutions/tiny.py").read_text("utf-8")
GERMAN = ("ID", "Bewertung", "Zuletzt geändert (Bewertung)")


PLAIN, AS_IT_IS = HandedIn(), Into()


def record(student: str, score: float | None, handed_in: HandedIn = PLAIN, file: str = "") -> Record:
    failed = Check("A check", "failed", 0.0, message="<b>off</b> by 3", detail="hidden text")
    return Record(
        assignment="tiny", student=student, status="not_graded" if score is None else "graded",
        reason="two hand-ins" if score is None else None, score=score, max_score=100.0, key="k",
        submission=SubmissionInfo(file, "0"), tasks=[TaskResult("fit", 100.0, score, [failed])], manual=[], sandbox="",
        versions={}, started="", cpu_s=0, wall_s=0, variant="fixed", handed_in=handed_in,
    )  # fmt: skip


def of_canvas(number: str, score: float | None) -> Record:
    place = f"name_{number}_9{number}_tiny.py"
    return record(f"name-{number}", score, HandedIn("canvas", [Named("name", number)], place), place)


def of_moodle(number: str, score: float | None) -> Record:
    place = f"Ada L_{number}_assignsubmission_file"
    return record(f"Ada L-{number}", score, HandedIn("moodle", [Named("Ada L", number)], place), "tiny.py")


def filled(
    tmp_path: Path,
    system: str,
    text: str,
    records: list[Record],
    into: Into = AS_IT_IS,
    roster: Roster | None = None,
    full: float = 100,
) -> Filled:
    (tmp_path / "download.csv").write_bytes(text.encode())
    export = of_system(tmp_path / "download.csv", system)
    return fill(export, list(map(Standing, records)), roster, into, ("tiny", "Tiny"), full)


CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Tiny (77),Other (78),Current Score\r\n"
    "    Points Possible,,,,,100.00,10.00,(read only)\r\n"
    ",,,,,Manual Posting,,\r\n"
    '"Smith, John",111,S1,js1,A,55.00,3,\r\n'
    '"Smith, John",222,S2,js2,"A, B",,4,\r\n'
    '"Müller, É",333,S3,em,A,12.00,5,\r\n'
    '"Student, Test",999,,x,A,,,\r\n'
)
USERS = {"111": "Smith, John", "222": "Smith, John", "333": "Müller, É", "999": "Student, Test"}
TITLES = {"77": "Tiny", "78": "Other"}


def test_canvas_takes_the_scores_and_nothing_else_changes(tmp_path: Path) -> None:
    """Not the blank of who has no verdict, nor another assignment's scores, which may be newer than the download."""
    records = [of_canvas("111", 80.456), of_canvas("222", 110), of_canvas("333", None), of_canvas("444", 1)]
    done = filled(tmp_path, "canvas", CANVAS, records)
    now = {"111": {"77": "55", "78": "9"}, "222": {"78": "4"}, "333": {"77": "12.00"}}
    after, asked = canvas_scores(done.data, USERS, TITLES, now)
    assert after == {
        "111": {"77": "80.46", "78": "9"},
        "222": {"77": "110.00", "78": "4"},
        "333": {"77": "12.00"},
    }
    assert asked == ["111: 55 -> 80.46", "222: nothing -> 110.00"]
    assert done.left_out == [("name-333", "no verdict: two hand-ins")]
    assert (done.no_record, done.unknown) == ([], ["name-444"])
    again, asked = canvas_scores(done.data, USERS, TITLES, after)
    assert (again, asked) == (after, [])


def test_what_is_not_written_is_byte_for_byte_what_canvas_wrote(tmp_path: Path) -> None:
    done = filled(tmp_path, "canvas", CANVAS, [of_canvas("222", 50)])
    assert done.data.decode() == (
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Tiny (77)\r\n"
        "    Points Possible,,,,,100.00\r\n"
        '"Smith, John",222,S2,js2,"A, B",50.00\r\n'
    )


def test_canvas_is_never_made_to_guess_the_assignment(tmp_path: Path) -> None:
    for text, column in (
        (CANVAS.replace("Tiny (77)", "Tiny 1 (77)"), ""),
        (CANVAS, "Third"),
        (CANVAS.replace("Other", "tiny"), ""),
    ):
        with pytest.raises(CourseError, match="which column are the scores?"):
            filled(tmp_path, "canvas", text, [of_canvas("111", 1)], Into(column))
    assert (
        filled(tmp_path, "canvas", CANVAS, [of_canvas("111", 1)], Into("other", scale=True)).column
        == "Other (78)"
    )


def test_points_are_converted_only_when_that_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="Canvas's maximum is 10, and the assignment's 100"):
        filled(tmp_path, "canvas", CANVAS, [of_canvas("111", 55)], Into("Other"))
    assert filled(tmp_path, "canvas", CANVAS, [of_canvas("111", 55)], Into("Other", scale=True)).written == {
        "name-111": "5.50"
    }


def test_canvas_with_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    text = 'Student;ID;SIS Login ID;Section;Tiny (77)\n    Points Possible;;;;100,00\n"Smith, John";111;js1;A;5,00\n'
    done = filled(tmp_path, "canvas", text, [of_canvas("111", 62.5)])
    after, asked = canvas_scores(done.data, USERS, TITLES, {})
    assert (after, asked) == ({"111": {"77": "62.50"}}, ["111: nothing -> 62.50"])


WORKSHEET = (
    "\ufeffID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,"
    "Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback als Kommentar\n"
    'Teilnehmer/in501,Ada L,ada@x.org,Abgegeben,,"100,00",Ja,"Montag, 1. Juni",-,"schon, da"\n'
    'Teilnehmer/in502,Ada L,al@x.org,Abgegeben,"7,00","100,00",Ja,-,-,\n'
    'Teilnehmer/in503,Cy,cy@x.org,Abgegeben,,"100,00",Nein,-,-,\n'
    'Teilnehmer/in504,Dee,dee@x.org,,,"100,00",Ja,-,-,\n'
)


def moodle() -> Moodle:
    return Moodle(GERMAN, "Teilnehmer/in", 100, {501: "Ada L", 502: "Ada L", 503: "Cy", 504: "Dee"})


def test_moodle_takes_the_grades_in_its_own_language(tmp_path: Path) -> None:
    records = [of_moodle("501", 80.5), of_moodle("502", None), of_moodle("503", 3), of_moodle("599", 4)]
    done = filled(tmp_path, "moodle", WORKSHEET, records)
    there = moodle()
    there.grades[502] = 7
    assert there.take_grades(done.data) == 1
    assert there.grades == {501: 80.5, 502: 7}
    assert done.left_out == [
        ("Ada L-502", "no verdict: two hand-ins"),
        ("Ada L-503", "Moodle says that the grade cannot be changed"),
    ]
    assert (done.no_record, done.unknown) == (["Dee"], ["Ada L-599"])
    kept = WORKSHEET.splitlines()[1].replace("Abgegeben,,", "Abgegeben,80.50,")
    assert done.data.decode().splitlines() == [WORKSHEET.splitlines()[0], kept]


def test_what_moodle_would_pass_over_in_silence_is_said(tmp_path: Path) -> None:
    done = filled(tmp_path, "moodle", WORKSHEET, [of_moodle("501", 108)])
    assert done.left_out[0][1].startswith("108.00 is over Moodle's maximum of 100, which it would pass over")
    assert done.written == {}
    assert filled(tmp_path, "moodle", WORKSHEET, [of_moodle("501", 108)], Into(cap=True)).written == {
        "Ada L-501": "100.00"
    }


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('"100,00"', '"sehr gut\ngut"'), "there is no maximum, the same for everybody|which column"),
        (("Bewertung,Bestwertung", "Xyz,Zyx"), ""),
    ],
)
def test_moodles_column_is_found_by_the_maximum_behind_it(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    text = WORKSHEET.replace(*change)
    if message:
        with pytest.raises(CourseError, match=message):
            filled(tmp_path, "moodle", text, [of_moodle("501", 1)])
    else:
        assert filled(tmp_path, "moodle", text, [of_moodle("501", 1)]).column == "Xyz"


GRADES = (
    "First Name,Last Name,SID,Email,Sections,Total Score,Max Points,Status,Submission ID\n"
    "Ada,L,S4,ada@x.org,,,100.0,Ungraded,10\nBob,B,S5,bob@x.org,,,100.0,Ungraded,10\nCy,C,,cy@x.org,,7.0,100.0,Graded,11\n"
)


def test_a_groups_score_is_each_of_its_peoples(tmp_path: Path) -> None:
    people = [Named("Ada", "S4", "ada@x.org"), Named("Bob", "", "BOB@x.org")]
    group = record("ada@x.org+bob@x.org", 60, HandedIn("gradescope", people, "submission_10"))
    done = filled(tmp_path, "gradescope", GRADES, [group])
    rows = list(csv.DictReader(io.StringIO(done.data.decode())))
    assert [(row["First Name"], row["Total Score"], row["Status"]) for row in rows] == [
        ("Ada", "60.00", "Ungraded"),
        ("Bob", "60.00", "Ungraded"),
    ]
    assert done.no_record == ["Cy C"]


def test_the_roster_carries_scores_from_one_system_to_another(tmp_path: Path) -> None:
    """Handed in on Moodle, entered into Canvas; and a namesake of theirs gets nothing."""
    roster = Roster(
        [Person("ada", "John Smith", canvas_id="111", moodle_ids=("501",))], tmp_path / "roster.csv"
    )
    one = msgspec.structs.replace(of_moodle("501", 70), student="ada")
    done = filled(tmp_path, "canvas", CANVAS, [one], roster=roster)
    assert (done.written, done.no_record) == ({"ada": "70.00"}, ["Smith, John", "Müller, É"])
    assert b",111," in done.data


def test_a_row_that_may_be_two_students_gets_no_score(tmp_path: Path) -> None:
    done = filled(tmp_path, "canvas", CANVAS, [of_canvas("111", 1), record("js1", 2)])
    assert done.written == {}
    assert {why for _, why in done.left_out} == {"the row of Smith, John may be that of js1 and name-111"}


# ---- feedback


def test_canvas_attaches_the_feedback_to_the_file_that_was_handed_in(tmp_path: Path) -> None:
    """Under that file's name, so that it has its form."""
    records, attachments = [], {}
    for number, ending in enumerate((".py", ".ipynb", ".zip", ".py.txt"), 1):
        place = f"lovelace_LATE_{number}_9{number}_tiny-1{ending}"
        records.append(record(f"s{number}", 40, HandedIn("canvas", [Named("x", str(number))], place), place))
        attachments[f"9{number}"] = (str(number), f"tiny-1{ending}")
    packed = feedback_zip(map(Standing, [*records, of_canvas("7", None), of_moodle("8", 5)]), "canvas")
    found = canvas_feedback(packed.data, attachments)
    assert {user: name for user, (name, _) in found.items()} == dict(attachments.values())
    compile(found["1"][1], "tiny-1.py", "exec")
    nbformat.validate(nbformat.reads(found["2"][1].decode(), as_version=4))
    with zipfile.ZipFile(io.BytesIO(found["3"][1])) as inner:
        assert b"&lt;b&gt;off&lt;/b&gt; by 3" in inner.read("feedback.html")
    for _, content in found.values():
        assert b"hidden text" not in content
    assert [student for student, _ in packed.left_out] == ["name-7", "Ada L-8"]


@pytest.mark.parametrize(
    "place",
    ["Ada L_501_assignsubmission_file", "Ada L_501_assignsubmission_file_", "Ada L_501_assignsubmission_file_tiny.py",
     "Ada L_501_assignsubmission_onlinetext", "Ada_L_501_assignsubmission_file",
     "Ada_502_assignsubmission_file_501_assignsubmission_file"],
)  # fmt: skip
def test_moodle_hands_the_feedback_to_its_participant(place: str) -> None:
    one = record("ada", 40, HandedIn("moodle", [Named("Ada L", "501")], place))
    there = moodle()
    there.take_files(feedback_zip([Standing(one)], "moodle").data)
    assert list(there.files) == [501]
    ((name, content),) = there.files[501].items()
    assert name == "feedback.html"
    assert b"40 of 100 points" in content


# ---- on the command line


def test_a_class_goes_from_canvas_to_canvas(command: Command, tiny: Path) -> None:
    with zipfile.ZipFile(tiny / "submissions.zip", "w") as packed:
        packed.writestr("smithjohn_111_9111_tiny.py", SOLUTION)
        packed.writestr("smithjohn_222_9222_tiny.py", "import os\n")
        packed.writestr("müllerÉ_333_1_tiny.py", SOLUTION)
    (tiny / "gradebook.csv").write_bytes(CANVAS.encode())
    assert command("grade", "submissions.zip", "-a", "tiny", "--draw", "fixed").code == 0
    ended = command(
        *("export", "results", "-a", "tiny", "--to", "canvas"),
        *("--fill", "gradebook.csv", "-o", "out.csv", "--feedback", "out.zip"),
    )
    assert ended.code == 0, ended.err
    assert "3 scores in the column `Tiny (77)` of out.csv" in ended.out
    after, _ = canvas_scores((tiny / "out.csv").read_bytes(), USERS, TITLES, {})
    assert {user: scores["77"] for user, scores in after.items()} == {
        "111": "100.00",
        "222": "0.00",
        "333": "100.00",
    }
    attachments = {"9111": ("111", "tiny.py"), "9222": ("222", "tiny.py"), "1": ("333", "tiny.py")}
    assert set(canvas_feedback((tiny / "out.zip").read_bytes(), attachments)) == {"111", "222", "333"}


def test_a_download_of_nobody_who_was_graded_leaves_what_is_there(command: Command, tiny: Path) -> None:
    """The wrong section's gradebook, say: neither the scores nor the feedback of before are written over."""
    (tiny / "class").mkdir()
    (tiny / "class/somebody.py").write_text(SOLUTION)
    command("grade", "class", "-a", "tiny", "--draw", "fixed")
    (tiny / "gradebook.csv").write_bytes(CANVAS.encode())
    for name in ("out.csv", "out.zip"):
        (tiny / name).write_text("of before")
    ended = command(
        *("export", "results", "-a", "tiny", "--to", "canvas"),
        *("--fill", "gradebook.csv", "-o", "out.csv", "--feedback", "out.zip"),
    )
    assert ended.code == 1
    assert "no score to fill in, so out.csv is not written" in ended.out
    assert "no feedback to hand back, so out.zip is not written" in ended.out
    assert {(tiny / name).read_text() for name in ("out.csv", "out.zip")} == {"of before"}


@pytest.mark.parametrize(
    ("command_line", "kept"),
    [
        ("--to csv -o roster.csv", "roster.csv"),
        ("--to csv -o course.toml", "course.toml"),
        ("--to csv -o assignments/tiny/student/new.csv", "course.toml"),
        ("--to csv -o results/tiny/scores.csv", "results/tiny/scores.csv"),
        ("--to jsonl -o results/tiny/ada.json", "results/tiny/ada.json"),
        ("--to csv -o ada.py", "ada.py"),
        ("--to canvas --fill gradebook.csv -o gradebook.csv", "gradebook.csv"),
        ("--to canvas --fill gradebook.csv -o out.csv --feedback gradebook.csv", "gradebook.csv"),
        ("--to canvas --fill gradebook.csv -o out.csv --feedback roster.csv", "roster.csv"),
        ("--to canvas --fill gradebook.csv -o out.zip --feedback out.zip", "gradebook.csv"),
    ],
)
def test_an_export_writes_over_nothing_but_an_export(
    command: Command, tiny: Path, command_line: str, kept: str
) -> None:
    store = Store(tiny / "results", "tiny")
    store.write(record("ada", 40))
    store.write_scores(store.index())
    (tiny / "ada.py").write_text(SOLUTION)
    (tiny / "roster.csv").write_text("student\nada\n")
    (tiny / "gradebook.csv").write_bytes(CANVAS.encode())
    before = (tiny / kept).read_bytes()
    ended = command("export", "results", "-a", "tiny", *command_line.split())
    assert ended.code == 2
    assert ended.err.startswith("autograder: ")
    assert (tiny / kept).read_bytes() == before
    assert not (tiny / "out.csv").exists()
    for _ in range(2):  # an export of before may be written over
        assert command("export", "results", "-a", "tiny", "--to", "csv", "-o", "scores.csv").code == 0


def test_points_are_of_the_written_answers_too_once_one_is_scored() -> None:
    one = record("ada", 40)
    one = msgspec.structs.replace(one, manual=[Manual("why", 8), Manual("how", 2)])
    row = next(csv.DictReader(as_csv([Standing(one)], None).decode().splitlines()))
    assert (row["points"], row["out_of"]) == ("40.0", "100.0")
    row = next(csv.DictReader(as_csv([Standing(one, written=6.0)], None).decode().splitlines()))
    assert (row["points"], row["out_of"], row["max_score"]) == ("46.0", "110.0", "100.0")
    (line,) = as_json_lines([Standing(one, written=6.0)], None).splitlines()
    assert json.loads(line)["out_of"] == 110


def test_everybodys_points_are_of_the_same_once_one_answer_is_scored(command: Command, tiny: Path) -> None:
    (tiny / "class").mkdir()
    for student in ("ada", "bob"):
        (tiny / f"class/{student}.py").write_text(SOLUTION)
    command("grade", "class", "-a", "tiny")
    of = ("results", "-a", "tiny")
    command("decide", "results", "ada", "-a", "tiny", "--written", "why", "--points", "1", "--why", "right")
    command("export", *of, "--to", "csv", "-o", "out.csv")
    command("export", *of, "--to", "jsonl", "-o", "out.jsonl")
    command("grade", "class", "-a", "tiny")
    for file in ("out.csv", "results/tiny/scores.csv"):
        ada, bob = csv.DictReader((tiny / file).open())
        assert (ada["out_of"], bob["out_of"]) == ("101.0", "101.0")
    lines = (tiny / "out.jsonl").read_text().splitlines()
    assert [json.loads(line)["out_of"] for line in lines] == [101, 101]
    assert "to be seen to: bob: no points yet for why, which count as 0" in (
        command("export", *of, "--to", "csv", "-o", "out.csv").out
    )


def test_a_system_may_be_written_with_a_capital(command: Command, tiny: Path) -> None:
    (tiny / "ada.py").write_text((tiny / "solutions/tiny.py").read_text())
    command("grade", "ada.py", "-a", "tiny")
    assert command("export", "results", "-a", "tiny", "--to", "CSV", "-o", "scores.csv").code == 0
    assert "--fill FILE: the file that Canvas gives" in (
        command("export", "results", "-a", "tiny", "--to", "Canvas", "-o", "x.csv").err
    )


def test_who_is_not_in_the_class_any_more_is_not_exported(command: Command, tiny: Path) -> None:
    (tiny / "class").mkdir()
    for student in ("ada", "=1+1"):
        (tiny / f"class/{student}.py").write_text(SOLUTION)
    command("grade", "class", "-a", "tiny", "--draw", "fixed")
    (tiny / "class/ada.py").unlink()
    command("grade", "class", "-a", "tiny", "--draw", "fixed")
    assert command("export", "results", "-a", "tiny", "--to", "jsonl", "-o", "out.jsonl").code == 0
    (line,) = (tiny / "out.jsonl").read_text().splitlines()
    assert (json.loads(line)["student"], json.loads(line)["points"]) == ("=1+1", 100)
    command("export", "results", "-a", "tiny", "--to", "csv", "-o", "out.csv")
    (row,) = csv.DictReader((tiny / "out.csv").open())
    assert (row["student"], row["points"], row["fit"]) == ("'=1+1", "100.0", "40.0")
    (tiny / "bob.py").write_text(SOLUTION)
    command("grade", "bob.py", "-a", "tiny", "--draw", "fixed")
    assert [r.student for r in Store(tiny / "results", "tiny").current().records] == ["=1+1", "bob"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--to", "xml"), "no export to 'xml'; there are: canvas, moodle"),
        (("--to", "canvas"), "--fill FILE: the file that Canvas gives"),
        (("--to", "csv", "--feedback", "x.zip"), "csv takes no files back"),
        (("--to", "csv"), "there is no record of tiny in results: grade first"),
    ],
)
def test_what_cannot_be_exported_is_said(command: Command, more: tuple[str, ...], message: str) -> None:
    ended = command("export", "results", "-a", "tiny", "-o", "out", *more)
    assert ended.code == 2
    assert message in ended.err
