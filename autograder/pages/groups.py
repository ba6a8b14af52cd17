"""Who of a class belongs together: known mistakes, failures that look alike, near misses, and whom to look at."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from ..record import Check, Measure, Record, TaskResult, follows
from ..submission import listed
from .told import is_unwritten

_NUMBERS = re.compile(r"\d[\d.,]*(?:e[+-]?\d+)?")
SHOWN = 160  # characters of a value that several students share


class Group(NamedTuple):
    """Students whose work shows the same thing: `text` is what they read, or what is common to it."""

    key: str  # short, unique within its page
    task: str
    text: str
    checks: list[str]  # titles
    students: list[str]

    @property
    def unwritten(self) -> bool:
        return is_unwritten(self.text)


class Near(NamedTuple):
    """One number close to its threshold."""

    student: str
    task: str
    check: str
    measure: Measure

    @property
    def distance(self) -> float:
        """From the threshold, as a share of it."""
        return abs(self.measure.value / self.measure.bound - 1)


class NearCheck(NamedTuple):
    """The numbers close to one threshold of one check, those that missed it first."""

    key: str
    task: str
    check: str
    name: str
    bound: str
    missed: list[Near]
    held: list[Near]


class Look(NamedTuple):
    """A student whom a person should look at, and why."""

    student: str
    kind: str
    why: str


def mistakes(records: Sequence[Record]) -> list[Group]:
    """The map of misconceptions: each hint that was given, with the students of that known mistake; the commonest first."""
    found: dict[tuple[str, str], _Members] = defaultdict(_Members)
    for record, task, check in _failed(records):
        if check.hint:
            found[task.name, check.hint].add(record, check, check.hint)
    return _ranked("m", found)


def clusters(records: Sequence[Record]) -> list[Group]:
    """Failures that no known mistake explains, alike but for their numbers: by diagnosis where there is one, else by
    message; the commonest first. What may hold once another function is mended is no mistake of its own."""
    found: dict[tuple[str, str], _Members] = defaultdict(_Members)
    for record, task, check in _failed(records):
        text = check.diagnosis or check.message
        if text and not check.hint and not follows(check.diagnosis):
            found[task.name, _NUMBERS.sub("#", text)].add(record, check, text)
    return _ranked("c", found)


def same_values(records: Sequence[Record]) -> list[Group]:
    """Failures that no known mistake explains, of students whose functions give the same wrong value on the same practice
    data: one mistake of several people, most likely. At least two of them; the commonest first."""
    found: dict[tuple[str, str], _Members] = defaultdict(_Members)
    for record, task, check in _failed(records):
        example = check.example
        if example is not None and not check.hint:
            value = " ".join(example.got.split())
            short = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
            where = f" ({example.where})" if example.where else ""
            key = "\0".join((example.function, *example.arguments, example.where, example.got))
            found[task.name, key].add(record, check, f"{example.function} gives {short}{where}")
    return [group for group in _ranked("v", found) if len(group.students) > 1]


def near(records: Sequence[Record]) -> list[NearCheck]:
    """The numbers close to a threshold (`Measure.near`), by check and number; where most missed it narrowly first."""
    found: dict[tuple[str, str, str, str], list[Near]] = defaultdict(list)
    for record in records:
        for task in record.tasks:
            for check in task.checks:
                for measure in filter(attrgetter("near"), check.measures):
                    one = Near(record.student, task.name, check.title, measure)
                    found[task.name, check.title, measure.name, bound_of(measure)].append(one)
    ranked = sorted(found.items(), key=lambda item: -sum(not one.measure.holds for one in item[1]))
    return [
        NearCheck(
            f"n{place}",
            *key,
            sorted((one for one in members if not one.measure.holds), key=attrgetter("distance")),
            sorted((one for one in members if one.measure.holds), key=attrgetter("distance")),
        )
        for place, (key, members) in enumerate(ranked)
    ]


def to_look_at(records: Sequence[Record], excused: Collection[str] = ()) -> list[Look]:
    """Whom a person should look at: without a verdict and not `excused`, rejected, with nothing written, with hardly any
    function asked for, with other programs beside what was graded, run into limits, of names that differ in capitals only, begun on another version, graded without a
    sandbox."""
    found = []
    letters = Counter(record.student.casefold() for record in records)
    for record in records:
        if record.status == "not_graded" and record.student not in excused:
            found.append(Look(record.student, "not graded", record.reason or ""))
        elif record.status == "rejected":
            found.append(Look(record.student, "rejected", record.reason or ""))
        failed = [check for _, _, check in _failed([record])]
        if failed and record.score == 0 and all(is_unwritten(check.message) for check in failed):
            found.append(
                Look(record.student, "nothing written", "as it was given out: is it the right file?")
            )
        other, _, version = record.submission.version.rpartition(" ")
        missing = sum(check.message.startswith("there is no function ") for check in failed)
        if record.score == 0 and missing * 2 > len(failed):
            asked = sum(len(task.checks) for task in record.tasks)
            what = f"{missing} of {asked} checks find no function of the name asked for: is it another assignment's file?"
            if other:
                what = f"it says that it is {other}'s file, and {missing} of {asked} checks find no function"
            found.append(Look(record.student, "wrong file?", what))
        if record.submission.passed_over:
            found.append(Look(record.student, "which file?", passed_over(record)))
        if record.limits_hit:
            found.append(Look(record.student, "ran into limits", ", ".join(record.limits_hit)))
        if letters[record.student.casefold()] > 1:
            found.append(
                Look(record.student, "is this one person?", "another name differs in capital letters only")
            )
        if version and not other and version != record.version:
            began = f"begun on version {version}, graded as {record.version}"
            found.append(Look(record.student, "another version", began))
        if record.sandbox == "none":
            found.append(
                Look(record.student, "graded without a sandbox", "it could read and change all that you can")
            )
    order = list(
        dict.fromkeys(
            ["not graded", "rejected", "nothing written", "wrong file?", *(look.kind for look in found)]
        )
    )
    return sorted(found, key=lambda look: order.index(look.kind))


def passed_over(record: Record) -> str:
    """Which file was graded, and which beside it were not."""
    names = listed(f"`{name}`" for name in record.submission.passed_over)
    return f"graded is `{record.submission.file}`, and not {names}: is it the right one?"


def first_trouble(record: Record, excused: bool = False) -> str:
    """The line that a TA reads first: the reason, else the hint, diagnosis or message of the first thing that went wrong."""
    if excused and record.status == "not_graded":
        return "excused"
    if record.reason is not None:
        return f"{record.status.replace('_', ' ')}: {record.reason}"
    failed = [(task, check) for task in record.tasks for check in task.checks if check.state == "failed"]
    if not failed:
        return ""
    failed = [pair for pair in failed if not follows(pair[1].diagnosis)] or failed
    explained = (pair for pair in failed if pair[1].hint)
    task, check = next(explained, next((pair for pair in failed if pair[1].diagnosis), failed[0]))
    return f"{task.name}: {check.hint or check.diagnosis or check.message}"


def bound_of(measure: Measure) -> str:
    """A threshold in words."""
    if measure.at_most is not None:
        return f"at most {measure.at_most:g}"
    return f"at least {measure.at_least:g}" if measure.at_least is not None else ""


class _Members:
    def __init__(self) -> None:
        self.students: dict[str, None] = {}
        self.checks: Counter[str] = Counter()
        self.texts: Counter[str] = Counter()

    def add(self, record: Record, check: Check, text: str) -> None:
        self.students[record.student] = None
        self.checks[check.title] += 1
        self.texts[text] += 1


def _ranked(letter: str, found: dict[tuple[str, str], _Members]) -> list[Group]:
    ranked = sorted(found.items(), key=lambda item: -len(item[1].students))
    return [
        Group(
            f"{letter}{place}",
            task,
            members.texts.most_common(1)[0][0],
            [title for title, _ in members.checks.most_common()],
            list(members.students),
        )
        for place, ((task, _), members) in enumerate(ranked)
    ]


def _failed(records: Sequence[Record]) -> Iterator[tuple[Record, TaskResult, Check]]:
    for record in records:
        for task in record.tasks:
            for check in task.checks:
                if check.state == "failed":
                    yield record, task, check
