"""A student's folder of bigram_lesions: its public tests, with the reference and with the stub, and nothing hidden."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.student_folder import write_student_folder


@pytest.fixture
def folder(root: Path, assignment, tmp_path: Path) -> Path:
    write_student_folder(assignment, root, tmp_path / "bigram_lesions")
    return tmp_path / "bigram_lesions"


def public_tests(folder: Path) -> str:
    """What plain pytest says there, with the engine out of reach."""
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:autograder"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout


def test_the_reference_passes_the_public_tests_and_writes_its_page(root: Path, folder: Path) -> None:
    (folder / "bigram_lesions.ipynb").unlink()
    shutil.copyfile(root / "solutions/bigram_lesions.py", folder / "bigram_lesions.py")
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
    ours = root / "assignments/bigram_lesions"
    hidden = [
        ours / "planted.py",
        *ours.glob("graders/*.py"),
        *ours.glob("mutants/*.py"),
        *ours.glob("right/*.py"),
    ]
    lines = {line.strip() for file in hidden for line in file.read_text("utf-8").splitlines()}
    public = (folder / "test_bigram_lesions.py").read_text("utf-8")  # asks some of the same in the same words
    telling = {line for line in lines if len(line) > 60 and "import" not in line and line not in public}
    assert len(telling) > 100
    assert [line for line in telling if line in shipped] == []
