"""Who is who: the roster that exports of course systems are brought into, and hand-ins that are matched by ids alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from autograder.course import CourseError
from autograder.course_systems import bring_in
from autograder.record import Named, Store
from autograder.submission import Roster, RosterError, gather_all, read_roster
from autograder.submission.table import TableError, parsed

from .conftest import Command

SOLUTION = (Path(__file__).parent / "tiny_course/solutions/tiny.py").read_text("utf-8")

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Tiny (77),Current Score
    Points Possible,,,,,100.00,(read only)
"Smith, John",111,S1,js1@example.org,A,,
"Smith, John",222,S2,js2@example.org,A,,
"Lovelace, Ada",444,S4,ada@example.org,A,,
"Student, Test",999,,abc,A,,
"""
WORKSHEET = """\
ID,Vollständiger Name,ID-Nummer,E-Mail-Adresse,Status,Bewertung,Bestwertung
Teilnehmer/in502,John Smith,S1,js1@example.org,,,"100,00"
Teilnehmer/in501,Ada Lovelace,S4,ada@example.org,,,"100,00"
Teilnehmer/in505,Grace Hopper,,grace@example.org,,,"100,00"
"""
GRADESCOPE = """\
First Name,Last Name,SID,Email,Role,Sections
Ada,Lovelace,S4,ADA@example.org,Student,
Tea,Ay,,ta@example.org,TA,
John,Smith,,other@example.org,Student,
New,Person,S9,new+1@example.org,Student,
"""
METADATA = """\
submission_10:
  :submitters:
  - :name: Ada Lovelace
    :sid: S4
    :email: ada@example.org
  :created_at: 2026-06-01 10:00:00 Z
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :email: ada@example.org
  :created_at: 2026-06-02 09:00:00 Z
submission_12:
  :submitters:
  - :name: John Smith
    :sid: S1
    :email: js2@example.org
"""


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    bring_in(
        [written(tmp_path, "canvas.csv", CANVAS), written(tmp_path, "moodle.csv", WORKSHEET)],
        tmp_path / "r.csv",
    )
    return read_roster(tmp_path / "r.csv")


def test_who_was_graded_by_a_file_of_their_login_keeps_that_name(tmp_path: Path) -> None:
    """And so the record, the draw and what was decided; two whom one name would fit are told apart by a person."""
    file = tmp_path / "roster.csv"
    canvas = written(tmp_path, "canvas.csv", CANVAS.replace("S2,js2@example.org", "S2,S1"))
    (brought,) = bring_in([canvas], file, graded={"ada@example.org", "S1", "nobody"})
    assert {p.canvas_id: p.student for p in read_roster(file).people} == {
        "111": "S1",
        "444": "ada@example.org",
    }
    assert ["`S1` is somebody else's name" in told for told in brought.doubtful] == [True]


def test_the_command_knows_who_has_a_record(command: Command, tiny: Path) -> None:
    (tiny / "ada@example.org.py").write_text(SOLUTION)
    assert command("grade", "ada@example.org.py", "-a", "tiny", "--draw", "fixed").code == 0
    assert command("roster", written(tiny, "canvas.csv", CANVAS)).code == 0
    assert "ada@example.org" in read_roster(tiny / "roster.csv")


def found(tmp_path: Path, roster: Roster | None, *names: str) -> dict[str, str]:
    """Student -> what is wrong, if anything."""
    for name in names:
        (tmp_path / "class" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "class" / name).write_text("x = 1\n")
    gathered = gather_all([tmp_path / "class"], "tiny", roster=roster)
    return {c.student: c.problem or "" for c in gathered.candidates}


# ---- exports come into the roster


def test_the_exports_of_three_systems_give_each_person_one_row(tmp_path: Path) -> None:
    exports = [
        written(tmp_path, "canvas.csv", CANVAS),
        written(tmp_path, "moodle.csv", WORKSHEET, "utf-8-sig"),
        written(tmp_path, "gradescope.csv", GRADESCOPE),
    ]
    canvas, moodle, gradescope = bring_in(exports, tmp_path / "roster.csv")
    assert canvas.added == ["smithjohn-111", "smithjohn-222", "lovelaceada-444"]
    assert (moodle.completed, moodle.added) == (["smithjohn-111", "lovelaceada-444"], ["grace@example.org"])
    assert (gradescope.same, gradescope.added) == (["lovelaceada-444"], ["new_1@example.org"])
    assert "the roster has `smithjohn-111` of that name, and no id in common" in gradescope.doubtful[0]
    assert gradescope.left == ["`Tea Ay` is no student, but TA"]
    people = {person.student: person for person in read_roster(tmp_path / "roster.csv")}
    ada = people["lovelaceada-444"]
    assert (ada.sis_id, ada.canvas_id, ada.moodle_ids) == ("S4", "444", ("501",))


