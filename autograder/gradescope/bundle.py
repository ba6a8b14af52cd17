"""What is uploaded to Gradescope for an assignment: one zip, from which it makes the image of its containers.

It holds solutions and hidden checks, as an autograder must, and the assignment's own key; of the course's secret nothing.
"""

from __future__ import annotations

import io
import json
import shlex
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..course import Assignment, Course, CourseError, Draw, Gradescope, Key
from ..record import as_csv, write_atomically
from ..sandbox import SandboxUnavailable, Zygote, choose
from ..submission import roster_at
from .needs import packages_of, pins
from .scripts import RUN, SETUP

ABOUT, COURSE, ENGINE = "bundle.json", "course", "engine"
OURS_MB = 80  # the process that waits, and the hidden checks with what they hold
ROOM_MB = 128  # what a submission makes
_HERE = Path(__file__).parents[1]
_NOT_THERE = ("__pycache__", "gate", "nbgrader", "course_systems", "student_template", "template")
_SAME_TIME = (1980, 1, 1, 0, 0, 0)  # the same assignment is the same bytes


class About(msgspec.Struct, frozen=True):
    """What a bundle says of itself. `key` draws its students' variants; None where the course has the fixed draw."""

    assignment: str
    version: str
    digest: str
    settings: Gradescope
    key: Key | None = None


class Bundle(NamedTuple):
    """A bundle that was written, and how many people of the roster went along, None without one."""

    file: Path
    people: int | None


def write_bundle(course: Course, assignment: Assignment, draw: Draw, file: Path) -> Bundle:
    """Writes the bundle of an assignment, stubs built. Raises `CourseError` if any of it would hold the course's secret."""
    files = dict(_course_files(course, assignment))
    roster = _roster(course, draw)
    settings = course.settings.gradescope
    about = About(
        assignment.name, assignment.settings.version, assignment.digest, settings, draw.key(assignment.name)
    )
    packages = packages_of(assignment, files.values())
    texts = {
        "setup.sh": _setup(settings),
        "run_autograder": RUN,
        ABOUT: msgspec.json.format(msgspec.json.encode(about), indent=1).decode() + "\n",
        "requirements.txt": "".join(f"{name}\n" for name in packages),
        "constraints.txt": "".join(f"{pin}\n" for pin in pins(packages)),
        f"{COURSE}/course.toml": _course_toml(course, draw),
        **({f"{COURSE}/roster.csv": roster[0]} if roster else {}),
        **dict(_metadata()),
    }
    packed = {name: text.encode() for name, text in texts.items()}
    packed |= {name: path.read_bytes() for name, path in {**files, **dict(_engine_files())}.items()}
    if draw.secret is not None and (told := [name for name, data in packed.items() if draw.secret in data]):
        raise CourseError(
            f"{told[0]} would carry the course's secret: take it out of that file, and make a new one"
        )
    write_atomically(file, _zip(packed))
    return Bundle(file, roster[1] if roster else None)


def memory_mb(assignment: Assignment) -> int | None:
    """What grading an assignment takes of a container, in MB: what it imports once on each side, the rest of ours, and some
    for a submission. The imports are measured; see bench/gradescope.md for all of it. None where nothing can be started."""
    try:
        with Zygote(assignment.settings.preload, assignment.provided, choose()) as zygote:
            imports = zygote.memory >> 20
    except (SandboxUnavailable, OSError):
        return None
    return 2 * imports + OURS_MB + ROOM_MB


def _course_files(course: Course, assignment: Assignment) -> Iterator[tuple[str, Path]]:
    """What grading takes of the course, by its place in the bundle: not the other right solutions, nor the calibration."""
    folders = [assignment.graders, assignment.folder / "mutants", assignment.for_students]
    files = [
        file for folder in folders for file in sorted(folder.rglob("*")) if "__pycache__" not in file.parts
    ]
    shared = [course.root / name for name in assignment.settings.shared]
    for file in (assignment.folder / "assignment.toml", assignment.solution, *files, *shared):
        if file.is_file():
            yield f"{COURSE}/{file.relative_to(assignment.course_root).as_posix()}", file


def _engine_files() -> Iterator[tuple[str, Path]]:
    """The engine's own files; the rooms that run at home alone stay there."""
    for file in sorted(_HERE.rglob("*")):
        parts = file.relative_to(_HERE).parts
        if file.is_file() and file.suffix != ".pyc" and not {*parts}.intersection(_NOT_THERE):
            yield f"{ENGINE}/autograder/{'/'.join(parts)}", file


def _setup(settings: Gradescope) -> str:
    torch_pip = shlex.join(shlex.split(settings.torch_pip))
    return SETUP.format(torch_pip=torch_pip, python=f"{sys.version_info.major}.{sys.version_info.minor}")


def _metadata() -> Iterator[tuple[str, str]]:
    """What tells the engine's version to records, as an installed one's does."""
    try:
        number = version("autograder")
    except PackageNotFoundError:
        return
    name = f"{ENGINE}/autograder-{number}.dist-info/METADATA"
    yield name, f"Metadata-Version: 2.1\nName: autograder\nVersion: {number}\n"


def _course_toml(course: Course, draw: Draw) -> str:
    fixed = "" if draw.secret is not None else 'draw = "fixed"\n'
    return f"name = {json.dumps(course.settings.name, ensure_ascii=False)}\n{fixed}"


def _roster(course: Course, draw: Draw) -> tuple[str, int] | None:
    """The roster, and how many are in it: of each person what tells whose a submission there is, and what they are called
    at home, by which their models are drawn. None where nothing is drawn, and where there is no roster."""
    roster = roster_at(course.roster_file) if draw.secret is not None else None
    if roster is None:
        return None
    rows = [(person.student, person.email, person.sis_id) for person in roster]
    return as_csv([("student", "email", "sis_id"), *rows]).decode(), len(rows)


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _SAME_TIME)
            entry.external_attr = (0o755 if name in ("setup.sh", "run_autograder") else 0o644) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
