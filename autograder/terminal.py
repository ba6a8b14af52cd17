"""What all commands share of the terminal and of a course: where they write, how they open it, where they unpack."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console

from .authoring import open_checked
from .course import Assignment, Course, open_course
from .submission.source import printable_lines

err = Console(stderr=True)
out = Console(width=None if sys.stdout.isatty() else 120)  # a file or a pipe has no width of its own

CourseOption = Annotated[
    Optional[Path], typer.Option(help="The course root; else the nearest course.toml upward.")
]


def open_one(course: Path | None, assignment: str, gate: bool = False) -> tuple[Course, Assignment]:
    """The course and an assignment. Raises `CourseError` with all that is wrong with its files; with its mutants only for
    the `gate`, else that is said."""
    opened = open_course(course)
    return opened, open_checked(opened, assignment, tell=None if gate else say)[0]


def say(message: str) -> None:
    err.print(f"autograder: {printable_lines(message)}", highlight=False, markup=False, soft_wrap=True)
