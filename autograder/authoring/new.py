"""A course or an assignment to begin with: the template's, under a name of one's own.

The template is a course of one small assignment that passes the release gate as it stands, so that whoever writes their
own changes something that works.
"""

from __future__ import annotations

import importlib.util
import keyword
import re
import shutil
from pathlib import Path

from ..course import Course, CourseError
from ..course.assignment import NO_TESTS, is_tests

TEMPLATE = Path(__file__).with_name("template")
NAME = "my_assignment"
_HIDDEN = {"gitignore": ".gitignore"}  # a file of that name would be git's own here


def new_course(folder: Path) -> list[Path]:
    """Writes what a course needs, but for assignments; returns the files. Raises `CourseError` for a folder that has
    something in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is not empty: a new course takes a folder of its own")
    files = [_copy(file, folder / _HIDDEN.get(file.name, file.name)) for file in _files(TEMPLATE, deep=False)]
    for name in ("assignments", "solutions"):
        (folder / name).mkdir()
    return files


def new_assignment(course: Course, name: str) -> list[Path]:
    """Writes an assignment of this name into a course; returns its files, but for the stubs, which `build` makes.

    Raises `CourseError` for a name that no module can have, or that is taken.
    """
    _refuse_form(name)
    solution, folder = course.root / "solutions" / f"{name}.py", course.root / "assignments" / name
    for there in (solution, folder):
        if there.exists():
            raise CourseError(f"{there} is there already: nothing was written")
    _refuse_taken(name)  # second: an assignment that is there may be importable itself
    own = TEMPLATE / "assignments" / NAME
    files = [_copy(TEMPLATE / "solutions" / f"{NAME}.py", solution, name)]
    for file in _files(own, deep=True):
        place = folder / str(file.relative_to(own)).replace(NAME, name)
        files.append(_copy(file, place, name))
    return files


def _refuse_form(name: str) -> None:
    """Raises `CourseError` for a name that no module can have, or one of tests."""
    if is_tests(name):
        raise CourseError(NO_TESTS.format(name))
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        what = "small letters, digits and `_`, a letter first, and no word of Python's"
        raise CourseError(f"an assignment cannot be called {name!r}: its name is that of a module, {what}")


def _refuse_taken(name: str) -> None:
    """Raises `CourseError` for a name under which students would import something else."""
    beside_it = ("given", "planted", "acceptance", "reading", "conftest")
    if name in beside_it or importlib.util.find_spec(name) is not None:
        raise CourseError(
            f"an assignment cannot be called {name!r}: there is another module of that name, which students would import"
        )


def _files(folder: Path, deep: bool) -> list[Path]:
    found = folder.rglob("*") if deep else folder.iterdir()
    return sorted(file for file in found if file.is_file() and "__pycache__" not in file.parts)


def _copy(file: Path, place: Path, name: str = NAME) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    if name == NAME:
        shutil.copyfile(file, place)
    else:
        place.write_text(file.read_text("utf-8").replace(NAME, name), "utf-8")
    return place
