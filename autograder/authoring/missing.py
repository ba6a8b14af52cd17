"""What grading an assignment would want for: modules that are not installed, a path that pytest cannot be given. Seen before
any worker begins.

Looks for them and imports none. Only who grades needs them: scores are exported where no library is.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

from ..course import Assignment, CourseError
from ..course.problem import Problem, Unparsed, tree_of


def refuse_missing(assignment: Assignment) -> None:
    """Raises `CourseError` that names each module which preload or the graders import, and which is not there."""
    if "[" in str(assignment.graders):
        told = "pytest takes a [ in a path for a test's parameters, so that nothing can be graded here: rename the folder"
        raise CourseError(f"{assignment.graders}: {told}")
    if missing := [str(problem) for problem in _missing(assignment)]:
        raise CourseError("\n".join(missing))


def _missing(assignment: Assignment) -> Iterator[Problem]:
    settings = assignment.folder / "assignment.toml"
    for name in assignment.settings.preload:
        if not _installed(name):
            yield Problem(settings, None, f"preload names {name!r}, which is not installed here")
    graders = sorted(assignment.graders.rglob("*.py"))
    students = [file for file in assignment.student_files if file.suffix == ".py"]
    own = {file.stem for file in (*graders, *students)}
    imported = [(file, *found) for file in graders for found in _imported(file)]
    if any(name == "sys" for _, _, name in imported):  # which can make other names mean something
        return
    for file, line, name in imported:
        if name.partition(".")[0] not in own and not _installed(name):
            yield Problem(
                file, line, f"this imports {name!r}, which is neither installed here nor of the course"
            )


def _imported(file: Path) -> Iterator[tuple[int, str]]:
    """What a module imports whatever happens: not within `try`, nor in a function."""
    try:
        tree = tree_of(file)
    except Unparsed:
        return
    for statement in tree.body:
        match statement:
            case ast.Import(names=names):
                yield from ((statement.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=str(name), level=0):
                yield statement.lineno, name


def _installed(name: str) -> bool:
    """Whether there is a module's outermost package: to look within it would import it."""
    try:
        return importlib.util.find_spec(name.partition(".")[0]) is not None
    except (ImportError, ValueError):
        return True  # one that is there already, made by hand
