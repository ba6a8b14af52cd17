"""Finding the students and their files in the folders that course systems make."""

from __future__ import annotations

import os
import random
import re
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from autograder.record import HandedIn, Named, Record, Store, SubmissionInfo
from autograder.submission import (
    GatherError,
    Rejected,
    Roster,
    class_zip,
    gather,
    gather_all,
    read,
    read_roster,
)
from autograder.submission.archive import names_in
from autograder.submission.disk import NotTaken
from autograder.submission.gradescope import submitters


def tree(root: Path, *names: str) -> Path:
    """Make these files (or, with a final slash, folders) below a new folder `class`."""
    for name in names:
        path = root / "class" / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.write_text("x = 1\n")
    return root / "class"


def found(*paths: Path) -> dict[str, list[str]]:
    """Student -> the files' names."""
    return {one.student: [file.name for file in one.files] for one in gather(paths, "parity")}


LAYOUTS: dict[str, tuple[list[str], dict[str, list[str]]]] = {
    "a file a student": (
        ["bob.ipynb", "ada.py", "cy.zip"],
        {"ada": ["ada.py"], "bob": ["bob.ipynb"], "cy": ["cy.zip"]},
    ),
    "both forms of one student": (["ada.py", "ada.ipynb"], {"ada": ["ada.ipynb", "ada.py"]}),
    "a folder a student": (
        ["ada/parity.py", "ada/parity.ipynb", "ada/given.py", "bob/work.ipynb", "bob/helper.py"],
        {"ada": ["parity.ipynb", "parity.py"], "bob": ["helper.py", "work.ipynb"]},
    ),
    "files and folders": (["ada/parity.py", "bob.py"], {"ada": ["parity.py"], "bob": ["bob.py"]}),
    "an unzipped folder within": (["ada/hand in/parity.py", "ada/figures/a.png"], {"ada": ["parity.py"]}),
    "nbgrader's": (
        [
            "ada/parity/parity.ipynb",
            "ada/bigram/bigram.ipynb",
            "ada/parity/timestamp.txt",
            "bob/parity/parity.py",
        ],
        {"ada": ["parity.ipynb"], "bob": ["parity.py"]},
    ),
    "nbgrader's, not handed in": (
        ["ada/parity/parity.ipynb", "bob/bigram/bigram.ipynb"],
        {"ada": ["parity.ipynb"], "bob": []},
    ),
    "Canvas's": (
        [
            "lovelaceada_12_34_parity.ipynb",
            "byronbob_LATE_56_78_parity-1.py",
            "byronbob_LATE_56_79_helper.py",
        ],
        {"byronbob-56": ["parity-1.py", "helper.py"], "lovelaceada-12": ["parity.ipynb"]},
    ),
    "Canvas's, two people of one name": (
        ["smithjo_12_34_parity.py", "smithjo_56_78_parity.py"],
        {"smithjo-12": ["parity.py"], "smithjo-56": ["parity.py"]},
    ),
    "Gradescope's, without its metadata": (
        ["submission_1/parity.py", "submission_2/a.ipynb"],
        {"submission_1": ["parity.py"], "submission_2": ["a.ipynb"]},
    ),
    "unrelated files": (
        [
            "ada.py",
            "README.md",
            "roster.csv",
            ".hidden.py",
            ".git/x.py",
            "__MACOSX/._ada.py",
            "test_parity.py",
            "given.py",
        ],
        {"ada": ["ada.py"]},
    ),
    "a folder without a usable file": (
        ["ada/README.md", "bob/", "cy.py"],
        {"ada": [], "bob": [], "cy": ["cy.py"]},
    ),
    "a document instead of a program": (
        ["ada.docx", "bob/essay.pdf", "cy.py"],
        {"ada": ["ada.docx"], "bob": ["essay.pdf"], "cy": ["cy.py"]},
    ),
}


