"""What the kit's own tests share: the small course, the assignment that a folder of tests is about, and one way to grade."""

from __future__ import annotations

import functools
import importlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
import torch

from autograder.assignment import Assignment, open_assignment
from autograder.batch import Crew, Job, run
from autograder.course import open_course
from autograder.grade import Grader
from autograder.record import Record
from autograder.sandbox import choose
from autograder.submission.gather import gather

collect_ignore = [
    "tiny_course",
    "attacks",
]  # courses of their own and hostile submissions, not tests of the kit

ROOT = Path(__file__).parents[1]
TINY = Path(__file__).parent / "tiny_course"
torch.set_num_threads(1)  # two change the last digits


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-tiers", action="store_true", help="run every attack in every tier of the sandbox")
    parser.addoption("--all-classes", action="store_true", help="grade every example class through nbgrader")
    parser.addoption("--formgrader", action="store_true", help="open formgrader in a browser")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository, which is a course root."""
    return ROOT


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the small course, to be changed at will."""
    return Path(shutil.copytree(TINY, tmp_path / "course"))


@pytest.fixture(scope="session")
def tiny_grader() -> Iterator[Grader]:
    """One grader for the small course as it stands."""
    course = open_course(TINY)
    with Grader(course, open_assignment(course, "tiny")) as grader:
        yield grader


@pytest.fixture(scope="session")
def example_class(root: Path) -> Callable[[str], dict[str, Record]]:
    """`example_class(assignment)`: the records of its example submissions, graded two at a time as the demo does, and
    once for all tests."""

    @functools.cache
    def grade(name: str) -> dict[str, Record]:
        candidates = gather([root / "examples/class" / name], name)
        jobs = [Job(c.student, tuple(map(str, c.files))) for c in candidates]
        done = list(run(jobs, root, name, Crew(2, choose())))
        assert [d.error for d in done if d.error] == []
        return {d.record.student: d.record for d in done if d.record is not None}

    return grade


@pytest.fixture(scope="session")
def assignment_named(root: Path) -> Callable[[str], Assignment]:
    """`assignment_named(name)`: an assignment of the repository, the same for all tests."""
    return functools.cache(lambda name: open_assignment(open_course(root), name))


@pytest.fixture(scope="module")
def assignment(request: pytest.FixtureRequest, assignment_named: Callable[[str], Assignment]) -> Assignment:
    """The assignment that the folder of the tests is named after."""
    return assignment_named(request.path.parent.name)


@pytest.fixture(scope="module")
def reference(assignment: Assignment) -> ModuleType:
    """Its reference solution, which has the names of `given` that it imports."""
    return assignment.reference


@pytest.fixture(scope="module")
def given(assignment: Assignment) -> ModuleType:
    """Its provided code."""
    with assignment.importing():
        return importlib.import_module("given")


@pytest.fixture(scope="module")
def planted(assignment: Assignment) -> ModuleType:
    """Its planted models."""
    with assignment.importing():
        return importlib.import_module("planted")


@pytest.fixture(scope="module")
def records(assignment: Assignment, example_class: Callable[[str], dict[str, Record]]) -> dict[str, Record]:
    """The records of its example class."""
    return example_class(assignment.name)


@pytest.fixture(scope="session")
def told() -> Callable[[Record], str]:
    """`told(record)`: all that a student reads of what went wrong."""
    return lambda record: " ".join(c.message + c.hint for task in record.tasks for c in task.checks)


@pytest.fixture
def graded(tiny_grader: Grader, tmp_path: Path) -> Callable[[str], Record]:
    """`graded(source)`: the record of a module of that source, handed in to the small course."""

    def grade(source: str) -> Record:
        file = tmp_path / "ada.py"
        file.write_text(source, "utf-8")
        record = tiny_grader.grade_files("ada", [file])
        assert record is not None
        return record

    return grade