NAMES_ALONE = """\
Identifier,Full name,Status,Grade,Maximum grade
Participant 601,Ada Lovelace,,,100.00
Participant 602,John Smith,,,100.00
Participant 603,Grace Hopper,,,100.00
Participant 604,Grace Hopper,,,100.00
Participant 605,Nova New,,,100.00
"""


def test_a_full_name_is_an_id_only_where_somebody_says_so(tmp_path: Path) -> None:
    """And then only if nobody else has it, in the roster and in the export."""
    exports = [written(tmp_path, "canvas.csv", CANVAS), written(tmp_path, "moodle.csv", NAMES_ALONE)]
    file = written(tmp_path, "roster.csv", "student,name\ngrace,Grace Hopper\n")
    _, moodle = bring_in(exports, file)
    assert (len(moodle.doubtful), moodle.completed, moodle.added) == (4, [], ["Nova New-605"])
    (moodle,) = bring_in(exports[1:], file, by_name=True)
    assert moodle.completed == ["lovelaceada-444"]
    assert [line.partition(":")[0] for line in moodle.doubtful] == [
        "John Smith",
        "Grace Hopper",
        "Grace Hopper",
    ]


def test_whom_moodle_hides_is_nobody_new(tmp_path: Path) -> None:
    blind = "Identifier,Status,Grade,Maximum grade,Grade can be changed\nParticipant 7,,,100.00,Yes\n"
    (brought,) = bring_in(
        [written(tmp_path, "m.csv", blind)], written(tmp_path, "roster.csv", "student\nada\n")
    )
    assert brought.doubtful == ["participant 7: Moodle says neither name nor address; it may be hiding them"]
    assert brought.added == []


def test_who_is_in_the_roster_keeps_name_and_row(tmp_path: Path) -> None:
    """A name changes, an export is another's, a column is the TA's own: records and draws stay with the person."""
    file = written(tmp_path, "roster.csv", "student,canvas_id,extra days\nada,444,3\nold,9,\n")
    changed = CANVAS.replace("Lovelace, Ada", "King, Ada")
    (brought,) = bring_in([written(tmp_path, "canvas.csv", changed)], file)
    assert brought.completed == ["ada"]
    assert brought.absent == ["old"]
    lines = file.read_text("utf-8").splitlines()
    assert lines[:3] == [
        "student,canvas_id,extra days,name,email,login,sis_id",
        'ada,444,3,"King, Ada",ada@example.org,ada@example.org,S4',
        "old,9,",
    ]
    before = file.read_bytes()
    bring_in([tmp_path / "canvas.csv"], file)
    assert file.read_bytes() == before


def test_a_name_that_a_spreadsheet_would_take_for_a_formula_is_left_as_it_stands(tmp_path: Path) -> None:
    file = written(tmp_path, "roster.csv", "student,name\nada,=1+1\n")
    changed = CANVAS.replace('"Lovelace, Ada"', "=2+2")
    bring_in([written(tmp_path, "canvas.csv", changed)], file)
    lines = file.read_text().splitlines()
    assert lines[1] == "ada,=1+1"
    assert lines[-1].startswith("22-444,'=2+2,")
    assert [p.name for p in read_roster(file)][-1] == "=2+2"


@pytest.mark.parametrize("header", ["E-Mail", "E-mail", "email", "EMAIL"])
def test_an_address_is_known_however_its_column_is_written(tmp_path: Path, header: str) -> None:
    (ada,) = read_roster(written(tmp_path, "roster.csv", f"student,{header}\nada,ada@x.org\n"))
    assert ada.email == "ada@x.org"
    export = written(tmp_path, "people.csv", f"First name,Last name,{header}\nAda,Lovelace,ada@x.org\n")
    (brought,) = bring_in([export], tmp_path / "roster.csv")
    assert brought.completed == ["ada"]


