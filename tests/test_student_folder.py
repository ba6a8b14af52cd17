"""A student works in a folder of their own, with nothing of the engine in it.

That nothing hidden is in it either is asked of the whole release: test_release.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.assignment import open_assignment
from autograder.course import open_course
from autograder.student_folder import write_student_folder

ASSIGNMENTS = sorted(p.parent.name for p in Path(__file__).parents[1].glob("assignments/*/assignment.toml"))
OTHER_RIGHT = sorted(
    (p.parents[1].name, p.stem) for p in Path(__file__).parents[1].glob("assignments/*/right/*.py")
)


@pytest.fixture
def handed_out(root: Path, tmp_path: Path) -> Callable[[str], Path]:
    """`handed_out(name)`: the folder that students of an assignment get."""

    def write(name: str) -> Path:
        write_student_folder(open_assignment(open_course(root), name), root, tmp_path / name)
        return tmp_path / name

    return write


def public_tests(folder: Path) -> str:
    """What plain pytest says there, with the engine out of reach."""
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:autograder"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment).stdout


def assert_passes(folder: Path) -> None:
    said = public_tests(folder)
    last = said.splitlines()[-1]
    assert " passed" in last, said
    assert "failed" not in last, said
    assert "error" not in last, said


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_reference_passes_the_public_tests(
    root: Path, handed_out: Callable[[str], Path], name: str
) -> None:
    folder = handed_out(name)
    (folder / f"{name}.ipynb").unlink()
    shutil.copyfile(root / f"solutions/{name}.py", folder / f"{name}.py")
    assert_passes(folder)


@pytest.mark.parametrize(("name", "solution"), OTHER_RIGHT)
def test_other_right_solutions_pass_the_public_tests(
    root: Path, handed_out: Callable[[str], Path], name: str, solution: str
) -> None:
    folder = handed_out(name)
    (folder / f"{name}.ipynb").unlink()
    shutil.copyfile(root / f"assignments/{name}/right/{solution}.py", folder / f"{name}.py")
    assert_passes(folder)


@pytest.mark.parametrize("form", ["py", "ipynb"])
def test_the_form_that_was_saved_last_is_tested(
    root: Path, handed_out: Callable[[str], Path], form: str
) -> None:
    folder = handed_out("parity")  # the other form is the stub's
    time.sleep(0.05)
    kind = "module" if form == "py" else "notebook"
    shutil.copyfile(root / f"examples/class/parity/reference_{kind}.{form}", folder / f"parity.{form}")
    assert_passes(folder)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_stub_fails_every_public_test_one_by_one(handed_out: Callable[[str], Path], name: str) -> None:
    last = public_tests(handed_out(name)).splitlines()[-1]
    assert " failed" in last, last
    assert "passed" not in last, last
    assert "error" not in last, last


def test_the_files_that_an_assignment_names_go_along_and_count_for_its_digest(
    tiny: Path, tmp_path: Path
) -> None:
    settings = tiny / "assignments/tiny/assignment.toml"
    settings.write_text('files = ["words.txt"]\n' + settings.read_text())
    words = tiny / "assignments/tiny/words.txt"
    digests = []
    for text in ("one\n", "two\n"):
        words.write_text(text)
        digests.append(open_assignment(open_course(tiny), "tiny").content_digest)
    assert digests[0] != digests[1]
    assignment = open_assignment(open_course(tiny), "tiny")
    for name in ("tiny.py", "tiny.ipynb", "test_tiny.py"):
        (assignment.folder / name).touch()
    (tiny / "student_template").mkdir(exist_ok=True)
    written = write_student_folder(assignment, tiny, tmp_path / "handed_out")
    assert tmp_path / "handed_out/words.txt" in written
    assert (tmp_path / "handed_out/words.txt").read_text() == "two\n"