@pytest.mark.parametrize(("names", "students"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_folder_is_understood(tmp_path: Path, names: list[str], students: dict[str, list[str]]) -> None:
    folder = tree(tmp_path, *names)
    assert {who: [name.split("_")[-1] for name in files] for who, files in found(folder).items()} == students


@pytest.mark.parametrize("names", [names for names, _ in LAYOUTS.values()], ids=LAYOUTS)
def test_all_that_is_in_a_folder_is_understood_as_the_folder_is(tmp_path: Path, names: list[str]) -> None:
    """`grade handed_in/*` as well as `grade handed_in`."""
    folder = tree(tmp_path, *names, "zoe.py")
    assert found(*sorted(folder.iterdir())) == found(folder)


def test_one_students_folder_as_nbgrader_has_it_is_one_submission(tmp_path: Path) -> None:
    folder = tree(tmp_path, "ada/parity/parity.ipynb", "ada/bigram/bigram.ipynb")
    assert found(folder / "ada") == found(folder / "ada" / "parity") == {"ada": ["parity.ipynb"]}


def test_students_are_sorted(tmp_path: Path) -> None:
    folder = tree(tmp_path, "b.py", "c/parity.py", "a.ipynb")
    assert list(found(folder)) == ["a", "b", "c"]
    assert list(found(folder / "c", folder / "b.py", folder / "a.ipynb")) == ["a", "b", "c"]


def test_a_single_file_is_named_by_its_stem_or_its_folder(tmp_path: Path) -> None:
    folder = tree(tmp_path, "ada.py", "bob/parity.py", "cy/parity/parity.ipynb", "lovelaceada_1_2_x.py")
    files = [folder / "ada.py", folder / "bob/parity.py", folder / "cy/parity/parity.ipynb"]
    assert list(found(*files, folder / "lovelaceada_1_2_x.py")) == ["ada", "bob", "cy", "lovelaceada-1"]


def test_a_single_file_in_the_working_folder_is_named_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree(tmp_path, "ada/parity.py") / "ada")
    assert found(Path("parity.py")) == found(Path()) == {"ada": ["parity.py"]}


def test_one_students_own_folder_is_one_submission(tmp_path: Path) -> None:
    folder = tree(
        tmp_path,
        *(f"ada/{name}" for name in ("parity.py", "parity.ipynb", "given.py", "helper.py", "lib/x.py")),
    )
    assert found(folder / "ada") == {"ada": ["helper.py", "parity.ipynb", "parity.py"]}


def test_two_folders_of_one_students_are_both_looked_at(tmp_path: Path) -> None:
    """The same two in a zip are rejected where they differ, and so are these."""
    folder = tree(tmp_path, "ada/v1/parity.py", "ada/v2/parity.py", "bob.py")
    (folder / "ada/v1/parity.py").write_text("def train(): return 1\n")
    (folder / "ada/v2/parity.py").write_text("def train(): return 2\n")
    ada, _ = gather([folder], "parity")
    assert len(ada.files) == 2
    with pytest.raises(Rejected, match=r"twice, and they differ \(in `v1/parity.py` and in `v2/parity.py`\)"):
        read("ada", ada.files, "parity", {}, ["train"])


@pytest.mark.parametrize(
    "name", ["~$ada.docx", ".DS_Store", "Thumbs.db", "._ada.py", "__MACOSX/ada.py", "@eaDir/a.py"]
)
def test_what_systems_leave_is_nobodys_hand_in(tmp_path: Path, name: str) -> None:
    gathered = gather_all(
        [tree(tmp_path, "ada.py", "bob/parity.py", name, f"bob/{name}", f"cy/{name}")], "parity"
    )
    assert {one.student: [file.name for file in one.files] for one in gathered.candidates} == {
        "ada": ["ada.py"],
        "bob": ["parity.py"],
        "cy": [],
    }
    assert gathered.left == []


def test_a_stray_stub_does_not_hide_the_class(tmp_path: Path) -> None:
    assert set(found(tree(tmp_path, "parity.py", "given.py", "ada/parity.py"))) == {"ada", "class"}


def test_a_file_of_the_assignments_name_among_others_is_one_of_the_class(tmp_path: Path) -> None:
    assert set(found(tree(tmp_path, "parity.py", "bob.py"))) == {"class", "bob"}
    assert set(found(tree(tmp_path, "parity/parity.py", "cy.py"))) >= {"bob", "cy"}


METADATA = """\
submission_1:
  :submitters:
  - :name: Ada Lovelace
    :sid: '1815'
    :email: "ada@example.org"
  :created_at: 2026-01-01 10:00:00 Z
  :results:
    :tests:
    - :name: a check
submission_2:
  :submitters:
  - :name: Bob O'Neill
    :email: bob@example.org
  - :name: Cy
    :email: cy@example.org
submission_3:
  :submitters:
  - :name: ../../Dee
submission_4:
  :submitters:
  - :name: |
      Eve
submission_5: {}
"""


def test_gradescopes_metadata_names_the_students(tmp_path: Path) -> None:
    folder = tree(tmp_path, *(f"submission_{number}/parity.py" for number in range(1, 7)))
    (folder / "submission_metadata.yml").write_text(METADATA)
    names = [
        "_.._Dee-d406adf9",
        "ada@example.org",
        "bob@example.org+cy@example.org",
        "submission_4",
        "submission_5",
        "submission_6",
    ]
    assert list(found(folder)) == names


def people_in(text: str) -> list[list[Named]]:
    return [
        handed_in.people for _, handed_in in submitters(f"submission_1:\n  :submitters:\n{text}".split("\n"))
    ]


def test_one_name_in_gradescopes_metadata_that_cannot_be_read_costs_the_others_nothing() -> None:
    ada, other = (
        "  - :name: Ada\n    :email: ada@example.org\n",
        "  - :name: {}\n    :email: bob@example.org\n",
    )
    for name in ("Bob O'Neill", "Bob |", '"Bob'):
        assert [[one.email for one in people] for people in people_in(ada + other.format(name))] == [
            ["ada@example.org", "bob@example.org"]
        ]


def test_a_line_of_gradescopes_metadata_is_looked_at_so_far() -> None:
    """A form's time may grow by the square of what it is held against."""
    for name in ("a" * 5000, "a" + " " * 5000 + "|", "a" + " " * 5000 + "b"):
        assert all(len(one.name) <= 1000 for people in people_in(f"  - :name: {name}") for one in people)
    (people,) = people_in(f"  - :name: {'a' * 5000}\n    :email: a@b.c")
    assert people == [Named("a" * (1000 - len("  - :name: ")), "", "a@b.c")]


@pytest.mark.parametrize("metadata", ["", "{", "submission_1:\n  :submitters:\n", "\0\n:\n- x"])
def test_odd_metadata_leaves_the_folders_names(tmp_path: Path, metadata: str) -> None:
    folder = tree(tmp_path, "submission_1/parity.py")
    (folder / "submission_metadata.yml").write_text(metadata)
    assert list(found(folder)) == ["submission_1"]


def test_two_hand_ins_of_a_student_are_their_problem_alone(tmp_path: Path) -> None:
    folder = tree(tmp_path, "ada.py", "ada/parity.py", "bob.py")
    ada, bob = gather([folder], "parity")
    assert ada.problem is not None
    assert re.match(
        "2 hand-ins of this student were found: `.*class/ada` and `.*class/ada.py`; keep", ada.problem
    )
    assert bob.problem is None


def test_the_same_file_given_twice_is_one_submission(tmp_path: Path) -> None:
    folder = tree(tmp_path, "ada.py")
    assert found(folder / "ada.py", folder / ".." / "class" / "ada.py") == {"ada": ["ada.py"]}
    assert found(folder, folder / ".." / "class", folder) == {"ada": ["ada.py"]}


def test_a_missing_path_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(GatherError, match="nowhere: there is no such file or folder"):
        found(tmp_path / "nowhere")


def test_a_path_without_submissions_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(GatherError, match="class: there is no submission in it"):
        found(tree(tmp_path, "README.md"))


def test_a_link_inside_a_students_folder_is_not_followed_into_another(tmp_path: Path) -> None:
    folder = tree(tmp_path, "ada/parity/parity.py", "eve/")
    (folder / "eve" / "parity").symlink_to(folder / "ada" / "parity")
    assert found(folder) == {"ada": ["parity.py"], "eve": []}


# ---- nothing disappears without a word


def test_what_is_no_hand_in_is_named_with_the_reason(tmp_path: Path) -> None:
    folder = tree(
        tmp_path,
        *("ada.py", "bob/parity.ipynb", "results/parity/ada.json", "roster.csv", "notes.txt", "test_cleo.py"),
        *("given.py", ".dan.py", ".DS_Store", "__MACOSX/._ada.py", "__pycache__/ada.pyc", "Thumbs.db"),
    )
    found = gather_all([folder], "parity", results=folder / "results")
    assert [candidate.student for candidate in found.candidates] == ["ada", "bob"]
    assert {left.path.name: left.why.partition(":")[0] for left in found.left} == {
        "results": "is where the records go, and no hand-in",
        "roster.csv": "is no .py, .ipynb or .zip",
        "notes.txt": "is no .py, .ipynb or .zip",
        "test_cleo.py": "has the name of a file that comes with the assignment",
        "given.py": "has the name of a file that comes with the assignment",
        ".dan.py": "is hidden, by the dot that its name begins with",
    }


def test_every_file_of_a_class_is_somebodys_or_left_with_a_reason(tmp_path: Path) -> None:
    """Whatever they are called. What systems leave everywhere is the exception."""
    draw = random.Random(3)
    stems = ("ada", "parity", "test_x", "given", ".hid", "a b", "é", "x_1_2_parity", "conftest", "notes")
    endings = (
        ".py",
        ".ipynb",
        ".zip",
        ".txt",
        ".py.txt",
        ".ipynb.json",
        ".pdf",
        ".csv",
        "",
        ".PY",
        ".py.bak",
        ".json",
    )
    for number in range(60):
        names = {draw.choice(stems) + draw.choice(endings) for _ in range(draw.randint(1, 7))}
        names = {(f"{draw.choice(stems)}{number}/" if draw.random() < 0.3 else "") + name for name in names}
        folder = tree(tmp_path / str(number), *names, "zoe.py", "yan/parity.py")
        found = gather_all([folder], "parity")
        theirs = {file for candidate in found.candidates for file in candidate.files}
        left = {one.path for one in found.left}
        for file in (f for f in folder.iterdir() if f.is_file()):
            assert (file in theirs) != (file in left), file
        students = {candidate.student for candidate in found.candidates}
        for place in (f for f in folder.iterdir() if f.is_dir() and not f.name.startswith(".")):
            assert any(place.name in student for student in students), place
        assert gather(sorted(folder.iterdir()), "parity") == found.candidates, "as `*` gives them"


@pytest.mark.parametrize(
    "name",
    [
        "ada.py.txt",
        "ada.ipynb.json",
        "ada.ipynb.txt",
        "ada.py.bak",
        "ada.PY.TXT",
        "ada.tar.gz",
        "ada.py.gz",
        "ada.ipynb.pdf",
    ],
)
def test_a_program_under_a_second_ending_is_its_students(tmp_path: Path, name: str) -> None:
    assert found(tree(tmp_path, name, "bob.py")) == {"ada": [name], "bob": ["bob.py"]}


@pytest.mark.parametrize(
    "members",
    [
        ["lovelaceada_12_34_parity.ipynb", "byronbob_56_78_parity.py"],
        ["Ada L_12_assignsubmission_file_/parity.py", "Bob B_13_assignsubmission_file_/parity.py"],
        ["assignment_1_export/submission_metadata.yml", "assignment_1_export/submission_1/parity.py"],
    ],
)
def test_a_download_of_a_whole_class_is_nobodys(tmp_path: Path, members: list[str]) -> None:
    folder = tree(tmp_path, "ada.py")
    with zipfile.ZipFile(folder / "submissions.zip", "w") as packed:
        for member in members:
            packed.writestr(member, "x = 1\n")
    for paths in ([folder], [folder / "submissions.zip"]):
        candidate = gather(paths, "parity")[-1]
        assert candidate.problem is not None
        assert "holds the hand-ins of several people: ask whoever handed it in" in candidate.problem


def test_what_an_archive_lists_costs_little_to_look_at(tmp_path: Path) -> None:
    """A student's may list a hundred thousand files, and the grader is not to make an object of each."""
    folder = tree(tmp_path, "bob.py")
    with zipfile.ZipFile(folder / "eve.zip", "w") as packed:
        for number in range(100_000):
            packed.writestr(str(number), b"")
    tracemalloc.start()
    gather([folder], "parity")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20, "of the last MiB alone; zipfile takes 53 MB for it all"


HEAD = b"PK\x01\x02" + bytes(24)  # of an entry in an archive's list, up to how long its name is


def listing(*names: bytes) -> bytes:
    """An archive that lists these names, and holds nothing."""
    listed = b"".join(HEAD + struct.pack("<3H", len(name), 0, 0) + bytes(12) + name for name in names)
    end = struct.pack("<4s4HIIH", b"PK\x05\x06", 0, 0, len(names), len(names), len(listed), 0, 0)
    return listed + end


@pytest.mark.parametrize(
    "data",
    [
        HEAD * (1 << 15),
        b"".join(HEAD + b"\xff\xff" + b"%x" % number for number in range(1 << 15)),
        listing(*(b"%05d" % number + b"_12" * 1300 for number in range(250))),
    ],
    ids=["heads alone", "names within names", "long names"],
)
def test_an_archives_names_are_no_more_than_it_holds(tmp_path: Path, data: bytes) -> None:
    """They may not overlap: a MiB of heads had a GiB of names, and ended the class's run."""
    (tmp_path / "eve.zip").write_bytes(data)
    assert sum(len(str(name)) for name in names_in(tmp_path / "eve.zip")) <= len(data)


@pytest.mark.parametrize(
    "name",
    [
        b"eve_1_%s_parity.py" % (b"2" * 5000),
        b"eve_1_%s_x" % (b"2" * 4300),
        b"a" * 65_000,
        b"",
        b"\0/\xed\xa0\x80",
    ],
)
def test_no_name_in_an_archive_ends_the_class(tmp_path: Path, name: bytes) -> None:
    folder = tree(tmp_path, "bob.py")
    (folder / "eve.zip").write_bytes(listing(name))
    assert [(c.student, c.problem) for c in gather([folder], "parity")] == [("bob", None), ("eve", None)]


def test_what_ends_the_look_at_an_archive_does_not_end_the_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(_: Path) -> None:
        raise MemoryError

    monkeypatch.setattr("autograder.submission.class_zip.names_in", ended)
    folder = tree(tmp_path, "bob.py", "eve.zip")
    assert [(c.student, c.problem) for c in gather([folder], "parity")] == [("bob", None), ("eve", None)]


def test_the_list_of_an_archive_is_found_behind_a_comment_and_in_the_long_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "class.zip"
    for limit in (zipfile.ZIP64_LIMIT, 0):
        monkeypatch.setattr(zipfile, "ZIP64_LIMIT", limit)
        with zipfile.ZipFile(file, "w") as packed:
            packed.comment = b"PK" * 30_000
            for name in CANVAS:
                packed.writestr(name, b"PK\x01\x02" * 100)
        assert tuple(map(str, names_in(file))) == CANVAS


def test_what_is_no_file_any_more_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe in its place, or a link to another's archive, between the listing and the look."""
    os.mkfifo(tmp_path / "ada.zip")
    (tmp_path / "bob.zip").symlink_to(tmp_path / "ada.zip")
    for name in ("ada.zip", "bob.zip"):
        with pytest.raises(NotTaken):
            list(names_in(tmp_path / name))


def test_a_students_own_archive_is_theirs(tmp_path: Path) -> None:
    folder = tree(tmp_path, "bob.py")
    with zipfile.ZipFile(folder / "ada.zip", "w") as packed:
        packed.writestr("lovelaceada_12_34_parity.py", "x = 1\n")
        packed.writestr("helper.py", "x = 1\n")
    (folder / "cy.zip").write_bytes(b"PK no archive")
    assert [candidate.problem for candidate in gather([folder], "parity")] == [None, None, None]


def test_a_courses_own_folder_is_refused(tmp_path: Path) -> None:
    folder = tree(tmp_path, "course.toml", "solutions/parity.py")
    with pytest.raises(GatherError, match="is a course's own folder: give the folder of the hand-ins"):
        gather([folder], "parity")


# ---- a class's own download, unpacked


def archive(root: Path, name: str, *members: str | zipfile.ZipInfo, content: bytes = b"x = 1\n") -> Path:
    """An archive of these members below a new folder `class`."""
    (root / "class").mkdir(exist_ok=True)
    with zipfile.ZipFile(root / "class" / name, "w", zipfile.ZIP_DEFLATED) as packed:
        for member in members:
            packed.writestr(member, content)
    return root / "class" / name


CANVAS = ("lovelaceada_12_34_parity.ipynb", "byronbob_LATE_56_78_parity.py", "byronbob_LATE_56_79_helper.py")
MOODLE = ("Ada L_12_assignsubmission_file_/parity.py", "Bob B_13_assignsubmission_file/work/parity.py")


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    (tmp_path / "scratch").mkdir()
    return tmp_path / "scratch"


@pytest.mark.parametrize(
    ("members", "students"),
    [
        (CANVAS, {"byronbob-56": ["parity.py", "helper.py"], "lovelaceada-12": ["parity.ipynb"]}),
        (MOODLE, {"Ada L-12": ["parity.py"], "Bob B-13": ["parity.py"]}),
        (
            ("export/submission_metadata.yml", "export/submission_1/parity.py", "__MACOSX/export/._x"),
            {"submission_1": ["parity.py"]},
        ),
        (
            ("Ada L_12_assignsubmission_file_parity.py", "Bob B_13_assignsubmission_file_parity.py"),
            {"Ada L-12": ["parity.py"], "Bob B-13": ["parity.py"]},
        ),
    ],
    ids=["Canvas's", "Moodle's", "Gradescope's", "Moodle's without folders"],
)
def test_a_download_that_is_given_alone_is_unpacked(
    tmp_path: Path, scratch: Path, members: tuple[str, ...], students: dict[str, list[str]]
) -> None:
    given = archive(tmp_path, "submissions.zip", *members)
    for path in (given, given.parent):
        found = gather_all([path], "parity", scratch=scratch)
        names = {c.student: [f.name.split("_")[-1] for f in c.files] for c in found.candidates}
        assert names == students
        assert found.whole
        assert found.left == []


def test_a_students_archive_does_not_hand_in_for_others(tmp_path: Path, scratch: Path) -> None:
    """It is listed as a class's would be, and lies among others: `grade handed_in/` as well as `grade handed_in/*`."""
    folder = tree(tmp_path, "ada.py")
    archive(tmp_path, "eve.zip", *CANVAS)
    for paths in ([folder], sorted(folder.iterdir())):
        found = gather_all(paths, "parity", scratch=scratch)
        assert [c.student for c in found.candidates] == ["ada", "eve.zip"]
        assert "ask whoever handed it in" in (found.candidates[1].problem or "")
    assert list(scratch.iterdir()) == []


def roster_of(root: Path, *students: str) -> Roster:
    file = root / "roster.csv"
    file.write_text("\n".join(["student,canvas_id", *students]) + "\n")
    return read_roster(file)


def test_an_archive_with_a_students_name_hands_in_for_nobody_else_though_given_alone(
    tmp_path: Path, scratch: Path
) -> None:
    """As a TA looks at it once more who has read that it was not graded. In the roster, or with a record from before."""
    given = archive(tmp_path, "eve.zip", *CANVAS)
    roster = roster_of(tmp_path, "eve,5", "ada,12")
    for path in (given, given.parent):
        with pytest.raises(GatherError, match="a student of its name .`eve`.*ask them for their own work"):
            gather_all([path], "parity", roster=roster, scratch=scratch)
    file = SubmissionInfo("eve.zip", "")
    record = Record("parity", "eve.zip", "not_graded", "", None, 1, "", file, [], [], "", {}, "", 0, 0)
    results = tmp_path / "results"
    Store(results, "parity").write(record)
    with pytest.raises(GatherError, match="rename it"):
        gather_all([given], "parity", results=results, scratch=scratch)
    assert list(scratch.iterdir()) == []
    renamed = given.rename(given.with_name("downloaded.zip"))
    found = gather_all([renamed], "parity", results, roster, scratch)
    assert [c.student for c in found.candidates] == ["ada", "byronbob-56"]


@pytest.mark.parametrize("inside", ["lovelaceada_12_34_parity.py", "ada.py", "ada/parity.py"])
def test_what_is_in_the_folder_of_somebody_in_the_roster_is_theirs_whatever_it_is_called(
    tmp_path: Path, inside: str
) -> None:
    folder = tree(tmp_path, f"eve/{inside}", "bob/parity.py")
    roster = roster_of(tmp_path, "eve,5", "ada,12")
    for paths in ([folder / "eve"], sorted(folder.iterdir())):
        found = gather_all(paths, "parity", roster=roster)
        assert {c.student for c in found.candidates} <= {"eve", "bob"}
        assert found.candidates[-1].problem is None


@pytest.mark.parametrize(
    "inside",
    [
        ["parity.py", "helper.py"],
        ["parity.py", "ada.py", "bob.ipynb"],
        ["ada.py", "bob.ipynb"],
        ["ada/parity.py", "bob/parity.py"],
        ["ada/parity/parity.py"],
        ["lovelaceada_12_34_parity.py", "byronbob_56_78_parity.py"],
        ["Ada L_12_assignsubmission_file_/parity.py"],
        ["submission_metadata.yml", "submission_1/parity.py"],
        ["course.toml", "parity.py"],
        ["course.toml", "student/parity.py", "solutions/parity.py"],
    ],
    ids=" ".join,
)
def test_what_is_in_one_of_several_folders_hands_in_for_nobody_else(
    tmp_path: Path, inside: list[str]
) -> None:
    """`grade handed_in/*`, which is no other class than `grade handed_in`, and without a roster. Nor does it end the run."""
    folder = tree(
        tmp_path, "ada/parity.py", "bob/work.ipynb", "bob/tools.py", *(f"eve/{name}" for name in inside)
    )
    (folder / "eve" / "submission_metadata.yml").write_text(METADATA)
    ada, bob, eve = gather(sorted(folder.iterdir()), "parity")
    assert ada == ("ada", (folder / "ada/parity.py",), None, HandedIn())
    assert bob == ("bob", (folder / "bob/tools.py", folder / "bob/work.ipynb"), None, HandedIn())
    assert eve.student == "eve"
    assert gather([folder / "ada", folder / "eve"], "parity") == [ada, eve]


def test_several_folders_of_classes_are_classes_and_among_others_nobodys(tmp_path: Path) -> None:
    folder = tree(
        tmp_path, *(f"{place}/parity.py" for place in ("1/ada", "1/bob", "2/cy", "2/dee")), "eve.py"
    )
    assert list(found(folder / "1", folder / "2")) == ["ada", "bob", "cy", "dee"]
    eve, section = sorted(gather([folder / "1", folder / "eve.py"], "parity"), reverse=True)
    assert (eve.student, eve.problem) == ("eve", None)
    assert "`1` holds the hand-ins of several people" in (section.problem or "")
    assert "If it is a class's, give it alone" in (section.problem or "")


def test_the_only_folder_of_a_class_is_that_of_somebody_in_the_roster(tmp_path: Path) -> None:
    """Whose files are called as those of others, who have handed in nothing."""
    folder = tree(tmp_path, "eve/lovelaceada_12_101_parity.py", "eve/byronbob_13_102_parity.py")
    roster = roster_of(tmp_path, "eve,5", "ada,12", "bob,13")
    found = gather_all([folder], "parity", roster=roster)
    assert [(c.student, len(c.files)) for c in found.candidates] == [("eve", 2)]
    assert [person.student for person in found.missing] == ["ada", "bob"]


def test_a_courses_file_in_the_folder_of_somebody_in_the_roster_does_not_end_the_run(tmp_path: Path) -> None:
    folder = tree(tmp_path, "eve/parity.py", "eve/course.toml")
    (eve,) = gather([folder / "eve"], "parity", roster_of(tmp_path, "eve,5"))
    assert (eve.student, eve.problem) == ("eve", None)


def test_of_several_folders_none_is_unpacked(tmp_path: Path, scratch: Path) -> None:
    """`grade handed_in/*`, and one of them holds a zip like a class's."""
    folder = tree(tmp_path, "ada/parity.py", "eve/")
    archive(tmp_path, "../class/eve/work.zip", *CANVAS)
    found = gather_all(sorted(folder.iterdir()), "parity", scratch=scratch)
    assert [c.student for c in found.candidates] == ["ada", "eve"]
    assert list(scratch.iterdir()) == []


def test_what_an_archive_may_not_hold_is_named_and_the_others_are_there(
    tmp_path: Path, scratch: Path
) -> None:
    link = zipfile.ZipInfo("evelink_3_4_parity.py")
    link.external_attr = 0o120777 << 16
    given = archive(tmp_path, "class.zip", *CANVAS, "../../out_9_9_parity.py", "/abs_8_8_parity.py", link)
    found = gather_all([given], "parity", scratch=scratch)
    assert [c.student for c in found.candidates] == ["byronbob-56", "lovelaceada-12"]
    assert sorted(why.partition(":")[0] for _, why in found.left) == [
        "is a link",
        "points outside the archive",
        "points outside the archive",
    ]
    assert not list(tmp_path.glob("**/out_9_9*"))


def test_no_more_is_unpacked_of_a_file_than_is_read(tmp_path: Path, scratch: Path) -> None:
    given = archive(tmp_path, "class.zip", *CANVAS, "evebomb_3_4_parity.py", content=b"\0" * (30 << 20))
    found = gather_all([given], "parity", scratch=scratch)
    sizes = {file.stat().st_size for c in found.candidates for file in c.files if file.suffix == ".py"}
    assert sizes == {(5 << 20) + 1}


GRADESCOPE = ("export/submission_metadata.yml", "export/submission_1/parity.py")


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("eve_3_4_{}.ipynb", CANVAS),
        ("eve_3_4_x_{0}_assignsubmission_file_{0}.ipynb", CANVAS),
        ("LATE_anon_aB3x_4_{}.ipynb", CANVAS),
        ("Eve_3_assignsubmission_file_/{}/b.ipynb", MOODLE),
        ("Eve_3_assignsubmission_file_/_{}_4_b.ipynb", MOODLE),
        ("Eve_3_assignsubmission_file_a_{}_5_b.ipynb", MOODLE),
        ("export/submission_2/{}.ipynb", GRADESCOPE),
        ("export/submission_2/e_{}_assignsubmission_file_/b.ipynb", GRADESCOPE),
    ],
)
def test_what_is_too_much_of_one_hand_in_is_left_and_the_others_are_there(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch, name: str, others: tuple[str, ...]
) -> None:
    """A few kilobytes that somebody handed in may be gigabytes: two hundred notebooks of blanks refused a whole class."""
    monkeypatch.setattr(class_zip, "MAX_ONE", 4 << 20)
    monkeypatch.setattr(class_zip, "MAX_CLASS", 8 << 20)
    given = archive(tmp_path, "class.zip", *(name.format(n) for n in range(20)), content=b" " * (1 << 20))
    with zipfile.ZipFile(given, "a") as packed:
        for other in others:
            packed.writestr(other, b"x = 1\n")
    found = gather_all([given], "parity", scratch=scratch)
    ((path, why),) = found.left
    assert path.name == name.format(4).replace("/", "_")
    assert why == "makes its hand-in over 4 MiB: it and what comes after it there is not unpacked"
    there = {str(file.relative_to(scratch / "0-class")) for file in scratch.rglob("*") if file.is_file()}
    assert there == {*others, *(name.format(n) for n in range(4))}


