"""A class as a person sees it in a terminal: who has how many points, what to look at, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.markup import escape
from rich.table import Table

from .course import Assignment
from .grading.class_run import Graded
from .record import Record, TaskResult


def score_table(assignment: Assignment, records: Sequence[Record]) -> Table:
    """Student, score, tasks, and what to look at."""
    table = Table(title=f"{assignment.settings.title}: {len(records)} submissions", title_justify="left")
    table.add_column("student", no_wrap=True)
    table.add_column(f"score\nof {assignment.full_marks}", justify="right", no_wrap=True)
    table.add_column("points lost in", max_width=30)
    table.add_column("what to look at", ratio=1)
    for record in records:
        lost = [_lost(task) for task in record.lost]
        short = "all" if len(lost) == len(record.tasks) else ", ".join(lost)
        table.add_row(escape(record.student), _number(record.score), short, escape(to_look_at(record)))
    return table


def to_look_at(record: Record) -> str:
    """The line that a TA reads first: the reason, else the hint or message of the first thing that went wrong."""
    if record.reason is not None:
        return f"{record.status.replace('_', ' ')}: {record.reason}"
    failed = [(task, check) for task in record.tasks for check in task.checks if check.state == "failed"]
    if not failed:
        return ""
    task, check = next((pair for pair in failed if pair[1].hint), failed[0])
    return f"{task.name}: {check.hint or check.message}"


def closing_lines(graded: Graded) -> Iterator[str]:
    """What is said below the table: changed scores, who has no verdict, what grading without a sandbox or a secret means."""
    for former, record in graded.changed:
        change = f"{_number(former.score)} -> {_number(record.score)}"
        yield f"score changed: {escape(record.student)} {change} (the former record is kept)"
    if graded.ungraded:
        yield f"not graded, run again: {', '.join(escape(record.student) for record in graded.ungraded)}"
    if any(record.sandbox == "none" for record in graded.records):
        yield "[bold red]graded without a sandbox[/]: student code could read and change all that you can"
    if any(record.draw == "fixed" for record in graded.records):
        yield "the fixed draw: all students had the same planted models, and anybody can rebuild these at home"
    folder = escape(str(graded.scores.parent))
    yield f"{len(graded.records)} records and {graded.scores.name} in {folder}"


def _lost(task: TaskResult) -> str:
    return f"{task.name} {_number(task.score)}/{task.points:g}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"
