"""The margins behind the thresholds: what right answers and known mistakes measure, over many students' variants.

The numbers come from the checks themselves (`compare` and `measure` record them), graded as students are. They are kept
(gate/kept.py), so that a stopped calibration goes on where it was, and what has changed is measured again alone.
"""

from __future__ import annotations

import contextlib
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from ..course import Assignment, Course
from ..grading.environment import environment
from ..grading.pool import Done, Job, Workers, run
from ..progress import followed, progress
from ..record import write_atomically
from ..submission import counted
from .dependence import Dependence
from .kept import Graded, Kept, append, graded_of
from .margins import MARGIN, Threshold, near_ones, thresholds
from .mutate import GATE_STUDENT

MUTANT_SHARE, MUTANT_STUDENTS = (
    10,
    3,
)  # a mutant lies far from thresholds: every tenth is enough, and three of them
Keys = Mapping[tuple[str, str], str]  # by specimen and task, of what is measured


class Calibrated(NamedTuple):
    """The page that was written, what is nearer to a threshold than the margin (place, what), and how many gradings are
    missing for want of a verdict."""

    page: Path
    near: list[tuple[str, str]]
    missing: int


def calibrate(
    assignment: Assignment, course: Course, students: int, workers: Workers, err: Console
) -> Calibrated:
    """Measures what has not been measured yet, and writes the measurements and CALIBRATION.md. What has no verdict, on a
    busy machine say, is told to `err` and tried again by the next call."""
    log = _log(assignment, course)
    log.parent.mkdir(parents=True, exist_ok=True)
    kept, keys = Kept(assignment, log), keys_of(assignment)
    jobs = list(_jobs(assignment, students, kept, keys))
    with log.open("ab") as file, progress(assignment.name, err) as tell:
        finished = run(jobs, course.root, assignment.name, workers)
        for done in followed(finished, len(jobs), tell):
            specimen = done.job.specimen or ""
            if done.record is not None:
                kept.add(file, graded_of(specimen, done.record, keys, _versions()))
            if done.record is None or done.record.status == "not_graded":
                why = done.error or (done.record and done.record.reason)
                err.print(f"{specimen} as {done.job.student}: {why}", highlight=False, markup=False)
    missing = sum(1 for _ in _jobs(assignment, students, kept, keys))
    kept.fold(keys)
    gradeds = [
        g for g in kept.all() if keys.get((g.specimen, g.task)) == g.key
    ]  # earlier ones of more students too
    found = thresholds(assignment, gradeds)
    path = assignment.folder / "CALIBRATION.md"
    numbers = (g.student.rpartition("-")[2] for g in gradeds if g.student != GATE_STUDENT)
    most = max(map(int, numbers), default=students)
    write_atomically(path, "\n".join(_page(assignment, gradeds, found, most)).encode() + b"\n")
    return Calibrated(path, near_ones(assignment, found), missing)


def noted(assignment: Assignment, course: Course) -> Callable[[Done], None]:
    """Measures by the way what somebody else has graded, whole: what is called with it leaves it to the next calibration,
    which does not grade it again. Where the results take no file nothing is kept."""
    log, keys, versions = _log(assignment, course), keys_of(assignment), _versions()

    def note(done: Done) -> None:
        if done.record is not None and done.job.specimen is not None:
            with contextlib.suppress(OSError):
                log.parent.mkdir(parents=True, exist_ok=True)
                with log.open("ab") as file:
                    append(file, graded_of(done.job.specimen, done.record, keys, versions))

    return note


def keys_of(assignment: Assignment) -> Keys:
    """What a calibration measures, right solutions on every task and mutants on those that they lose, with the keys."""
    dependence = Dependence(assignment)
    every = frozenset(task.name for task in assignment.settings.tasks)
    specimens = dict.fromkeys(["reference", *(f"right/{name}" for name in assignment.right)], every)
    specimens |= {f"mutant/{m.name}": m.loses for m in assignment.mutants if m.equivalent is None}
    return {(name, task): dependence.key(name, task) for name, tasks in specimens.items() for task in tasks}


def calibration(assignment: Assignment) -> Iterator[tuple[str, str]]:
    """What the kept measurements say, without measuring: how many there are, which are old, and which are near a threshold,
    as (what, note). Raises `CourseError` for a file of them that cannot be read."""
    command = f"`autograder calibrate {assignment.name}`"
    kept, keys = Kept(assignment), keys_of(assignment)
    now = [g for g in kept.all() if keys.get((g.specimen, g.task)) == g.key]
    students = len({g.student for g in now} - {GATE_STUDENT})
    measured = {(g.specimen, g.task) for g in now}
    old = sorted({task for specimen, task in keys.keys() - measured})
    if not now:
        yield "calibration: none", f"error rates and margins are not known: {command} measures them"
        return
    note = f"not measured as they are now: {', '.join(old)}; {command} measures these alone" if old else ""
    yield f"calibration: {counted(students, 'student')}", note
    for place, what in near_ones(assignment, thresholds(assignment, now)):
        yield place, f"{what}: less than {MARGIN:g} times, so move the threshold, or measure what tells more"


def _log(assignment: Assignment, course: Course) -> Path:
    return course.results / "calibration" / f"{assignment.name}.jsonl"


def _students(number: int) -> Iterator[str]:
    return (f"student-{i}" for i in range(1, number + 1))


