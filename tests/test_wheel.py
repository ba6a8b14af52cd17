"""The engine installed as a wheel, away from any course: it grades another course root, and carries nothing hidden."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.record import Store
from examples.build import class_folder

RIGHT = (Path(__file__).parent / "tiny_course/solutions/tiny.py").read_text()


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the repository, hidden material and all."""
    folder = tmp_path_factory.mktemp("wheel")
    leave = shutil.ignore_patterns(".*", "__pycache__", "results", "build", "dist", "class")
    shutil.copytree(root, folder / "tree", ignore=leave)
    pip("wheel", str(folder / "tree"), "--no-build-isolation", "--wheel-dir", str(folder))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder with the wheel's contents and nothing else; what it depends on is this environment's."""
    target = wheel.parent / "installed"
    pip("install", str(wheel), "--target", str(target))
    return target


def pip(command: str, *arguments: str) -> None:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    subprocess.run([sys.executable, "-m", "pip", command, *quiet, *arguments], check=True)


def test_the_wheel_holds_the_engine_and_no_hidden_material(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    files = [file for file in (root / "autograder").rglob("*") if file.is_file()]
    engine = {str(file.relative_to(root)) for file in files if "__pycache__" not in file.parts}
    engine |= {f"autograder/student_template/{file.name}" for file in (root / "student_template").glob("*.*")}
    metadata = {name for name in names if name.partition("/")[0].endswith(".dist-info")}
    assert names - metadata == engine
    assert {name.partition("/")[2] for name in metadata} == {
        *("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    }


@pytest.fixture
def python(installed: Path, tmp_path: Path) -> Callable[..., str]:
    """`python(*arguments)`: what this interpreter prints in an empty folder, with the wheel as its engine."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def run(*arguments: object) -> str:
        environment = {**os.environ, "PYTHONPATH": str(installed)}
        command = [sys.executable, *map(str, arguments)]
        done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    return run


def test_the_installed_engine_grades_another_course(
    python: Callable[..., str], installed: Path, tiny: Path, tmp_path: Path
) -> None:
    handed_in = tmp_path / "handed_in"
    handed_in.mkdir()
    (handed_in / "ada.py").write_text(RIGHT)
    (handed_in / "bob.py").write_text(RIGHT.replace("FACTOR * x", "2 + x"))
    assert Path(python("-c", "import autograder; print(autograder.__file__)")).is_relative_to(installed)
    python("-m", "autograder", "grade", handed_in, "-a", "tiny", "--course", tiny, "-j", "1")
    records = Store(tiny / "results", "tiny").all()
    assert {record.student: record.score for record in records} == {"ada": 100.0, "bob": 70.0}


@pytest.mark.long("an assignment of the six in another course")
def test_and_a_real_assignment_that_somebody_took_into_theirs(
    python: Callable[..., str], root: Path, tiny: Path, tmp_path: Path
) -> None:
    shutil.copytree(root / "assignments/parity", tiny / "assignments/parity")
    shutil.copy(root / "solutions/parity.py", tiny / "solutions")
    shutil.copytree(root / "provided", tiny / "provided")
    submission = shutil.copy(class_folder("parity") / "reference_module.py", tmp_path / "ada.py")
    python("-m", "autograder", "grade", submission, "-a", "parity", "--course", tiny)
    assert [record.score for record in Store(tiny / "results", "parity").all()] == [110.0]
    graders = tiny / "assignments/parity/graders"
    assert "score: 110 of" in python("-m", "pytest", graders, f"--submission={submission}")
