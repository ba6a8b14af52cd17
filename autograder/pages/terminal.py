"""A student's report and a class's summary in a terminal. Everything is put there as text: no mark of rich's in a name or
a message is taken for one, and no control character reaches the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..record import Record, State, TaskResult
from ..submission import counted, shown
from ..submission.source import printable
from . import groups, told
from .class_page import Figures, bins, summary

COLOURS: dict[State, str] = {"passed": "green", "failed": "red", "not_judged": "yellow"}
LISTED = 8  # of each kind, in a summary: the pages have all
_BLOCKS = " ▁▂▃▄▅▆▇█"
_BAR = 12


def student_report(record: Record, title: str, beside: told.Beside = told.ALONE) -> RenderableType:
    """What the student reads, well set: the page's content in a terminal. Nothing of it is the TA's alone."""
    return Group(*_student(record, title, beside))


def class_headline(figures: Figures) -> RenderableType:
    """The class in three lines: how many, how they did, and the distribution."""
    return Group(*_headline(figures))


def class_summary(figures: Figures, assignment: str) -> RenderableType:
    """What to look at in a class that is too large for a table; `assignment` is its name, for the command of the pages."""
    return Group(
        *_headline(figures), *_tasks(figures), *_to_look_at(figures), *_groups(figures), *_next(assignment)
    )


def _student(record: Record, title: str, beside: told.Beside) -> Iterator[RenderableType]:
    yield Text.assemble((shown(record.student), "bold"), ": ", (told.total(record, beside), "bold"))
    yield Text(", ".join(filter(None, (printable(title), printable(record.submission.file)))), "dim")
    yield from (Text(_line(remark)) for remark in beside.remarks)
    if standing := told.standing(record, beside):
        yield from (Text(""), Text(_line(standing), "bold yellow"))
    scores = Table.grid(padding=(0, 2))
    for task in record.tasks:
        scores.add_row(printable(task.name), _bar(task), told.score_of(task, beside))
    for answer in record.manual:
        scores.add_row(printable(answer.name), "", f"{told.written_answer(answer)}, a written answer")
    yield from (Text(""), Padding(scores, (0, 0, 0, 2), expand=False))
    if steps := told.next_steps(record):
        yield from (Text(""), Text("what to try next", "bold"))
        for place, step in enumerate(steps, 1):
            points = f"{told.number(round(step.points, 1))} points open"
            yield _in(
                2,
                Text.assemble(
                    f"{place}. ", (printable(step.task), "bold"), f", {points}: {_line(step.begin)}"
                ),
            )
    wrong = [task for task in record.tasks if told.findings(task)]
    for task in wrong:
        yield from (Text(""), *_task(task, beside))
    whole = [task for task in record.tasks if task.checks and task not in wrong]
    if whole:
        names = ", ".join(f"{printable(task.name)} ({counted(len(task.checks), 'check')})" for task in whole)
        yield from (
            Text(""),
            Text("what holds", "bold"),
            _in(2, Text.assemble(("✓ ", COLOURS["passed"]), names)),
        )


def _task(task: TaskResult, beside: told.Beside) -> Iterator[RenderableType]:
    yield Text(printable(told.headline(task, beside)), "bold")
    for finding in told.findings(task):
        for title in told.titles(finding.checks):
            yield _in(
                2, Text.assemble((told.SIGNS[finding.state], COLOURS[finding.state]), f" {_line(title)}")
            )
        if finding.message:
            yield _in(4, Text(_line(finding.message)))
        for label, text in (("hint", finding.hint), ("diagnosis", finding.diagnosis)):
            if text:
                yield _in(4, Text.assemble((f"{label}: ", "cyan"), _line(text)))
        if finding.example is not None:
            yield _in(4, Text("an example, on practice data:"))
            for label, text in told.example_lines(finding.example):
                yield _in(6, Text(f"{printable(label)}:", "dim"))
                yield _in(8, Text("\n".join(map(printable, text.splitlines()))))
    if held := told.holding(task):
        some = counted(len(held), "check") + (" holds" if len(held) == 1 else " hold")
        yield _in(2, Text.assemble((told.SIGNS["passed"], COLOURS["passed"]), f" {some}"))


def _headline(figures: Figures) -> Iterator[RenderableType]:
    yield Text(f"{printable(figures.title)}: {counted(len(figures.records), 'submission')}", "bold")
    said = [f"{label} {value}" for label, value in summary(figures) if label != "submissions"]
    yield _in(2, Text(", ".join(said)))
    if figures.scores:
        heights = [_BLOCKS[math.ceil(bin.height * (len(_BLOCKS) - 1))] for bin in bins(figures.records)]
        yield _in(2, Text.assemble(("0 % ", "dim"), "".join(heights), (" 100 % and more", "dim")))


def _tasks(figures: Figures) -> Iterator[RenderableType]:
    table = Table.grid(padding=(0, 2))
    for item in figures.items:
        if not item.title:
            table.add_row(printable(item.task), _share(item.share), f"{item.share:.0%}")
    yield from (Text(""), Text("earned by task", "bold"), Padding(table, (0, 0, 0, 2), expand=False))
    if figures.alarms:
        yield from (Text(""), Text("good students fail here", "bold yellow"))
        yield from _listed(
            f"{item.task}: {item.title or 'the task'}: {item.alarm}" for item in figures.alarms
        )


def _to_look_at(figures: Figures) -> Iterator[RenderableType]:
    if figures.look:
        yield from (
            Text(""),
            Text(f"to look at: {counted(len({o.student for o in figures.look}), 'student')}", "bold"),
        )
        yield from _listed(f"{shown(look.student)}: {look.kind}: {look.why}" for look in figures.look)
    missed = [near for one in figures.near for near in one.missed]
    if missed:
        yield from (Text(""), Text("missed a threshold narrowly", "bold"))
        yield from _listed(
            f"{shown(one.student)}: {one.task}: {one.measure.name} {one.measure.value:.4g}, {groups.bound_of(one.measure)}"
            for one in sorted(missed, key=attrgetter("distance"))
        )


def _groups(figures: Figures) -> Iterator[RenderableType]:
    kinds = (
        ("known mistakes", figures.mistakes),
        ("unexplained, and alike", figures.clusters),
        ("not written", figures.unwritten),
    )
    for label, found in kinds:
        if found:
            yield from (Text(""), Text(label, "bold"), *_grouped(found))


def _grouped(found: Sequence[groups.Group]) -> Iterator[RenderableType]:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    for group in found[:LISTED]:
        table.add_row(str(len(group.students)), printable(group.task), Text(_line(group.text)))
    yield Padding(table, (0, 0, 0, 2), expand=False)
    yield from _and_more(len(found))


def _next(assignment: str) -> Iterator[RenderableType]:
    yield from (Text(""), Text(f"who, and all the rest: autograder pages {printable(assignment)}"))


def _listed(lines: Iterable[str]) -> Iterator[RenderableType]:
    listed = list(lines)
    yield from (_in(2, Text(_line(line))) for line in listed[:LISTED])
    yield from _and_more(len(listed))


def _and_more(number: int) -> Iterator[RenderableType]:
    if number > LISTED:
        yield _in(2, Text(f"and {number - LISTED} more", "dim"))


def _bar(task: TaskResult) -> Text:
    return Text("") if task.score is None or not task.points else _share(task.score / task.points)


def _share(share: float) -> Text:
    full = round(min(1.0, max(0.0, share)) * _BAR)
    return Text.assemble(("━" * full, "blue"), ("─" * (_BAR - full), "dim"))


def _in(columns: int, text: Text) -> RenderableType:
    return Padding(text, (0, 0, 0, columns), expand=False)


def _line(text: str) -> str:
    return printable(" ".join(text.split()))