def _jobs(assignment: Assignment, students: int, kept: Kept, keys: Keys) -> Iterator[Job]:
    """What has not been measured yet, student by student."""
    specimens: dict[str, list[str]] = defaultdict(list)
    for specimen, task in keys:
        specimens[specimen].append(task)
    for i, student in enumerate(_students(students)):
        for specimen, tasks in specimens.items():
            mutant = specimen.startswith("mutant/")
            if mutant and i not in range(0, MUTANT_SHARE * MUTANT_STUDENTS, MUTANT_SHARE):
                continue
            whose = GATE_STUDENT if mutant and i == 0 else student  # as whom the gate grades it
            due = [t for t in tasks if not kept.has(specimen, t, whose, keys[specimen, t])]
            if due:
                yield Job(whose, specimen=specimen, tasks=frozenset(due), hints=False)


def _versions() -> str:
    """Of what a measurement may depend on, but for the engine: the keys are of the checks."""
    return ", ".join(f"{name} {version}" for name, version in environment().items() if name != "autograder")


class _Whole(NamedTuple):
    """A specimen as one student, all its tasks together."""

    lost: set[str]
    cpu_s: float


def _page(
    assignment: Assignment, gradeds: Sequence[Graded], found: Sequence[Threshold], students: int
) -> Iterator[str]:
    versions = " and with ".join(sorted({g.versions for g in gradeds}))
    yield f"# Calibration of {assignment.name}"
    yield ""
    yield f"Made by `autograder calibrate {assignment.name} --students {students}` with {versions}. Not edited by hand."
    yield ""
    yield "## Right answers"
    yield ""
    yield "Each is graded once per student, with the student's own variant; where `verify` has graded it, the gate's student is"
    yield "one more."
    yield ""
    yield "| solution | students | full marks | failed wrongly, with 95 % confidence | median CPU-s |"
    yield "|---|---|---|---|---|"
    for name, group in _grouped(gradeds, mutants=False):
        full = sum(not one.lost for one in group)
        most = f"at most {100 * most_failed(len(group) - full, len(group)):.2g} %"
        yield f"| {name} | {len(group)} | {full} | {most} | {_median([one.cpu_s for one in group]):.2f} |"
    yield ""
    yield "## Known mistakes"
    yield ""
    yield f"Each is graded as the gate's student and every {MUTANT_SHARE}th after, {MUTANT_STUDENTS} at most, on the tasks it must lose."
    yield ""
    yield "| mistake | students | loses | caught |"
    yield "|---|---|---|---|"
    loses = {f"mutant/{m.name}": m.loses for m in assignment.mutants}
    for name, group in _grouped(gradeds, mutants=True):
        caught = sum(one.lost == loses[name] for one in group)
        yield f"| {name.partition('/')[2]} | {len(group)} | {', '.join(sorted(loses[name]))} | {caught} |"
    yield ""
    yield "## Thresholds"
    yield ""
    yield "For each number that a check holds against a threshold: what right answers measured (worst, and the median of each"
    yield "grading's worst), and the mistake that comes nearest to passing while its check is lost. `error / tolerance` passes"
    yield "up to 1."
    yield ""
    yield "| task | check | measured | threshold | right: worst | right: median | nearest mistake |"
    yield "|---|---|---|---|---|---|---|"
    yield from map(_row, found)
    yield ""
    yield "## Near thresholds"
    yield ""
    yield f"What is less than {MARGIN:g} times from its threshold, as it stands or in its distance from 1: the threshold should"
    yield "move, or the check measure what tells right from wrong by more."
    yield ""
    near = near_ones(assignment, found)
    yield from (f"- {place}: {what}" for place, what in near)
    if not near:
        yield "None."


def most_failed(failed: int, of: int) -> float:
    """The one-sided 95 % bound of a rate of which `failed` of `of` were seen (Clopper and Pearson 1934)."""
    from scipy.stats import beta

    return 1.0 if failed >= of else float(beta.ppf(0.95, failed + 1, of - failed))


def _row(threshold: Threshold) -> str:
    bound, nearest = threshold.bound, threshold.nearest
    # a measure without a threshold is there to be read: its check gives credit by parts
    told = "-" if bound is None else f"{'<=' if threshold.at_least is None else '>='} {bound:g}"
    worst = _short(threshold.worst)
    if bound is None and min(threshold.right) < max(threshold.right):
        worst = f"{_short(min(threshold.right))} to {_short(max(threshold.right))}"
    mistake = "-" if nearest is None else f"{nearest[0]} ({_short(nearest[1])})"
    where = f"{threshold.task} | {threshold.check} | {threshold.name}"
    return f"| {where} | {told} | {worst} | {_short(_median(threshold.right))} | {mistake} |"


def _grouped(gradeds: Iterable[Graded], mutants: bool) -> list[tuple[str, list[_Whole]]]:
    """Each specimen of a kind, as every student for whom all its tasks were judged."""
    groups: dict[str, dict[str, list[Graded]]] = defaultdict(lambda: defaultdict(list))
    for graded in gradeds:
        if graded.specimen.startswith("mutant/") == mutants:
            groups[graded.specimen][graded.student].append(graded)
    return [(name, _wholes(by_student.values())) for name, by_student in sorted(groups.items())]


def _wholes(students: Collection[list[Graded]]) -> list[_Whole]:
    all_tasks = max(map(len, students))
    return [
        _Whole({g.task for g in tasks if g.lost}, sum(g.cpu_s for g in tasks))
        for tasks in students
        if len(tasks) == all_tasks
    ]


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def _short(value: float) -> str:
    return "inf" if math.isinf(value) or abs(value) >= 1e300 else f"{value:.3g}"
