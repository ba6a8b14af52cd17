"""Example classes are made where they are missing or old: once, whole, and loudly if they cannot be."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import open_assignment, open_course
from examples import build
from examples.build import NAMES, class_folder
from examples.classes import reversal


@pytest.fixture
def course(root: Path, tmp_path: Path) -> Path:
    """A fresh clone's reversal, in which nothing was made yet, with the mutants that the class is made of."""
    fresh = tmp_path / "clone"
    shutil.copytree(root / "assignments/reversal", fresh / "assignments/reversal")
    script = Path(reversal.__file__).read_text("utf-8")
    for mutant in (fresh / "assignments/reversal/mutants").glob("*.py"):
        if f'"{mutant.stem}"' not in script:
            mutant.unlink()
    (fresh / "solutions").mkdir()
    shutil.copy(root / "solutions/reversal.py", fresh / "solutions")
    shutil.copytree(root / "provided", fresh / "provided")
    (fresh / "course.toml").touch()
    return fresh


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    "name",
    [
        NAMES[0],
        *(
            pytest.param(name, marks=pytest.mark.long(f"making the class of {name} again"))
            for name in NAMES[1:]
        ),
    ],
)
def test_a_class_is_what_its_script_says(root: Path, name: str) -> None:
    made = build.submissions(open_assignment(open_course(root), name))
    assert contents(class_folder(name)) == made


def test_a_class_that_is_there_is_left_alone(course: Path) -> None:
    folder = class_folder("reversal", course)
    mine = folder / "mine.py"
    mine.touch()
    assert class_folder("reversal", course) == folder
    assert mine.exists()


@pytest.mark.parametrize(
    ("changed", "file"),
    [
        ("solutions/reversal.py", "reversal_reference.ipynb"),
        ("assignments/reversal/mutants/split_overlaps.py", "split_overlaps.py"),
        ("assignments/reversal/right/numpy_by_hand.py", "numpy_by_hand.py"),
        ("assignments/reversal/student/reversal.ipynb", "half_way.ipynb"),
    ],
)
def test_a_class_is_made_anew_when_what_it_is_made_from_has_changed(
    course: Path, changed: str, file: str
) -> None:
    before = contents(class_folder("reversal", course))[file]
    source = course / changed
    text = source.read_text("utf-8")
    more = (
        text.replace("reversal", "Reversal")
        if source.suffix == ".ipynb"
        else f"{text}\n\ndef more():\n    return 1\n"
    )
    source.write_text(more)
    assert contents(class_folder("reversal", course))[file] != before


def test_a_changed_script_makes_its_class_anew(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class_folder("reversal", course)
    scripts = course / "examples"
    shutil.copytree(build.HERE / "classes", scripts / "classes")
    shutil.copy(build.HERE / "material.py", scripts)
    monkeypatch.setattr(build, "HERE", scripts)
    unchanged = class_folder("reversal", course) / "mine.py"
    unchanged.touch()
    with (scripts / "classes/reversal.py").open("a") as script:
        script.write("\n")
    class_folder("reversal", course)
    assert not unchanged.exists()


def test_a_script_that_fails_stops_whoever_asks(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    former = class_folder("reversal", course)
    (course / "solutions/reversal.py").open("a").write("\n\ndef more():\n    return 1\n")
    with monkeypatch.context() as broken:
        broken.setattr(reversal, "submissions", lambda source: {"a.py": source.right("nobody")})
        for _ in range(2):
            with pytest.raises(KeyError, match="nobody"):
                class_folder("reversal", course)
    assert "def more" in (class_folder("reversal", course) / "split_overlaps.py").read_text()
    assert former.is_dir()


@pytest.mark.long("three processes that build a class at once")
def test_of_processes_that_ask_at_once_one_makes_the_class(course: Path) -> None:
    """Each prints the inode of what it was given: the folder that was put there first, and put there whole."""
    code = (
        "import sys; from pathlib import Path; from examples.build import class_folder\n"
        "f = class_folder('reversal', Path(sys.argv[1])); print(f.stat().st_ino, len(list(f.iterdir())))"
    )
    command = [sys.executable, "-c", code, str(course)]
    asking = [subprocess.Popen(command, cwd=build.ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate()[0] for process in asking]
    assert [process.returncode for process in asking] == [0, 0, 0]
    assert len(set(said)) == 1
    assert said[0].split()[1] == "13"
