"""What the graders overlook: every small change of the reference, handed in, and those that lose nothing.

A function is tried against the checks of its own task. What was found is kept beside the assignment, function by
function; the release gate reads it, and does not hold while a survivor has no reason or a function has changed since.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from rich.console import Console

from ..course import Assignment, CourseError
from ..course.digest import code, digest
from ..grading.automatic import Change, changes, chosen, tasks_of
from ..grading.pool import Done, Job, Workers, run
from ..progress import followed, progress
from ..record import write_atomically

GATE_STUDENT = "the-gate"
CPU_S = 10.0  # for a check, and each check of the reference's takes less: a change may loop for ever


class Survivor(msgspec.Struct):
    """A change that loses nothing in its task. `why` is for a person to fill in: why no grader could tell it apart,
    or why it is right too."""

    change: str
    why: str = ""


class Tried(msgspec.Struct):
    """What became of the changes of one function, as its code was then."""

    digest: str
    tried: int
    survivors: list[Survivor]
    habits: list[str] = []  # by key; the numbers of the other changes follow from the digest


Findings = dict[str, Tried]  # by function
Outcome = Literal["caught", "overlooked", "not judged"]


def mutate(
    assignment: Assignment,
    course: Path,
    functions: Sequence[str],
    again: bool,
    workers: Workers,
    err: Console,
) -> Findings:
    """Tries the changes of some functions, all where none is named, and writes what was found, function by function.

    What was tried is passed over as long as its function has not changed, unless `again`. Reasons are kept. Nothing is
    written of a function with a change that could not be judged, on a busy machine say: `err` names it.
    """
    known, now = findings(assignment), digests(assignment)
    made = _by_function(chosen(changes(assignment), functions))
    due = {
        name: new
        for name, some in made.items()
        if (new := [c for c in some if again or not _was_tried(c, known.get(name), now[name])])
    }
    tasks = tasks_of(assignment)
    jobs = [job_of(change, tasks) for some in due.values() for change in some]
    outcomes: dict[str, dict[str, Outcome]] = {name: {} for name in due}
    finished = run(jobs, course, assignment.name, workers)
    with progress(assignment.name, err) as tell:
        for done in followed(finished, len(jobs), tell):
            change_name = (done.job.specimen or "").partition("/")[2]
            name = change_name.partition("/")[0]
            outcomes[name][change_name] = outcome = outcome_of(done)
            if outcome == "not judged":
                why = done.error or (done.record and done.record.reason)
                err.print(
                    f"{change_name} was not judged, try {name} again: {why}", highlight=False, markup=False
                )
            if len(outcomes[name]) == len(due[name]) and "not judged" not in outcomes[name].values():
                known = findings(assignment)  # with the reasons that somebody wrote meanwhile
                before = known[name].survivors if name in known else []
                overlooked = [str(c) for c in due[name] if outcomes[name][c.name] == "overlooked"]
                survivors = [Survivor(told, _reason(told, overlooked, before)) for told in overlooked]
                if len(due[name]) < len(made[name]):  # the others stand as they were found
                    retried = {str(c) for c in due[name]}
                    survivors = [s for s in before if s.change not in retried] + survivors
                habits = [c.key for c in made[name] if c.habit]
                known[name] = Tried(now[name], len(made[name]), survivors, habits)
                _write(assignment, {n: known[n] for n in now if n in known})
    return of_today(assignment)


def _reason(change: str, overlooked: Sequence[str], before: Sequence[Survivor]) -> str:
    """The reason that a survivor has: its own, or where the function's lines have moved, that of the only one with the same
    text."""
    exactly = {s.change: s.why for s in before}
    if change in exactly:
        return exactly[change]
    bare = _without_line(change)
    moved = [s.why for s in before if _without_line(s.change) == bare]
    alone = len(moved) == 1 and sum(_without_line(told) == bare for told in overlooked) == 1
    return moved[0] if alone else ""


def _without_line(change: str) -> str:
    return re.sub(r"^line \d+", "", change)


def _by_function(some: Iterable[Change]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for change in some:
        found.setdefault(change.function, []).append(change)
    return found


def _was_tried(change: Change, known: Tried | None, now: str) -> bool:
    return known is not None and known.digest == now and (not change.habit or change.key in known.habits)


def some_caught(assignment: Assignment, number: int) -> list[Change]:
    """Changes, spread evenly, that lost something when they were tried: a changed check may let them through."""
    known, now = findings(assignment), digests(assignment)
    overlooked = {(name, s.change) for name, one in known.items() for s in one.survivors}
    caught = [
        c
        for c in changes(assignment)
        if _was_tried(c, known.get(c.function), now[c.function]) and (c.function, str(c)) not in overlooked
    ]
    return caught[:: max(1, len(caught) // number)][:number]


def job_of(change: Change, tasks: Mapping[str, frozenset[str]]) -> Job:
    """Hands a change in to the checks of its own task; `tasks` are those of each function."""
    specimen = f"automatic/{change.name}"
    return Job(GATE_STUDENT, specimen=specimen, tasks=tasks[change.function], hints=False, quick=CPU_S)


def outcome_of(done: Done) -> Outcome:
    """What became of a change: the first failed check ends its run, so other tasks may have none that was judged. An
    engine's or a machine's fault says nothing about the checks."""
    if done.record is None:
        return "not judged"
    if any(check.state == "failed" for task in done.record.tasks for check in task.checks):
        return "caught"
    return "overlooked" if done.record.status == "graded" else "not judged"


def findings(assignment: Assignment) -> Findings:
    """What is known of the assignment's automatic mutants; nothing if they were never tried. Raises `CourseError`."""
    file = findings_file(assignment)
    try:
        return msgspec.json.decode(file.read_bytes(), type=Findings) if file.is_file() else {}
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        what = "this is not what `autograder mutate` writes, with its reasons"
        raise CourseError(f"{file}: {what}: {error}. Mend it, or delete it and try all again") from None


