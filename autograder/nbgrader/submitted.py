"""nbgrader's `submitted` folder: a student's files as they were handed in, and what nbgrader wants beside them."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from traitlets.log import get_logger

from ..course import Assignment
from ..submission import disk, file_name, take

SECRET, TIMESTAMP = "submission_secret.txt", "timestamp.txt"
NO_SECRET = (
    f"%s: the {SECRET} that was handed in is none, and nbgrader would release nobody's feedback with it: a fresh one "
    "stands in its place. Its student does not have that one: give them their feedback yourself"
)
_LINE = re.compile(rb"[ -~]{1,1000}\s{0,2}")  # nbgrader's own secret has 128 characters, a time 27


def put(files: Iterable[Path], assignment: Assignment, folder: Path) -> list[str]:
    """Copies a student's files, archives as they are: the engine reads them, and says what is wrong with one. Of a file
    that is larger than any that is read, as much as shows that it is.

    Where there is no notebook of the assignment's name the unchanged stub lies beside them: nbgrader looks for one,
    and the engine knows it for none of the student's. Returns what was not copied, and why.
    """
    folder.mkdir(parents=True, exist_ok=True)
    left: list[str] = []
    for file in files:
        copy = folder / file_name(file.name)
        if copy.exists() and copy.samefile(file):
            continue
        try:
            taken = take(file)
        except OSError as error:
            left.append(f"{file_name(file.name)}: {error.strerror}")
            continue
        if taken.problem:
            left.append(taken.problem)
        else:
            copy.unlink(missing_ok=True)  # it might be a link
            copy.write_bytes(taken.data)
    put_stub(assignment, folder)
    return left


def put_stub(assignment: Assignment, folder: Path) -> None:
    """The stub's notebook beside a student's files where they have none of its name: nbgrader passes over who has none."""
    notebook = folder / f"{assignment.name}.ipynb"
    if not os.path.lexists(notebook):
        notebook.write_text(assignment.stub[notebook.name], "utf-8")


def is_line(file: Path) -> bool:
    """Whether a file is what nbgrader writes beside a submission, a short line: what else a student may have put in its
    place ends nbgrader's run for the whole class, which reads it as text and with no care."""
    try:
        return _LINE.fullmatch(disk.read_file(disk.real(file.parent) / file.name, 1000)) is not None
    except (OSError, disk.NotTaken):
        return False


def put_secret(folder: Path) -> bool:
    """Writes a fresh secret where a folder has none, or something else in its place. Whether it had that."""
    file = folder / SECRET
    if is_line(file):
        return False
    there = os.path.lexists(file)
    remove(file)
    file.write_text(secrets.token_urlsafe(96))
    return there


def copy_lines(submitted: Path, autograded: Path) -> None:
    """Gives a graded notebook what nbgrader reads beside it: the time and the secret, where they are what they should be."""
    autograded.mkdir(parents=True, exist_ok=True)
    for name in (TIMESTAMP, SECRET):
        remove(autograded / name)
        if is_line(submitted / name):
            (autograded / name).write_bytes((submitted / name).read_bytes())


def remove(path: Path) -> None:
    """Removes whatever is there, if anything; a link, and not what it points to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def before_autograde(assignment: str, student: str, notebooks: Iterable[str]) -> None:
    """nbgrader's `pre_convert_hook`: a submission that came by no exchange gets the secret without which its
    feedback cannot be released. It gets no time: what has none is not late."""
    for folder in {Path(notebook).parent for notebook in notebooks}:
        if put_secret(folder):
            get_logger().warning(NO_SECRET, folder)
