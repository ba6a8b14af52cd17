"""Whether hints are true: a hint names a known mistake, and here are mistakes that are not on the list.

Some of the automatic mutants are handed in for one draw of the variant. Where one of them gets a hint, it is the named
mistake if the same hint is found on every other draw as well; else the hint was luck, and told a student something
that is not so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from ..course import Assignment
from ..grading.automatic import Change, changes, tasks_of
from ..grading.pool import Done, Job, Workers, run
from ..record import Record


class Hinted(msgspec.Struct, frozen=True):
    """What an automatic mutant was told in a task, and on how many of the draws on which it lost the task."""

    change: str
    task: str
    hint: str
    told: int
    draws: int

    @property
    def true(self) -> bool:
        return self.told == self.draws


class Hints(msgspec.Struct, frozen=True):
    """Of `tried` automatic mutants `lost` lose something; those that were told something on the first draw."""

    tried: int
    lost: int
    hinted: list[Hinted]


def try_hints(assignment: Assignment, course: Path, sample: int, draws: int, workers: Workers) -> Hints:
    """Tries the hints on `sample` automatic mutants, spread evenly, and those that get one on `draws` variants."""
    every = list(changes(assignment))
    some = every[:: max(1, len(every) // sample)][:sample]
    first = _records(assignment, course, some, range(1, 2), workers)
    told = {(name, task): hint for name, (record,) in first.items() for task, hint in _hints(record).items()}
    again = [change for change in some if any(change.name == name for name, _ in told)]
    more = _records(assignment, course, again, range(2, draws + 1), workers) if again and draws > 1 else {}
    by_name = {change.name: change for change in some}
    hinted = []
    for (name, task), hint in told.items():
        found = [_hints(record).get(task) for record in more.get(name, []) if _loses(record, task)]
        change = by_name[name]
        hinted.append(
            Hinted(f"{change.function}, {change}", task, hint, 1 + found.count(hint), 1 + len(found))
        )
    return Hints(len(some), sum(bool(record.lost) for (record,) in first.values()), hinted)


def _records(
    assignment: Assignment, course: Path, some: Sequence[Change], students: range, workers: Workers
) -> dict[str, list[Record]]:
    """The records of some changes as these students; without those that could not be graded."""
    tasks = tasks_of(assignment)
    jobs = [
        Job(f"student-{i}", specimen=f"automatic/{change.name}", tasks=tasks[change.function])
        for change in some
        for i in students
    ]
    found: dict[str, list[Record]] = {}
    for name, record in _graded(run(jobs, course, assignment.name, workers)):
        found.setdefault(name, []).append(record)
    return found


def _graded(finished: Iterator[Done]) -> Iterator[tuple[str, Record]]:
    for done in finished:
        if done.record is not None and done.record.status == "graded":
            yield (done.job.specimen or "").partition("/")[2], done.record


def _hints(record: Record) -> dict[str, str]:
    return {task.name: check.hint for task in record.lost for check in task.checks if check.hint}


def _loses(record: Record, task: str) -> bool:
    return any(one.name == task for one in record.lost)
