"""The engine installed as a wheel, away from any course: it grades another course root, and carries nothing hidden."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.record import Store

RIGHT = (Path(__file__).parent / "tiny_course/solutions/tiny.py").read_text()


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the repository, hidden material and all."""
    folder = tmp_path_factory.mktemp("wheel")
    leave = shutil.ignore_patterns(".*", "__pycache__", "results", "build", "dist")
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
    metadata = {name for name in names if name.partition("/")[0].endswith(".dist-info")}
    assert names - metadata == engine
    assert {name.partition("/")[2] for name in metadata} == {
        *("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    }


def test_the_installed_engine_grades_another_course(installed: Path, tiny: Path, tmp_path: Path) -> None:
    handed_in, elsewhere = tmp_path / "handed_in", tmp_path / "elsewhere"
    handed_in.mkdir()
    elsewhere.mkdir()
    (handed_in / "ada.py").write_text(RIGHT)
    (handed_in / "bob.py").write_text(RIGHT.replace("FACTOR * x", "2 + x"))

    def python(*arguments: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(installed)}
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    assert Path(python("-c", "import autograder; print(autograder.__file__)")).is_relative_to(installed)
    grade = ("-m", "autograder", "grade", str(handed_in), "-a", "tiny", "--course", str(tiny), "-j", "1")
    python(*grade)
    records = Store(tiny / "results", "tiny").all()
    assert {record.student: record.score for record in records} == {"ada": 100.0, "bob": 70.0}
