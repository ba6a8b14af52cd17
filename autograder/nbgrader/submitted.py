"""nbgrader's `submitted` folder: a student's files as they were handed in, and what nbgrader wants beside them."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from ..course import Assignment

SECRET, TIMESTAMP = "submission_secret.txt", "timestamp.txt"


def put(files: Iterable[Path], assignment: Assignment, folder: Path) -> None:
    """Copies a student's files, archives as they are: the engine reads them, and says what is wrong with one.

    Where there is no notebook of the assignment's name the unchanged stub lies beside them: nbgrader looks for one,
    and the engine knows it for none of the student's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        if file.is_file() and not file.is_symlink() and file.resolve() != (folder / file.name).resolve():
            shutil.copyfile(file, folder / file.name)
    notebook = folder / f"{assignment.name}.ipynb"
    if not notebook.exists():
        notebook.write_text(assignment.stub[notebook.name], "utf-8")


def before_autograde(assignment: str, student: str, notebooks: Iterable[str]) -> None:
    """nbgrader's `pre_convert_hook`: a submission that came by no exchange gets the secret without which its
    feedback cannot be released. It gets no time: what has none is not late."""
    for folder in {Path(notebook).parent for notebook in notebooks}:
        if not (folder / SECRET).exists():
            (folder / SECRET).write_text(secrets.token_urlsafe(96))
