"""The course root: where `course.toml`, `assignments/` and `solutions/` are."""

from __future__ import annotations

import datetime
import os
import re
import shlex
import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta


class CourseError(Exception):
    """The course or an assignment is not as it should be; the message is for the instructor."""


class Late(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[late]`: what a late hand-in loses."""

    grace_minutes: Annotated[
        float, Meta(ge=0, description="Minutes after the due date that cost nothing.")
    ] = 0
    per_day: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="The share of a score, 0 to 1, lost for each day begun after the due date and the grace.",
        ),
    ] = 0


class Gradescope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[gradescope]`: how an assignment is graded where Gradescope runs it, by `autograder release --bundle gradescope`."""

    per_day: Annotated[
        int, Meta(ge=0, description="Submissions of a student that are graded in 24 hours; 0: all of them.")
    ] = 0
    timeout_minutes: Annotated[
        float, Meta(gt=0, description="The assignment's timeout there, after which Gradescope gives a zero.")
    ] = 10
    margin_s: Annotated[
        float, Meta(ge=0, description="Seconds before that timeout at which grading ends by itself.")
    ] = 60
    memory_mb: Annotated[int, Meta(gt=0, description="Memory of the container that is chosen there.")] = 768
    torch_pip: Annotated[
        str,
        Meta(
            description="What pip is told besides when it installs torch there, such as the `--index-url` of an index "
            "with builds for processors; else pip's own choice."
        ),
    ] = ""
    sandbox: Annotated[
        str, Meta(description="What keeps submissions apart there, as `--sandbox` says it.")
    ] = "auto"

    def __post_init__(self) -> None:
        if self.deadline_s <= 0:
            raise ValueError(
                f"margin_s = {self.margin_s:g} leaves nothing of {self.timeout_minutes:g} minutes"
            )
        try:
            shlex.split(self.torch_pip)
        except ValueError as error:
            raise ValueError(f"torch_pip = {self.torch_pip!r}: {error}") from None

    @property
    def deadline_s(self) -> float:
        """Seconds after which grading ends by itself."""
        return 60 * self.timeout_minutes - self.margin_s


_SHORT_TIME = re.compile(
    r"""^[^#]*=\s*["']?(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?!:))?([-+Zz][\d:]*)?["']?\s*(?:#.*)?$""",
    re.MULTILINE,
)
DRAWS = ("secret", "fixed")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`course.toml`. Every key is optional; paths are relative to the file."""

    name: Annotated[str, Meta(description="The course's name, by which nbgrader knows it too.")] = (
        "Mechanistic interpretability"
    )
    secret_file: Annotated[
        str, Meta(description="Where the course's secret is, `~` and whole paths too.")
    ] = "course.secret"
    draw: Annotated[
        str,
        Meta(
            description="`secret`: a draw for each student; `fixed`: the public draw, the same for all students."
        ),
    ] = "secret"
    results: Annotated[
        str, Meta(description="The folder for records, and for what a calibration has measured.")
    ] = "results"
    roster: Annotated[
        str, Meta(description="Who is in the course, and by which ids; used where the file is there.")
    ] = "roster.csv"
    late: Annotated[Late, Meta(description="The late penalty; none unless it is given.")] = Late()
    due: Annotated[
        dict[str, datetime.datetime],
        Meta(
            description="When each assignment is due, with its offset: `parity = 2026-10-01T23:59:00+02:00`."
        ),
    ] = {}
    extensions: Annotated[
        str, Meta(description="Who has more time for what; used where the file is there.")
    ] = "extensions.csv"
    gradescope: Annotated[
        Gradescope, Meta(description="Grading on Gradescope; only for what is released for it.")
    ] = Gradescope()

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
    def roster_file(self) -> Path:
        """Where the course's roster is, or would be."""
        return self.root / self.settings.roster

    @property
    def extensions_file(self) -> Path:
        """Where the course's extensions are, or would be."""
        return self.root / self.settings.extensions

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
    text = ""
    try:
        text = file.read_text("utf-8-sig")
        settings = msgspec.convert(tomllib.loads(text), Settings)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise CourseError(f"{file}: {error}{_whole_time(text)}") from None
    return Course(folder, settings)


def _whole_time(text: str) -> str:
    """How a date in a course.toml that is no good has to be written, if it lacks its time, seconds or offset."""
    short = _SHORT_TIME.search(text)
    if short is None:
        return ""
    day, clock, offset = short.groups()
    return f"; a time is written whole: {day}T{clock or '23:59'}:00{offset or '+02:00'}"


def _nearest(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / "course.toml").is_file():
            return folder
    raise CourseError(f"no course.toml in {start} or above it: run this inside a course, or give --course")
