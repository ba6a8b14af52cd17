"""What an instructor begins with: a course and an assignment that hold as they stand, and a quick loop while one writes."""

from __future__ import annotations

import itertools
import json
import os
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.authoring.new import new_assignment, new_course
from autograder.course import Assignment, CourseError, open_assignment, open_course
from autograder.course.stubs import write_stubs
from autograder.course.student_folder import pinned, write_student_folder
from autograder.gate.mutate import unexplained
from autograder.gate.promises import promises
from autograder.gate.verify import Part, gate
from autograder.gate.watch import each_change
from autograder.grading.pool import Workers
from autograder.sandbox import choose

from .conftest import Command, specimens_graded_here


@pytest.fixture
def neuron(tmp_path: Path) -> Assignment:
    """A new assignment in a new course, away from the kit."""
    new_course(tmp_path / "course")
    course = open_course(tmp_path / "course")
    new_assignment(course, "neuron")
    write_stubs(open_assignment(course, "neuron"))
    return open_assignment(course, "neuron")


def test_a_new_assignment_passes_the_gate_as_it_stands(
    neuron: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its short form, and each of its mutants."""
    specimens_graded_here(monkeypatch, lambda: None, neuron)
    here = (neuron, neuron.course_root, Workers(1, choose()))
    each = Part(specimens=[f"mutant/{m.name}" for m in neuron.mutants])
    rows = [*gate(*here, seeds=3, short=True), *gate(*here, part=each)]
    assert [row for row in rows if not row.holds] == []
    assert {f"mutant/{m.name}" for m in neuron.mutants} <= {row.specimen for row in rows}
    assert all(promise.kept for promise in promises(neuron))
    assert list(unexplained(neuron)) == []
    assert neuron.right
    assert "my_assignment" not in "".join(f.read_text() for f in neuron.folder.rglob("*.*") if f.is_file())


def autograder(folder: Path, *arguments: object) -> str:
    """The command as it is found by its path, in an environment that is not activated."""
    path = os.pathsep.join(
        p for p in os.environ["PATH"].split(os.pathsep) if not (Path(p) / "alembic").exists()
    )
    done = subprocess.run(
        [*map(str, arguments)], cwd=folder, env=os.environ | {"PATH": path}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.long("a new course all the way through nbgrader")
def test_a_new_course_goes_all_the_way(tmp_path: Path) -> None:
    """By the commands that its instructor types; nbgrader too, at its first call."""
    binaries = Path(sys.executable).parent
    kit, nbgrader = binaries / "autograder", binaries / "nbgrader"
    autograder(tmp_path, kit, "new", "neuron", "--course", "course")
    course = tmp_path / "course"
    autograder(course, kit, "verify", "neuron", "--seeds", "3")
    said = autograder(course, kit, "release", "neuron", "-o", "out", "--short", "--seeds", "1")
    assert "made the course's secret" in said
    classroom = course / "out/instructor/nbgrader"
    autograder(classroom, nbgrader, "generate_assignment", "neuron")
    handed_in = classroom / "submitted/ada/neuron"
    handed_in.mkdir(parents=True)
    (handed_in / "neuron.ipynb").write_bytes((classroom / "source/neuron/neuron.ipynb").read_bytes())
    autograder(classroom, nbgrader, "autograde", "neuron")
    autograder(classroom, nbgrader, "generate_feedback", "neuron")
    assert "10 of 10 points" in (classroom / "feedback/ada/neuron/neuron.html").read_text("utf-8")
    (course / "class").mkdir()
    (course / "class/bob.py").write_bytes((course / "solutions/neuron.py").read_bytes())
    assert "10" in autograder(course, kit, "grade", "class", "-a", "neuron")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("two words", "small letters"),
        ("Neuron", "small letters"),
        ("1st", "small letters"),
        ("class", "no word of Python's"),
        ("../out", "small letters"),
        ("", "small letters"),
        ("random", "there is another module of that name"),
        ("torch", "there is another module of that name"),
        ("given", "there is another module of that name"),
        ("test_it", "pytest takes a module of that name for tests"),
        ("patching_test", "pytest takes a module of that name for tests"),
        ("tiny", "is there already"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(tiny: Path, name: str, why: str) -> None:
    before = {file: file.stat().st_mtime_ns for file in tiny.rglob("*")}
    with pytest.raises(CourseError, match=why):
        new_assignment(open_course(tiny), name)
    assert {file: file.stat().st_mtime_ns for file in tiny.rglob("*")} == before


def test_an_assignment_that_is_there_is_told_so_where_it_can_be_imported(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tiny / "solutions")
    with pytest.raises(CourseError, match="is there already"):
        new_assignment(open_course(tiny), "tiny")


def test_what_is_released_of_a_new_course_is_no_part_of_it(tmp_path: Path) -> None:
    """Answers, grades and the secret."""
    new_course(tmp_path)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    for name in ("out/instructor/neuron.json", "results/neuron.csv", "course.secret"):
        subprocess.run(["git", "check-ignore", "--quiet", name], cwd=tmp_path, check=True)


def test_a_course_is_begun_in_an_empty_folder_only(tiny: Path, command: Command) -> None:
    assert "is not empty" in command("new", "--course", tiny / "assignments").err
    assert "say what to make" in command("new").err
    assert command("new", "neuron").code == 0
    assert (tiny / "assignments/neuron/student/neuron.ipynb").is_file()
    assert command("new", "neuron").code == 2


def test_the_next_command_that_is_told_can_be_typed(tmp_path: Path, command: Command) -> None:
    folder = tmp_path / "my new course's"
    told = command("new", "neuron", "--course", folder).out.splitlines()[-1]
    assert shlex.split(told.partition("next: ")[2].partition(";")[0])[-1] == str(folder)


# ---- while one writes


def test_a_task_is_judged_alone(tiny: Path, in_this_process: None) -> None:
    write_stubs(open_assignment(open_course(tiny), "tiny"))
    found = open_assignment(open_course(tiny), "tiny")
    rows = list(gate(found, tiny, Workers(1, choose()), seeds=1, part=Part(tasks=frozenset({"fit"}))))
    assert [row for row in rows if not row.holds] == []
    of_it = {f"mutant/{m.name}" for m in found.mutants if "fit" in m.loses or m.equivalent}
    assert {row.specimen for row in rows if row.specimen.startswith("mutant/")} == of_it
    assert {row.score for row in rows if row.specimen == "reference"} == {40}


def test_a_stub_that_was_not_built_is_said(tiny: Path, in_this_process: None) -> None:
    found = open_assignment(open_course(tiny), "tiny")
    rows = list(gate(found, tiny, Workers(1, choose()), seeds=0, part=Part(tasks=frozenset({"fit"}))))
    (row,) = (row for row in rows if not row.holds)
    assert row.specimen == "stub"
    assert "`autograder build tiny` makes it" in row.note


def changes(watched: Iterator[list[str]], count: int) -> list[list[str]]:
    return list(itertools.islice(watched, count))


def test_a_change_is_seen_with_its_name_and_caches_are_none(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")

    def write() -> None:
        time.sleep(0.1)
        (tmp_path / "__pycache__").mkdir()
        (tmp_path / "__pycache__/a.pyc").write_text("1")
        time.sleep(0.1)
        (tmp_path / "b.py").write_text("1")

    writer = threading.Thread(target=write)
    writer.start()
    assert changes(each_change(tmp_path, tmp_path / "gone", interval_s=0.02), 2) == [[], ["b.py"]]
    writer.join()


# ---- what students get


def test_the_students_readme_says_what_counts_and_what_is_optional(tiny: Path, tmp_path: Path) -> None:
    settings = tiny / "assignments/tiny/assignment.toml"
    settings.write_text(
        settings.read_text() + '\n[[tasks]]\nname = "more"\npoints = 5\nextra = true\n', "utf-8"
    )
    readme = tiny / "student_template/README.md"
    readme.write_text("Ask at any time. Çà et là.\n", "utf-8")
    write_student_folder(open_assignment(open_course(tiny), "tiny"), tiny, tmp_path / "out")
    text = (tmp_path / "out/README.md").read_text("utf-8")
    assert text.startswith("# Tiny\n")
    assert "| fit | 40 |  |" in text
    assert "| more | 5 | optional: extra credit, on top |" in text
    assert "| why | 1 | an answer in words, which a person reads |" in text
    assert "The tasks come to 100 points, the answers in words to 1 more." in text
    assert text.endswith("Çà et là.\n"), "the course's own words take the place of the kit's"


def test_a_course_without_a_template_has_the_kits(neuron: Assignment, tmp_path: Path) -> None:
    files = write_student_folder(neuron, neuron.course_root, tmp_path / "out")
    assert {"conftest.py", "acceptance.py", "pytest.ini", "README.md"} <= {file.name for file in files}


def test_requirements_are_pinned_to_what_grades(tmp_path: Path) -> None:
    import numpy

    asked = ("numpy>=1.20", "torch", "no-such-package>=2", "pytest[all]", 'numpy; python_version < "3"')
    numpy_pin, torch_pin, *others = pinned(asked)
    assert numpy_pin == f"numpy=={numpy.__version__}"
    assert torch_pin.startswith("torch==")
    assert "+" not in torch_pin, "a local version is on no index"
    assert others == list(asked[2:])


def test_a_release_without_the_gate_says_so(tiny: Path, command: Command) -> None:
    done = command("release", "tiny", "-o", tiny / "out", "--unverified")
    assert done.code == 0
    assert "verified by nothing: it was released unverified" in done.out
    about = json.loads((tiny / "out/instructor/tiny.json").read_text())
    assert about["verified by"] == "nothing: it was released unverified"
    assert not (tiny / "out/student/tiny/tiny.json").exists()


def test_mutate_says_where_a_reason_goes(tiny: Path, command: Command) -> None:
    kept = tiny / "assignments/tiny/automatic_mutants.json"
    found = json.loads(kept.read_text("utf-8"))
    next(one for one in found.values() if one["survivors"])["survivors"][0]["why"] = ""
    kept.write_text(json.dumps(found), "utf-8")
    done = command("mutate", "tiny")
    assert done.code == 1
    assert f'its reason as "why" in {kept}' in done.out
