"""The margins behind the thresholds: what right answers and known mistakes measure, over many students' variants.

The numbers come from the checks themselves (`compare` and `measure` record them), graded as students are. Each
grading is appended to a file as it is done, so that a stopped calibration goes on where it was.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import track

from ..course import Assignment, Course
from ..grading.grade import environment
from ..grading.pool import Job, Workers, run
from ..record import Measure, Record, write_atomically

MUTANT_SHARE = 10  # a mutant is measured on a tenth of the students: its values lie far from any threshold


class Sample(msgspec.Struct, frozen=True):
    """One measured number of one grading."""

    specimen: str
    student: str
    task: str
    check: str
    measure: Measure


class Grading(msgspec.Struct, frozen=True):
    """One grading of a specimen: what it lost, and its measures. One line of the calibration's file."""

    specimen: str
    student: str
    digest: str
    lost: list[str]
    samples: list[Sample]
    cpu_s: float


def calibrate(assignment: Assignment, course: Course, students: int, workers: Workers, err: Console) -> Path:
    """Measures what has not been measured yet, and writes CALIBRATION.md; returns its path."""
    log = course.results / "calibration" / f"{assignment.name}.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    done = {(g.specimen, g.student) for g in _read(log, assignment)}
    jobs = [job for job in _jobs(assignment, students) if (job.specimen, job.student) not in done]
    with log.open("ab") as file:
        finished = run(jobs, course.root, assignment.name, workers)
        for result in track(finished, assignment.name, total=len(jobs), console=err):
            if result.record is None or result.job.specimen is None:
                err.print(f"{result.job.specimen} as {result.job.student}: {result.error}")
                continue
            grading = _grading(assignment, result.job.specimen, result.record)
            file.write(msgspec.json.encode(grading) + b"\n")
            file.flush()
    path = assignment.folder / "CALIBRATION.md"
    wanted = {(job.specimen, job.student) for job in _jobs(assignment, students)}
    gradings = [g for g in _read(log, assignment) if (g.specimen, g.student) in wanted]
    write_atomically(path, "\n".join(_page(assignment, gradings, students)).encode() + b"\n")
    return path


def _jobs(assignment: Assignment, students: int) -> Iterator[Job]:
    for i in range(1, students + 1):
        for name in ("reference", *(f"right/{name}" for name in assignment.right)):
            yield Job(f"student-{i}", specimen=name, hints=False)
        if i % MUTANT_SHARE == 1:
            for mutant in assignment.mutants:
                if mutant.equivalent is None:
                    yield Job(
                        f"student-{i}", specimen=f"mutant/{mutant.name}", tasks=mutant.loses, hints=False
                    )


def _grading(assignment: Assignment, specimen: str, record: Record) -> Grading:
    lost = [task.name for task in record.lost]
    samples = [
        Sample(specimen, record.student, task.name, check.title, measure)
        for task in record.tasks
        for check in task.checks
        for measure in check.measures
    ]
    return Grading(specimen, record.student, assignment.content_digest, lost, samples, record.cpu_s)


def _read(log: Path, assignment: Assignment) -> list[Grading]:
    """The gradings of the assignment as it is now. A line cut short by a kill is measured again."""
    gradings = {}
    for line in log.read_bytes().splitlines() if log.exists() else []:
        try:
            grading = msgspec.json.decode(line, type=Grading)
        except msgspec.MsgspecError:
            continue
        if grading.digest == assignment.content_digest:
            gradings[grading.specimen, grading.student] = grading
    return list(gradings.values())


