"""A task's report as the outputs of its cell."""

from __future__ import annotations

from nbformat import NotebookNode

from ..course_systems.report import NOT_JUDGED, html, plain
from ..record import TaskResult
from .cells import display, error, result


def outputs(task: TaskResult, rejected: bool = False) -> list[NotebookNode]:
    """The outputs of a task's cell: the report, and the score as nbgrader reads it."""
    report = display({"text/html": html(task, rejected), "text/plain": plain(task, rejected)})
    if task.score is None:  # for nbgrader an error is no points, and anything else would be full marks
        return [report, error("not judged", NOT_JUDGED)]
    score = 0.0 if task.extra else float(task.score)
    return [report, result(repr(score))]