def digests(assignment: Assignment) -> dict[str, str]:
    """Of the code of each graded function: not of its comments and docstring."""
    names = {c.function: c for c in changes(assignment)}
    sources = {s: chunk for chunk in assignment.reference_chunks if (s := _defines(chunk.source)) in names}
    return {name: digest([(name, code(chunk.source))])[:16] for name, chunk in sources.items()}


def unexplained(assignment: Assignment) -> Iterator[tuple[str, str]]:
    """What is open, as (function, what): survivors without a reason or that are no change any more (prose moves lines, and
    is none of a digest), and functions that changed or were not tried."""
    known = findings(assignment)
    made = _by_function(changes(assignment))
    for name, now in digests(assignment).items():
        if name not in known:
            yield name, "not tried yet"
        elif known[name].digest != now:
            yield name, "changed since it was tried"
        else:
            if new := [str(c) for c in made[name] if not _was_tried(c, known[name], now)]:
                yield name, f"not tried yet: {'; '.join(new)}"
            told = {str(change) for change in made[name]}
            for survivor in known[name].survivors:
                if not survivor.why:
                    yield name, survivor.change
                elif survivor.change not in told:
                    yield name, f"there is no such change: {survivor.change}"


def _defines(source: str) -> str:
    return getattr(ast.parse(source).body[0], "name", "")


def findings_file(assignment: Assignment) -> Path:
    """Where reasons are written."""
    return assignment.folder / "automatic_mutants.json"


def of_today(assignment: Assignment) -> Findings:
    """What is known of the functions that there still are."""
    now = digests(assignment)
    return {name: tried for name, tried in findings(assignment).items() if name in now}


def _write(assignment: Assignment, known: Findings) -> None:
    text = msgspec.json.format(msgspec.json.encode(known), indent=1)
    write_atomically(findings_file(assignment), text + b"\n")