def test_an_id_that_differs_is_said_and_left(tmp_path: Path) -> None:
    file = written(tmp_path, "roster.csv", "student,canvas_id,sis_id\nada,444,S5\n")
    (brought,) = bring_in([written(tmp_path, "canvas.csv", CANVAS)], file)
    assert brought.differing == ["ada: sis_id is S5 in the roster, S4 here"]
    assert "ada,444,S5" in file.read_text()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "is no export that is known: its columns are a, b"),
        (b"PK\x03\x04", "is a spreadsheet or an archive: save it as CSV"),
        (b'Student,ID,Section\n"open,1,A\n', "line 2: a quote is opened and never closed"),
        (b"\0\1\2\0", "is no text"),
    ],
)
def test_what_is_no_export_is_refused_with_the_reason(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "x.csv").write_bytes(data)
    with pytest.raises((CourseError, TableError), match=message):
        bring_in([tmp_path / "x.csv"], tmp_path / "roster.csv")
    assert not (tmp_path / "roster.csv").exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_spreadsheets_encoding_and_semicolons_are_read(tmp_path: Path, encoding: str) -> None:
    text = 'Student;ID;Section;T (1)\r\n"Größe; Ö";888;A;\r\n'
    (brought,) = bring_in([written(tmp_path, "x.csv", text, encoding)], tmp_path / "roster.csv")
    assert brought.added == ["größeö-888"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\nAda\n", "has no column `student`"),
        ("student,email\nada,a@b.c\nbob,A@b.c\n", "`ada` and `bob` have the same email"),
        ("student\nada\nada\n", "the row of ada is there twice"),
        ("student,name\n,Ada\n", "row 2: the column `student` is empty"),
        ("student\na/b\n", "`a/b` cannot be a student's name"),
    ],
)
def test_a_roster_that_leaves_it_open_who_is_who_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RosterError, match=message):
        read_roster(written(tmp_path, "roster.csv", text))


def test_one_cell_is_changed_and_no_other_byte(tmp_path: Path) -> None:
    text = '\ufeff"a";b;c\r\n"x ""y""";"1\n2";\r\n\r\nz\r\n'
    table = parsed(tmp_path, text.encode())
    assert [cell.text for cell in table.rows[1]] == ['x "y"', "1\n2", ""]
    assert table.filled({(1, 2): "7;5", (2, 2): "8"}).decode() == text.replace(
        '2";\r\n', '2";"7;5"\r\n'
    ).replace("z\r\n", "z;;8\r\n")


# ---- whose a hand-in is


def test_ids_say_whose_it_is_whatever_the_name_is(tmp_path: Path, roster: Roster) -> None:
    names = (
        *(
            "smithjohn_LATE_222_5_tiny.py",
            "married_444_6_tiny.py",
            "Somebody_502_assignsubmission_file/tiny.py",
        ),
        *("GRACE@example.org/tiny.py", "stranger_7_8_tiny.py"),
    )
    assert found(tmp_path, roster, *names) == {
        "smithjohn-222": "",
        "lovelaceada-444": "",
        "smithjohn-111": "",
        "grace@example.org": "",
        "stranger-7": "",
    }


def test_a_name_alone_is_nobody(tmp_path: Path, roster: Roster) -> None:
    told = found(tmp_path, roster, "Ada Lovelace_9_assignsubmission_file/tiny.py", "John Smith.py")
    assert (
        "the name is that of `lovelaceada-444`, but nobody in r.csv has `9` as moodle_ids"
        in told["Ada Lovelace-9"]
    )
    assert "that of `smithjohn-111` and `smithjohn-222`" in told["John Smith"]


def test_a_name_that_ends_like_a_number_hands_in_for_nobody_else(tmp_path: Path, roster: Roster) -> None:
    """Whoever may choose their name in Canvas could end it with another's number: `smithjohn_222`, who is 111."""
    names = (
        "smithjohn_222_111_5_tiny.py",
        "smithjohn_222_9_tiny.py",
        "ada_444_17_2024_tiny.py",
        "x_77_444_8_text.html",
    )
    told = found(tmp_path, roster, *names)
    forged = told.pop("smithjohn_222_111_5_tiny")
    assert "can be read as that of a file of Canvas's user 222 or of 111" in forged
    assert told == {"smithjohn-222": "", "lovelaceada-444": ""}
    alone = gather_all([tmp_path / "class"], "tiny").candidates
    assert {c.student: c.problem is None for c in alone} == {
        "smithjohn_222_111_5_tiny": False,
        "smithjohn-222": True,
        "ada_444_17_2024_tiny": False,
        "x_77_444_8_text": False,
    }


