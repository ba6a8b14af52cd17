"""The course root: where `course.toml`, `assignments/` and `solutions/` are."""

from __future__ import annotations

import datetime
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from ..sandbox import TIERS, Tier
from .problem import CourseError, Problem, Unparsed, nearest
from .settings_file import Place, SettingsFile, of_type, one_line, read_toml, whole_time

_YEAR = 366 * 24 * 60  # in minutes


class Late(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[late]`: what a late hand-in loses."""

    grace_minutes: Annotated[
        float, Meta(ge=0, le=_YEAR, description="Minutes after the due date that cost nothing.")
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
        float,
        Meta(
            gt=0, le=_YEAR, description="The assignment's timeout there, after which Gradescope gives a zero."
        ),
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

    @property
    def deadline_s(self) -> float:
        """Seconds after which grading ends by itself."""
        return 60 * self.timeout_minutes - self.margin_s


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
    if folder.name == "course.toml" and folder.is_file():
        folder = folder.parent
    file = folder / "course.toml"
    if not file.is_file():
        raise CourseError(f"no course.toml in {folder}: say where the course is with --course")
    try:
        read = read_toml(file)
    except Unparsed as error:
        raise CourseError(str(error)) from None
    if found := [_problem(read, place, what) for place, what in of_type(read.said, Settings)]:
        raise CourseError("\n".join(map(str, found)))
    settings = msgspec.convert(read.said, Settings)
    if found := [read.problem(place, what) for place, what in _mistakes(folder, settings)]:
        raise CourseError("\n".join(map(str, found)))
    return Course(folder, settings)


def _problem(read: SettingsFile, place: Place, what: str) -> Problem:
    """A value of the wrong type; of a due date also how its time is written."""
    problem = read.problem(place, what)
    if place[:-1] != ("due",) or problem.line is None:
        return problem
    return problem._replace(what=what + whole_time(read.text.split("\n")[problem.line - 1]))


def _mistakes(root: Path, settings: Settings) -> Iterator[tuple[Place, str]]:
    """What is wrong with settings of the right types."""
    yield from one_line(("name",), settings.name)
    if settings.draw not in DRAWS:
        yield ("draw",), f"draw = {settings.draw!r}: there are {' and '.join(DRAWS)}"
    results = Path(os.path.normpath(root / settings.results))
    if root.is_relative_to(results):
        what = "the course lies in it: name a folder for records alone"
        yield ("results",), f"results is {settings.results!r}, and {what}"
    elif any(results.is_relative_to(root / own) for own in ("assignments", "solutions")):
        yield ("results",), f"results is {settings.results!r}, which is of the course: name another folder"
    elif results.exists() and not results.is_dir():
        yield ("results",), f"results is {settings.results!r}, which is no folder"
    for key in ("roster", "extensions", "secret_file"):
        name = getattr(settings, key)
        if (root / os.path.expanduser(name)).is_dir():
            yield (key,), f"{key} is {name!r}, which is a folder: name a file"
    for name, due in settings.due.items():
        if due.tzinfo is None:
            whole = f"write {due.isoformat()}+02:00, or Z for UTC"
            yield ("due", name), f"the due date of {name} has no offset: {whole}"
    there = settings.gradescope
    if there.deadline_s <= 0:
        what = f"margin_s = {there.margin_s:g} leaves nothing of {there.timeout_minutes:g} minutes"
        yield ("gradescope", "margin_s"), what
    if there.sandbox not in (tiers := ["auto", *map(str, (*TIERS, Tier.NONE))]):
        what = f"there is no sandbox {there.sandbox!r}{nearest(there.sandbox, tiers)}"
        yield ("gradescope", "sandbox"), what
    try:
        shlex.split(there.torch_pip)
    except ValueError as error:
        yield ("gradescope", "torch_pip"), f"torch_pip = {there.torch_pip!r}: {error}"


def _nearest(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / "course.toml").is_file():
            return folder
    raise CourseError(f"no course.toml in {start} or above it: run this inside a course, or give --course")
