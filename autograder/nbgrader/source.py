"""An assignment as nbgrader wants it: its source notebook, and the cells that nbgrader keeps a score or an eye on.

The notebook holds the solutions. nbgrader's own `generate_assignment` makes the students' one from it, with our step
in place of nbgrader's `ClearSolutions`, so that its graded cells read as in the stub.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Sequence
from typing import Any

import nbformat

from ..course import Assignment, Task
from ..course.problem import text_of
from ..course.stubs import as_notebook, checks_id, nbgrader_metadata, rubric_id, source_cells

BEGIN_MARK_SCHEME = "### BEGIN MARK SCHEME"
END_MARK_SCHEME = "### END MARK SCHEME"
HIDDEN = "by hidden checks."


def source_notebook(assignment: Assignment) -> str:
    """The text of the source notebook: the same bytes from the same source."""
    return as_notebook(assignment, _cells(assignment))


@functools.lru_cache(maxsize=8)
def gradebook_cells(assignment: Assignment) -> list[Any]:
    """The cells that nbgrader's gradebook knows, in order, as they are in the source notebook: not to be changed."""
    cells = [cell for cell in _cells(assignment) if cell.metadata]
    return [
        nbformat.from_dict({**cell, "metadata": nbgrader_metadata(assignment, cell.metadata)})
        for cell in cells
    ]


def task_of(assignment: Assignment) -> dict[str, Task]:
    """The task whose score a cell carries, by the cell's id."""
    return {checks_id(task.name): task for task in assignment.settings.tasks}


def rubric_of(assignment: Assignment) -> dict[str, str]:
    """The written answer that a cell holds the rubric of, by the cell's id."""
    return {rubric_id(answer.name): answer.name for answer in assignment.settings.written}


def _cells(assignment: Assignment) -> list[Any]:
    """The source's cells, and after each task's last graded cell the one that its score belongs to."""
    cells: list[Any] = []
    missing = {task.name: task for task in assignment.settings.tasks}
    for cell in source_cells(assignment, rubrics=True):
        if "rubric" in cell.metadata:
            cell = _rubric(assignment, cell)
        cells.append(cell)
        if task := missing.pop(cell.metadata.get("solution", ""), None):
            cells.append(_checks(assignment, task))
    return [*cells, *(_checks(assignment, task) for task in missing.values())]


def _rubric(assignment: Assignment, cell: Any) -> Any:
    name = cell.metadata["rubric"]
    points = next(answer.points for answer in assignment.settings.written if answer.name == name)
    lines = [
        f"*Your answer above is read by a person: 0 to {points:g} points.*",
        "",
        BEGIN_MARK_SCHEME,
        cell.source,
        END_MARK_SCHEME,
    ]
    return nbformat.v4.new_markdown_cell("\n".join(lines), metadata={"rubric": name})


def _checks(assignment: Assignment, task: Task) -> Any:
    """The cell of a task's score. A student, and `nbgrader validate`, run the public tests in it.

    Nothing in it travels to the grading process: shell lines and bare assertions are experiments.
    """
    worth = f"{task.points:g} points of extra credit" if task.extra else f"{task.points:g} points"
    lines = [f"# {task.name}: {worth}, {HIDDEN}"]
    if tests := _public_tests(assignment, task):
        python = '{__import__("sys").executable}'
        lines = [
            f"{lines[0]} The public tests ask the same of other models. Save, then run them here:",
            f"!{python} -m pytest -q --no-header {tests}",
            f'assert _exit_code == 0, "a public test of {task.name} fails, see above"',
        ]
    return nbformat.v4.new_code_cell("\n".join(lines), metadata={"checks": task.name})


def _public_tests(assignment: Assignment, task: Task) -> str:
    """The public tests of a task, as pytest takes them: the class named for it; nothing where there is none."""
    file = assignment.public_tests
    if not file.is_file():
        return ""
    named = f"{'extra' if task.extra else ''}{task.name}".replace("_", "")
    for name in _classes(ast.parse(text_of(file)).body):
        if name.lower().removeprefix("test") in (named, task.name.replace("_", "")):
            return f"{file.name}::{name}"
    return ""


def _classes(statements: Sequence[ast.stmt]) -> list[str]:
    return [statement.name for statement in statements if isinstance(statement, ast.ClassDef)]
