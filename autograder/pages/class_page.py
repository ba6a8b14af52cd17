"""The page of a class, for TAs and instructors: one HTML file that needs no network, and its numbers as CSV."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..outcome import Standing
from ..record import Record, TaskResult
from ..submission import counted
from .groups import Group, Look, NearCheck, clusters, first_trouble, mistakes, near, same_values, to_look_at
from .items import Item, alarms, items
from .text import render
from .told import less, merged, number

NAMES = 12  # named in a row; the table of students shows the others
ROWS = 30  # of a list of groups; the others are in its CSV
BINS = 20


class Bin(NamedTuple):
    """A bar of the distribution: the share of full marks it begins at, students, and height of the highest bar's."""

    low: float
    students: int
    height: float

    @property
    def label(self) -> str:
        """The bar in words."""
        upto = f"{self.low:.0%} to {self.low + 1 / BINS:.0%}" if self.low < 1 else "100% and more"
        return f"{upto}: {counted(self.students, 'student')}"


class Figures(NamedTuple):
    """All that a class's page shows, made of its records once."""

    title: str
    records: list[Record]
    tasks: list[TaskResult]  # of one record: names and points
    items: list[Item]
    alarms: list[Item]
    mistakes: list[Group]
    clusters: list[Group]
    same_values: list[Group]
    unwritten: list[Group]
    near: list[NearCheck]
    look: list[Look]
    standings: Mapping[str, Standing]  # by student
    excused: set[str]  # students

    @property
    def otherwise(self) -> bool:
        """Whether for some what counts is not the score alone."""
        return any(standing.total != standing.record.score for standing in self.standings.values())

    def status(self, record: Record) -> str:
        """The record's; of who is excused and has no verdict that."""
        return "excused" if self.waived(record) else record.status

    def waived(self, record: Record) -> bool:
        """Whether there is no verdict, and need be none."""
        return record.status == "not_graded" and record.student in self.excused

    @property
    def scores(self) -> list[float]:
        """Of those with a verdict, the rejected ones' zeros too."""
        return [record.score for record in self.records if record.score is not None]


def figures(standings: Iterable[Standing], title: str) -> Figures:
    """What the records of a class show, as it stands; `title` is the assignment's."""
    by_student = {standing.record.student: standing for standing in standings}
    listed = [standing.record for standing in by_student.values()]
    excused = {student for student, standing in by_student.items() if standing.excused}
    found, unexplained = items(listed), clusters(listed)
    tasks: dict[str, TaskResult] = {}
    for record in listed:
        tasks |= {task.name: task for task in record.tasks if task.name not in tasks}
    return Figures(
        title=title,
        records=listed,
        tasks=list(tasks.values()),
        items=found,
        alarms=alarms(found),
        mistakes=mistakes(listed),
        clusters=[group for group in unexplained if not group.unwritten],
        same_values=same_values(listed),
        unwritten=[group for group in unexplained if group.unwritten],
        near=near(listed),
        look=to_look_at(listed, excused),
        standings=by_student,
        excused=excused,
    )


def class_page(shown: Figures, page_of: Callable[[str], str]) -> bytes:
    """The page; `page_of` gives the address of a student's own page."""
    shown_groups = (shown.mistakes, shown.clusters, shown.unwritten, shown.same_values)
    return render(
        "class.html",
        styles=("class.css",),
        scripts=("class.js",),
        shown=shown,
        page_of=page_of,
        in_groups=_in_groups(shown),
        groups_of_page=[groups[:ROWS] for groups in shown_groups],
        last_graded=_last_graded(shown.records),
        bins=bins(shown.records),
        summary=list(summary(shown)),
        cost=list(_cost(shown.records)),
        slowest=sorted(shown.records, key=lambda r: -r.wall_s)[:5],
        costly=_costly_checks(shown.records),
        look_of={look.student: look for look in reversed(shown.look)},
        first_trouble=first_trouble,
        merged=merged,
        less=less,
        scores={r.student: {task.name: task.score for task in r.tasks} for r in shown.records},
        files=list(tables(shown)),
        NAMES=NAMES,
        ROWS=ROWS,
    )


def bins(records: Sequence[Record]) -> list[Bin]:
    """The distribution of the scores that there are, over shares of full marks; the last bar is full marks and more."""
    counts = [0] * (BINS + 1)
    for record in records:
        if record.score is not None and record.max_score:
            counts[min(BINS, max(0, int(record.score / record.max_score * BINS + 1e-9)))] += 1
    highest = max(counts, default=0) or 1
    return [Bin(place / BINS, count, count / highest) for place, count in enumerate(counts)]