def test_who_is_missing_unknown_or_in_doubt_is_listed(tmp_path: Path, roster: Roster) -> None:
    found(tmp_path, roster, "smithjohn_111_5_tiny.py", "stranger_7_8_tiny.py", "Ada Lovelace.py")
    gathered = gather_all([tmp_path / "class"], "tiny", roster=roster)
    assert [person.student for person in gathered.missing] == ["smithjohn-222", "grace@example.org"]
    assert gathered.unknown == ["stranger-7"]


def test_gradescopes_latest_counts_and_two_ids_of_two_people_are_doubtful(
    tmp_path: Path, roster: Roster
) -> None:
    names = [f"submission_{number}/tiny.py" for number in (10, 11, 12)]
    found(tmp_path, roster, *names, "submission_metadata.yml")
    written(tmp_path / "class", "submission_metadata.yml", METADATA)
    gathered = gather_all([tmp_path / "class"], "tiny", roster=roster)
    ada, john = sorted(gathered.candidates, key=lambda c: c.problem or "")
    assert (ada.student, ada.files[0].parent.name) == ("lovelaceada-444", "submission_11")
    assert "`smithjohn-222` by e-mail and `smithjohn-111` by number" in (john.problem or "")
    assert [left.path.name for left in gathered.left] == ["submission_10"]


def test_a_stranger_whom_a_system_calls_like_somebody_here_is_not_them(tmp_path: Path) -> None:
    roster = read_roster(written(tmp_path, "r.csv", "student,canvas_id\nx-5,9\n"))
    assert found(tmp_path, roster, "x_5_1_tiny.py", "x_9_2_tiny.py") == {"x-5": "", "x-5-unknown": ""}


BOBS = "Bob_12_assignsubmission_file_34_assignsubmission_file"  # of the participant 34, who is called `Bob_12_assignsubmission_file`


def test_whose_moodles_folder_is_its_last_id_says_whatever_its_students_name_holds(tmp_path: Path) -> None:
    roster = read_roster(written(tmp_path, "r.csv", "student,moodle_ids\nada,12\nbob,34\n"))
    ada = "Ada L_12_assignsubmission_file/tiny.py"
    for bob in (BOBS, f"{BOBS}_"):
        assert found(tmp_path / bob, roster, ada, f"{bob}/tiny.py") == {"ada": "", "bob": ""}
        assert found(tmp_path / bob / "alone", roster, f"{bob}/tiny.py") == {"bob": ""}
        assert list(found(tmp_path / bob / "no roster", None, f"{bob}/tiny.py")) == [
            "Bob_12_assignsubmission_file-34"
        ]


@pytest.mark.parametrize("listed", ["ada,12\nbob,34\n", "ada,12\n", "bob,34\n", "eve,56\n"])
def test_nobody_is_handed_moodles_file_whose_name_holds_two_ids(tmp_path: Path, listed: str) -> None:
    """Behind the first of them the student's own name for the file may begin, or somebody's name go on."""
    roster = read_roster(written(tmp_path, "r.csv", f"student,moodle_ids\n{listed}"))
    told = found(tmp_path, roster, f"{BOBS}_tiny.py", "Ada L_12_assignsubmission_file_tiny.py")
    assert told.pop("ada" if "ada" in listed else "Ada L-12") == ""
    ((student, problem),) = told.items()
    assert student == f"{BOBS}_tiny"
    assert "can be read as that of a file of Moodle's participant 34 or of 12: rename it" in problem


def test_a_group_is_its_people_and_nobody_is_in_two(tmp_path: Path) -> None:
    roster = Roster(
        read_roster(written(tmp_path, "r.csv", "student,email\nada,ada@x.org\nbob,bob@x.org\n")),
        tmp_path / "r.csv",
    )
    names = "submission_1/tiny.py", "submission_2/tiny.py", "submission_metadata.yml"
    group = "submission_1:\n  :submitters:\n  - :name: A\n    :email: ada@x.org\n  - :name: B\n    :email: bob@x.org\n"
    found(tmp_path, roster, *names)
    written(tmp_path / "class", "submission_metadata.yml", group)
    assert [c.student for c in gather_all([tmp_path / "class"], "tiny", roster=roster).candidates] == [
        "ada+bob",
        "submission_2",
    ]
    more = group + "submission_2:\n  :submitters:\n  - :name: B\n    :email: bob@x.org\n"
    written(tmp_path / "class", "submission_metadata.yml", more)
    problems = {c.problem for c in gather_all([tmp_path / "class"], "tiny", roster=roster).candidates}
    assert problems == {"bob is part of more than one hand-in: keep one of them"}
    stranger = group.replace("bob@x.org", "eve@x.org")
    written(tmp_path / "class", "submission_metadata.yml", stranger)
    gathered = gather_all([tmp_path / "class"], "tiny", roster=roster)
    assert "of its group the roster has ada and nobody else" in (gathered.candidates[0].problem or "")
    assert [person.student for person in gathered.missing] == ["bob"]


