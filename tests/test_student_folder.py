"""A student works in a folder of their own, with nothing of the engine in it.

That nothing hidden is in it either is asked of the whole release: test_release.py. That right work passes the public
tests and the stub fails them is the gate's to ask: test_gate.py.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import Assignment, CourseError, assignment_names, open_assignment, open_course
from autograder.course.student_folder import write_student_folder
from autograder.gate.shipped import run_public_tests
from autograder.submission.read import read
from examples.build import class_folder

ASSIGNMENTS = assignment_names(open_course(Path(__file__).parents[1]))


@pytest.fixture
def handed_out(
    root: Path, tmp_path: Path, assignment_named: Callable[[str], Assignment]
) -> Callable[[str], Path]:
    """`handed_out(name)`: the folder that students of an assignment get."""

    def write(name: str) -> Path:
        write_student_folder(assignment_named(name), root, tmp_path / name)
        return tmp_path / name

    return write


def assert_passes(folder: Path) -> None:
    outcomes = run_public_tests(folder)
    assert outcomes
    assert {name: why for name, why in outcomes.items() if why is not None} == {}


IN_OTHER_FORMS = """
import dataclasses
import functools

import mine
import torch


def other(value):
    if isinstance(value, bool | str | torch.nn.Module):
        return value
    if isinstance(value, int | float):
        return torch.tensor([value], requires_grad=isinstance(value, float))
    if isinstance(value, torch.Tensor):
        return value.detach().double().numpy()
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None) or [f"part_{i}" for i in range(len(value))]
        return dataclasses.make_dataclass("Mine", names)(*map(other, value))
    if isinstance(value, dict):
        return {name: other(item) for name, item in value.items()}
    if value and all(type(item) in (int, float) for item in value):
        return torch.tensor(value)
    return tuple(map(other, value))


def in_another_form(name):
    @functools.wraps(getattr(mine, name))
    def call(*args, **kwargs):
        return other(getattr(mine, name)(*args, **kwargs))

    return call
"""


@pytest.mark.parametrize(
    "name", ["parity", pytest.param("sae", marks=pytest.mark.long("the public tests of sae on other forms"))]
)
def test_public_tests_take_answers_in_other_forms(
    root: Path, handed_out: Callable[[str], Path], assignment_named: Callable[[str], Assignment], name: str
) -> None:
    """The reference, but indices are tensors, numbers have shape [1], and tuples and claims are dataclasses."""
    folder = handed_out(name)
    (folder / f"{name}.ipynb").unlink()
    shutil.copyfile(root / f"solutions/{name}.py", folder / "mine.py")
    wrapped = [
        f"\n\ndef {function}(*args, **kwargs):\n    return in_another_form({function!r})(*args, **kwargs)\n"
        for function in assignment_named(name).functions
    ]
    (folder / f"{name}.py").write_text(IN_OTHER_FORMS + "".join(wrapped))
    assert_passes(folder)


@pytest.mark.parametrize(
    "form", [pytest.param("py", marks=pytest.mark.long("the module, saved last")), "ipynb"]
)
def test_the_form_that_was_saved_last_is_tested(
    root: Path, handed_out: Callable[[str], Path], form: str
) -> None:
    folder = handed_out("parity")  # the other form is the stub's
    time.sleep(0.05)
    kind = "module" if form == "py" else "notebook"
    shutil.copyfile(class_folder("parity") / f"reference_{kind}.{form}", folder / f"parity.{form}")
    (folder / "pytest.ini").write_text(
        "[pytest]\naddopts = -k activations\n"
    )  # which form is seen by any of them
    assert_passes(folder)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_zip_of_the_whole_folder_is_the_one_file_and_nothing_of_the_courses(
    root: Path, handed_out: Callable[[str], Path], assignment_named: Callable[[str], Assignment], name: str
) -> None:
    """Neither the public tests' modules nor those beside `given.py` travel as the student's own."""
    folder, a = handed_out(name), assignment_named(name)
    shutil.copyfile(root / f"solutions/{name}.py", folder / f"{name}.py")
    zipped = Path(shutil.make_archive(str(folder), "zip", folder.parent, name))
    for files in ([zipped], sorted(folder.glob("*.py")), [folder / f"{name}.py"]):
        found = read("ada", files, name, a.stub, a.functions, a.provided_texts)
        assert found.modules == {}
        assert found.chunks == a.reference_chunks


def test_all_of_the_student_folder_and_what_is_shared_goes_along(tiny: Path, tmp_path: Path) -> None:
    settings = tiny / "assignments/tiny/assignment.toml"
    settings.write_text('shared = ["words/words.txt"]\n' + settings.read_text())
    (tiny / "words").mkdir()
    (tiny / "words/words.txt").write_text("one\n")
    (tiny / "assignments/tiny/student/more.csv").write_text("1,2\n")
    assignment = open_assignment(open_course(tiny), "tiny")
    write_student_folder(assignment, tiny, tmp_path / "handed_out")
    names = {file.name for file in (tmp_path / "handed_out").iterdir()}
    assert {"given.py", "test_tiny.py", "words.txt", "more.csv"} <= names
    assert not names & {"planted.py", "assignment.toml", "__pycache__"}


def test_a_folder_among_the_students_files_is_named(tiny: Path) -> None:
    (tiny / "assignments/tiny/student/data").mkdir()
    with pytest.raises(CourseError, match="student/data is a folder"):
        _ = open_assignment(open_course(tiny), "tiny").student_files


def test_a_constant_made_by_ones_own_function_is_explained_as_in_the_grade(
    root: Path, handed_out: Callable[[str], Path]
) -> None:
    folder = handed_out("parity")
    (folder / "parity.ipynb").unlink()
    source = (root / "solutions/parity.py").read_text()
    made = "\n\n\ndef width():\n    return 2\n\n\nWIDTH = width()\n\n\ndef hidden_activations(model, X):\n    return WIDTH\n"
    (folder / "parity.py").write_text(source + made)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:autograder", "-k", "activations"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout
    assert "by calling `width`, which does not travel; pass it to the function as an argument" in said


POSIX_ONLY = {"crypt", "fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_nothing_that_a_student_gets_needs_one_system(handed_out: Callable[[str], Path], name: str) -> None:
    """No module of POSIX alone, and no text read or written in whatever encoding the system has."""
    for file in handed_out(name).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
                assert not names & POSIX_ONLY, f"{file.name}, line {node.lineno}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                if called in ("open", "read_text", "write_text"):
                    said = ast.unparse(node)
                    assert "utf-8" in said or '"rb"' in said or "'rb'" in said, f"{file.name}: {said}"
