"""The release gate: an assignment's grader proves itself before a student sees it.

The reference gets full marks, the stub none, every other right solution full marks, every mutant loses exactly the
tasks that it says and is named by its hint; the order of the checks changes nothing; and the reference handed in by
N students, each with a variant of their own, gets full marks N times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from .assignment import Assignment, Mutant
from .batch import Crew, Done, Job, run
from .record import Record, TaskResult
from .specimen import specimens

GATE_STUDENT = "the-gate"


class Row(msgspec.Struct, frozen=True):
    """What a specimen should lose and what it lost; `holds` if these are the same and its hint is given."""

    specimen: str
    student: str
    score: float | None
    expected: frozenset[str]
    lost: frozenset[str]
    holds: bool
    note: str = ""
    cpu_s: float = 0.0


def gate(
    assignment: Assignment, course: Path, crew: Crew, seeds: int = 20, short: bool = False
) -> Iterator[Row]:
    """The rows of the gate, as they come. `short` runs each mutant on the tasks it must lose and one other."""
    for done in run(_jobs(assignment, seeds, short), course, assignment.name, crew):
        yield _row(assignment, done)


def _jobs(assignment: Assignment, seeds: int, short: bool) -> Iterator[Job]:
    mutants = {f"mutant/{m.name}": m for m in assignment.mutants}
    for name in specimens(assignment):
        tasks = _short_tasks(assignment, mutants[name]) if short and name in mutants else None
        yield Job(GATE_STUDENT, specimen=name, tasks=tasks, hints=name in mutants)
    yield Job(GATE_STUDENT, specimen="reference", backwards=True, hints=False)
    for i in range(1, seeds + 1):
        yield Job(f"student-{i}", specimen="reference", hints=False)


def _short_tasks(assignment: Assignment, mutant: Mutant) -> frozenset[str]:
    others = [task.name for task in assignment.settings.tasks if task.name not in mutant.loses]
    cheap = [
        name for name in others if "train" not in name
    ]  # training is the dear part, and reference code here
    return mutant.loses | frozenset((cheap or others)[:1])


def _row(assignment: Assignment, done: Done) -> Row:
    name = done.job.specimen or ""
    label = f"{name} (checks in reverse)" if done.job.backwards else name
    if done.record is None:
        return Row(label, done.job.student, None, frozenset(), frozenset(), False, done.error or "no record")
    record = done.record
    tasks = frozenset(task.name for task in record.tasks)
    lost = frozenset(task.name for task in record.lost)
    expected, note = _expected(assignment, name, tasks), ""
    holds = record.status == "graded" and lost == expected
    if name == "stub":
        earned = [task.name for task in record.tasks if task.score]
        holds, note = holds and not earned, f"earns points in {', '.join(earned)}" if earned else ""
    elif name.startswith("mutant/"):
        note = _unnamed(assignment, name, record)
        holds = holds and not note
    if not holds and not note:
        note = _why(record, lost ^ expected)
    return Row(
        label, done.job.student, record.score, expected, lost, holds, note, record.cpu_s + record.grader_cpu_s
    )


def _expected(assignment: Assignment, name: str, tasks: frozenset[str]) -> frozenset[str]:
    if name == "stub":
        return tasks
    for mutant in assignment.mutants:
        if name == f"mutant/{mutant.name}" and mutant.equivalent is None:
            return mutant.loses & tasks
    return frozenset()


def _unnamed(assignment: Assignment, name: str, record: Record) -> str:
    """What is wrong with the hints of a mutant: each task that it loses should carry its hint, and no other."""
    mutant = next(m for m in assignment.mutants if name == f"mutant/{m.name}")
    if mutant.equivalent is not None:
        return ""
    wrong = [task.name for task in record.tasks if task.name in mutant.loses and _hint(task) != mutant.hint]
    return f"not named by its hint in {', '.join(wrong)}" if wrong else ""


def _hint(task: TaskResult) -> str:
    return next((check.hint for check in task.checks if check.hint), "")


def _why(record: Record, tasks: Iterable[str]) -> str:
    if record.reason:
        return record.reason
    for task in record.tasks:
        for check in task.checks:
            if task.name in tasks and check.state != "passed":
                return f"{check.title}: {check.message}"
    return "these tasks should have been lost"