def test_what_is_graded_of_a_hand_in_comes_before_what_lies_deeper_in_it(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An honest student's data may be too much, and their work is there all the same."""
    monkeypatch.setattr(class_zip, "MAX_ONE", 1 << 20)
    data = [f"export/submission_2/data/{number}.zip" for number in range(3)]
    given = archive(tmp_path, "class.zip", *GRADESCOPE, *data, content=b" " * (1 << 19))
    with zipfile.ZipFile(given, "a") as packed:
        packed.writestr("export/submission_2/parity.py", b"x = 1\n")
    found = gather_all([given], "parity", scratch=scratch)
    assert [
        (c.student, c.files[0].read_bytes()) for c in found.candidates if c.student == "submission_2"
    ] == [("submission_2", b"x = 1\n")]
    assert [path.name for path, _ in found.left] == ["export_submission_2_data_1.zip"]


def test_a_download_that_windows_packed_anew_is_unpacked(tmp_path: Path, scratch: Path) -> None:
    given = archive(
        tmp_path, "class.zip", *(f"class\\{name}" for name in CANVAS), "..\\..\\out_9_9_parity.py"
    )
    found = gather_all([given], "parity", scratch=scratch)
    assert [c.student for c in found.candidates] == ["byronbob-56", "lovelaceada-12"]
    assert [why.partition(":")[0] for _, why in found.left] == ["points outside the archive"]


def test_an_archive_that_canvas_says_is_one_students_is_theirs_whatever_it_lists(
    tmp_path: Path, scratch: Path
) -> None:
    given = archive(tmp_path, "eve_7_8_parity.zip", *CANVAS)
    for path in (given, given.parent):
        (eve,) = gather_all([path], "parity", scratch=scratch).candidates
        assert (eve.student, eve.files, eve.problem) == ("eve-7", (given,), None)


def test_a_download_with_nothing_in_it_is_an_error(tmp_path: Path, scratch: Path) -> None:
    link = zipfile.ZipInfo("ada_1_2_parity.py")
    link.external_attr = 0o120777 << 16
    other = zipfile.ZipInfo("bob_3_4_parity.py")
    other.external_attr = 0o120777 << 16
    with pytest.raises(GatherError, match="there is no submission in it that could be unpacked"):
        gather_all([archive(tmp_path, "class.zip", link, other)], "parity", scratch=scratch)


def test_a_damaged_download_is_an_error_that_says_so(tmp_path: Path, scratch: Path) -> None:
    given = archive(tmp_path, "class.zip", *CANVAS)
    given.write_bytes(given.read_bytes()[:-4])
    with pytest.raises(GatherError, match=r"`class.zip` cannot be read as a zip archive"):
        gather_all([given], "parity", scratch=scratch)


def test_canvas_marks_what_is_late_and_calls_what_comes_again_by_a_number(tmp_path: Path) -> None:
    folder = tree(
        tmp_path, "byronbob_LATE_56_78_parity.py", "byronbob_LATE_56_99_parity-1.py", "cy_1_2_parity.py"
    )
    found = gather_all([folder], "parity")
    bob, cy = found.candidates
    assert [file.name for file in bob.files] == ["byronbob_LATE_56_99_parity-1.py"]
    assert (bob.handed_in.late, cy.handed_in.late) == (True, False)
    assert [(left.path.name, left.why) for left in found.left] == [
        (
            "byronbob_LATE_56_78_parity.py",
            "is an earlier hand-in than `byronbob_LATE_56_99_parity-1.py`, which is graded",
        )
    ]


def test_of_two_downloads_the_later_hand_in_counts(tmp_path: Path) -> None:
    monday = tree(tmp_path / "monday", "ada_1_10_parity.py", "bob_2_11_parity.py")
    tuesday = tree(tmp_path / "tuesday", "ada_1_20_parity.py")
    found = gather_all([tuesday, monday], "parity")
    assert [(c.student, c.files[0].name, c.problem) for c in found.candidates] == [
        ("ada-1", "ada_1_20_parity.py", None),
        ("bob-2", "bob_2_11_parity.py", None),
    ]
    assert "is an earlier hand-in of ada-1" in found.left[0].why


def test_what_was_typed_counts_where_nothing_else_is_there(tmp_path: Path) -> None:
    folder = tree(
        tmp_path,
        "Ada L_12_assignsubmission_file/parity.py",
        "Ada L_12_assignsubmission_onlinetext/onlinetext.html",
        "Bob B_13_assignsubmission_onlinetext/onlinetext.html",
        "cy_5_text.html",
    )
    found = gather_all([folder], "parity")
    assert {c.student: [f.name for f in c.files] for c in found.candidates} == {
        "Ada L-12": ["parity.py"],
        "Bob B-13": ["onlinetext.html"],
        "cy-5": ["cy_5_text.html"],
    }
    assert [left.path.name for left in found.left] == ["Ada L_12_assignsubmission_onlinetext"]


def test_modules_of_a_canvas_download_find_each_other(tmp_path: Path) -> None:
    folder = tree(tmp_path, "bob_5_1_parity.py", "bob_5_2_helper.py")
    (folder / "bob_5_1_parity.py").write_text("import helper\ndef f():\n    return helper.x\n")
    (bob,) = gather([folder], "parity")
    submission = read(bob.student, bob.files, "parity", {}, ["f"])
    assert list(submission.modules) == ["helper.py"]
    assert submission.file == "bob_5_1_parity.py"
