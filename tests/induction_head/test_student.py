"""A student's folder of the induction head: its public tests, with the reference and with the stub; nothing hidden."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.assignment import open_assignment
from autograder.course import open_course
from autograder.student_folder import write_student_folder


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    write_student_folder(
        open_assignment(open_course(root), "induction_head"), root, tmp_path / "induction_head"
    )
    return tmp_path / "induction_head"


def public_tests(folder: Path) -> str:
    """What plain pytest says there, with the engine out of reach."""
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:autograder"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment).stdout


def test_the_reference_passes_the_public_tests(root: Path, folder: Path) -> None:
    (folder / "induction_head.ipynb").unlink()
    shutil.copyfile(root / "solutions/induction_head.py", folder / "induction_head.py")
    said = public_tests(folder)
    assert " passed" in said, said
    assert "failed" not in said, said


def test_the_stub_fails_every_public_test_one_by_one(folder: Path) -> None:
    last = public_tests(folder).splitlines()[-1]
    assert " failed" in last, last
    assert "passed" not in last, last
    assert "error" not in last, last


def test_nothing_hidden_is_in_the_folder(root: Path, folder: Path) -> None:
    shipped = "\n".join(file.read_text("utf-8") for file in folder.rglob("*") if file.is_file())
    ours = root / "assignments/induction_head"
    hidden = [
        ours / "planted.py",
        *ours.glob("graders/*.py"),
        *ours.glob("mutants/*.py"),
        *ours.glob("right/*.py"),
    ]
    lines = {line.strip() for file in hidden for line in file.read_text("utf-8").splitlines()}
    public = (folder / "test_induction_head.py").read_text("utf-8")  # asks some of the same things
    telling = {line for line in lines if len(line) > 60 and "import" not in line and line not in public}
    assert telling
    assert [line for line in telling if line in shipped] == []