def _page(assignment: Assignment, gradings: Sequence[Grading], students: int) -> Iterator[str]:
    versions = ", ".join(
        f"{name} {version}" for name, version in environment().items() if name != "autograder"
    )
    yield f"# Calibration of {assignment.name}"
    yield ""
    yield f"Made by `autograder calibrate {assignment.name} --students {students}` with {versions}. Not edited by hand."
    yield ""
    yield "## Right answers"
    yield ""
    yield "Each is graded once per student, with the student's own variant."
    yield ""
    yield "| solution | students | full marks | failed wrongly, with 95 % confidence | median CPU-s |"
    yield "|---|---|---|---|---|"
    for name, group in _grouped(gradings, mutants=False):
        full = sum(not g.lost for g in group)
        most = f"at most {100 * most_failed(len(group) - full, len(group)):.2g} %"
        yield f"| {name} | {len(group)} | {full} | {most} | {_median([g.cpu_s for g in group]):.2f} |"
    yield ""
    yield "## Known mistakes"
    yield ""
    yield f"Each is graded for every {MUTANT_SHARE}th student, on the tasks that it must lose."
    yield ""
    yield "| mistake | students | loses | caught |"
    yield "|---|---|---|---|"
    loses = {f"mutant/{m.name}": m.loses for m in assignment.mutants}
    for name, group in _grouped(gradings, mutants=True):
        caught = sum(set(g.lost) == loses[name] for g in group)
        yield f"| {name.partition('/')[2]} | {len(group)} | {', '.join(sorted(loses[name]))} | {caught} |"
    yield ""
    yield "## Thresholds"
    yield ""
    yield "For each number that a check holds against a threshold: what right answers measured (worst, median), and the"
    yield "mistake that comes nearest to passing while its check is lost. `error / tolerance` passes up to 1."
    yield ""
    yield "| task | check | measured | threshold | right: worst | right: median | nearest mistake |"
    yield "|---|---|---|---|---|---|---|"
    yield from _thresholds(assignment, gradings)


def most_failed(failed: int, of: int) -> float:
    """The one-sided 95 % bound of a rate of which `failed` of `of` were seen (Clopper and Pearson 1934)."""
    from scipy.stats import beta

    return 1.0 if failed >= of else float(beta.ppf(0.95, failed + 1, of - failed))


def _thresholds(assignment: Assignment, gradings: Sequence[Grading]) -> Iterator[str]:
    right: dict[tuple[str, str, str], list[Measure]] = defaultdict(list)
    wrong: dict[tuple[str, str, str], dict[str, list[Measure]]] = defaultdict(lambda: defaultdict(list))
    for grading in gradings:
        for s in grading.samples:
            key = (s.task, s.check, s.measure.name)
            if grading.specimen.startswith("mutant/"):
                wrong[key][grading.specimen.partition("/")[2]].append(s.measure)
            else:
                right[key].append(s.measure)
    order = {task.name: i for i, task in enumerate(assignment.settings.tasks)}
    for key, measures in sorted(right.items(), key=lambda item: (order[item[0][0]], item[0])):
        sample, values = measures[0], [m.value for m in measures]
        least = sample.at_least is not None
        bound = _bound(sample)
        worst = _short(min(values) if least else max(values))
        if bound == "-" and min(values) < max(values):  # which end is the worse one is the check's to know
            worst = f"{_short(min(values))} to {_short(max(values))}"
        nearest = _nearest(wrong[key], least, sample.at_least if least else sample.at_most)
        yield f"| {' | '.join(key)} | {bound} | {worst} | {_short(_median(values))} | {nearest} |"


def _bound(measure: Measure) -> str:
    """A measure without a threshold is there to be read: its check gives credit by parts."""
    if measure.at_least is not None:
        return f">= {measure.at_least:g}"
    return "-" if measure.at_most is None else f"<= {measure.at_most:g}"


def _nearest(mistakes: dict[str, list[Measure]], least: bool, bound: float | None) -> str:
    """Of each mistake's failing values the nearest to the threshold; of these the nearest, with its name."""
    best: tuple[float, str] | None = None
    for name, measures in mistakes.items():
        for m in measures:
            fails = bound is not None and (m.value < bound if least else m.value > bound)
            if fails and (best is None or abs(m.value - (bound or 0)) < abs(best[0] - (bound or 0))):
                best = (m.value, name)
    return "-" if best is None else f"{best[1]} ({_short(best[0])})"


def _grouped(gradings: Iterable[Grading], mutants: bool) -> list[tuple[str, list[Grading]]]:
    groups: dict[str, list[Grading]] = defaultdict(list)
    for grading in gradings:
        if grading.specimen.startswith("mutant/") == mutants:
            groups[grading.specimen].append(grading)
    return sorted(groups.items())


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def _short(value: float) -> str:
    return "inf" if math.isinf(value) or abs(value) >= 1e300 else f"{value:.3g}"
