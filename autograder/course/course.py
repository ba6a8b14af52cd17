"""The course root: where `course.toml`, `assignments/` and `solutions/` are."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated

import msgspec


class CourseError(Exception):
    """The course or an assignment is not as it should be; the message is for the instructor."""


class Late(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[late]`: the share of a score lost for each day begun after the due date and the grace."""

    grace_minutes: Annotated[float, msgspec.Meta(ge=0)] = 0
    per_day: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0


DRAWS = ("secret", "fixed")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`course.toml`. Every key is optional; paths are relative to the file."""

    name: str = "Mechanistic interpretability"
    secret_file: str = "course.secret"
    draw: str = "secret"  # or `fixed`: the public draw, the same for all students
    results: str = "results"
    late: Late = Late()

    def __post_init__(self) -> None:
        if self.draw not in DRAWS:
            raise ValueError(f"draw = {self.draw!r}: there are {' and '.join(DRAWS)}")


class Course(msgspec.Struct, frozen=True):
    root: Path
    settings: Settings

    @property
    def results(self) -> Path:
        return self.root / self.settings.results

    @property
    def secret_file(self) -> Path:
        """Where the course's secret is, or would be."""
        return self.root / os.path.expanduser(self.settings.secret_file)


def open_course(root: Path | None = None) -> Course:
    """The course at `root`, else at the nearest `course.toml` upward from the working folder.

    Raises `CourseError` when there is none, or when `course.toml` cannot be read.
    """
    folder = _nearest(Path.cwd()) if root is None else root.resolve()
    file = folder / "course.toml"
    if not file.is_file():
        raise CourseError(f"no course.toml in {folder}: say where the course is with --course")
    try:
        settings = msgspec.convert(tomllib.loads(file.read_text("utf-8")), Settings)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise CourseError(f"{file}: {error}") from None
    return Course(folder, settings)


def _nearest(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / "course.toml").is_file():
            return folder
    raise CourseError(f"no course.toml in {start} or above it: run this inside a course, or give --course")