def test_a_person_of_a_system_is_asked_for_by_that_systems_id(roster: Roster) -> None:
    assert roster.of("canvas", Named("smithjohn", "222")).person == list(roster)[1]
    assert roster.of("canvas", Named("x", "501")) == roster.of("moodle", Named("x", "444"))


# ---- on the command line


def test_a_class_zip_is_graded_and_keeps_what_canvas_says(command: Command, tiny: Path) -> None:
    with zipfile.ZipFile(tiny / "submissions.zip", "w") as packed:
        packed.writestr("smithjohn_LATE_222_9_tiny.py", SOLUTION)
        packed.writestr("stranger_7_8_tiny.py", "x = 1\n")
    grade = ("grade", "submissions.zip", "-a", "tiny", "--draw", "fixed")
    assert command(*grade).code == 0
    before = Store(tiny / "results", "tiny").read("smithjohn-222")
    assert command("roster", written(tiny, "canvas.csv", CANVAS)).code == 0
    ended = command(*grade)
    assert "late: smithjohn-222 (by the system's own mark)" in ended.out
    assert "not in the roster, and graded: stranger-7" in ended.out
    assert "nothing handed in: smithjohn-111 (Smith, John), lovelaceada-444 (Lovelace, Ada)" in ended.out
    record = Store(tiny / "results", "tiny").read("smithjohn-222")
    assert record is not None
    assert record == before, "a roster made later changes nobody's name, record or draw"
    assert (record.handed_in.late, record.handed_in.people) == (True, [Named("smithjohn", "222")])


def test_a_folder_of_nobody_in_the_roster_is_named_as_such(command: Command, tiny: Path) -> None:
    (tiny / "roster.csv").write_text("student\n" + "".join(f"s{n:02}\n" for n in range(87)))
    (tiny / "elsewhere").mkdir()
    (tiny / "elsewhere/stranger.py").write_text((tiny / "solutions/tiny.py").read_text())
    said = command("grade", "elsewhere", "-a", "tiny").out
    assert (
        "nothing handed in: s00, s01, s02, s03, s04, s05, s06, s07, s08, s09, s10, s11 and 75 more\n" in said
    )
    assert "nobody who handed in is in the roster: is it this folder, and the course's roster?" in said


def test_a_mark_that_comes_later_is_kept_without_grading_again(command: Command, tiny: Path) -> None:
    (tiny / "class").mkdir()
    written(tiny / "class", "ada_1_2_tiny.py", SOLUTION)
    command("grade", "class", "-a", "tiny", "--draw", "fixed")
    before = Store(tiny / "results", "tiny").read("ada-1")
    (tiny / "class/ada_1_2_tiny.py").rename(tiny / "class/ada_LATE_1_2_tiny.py")
    command("grade", "class", "-a", "tiny", "--draw", "fixed")
    record = Store(tiny / "results", "tiny").read("ada-1")
    assert before is not None
    assert record is not None
    assert (before.handed_in.late, record.handed_in.late) == (False, True)
    assert before.started == record.started
    written(tiny, "ada-1.py", SOLUTION)
    command("grade", "ada-1.py", "-a", "tiny", "--draw", "fixed")
    assert Store(tiny / "results", "tiny").read("ada-1") == record, "a plain file takes no mark away"


def test_without_a_roster_the_command_says_how_to_make_one(command: Command) -> None:
    ended = command("roster")
    assert ended.code == 2
    assert "autograder roster EXPORT makes it" in ended.err


@pytest.mark.parametrize("header", ["student,student,email", "student,email,Email", "Student,STUDENT"])
def test_a_roster_with_two_columns_of_one_name_is_none(tmp_path: Path, header: str) -> None:
    (tmp_path / "roster.csv").write_text(f"{header}\nada,bob,cleo\n")
    with pytest.raises(RosterError, match="several columns `(student|email)`"):
        read_roster(tmp_path / "roster.csv")
