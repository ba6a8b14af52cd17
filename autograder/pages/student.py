"""One student's page, as a self-contained HTML file without a script, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..record import Check, Record, TaskResult
from . import told
from .picture import drawings
from .text import fenced, markdown, render


class Part(NamedTuple):
    """A task on the page: its place among all, what does not hold, and what does."""

    place: int
    task: TaskResult
    findings: list[told.Finding]
    held: list[Check]


def student_page(record: Record, title: str, beside: told.Beside = told.ALONE) -> bytes:
    """The page as HTML; `title` is the assignment's, `beside` what counts beside the record (`told.beside`)."""
    parts = [
        Part(place, task, told.findings(task), told.holding(task))
        for place, task in enumerate(record.tasks, 1)
        if task.checks
    ]
    return render(
        "student.html",
        ("student.css",),
        record=record,
        title=title,
        told=told,
        drawings=drawings,
        parts=parts,
        date=_date(record),
        beside=beside,
    )


def student_markdown(record: Record, title: str, beside: told.Beside = told.ALONE) -> bytes:
    """The page as Markdown."""
    return ("\n".join(_markdown(record, title, beside)) + "\n").encode("utf-8", "replace")


def _markdown(record: Record, title: str, beside: told.Beside) -> Iterator[str]:
    yield from (f"# {markdown(title)}", f"{markdown(record.student)}: **{told.total(record, beside)}**", "")
    for remark in beside.remarks:
        yield from (f"> {markdown(remark)}", "")
    if file := record.submission.file:
        when = f", graded {_date(record)}" if record.started else ""
        yield from (f"Handed in: {markdown(file)}{when}", "")
    if standing := told.standing(record, beside):
        yield from (f"> **{markdown(standing)}**", "")
    yield from ("| task | score |", "|---|---|")
    for task in record.tasks:
        yield f"| {markdown(task.name)} | {told.score_of(task, beside)} |"
    for answer in record.manual:
        yield f"| {markdown(answer.name)}, a written answer | {told.written_answer(answer)} |"
    if steps := list(next_steps_markdown(record)):
        yield from ("", "## What to try next", *steps)
    for task in record.tasks:
        if task.checks:
            yield from ("", f"## {markdown(told.headline(task, beside))}", *task_markdown(task))


def next_steps_markdown(record: Record) -> Iterator[str]:
    """Where to begin, as a numbered list in Markdown; nothing where nothing is open."""
    for place, step in enumerate(told.next_steps(record), 1):
        open_points = f"{told.number(round(step.points, 1))} points open"
        yield f"{place}. **{markdown(step.task)}** ({open_points}): {markdown(step.begin)}"


def task_markdown(task: TaskResult) -> Iterator[str]:
    """What does not hold in a task and what does, as lines of Markdown."""
    for finding in told.findings(task):
        for title in told.titles(finding.checks):
            yield f"- {told.SIGNS[finding.state]} {markdown(title)}"
        texts = [("", finding.message), ("**Hint:** ", finding.hint), ("**Diagnosis:** ", finding.diagnosis)]
        for label, text in texts:
            if text:
                yield from ("", f"  {label}{markdown(text)}")
        if finding.example is not None:
            yield from ("", "  An example, on practice data:")
            for label, text in told.example_lines(finding.example):
                yield from ("", f"  {markdown(label)}:", "", *(f"  {line}" for line in fenced(text)))
        yield ""
    for title in told.titles(told.holding(task)):
        yield f"- {told.SIGNS['passed']} {markdown(title)}"


def _date(record: Record) -> str:
    """When grading began, to the minute."""
    return f"{record.started[:16].replace('T', ' ')} UTC" if record.started else ""
