"""What students would get and should not: answers in files that ship, and links to what lies elsewhere.

Reads files and runs none. A copy under other names is not known again.
"""

from __future__ import annotations

import ast
import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..course import Assignment
from ..course.problem import Problem, Unparsed, tree_of
from ..course.stubs import source_cells, stubs
from ..course.student_folder import handed_out

AT_LEAST = 2  # lines of a body: those of one are common
LARGEST = 1 << 20  # bytes of a text that is looked through


def leaks(assignment: Assignment, course_root: Path) -> Iterator[Problem]:
    """Each file of those that ship which holds the body of a graded function that the stub does not show, which is a link out
    of `student/`, or which is no file at all. Raises `CourseError` where no stub can be built."""
    answers = list(_answers(assignment))
    stub = (f"{assignment.name}.py", f"{assignment.name}.ipynb")  # as the solution gives it, once it is built
    for file in handed_out(assignment, course_root):
        own = file.parent == assignment.for_students
        if not file.is_file():
            yield Problem(
                file, None, "students cannot get this, which is no file that can be read: remove it"
            )
        elif own and not file.resolve().is_relative_to(assignment.for_students.resolve()):
            what = f"this is a link to {file.resolve()}, which students would get: put a copy here, or name a file of the course in `shared`"
            yield Problem(file, None, what)
        elif not (own and file.name in stub):
            text = f"\n{_text(file)}\n"
            if told := [name for name, bodies in answers if any(body in text for body in bodies)]:
                what = f"students would get this, and it has the bodies of the solution's {', '.join(told)}: take the file out of {file.parent}"
                yield Problem(file, None, what)


def _answers(assignment: Assignment) -> Iterator[tuple[str, tuple[str, str]]]:
    """The bodies of graded functions and methods, by name, as Python writes them and as they stand in the source."""
    shown = f"\n{_normal(assignment.solution, stubs(assignment)[f'{assignment.name}.py'])}\n"
    for cell in source_cells(assignment):
        if "solution" not in cell.metadata:
            continue
        for function in _functions(ast.parse(cell.source).body):
            body = function.body[ast.get_docstring(function) is not None :]
            written = _lines("\n".join(map(ast.unparse, body)))
            if written.count("\n") + 1 >= AT_LEAST and f"\n{written}\n" not in shown:
                lines = cell.source.splitlines()[body[0].lineno - 1 : body[-1].end_lineno]
                yield function.name, (f"\n{written}\n", "\n" + _lines("\n".join(lines)) + "\n")


def _functions(statements: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement
        elif isinstance(statement, ast.ClassDef):
            yield from _functions(statement.body)


def _text(file: Path) -> str:
    """The lines of a text, one that is written for a notebook too; nothing of what is no text."""
    data = file.read_bytes() if file.stat().st_size <= LARGEST else b""
    try:
        text = data.decode("utf-8-sig")
        if file.suffix == ".ipynb":
            cells: list[dict[str, Any]] = json.loads(text)["cells"]
            return "\n".join(_normal(file, "".join(cell["source"])) for cell in cells)
    except (ValueError, TypeError, KeyError):  # not UTF-8, or no notebook
        return ""
    return _normal(file, text)


def _normal(file: Path, text: str) -> str:
    """The lines of a program as Python writes them, of any other text as they are."""
    with contextlib.suppress(Unparsed, RecursionError):
        text = ast.unparse(tree_of(file, text))
    return _lines(text)


def _lines(text: str) -> str:
    """A text without its layout, empty lines and lines of comment."""
    lines = map(str.strip, text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("#"))