def summary(shown: Figures) -> Iterator[tuple[str, str]]:
    """Labels and figures for the head of the page."""
    states = [shown.status(record) for record in shown.records]
    yield "submissions", str(len(states))
    if shown.scores:
        full = max(record.max_score for record in shown.records)
        yield "median", f"{number(statistics.median(shown.scores))} of {number(full)}"
        yield "mean", number(statistics.fmean(shown.scores))
    yield "full marks", str(sum(record.full for record in shown.records))
    if rejected := states.count("rejected"):
        yield "rejected", str(rejected)
    if unjudged := states.count("not_graded"):
        yield "not graded", str(unjudged)
    if excused := sum(record.student in shown.excused for record in shown.records):
        yield "excused", str(excused)


def _last_graded(records: Sequence[Record]) -> str:
    """To the minute, as pages are of a moment."""
    return max((record.started for record in records), default="")[:16].replace("T", " ")


def tables(shown: Figures) -> dict[str, list[list[object]]]:
    """The page's numbers as tables, by the names of their files."""
    tasks = [task.name for task in shown.tasks]
    students: list[list[object]] = [
        [
            "student",
            "status",
            "score",
            "max_score",
            *tasks,
            "cpu_s",
            "wall_s",
            "to_look_at",
            "written",
            "penalty",
            "total",
        ]
    ]
    for record in shown.records:
        scores = {task.name: task.score for task in record.tasks}
        row = [record.student, shown.status(record), _blank(record.score), record.max_score]
        row += [_blank(scores.get(task)) for task in tasks]
        row += [record.cpu_s, record.wall_s, first_trouble(record, record.student in shown.excused)]
        standing = shown.standings[record.student]
        students.append([*row, _blank(standing.written), standing.penalty or "", _blank(standing.total)])
    checks: list[list[object]] = [
        ["task", "check", "students", "share", "discrimination", "best_quarter", "last_quarter", "alarm"]
    ]
    for item in shown.items:
        numbers = (item.share, item.discrimination, item.best, item.last)
        checks.append([item.task, item.title, item.students, *map(_rounded, numbers), item.alarm])
    groups: list[list[object]] = [["kind", "task", "what", "students", "student"]]
    kinds = {
        "known mistake": shown.mistakes,
        "alike": shown.clusters,
        "same value": shown.same_values,
        "not written": shown.unwritten,
    }
    for kind, found in kinds.items():
        for group in found:
            groups += [[kind, group.task, group.text, len(group.students), s] for s in group.students]
    narrow: list[list[object]] = [["task", "check", "number", "threshold", "student", "value", "holds"]]
    for one in shown.near:
        for member in (*one.missed, *one.held):
            value = member.measure.value
            narrow.append(
                [one.task, one.check, one.name, one.bound, member.student, value, member.measure.holds]
            )
    look: list[list[object]] = [["student", "kind", "why"]]
    look += [[*one] for one in shown.look]
    return {
        "students.csv": students, "checks.csv": checks, "groups.csv": groups, "thresholds.csv": narrow,
        "to_look_at.csv": look,
    }  # fmt: skip


def _in_groups(shown: Figures) -> dict[str, str]:
    """Of each student the keys of what the page counts them in, by which its table can be narrowed down."""
    keys: dict[str, list[str]] = defaultdict(list)
    for groups in (shown.mistakes, shown.clusters, shown.unwritten, shown.same_values):
        for group in groups[:ROWS]:
            for student in group.students:
                keys[student].append(group.key)
    for one in shown.near[:ROWS]:
        for member in (*one.missed, *one.held):
            keys[member.student].append(f"{one.key}{'held' if member.measure.holds else 'missed'}")
    for look in shown.look:
        keys[look.student].append("look")
    return {student: " ".join(dict.fromkeys(found)) for student, found in keys.items()}


def _cost(records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    for label, values in (
        ("students' processes, CPU", [record.cpu_s for record in records]),
        ("our own, CPU", [record.grader_cpu_s for record in records]),
        ("from beginning to end", [record.wall_s for record in records]),
    ):
        if values:
            middle, most, total = statistics.median(values), max(values), sum(values)
            yield label, f"median {middle:.2f} s, at most {most:.1f} s, together {_long(total)}"


def _costly_checks(records: Sequence[Record]) -> list[tuple[str, str, float]]:
    """The five checks that cost most: task, title, mean CPU seconds."""
    spent: dict[tuple[str, str], list[float]] = defaultdict(list)
    for record in records:
        for task in record.tasks:
            for check in task.checks:
                spent[task.name, check.title].append(check.cpu_s)
    means = ((task, title, statistics.fmean(values)) for (task, title), values in spent.items())
    return sorted(means, key=lambda item: -item[2])[:5]


def _long(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _blank(value: float | None) -> object:
    return "" if value is None else value


def _rounded(value: float | None) -> object:
    return "" if value is None else round(value, 4)
