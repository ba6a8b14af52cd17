"""An assignment has a version, and work that was begun on another is told so where that may be why it fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from autograder.course import FIXED, open_assignment, open_course
from autograder.course.stubs import write_stubs
from autograder.grading.grade import Grader
from autograder.record import Record

Begun = Callable[[str, str], Record]
OLD = "version 1 of the assignment, and version 2 is graded"


def graded(course_root: Path, name: str, change: Callable[[str], str]) -> Record:
    """The record of the small course's stub in one form, changed, after its instructor made version 2 of it."""
    settings = course_root / "assignments/tiny/assignment.toml"
    assignment = open_assignment(open_course(course_root), "tiny")
    (handed_in,) = (path for path in write_stubs(assignment) if path.name == name)
    work = course_root.parent / "work" / name
    work.parent.mkdir(exist_ok=True)
    work.write_text(change(handed_in.read_text()))
    settings.write_text('version = "2"\n' + settings.read_text())
    course = open_course(course_root)
    with Grader(course, open_assignment(course, "tiny")) as grader:
        record = grader.grade_files("ada", [work], FIXED)
    assert record is not None
    return record


def messages(record: Record) -> str:
    return " ".join(check.message for task in record.tasks for check in task.checks)


def test_a_function_that_the_old_stub_lacked_is_why(tiny: Path) -> None:
    for name in ("tiny.py", "tiny.ipynb"):
        record = graded(tiny, name, lambda text: text.replace("def double", "def the_double"))
        assert OLD in messages(record), record.reason
        assert (record.version, record.submission.version) == ("2", "1")
        (tiny / "assignments/tiny/assignment.toml").write_text(
            (tiny / "assignments/tiny/assignment.toml").read_text().replace('version = "2"\n', "")
        )


def test_a_wrong_value_is_not(tiny: Path) -> None:
    record = graded(
        tiny, "tiny.py", lambda text: text.replace('raise NotImplementedError("double', 'return x  # ("')
    )
    assert OLD not in messages(record)


def test_whoever_deletes_the_line_is_told_nothing(tiny: Path) -> None:
    record = graded(
        tiny, "tiny.py", lambda text: text.replace("version 1", "").replace("def double", "def a")
    )
    assert OLD not in messages(record)
    assert record.submission.version == ""
