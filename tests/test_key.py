"""What regrades a class and what does not: one thing of each kind is changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import autograder
from autograder.course import open_assignment, open_course
from autograder.course.digest import engine_digest
from autograder.course.stubs import write_stubs

SOLUTION = "solutions/tiny.py"
TINY = "assignments/tiny"
REGRADES = {
    "the reference's code": (SOLUTION, "FACTOR * x", "FACTOR * x * 1.0"),
    "a check": (f"{TINY}/graders/test_tiny.py", "size=(4, 3)", "size=(4, 5)"),
    "a check's weight": (f"{TINY}/graders/test_tiny.py", "weight=3", "weight=2"),
    "a check's title": (f"{TINY}/graders/test_tiny.py", "The extremes of a tensor are found", "Extremes are found"),
    "what checks share": (f"{TINY}/graders/conftest.py", "torch.ones(2)", "torch.ones(3)"),
    "a task's points": (f"{TINY}/assignment.toml", "points = 60", "points = 50"),
    "the version": (f"{TINY}/assignment.toml", 'title = "Tiny"', 'title = "Tiny"\nversion = "2"'),
    "a limit": (f"{TINY}/assignment.toml", "memory_mb = 256", "memory_mb = 257"),
    "provided code": (f"{TINY}/student/given.py", "import torch", "import math\nimport torch"),
    "a mutant's hint": (f"{TINY}/mutants/adds_two.py", "This adds two", "Look: this adds two"),
    "a mutant's code": (f"{TINY}/mutants/adds_two.py", "x + 2", "x + 2.0"),
    "data that ships": (f"{TINY}/student/numbers.csv", "1", "2"),
    "a planted model": (f"{TINY}/graders/planted.py", "SIZE = 1", "SIZE = 2"),
    "data of the graders": (f"{TINY}/graders/answers.json", "1", "2"),
}  # fmt: skip
REGRADES_NOT = {
    "prose of the solution": (SOLUTION, "# %% [markdown]\n", "# %% [markdown]\n# More to read.\n"),
    "a comment in the reference": (SOLUTION, "FACTOR * x", "FACTOR * x  # twice"),
    "a docstring of the reference": (SOLUTION, "Twice `x`", "Two times `x`"),
    "a comment in a check": (f"{TINY}/graders/test_tiny.py", "import pytest\n", "import pytest  # as ever\n"),
    "what a grader's file says of itself": (
        f"{TINY}/graders/test_tiny.py",
        "Hidden checks of",
        "The checks of",
    ),
    "a docstring of provided code": (f"{TINY}/student/given.py", '"""', '"""\nProvided.\n'),
    "the mistake a mutant's file describes": (f"{TINY}/mutants/adds_two.py", '"""', '"""As many do: '),
    "which sentences explain": (
        f"{TINY}/assignment.toml",
        "[limits]",
        '[explains]\ndouble = ["Twice"]\n\n[limits]',
    ),
    "a task that takes long": (f"{TINY}/assignment.toml", "points = 60", "points = 60\nslow = true"),
    "the title of the assignment": (f"{TINY}/assignment.toml", 'title = "', 'title = "The '),
    "a public test": (f"{TINY}/student/test_tiny.py", "import tiny", "import tiny  # the stub"),
    "another right solution": (f"{TINY}/right/numpy_lists.py", "import", "import math\nimport"),
    "the calibration": (f"{TINY}/CALIBRATION.md", "1", "2"),
}


def digest(course: Path) -> str:
    assignment = open_assignment(open_course(course), "tiny")
    write_stubs(assignment)
    return assignment.content_digest


@pytest.mark.parametrize("what", [*REGRADES, *REGRADES_NOT])
def test_what_regrades(tiny: Path, what: str) -> None:
    name, old, new = (REGRADES | REGRADES_NOT)[what]
    file = tiny / name
    if not file.exists():
        file.write_text(old)
    before = digest(tiny)
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    assert (digest(tiny) != before) == (what in REGRADES)


ENGINE = {
    "grading/grade.py": True,
    "checks/compare.py": True,
    "inside/wire.py": True,
    "submission/read.py": True,
    "sandbox/limits.py": True,
    "course/variant.py": True,
    "doctor.py": False,
    "cli.py": False,
    "gate/verify.py": False,
    "nbgrader/cells.py": False,
}


@pytest.mark.parametrize("file", ENGINE)
def test_which_rooms_of_the_engine_regrade(tmp_path: Path, file: str) -> None:
    engine = tmp_path / "autograder"
    shutil.copytree(Path(autograder.__file__).parent, engine, ignore=shutil.ignore_patterns("__pycache__"))
    before = engine_digest(engine)
    text = (engine / file).read_text("utf-8")
    (engine / file).write_text(f"{text}\n# a comment\n", "utf-8")
    assert engine_digest(engine) == before
    (engine / file).write_text(f"{text}\nADDED = 1\n", "utf-8")
    assert (engine_digest(engine) != before) == ENGINE[file]
