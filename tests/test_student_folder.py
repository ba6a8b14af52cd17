"""A student works in a folder of their own, with nothing of the engine and nothing hidden in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.assignment import open_assignment
from autograder.course import open_course
from autograder.student_folder import write_student_folder


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """The folder of parity."""
    write_student_folder(open_assignment(open_course(root), "parity"), root, tmp_path / "parity")
    return tmp_path / "parity"


def public_tests(folder: Path) -> str:
    """What plain pytest says there, with the engine out of reach."""
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:autograder"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout


@pytest.mark.parametrize("form", ["module", "notebook"])
def test_the_reference_passes_the_public_tests_in_either_form(root: Path, folder: Path, form: str) -> None:
    time.sleep(0.05)  # the form saved last is tested
    name = "parity.py" if form == "module" else "parity.ipynb"
    shutil.copyfile(root / f"examples/class/parity/reference_{form}{Path(name).suffix}", folder / name)
    said = public_tests(folder)
    assert " passed" in said, said
    assert "failed" not in said, said


def test_the_stub_fails_every_public_test_one_by_one(folder: Path) -> None:
    said = public_tests(folder)
    assert " failed" in said, said
    assert "error" not in said.splitlines()[-1], said


def test_nothing_hidden_is_in_the_folder(root: Path, folder: Path) -> None:
    shipped = "\n".join(file.read_text("utf-8") for file in folder.rglob("*") if file.is_file())
    hidden = [root / "assignments/parity/planted.py", *(root / "assignments/parity").glob("graders/*.py")]
    hidden += [*(root / "assignments/parity").glob("mutants/*.py")]
    lines = {line.strip() for file in hidden for line in file.read_text("utf-8").splitlines()}
    public = (folder / "test_parity.py").read_text(
        "utf-8"
    )  # shares a few plain sentences with the hidden checks
    telling = {line for line in lines if len(line) > 60 and "import" not in line and line not in public}
    assert telling
    assert not [line for line in telling if line in shipped]


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
