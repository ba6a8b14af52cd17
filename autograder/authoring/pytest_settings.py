"""Whether a course has settings of pytest's: without, pytest looks for some beside what a student handed in, and runs what
they name."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.config.findpaths import load_config_dict_from_file

from ..course import CourseError
from ..course.problem import Problem

_FILES = (
    "pytest.toml",
    ".pytest.toml",
    "pytest.ini",
    ".pytest.ini",
    "pyproject.toml",
    "tox.ini",
    "setup.cfg",
)


def refuse_without_settings(course: Path) -> None:
    """Raises `CourseError` for a course root in which pytest finds none."""
    if not any(_holds_settings(course / name) for name in _FILES):
        what = "pytest would take its settings from beside a student's file: write `[pytest]` into this file"
        raise CourseError(str(Problem(course / "pytest.ini", None, what)))


def _holds_settings(file: Path) -> bool:
    try:
        return file.is_file() and load_config_dict_from_file(file) is not None
    except (pytest.UsageError, pytest.fail.Exception):
        return True  # with which pytest ends
