"""The release gate: an assignment's grader proves itself before a student sees it.

The reference gets full marks, the stub none, every other right solution full marks, every mutant loses exactly the
tasks that it says and is named by its hint; right answers in other styles (arrays, lists, float64) get full marks, and
malformed ones (NaN, None, too few) end with a verdict; the public tests in the student's folder agree; the order of the
checks changes nothing; and the reference handed in by N students, each with a variant of their own, gets full marks N
times, and so does, for each of them, one of the other right solutions.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from ..authoring.fixture_problems import is_fixture
from ..authoring.missing import refuse_missing
from ..authoring.pytest_settings import refuse_without_settings
from ..course import Assignment, CourseError, Mutant, open_course
from ..course.problem import nearest, tree_of
from ..course.student_folder import not_installed
from ..grading.automatic import tasks_of
from ..grading.malformed import EARNS_NOTHING, LOSES_EVERYTHING
from ..grading.pool import Done, Job, Workers, run
from ..grading.specimens import specimens
from ..grading.styles import STYLES
from ..grading.unusable import unusable
from ..progress import followed
from ..record import Record, TaskResult
from ..sandbox import Limits
from .calibrate import calibration, noted
from .mutate import GATE_STUDENT, job_of, of_today, outcome_of, some_caught, unexplained
from .promises import astray, promises
from .shipped import shipped

AUTOMATIC, AUTOMATIC_SHORT = 40, 1  # of the changes made by machine that were caught once
MALFORMED_SHORT = "malformed/nan"
NOTHING_RIGHT = ("stub", *(f"malformed/{kind}" for kind in EARNS_NOTHING))
BY_MACHINE = ("malformed/", "style/")  # the reference with all its answers changed
ROOM = 2  # times what a right answer takes is the least that a limit should be: students' machines and methods differ


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


class Part(msgspec.Struct, frozen=True):
    """What of the gate is run while one writes; nothing is then said of the assignment as a whole.

    With `tasks`, specimens are graded on these alone, a mutant on all that it loses; mutants that lose none of them are left
    out. With `specimens` (`mutant/sign`, or `sign`), these alone; with `students`, the reference alone, as these students.
    """

    tasks: frozenset[str] | None = None
    students: Sequence[str] = ()
    specimens: Sequence[str] = ()


def gate(
    assignment: Assignment,
    course: Path,
    workers: Workers,
    seeds: int = 20,
    short: bool = False,
    part: Part | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Generator[Row, None, None]:
    """The rows of the gate, as they come: first what is said of the assignment and what ships, then every specimen.
    `progress` is told how many specimens of how many are done. But for the short form what was graded is left to the next
    calibration, too.

    `short` leaves out the tasks that are `slow`. It runs one mutant on the tasks it must lose and one other, one other right
    solution with the checks in reverse, in place of the reference, one kind of malformed answers, an automatic mutant, and
    the public tests on the reference's notebook. What `autograder mutate` found and the margins are left to the whole gate.
    """
    refuse_missing(assignment)
    refuse_without_settings(course)
    for what, problem in _untitled(assignment):
        yield Row(what, GATE_STUDENT, None, frozenset(), frozenset(), False, problem)
    if part is not None:
        yield from _graded(
            assignment, list(_some_jobs(assignment, seeds, part)), course, workers, progress, True
        )
        return
    said = (*_promised(assignment), *(() if short else _tried_by_machine(assignment)))
    for what, problem in said:
        yield Row(what, GATE_STUDENT, None, frozenset(), frozenset(), not problem, problem)
    for what, note in () if short else calibration(assignment):
        yield Row(
            what, GATE_STUDENT, None, frozenset(), frozenset(), True, note
        )  # told: grades are right without
    for name in not_installed(assignment.settings.requirements):
        note = "it is not installed here, so students get it without a version: is it spelt so?"
        yield Row(f"requirement {name}", GATE_STUDENT, None, frozenset(), frozenset(), True, note)
    for what, problem in shipped(assignment, course, workers.size, short):
        yield Row(what, GATE_STUDENT, None, frozenset(), frozenset(), not problem, problem)
    yield from _graded(
        assignment, list(_jobs(assignment, seeds, short)), course, workers, progress, not short
    )


def _graded(
    assignment: Assignment,
    jobs: Sequence[Job],
    course: Path,
    workers: Workers,
    progress: Callable[[int, int], None],
    measured: bool,
) -> Iterator[Row]:
    note = noted(assignment, open_course(course)) if measured else None
    with closing(run(jobs, course, assignment.name, workers)) as finished:
        for done in followed(finished, len(jobs), progress):
            if note is not None and done.job.quick is None and not done.job.backwards:
                note(done)
            yield _row(assignment, done)


def _untitled(assignment: Assignment) -> Iterator[tuple[str, str]]:
    """Each check that has no sentence for its students."""
    for file in sorted(assignment.graders.rglob("*.py")):
        for node in ast.walk(tree_of(file)):
            if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test") or is_fixture(node):
                continue
            if not ast.get_docstring(node):
                what = f"`{node.name}` has no docstring: students read the first line of it"
                yield f"{file.relative_to(assignment.folder)}, line {node.lineno}", what


def _promised(assignment: Assignment) -> Iterator[tuple[str, str]]:
    """Each clause of the stubs' docstrings that nothing stands behind, and what is quoted from none of them."""
    said = promises(assignment)
    behind = sum(promise.kept for promise in said)
    yield (
        f"promises: {behind} of {len(said)}",
        "" if behind == len(said) else "some have no mutant that breaks them",
    )
    for promise in said:
        if not promise.kept:
            yield f"promise of {promise.function}", f"no mutant breaks: {promise.clause}"
    for problem in astray(assignment):
        yield "promise", problem


def _tried_by_machine(assignment: Assignment) -> Iterator[tuple[str, str]]:
    """What `autograder mutate` found and nobody has explained."""
    tried = of_today(assignment)
    survivors = sum(len(one.survivors) for one in tried.values())
    yield f"automatic mutants: {sum(one.tried for one in tried.values())}, {survivors} explained or open", ""
    for function, what in unexplained(assignment):
        yield f"automatic mutant of {function}", what


def _jobs(assignment: Assignment, seeds: int, short: bool) -> Iterator[Job]:
    mutants = {f"mutant/{m.name}": m for m in assignment.mutants}
    left_out = _left_out(assignment) if short else set()
    quick = _quick(assignment) if short else None
    for name in specimens(assignment):
        if name in left_out:
            continue
        tasks = _short_tasks(assignment, mutants[name]) if short and name in mutants else quick
        backwards = short and name.startswith("right/")
        yield Job(GATE_STUDENT, specimen=name, tasks=tasks, hints=name in mutants, backwards=backwards)
    tasks_of_functions = tasks_of(assignment)
    for change in some_caught(assignment, AUTOMATIC_SHORT if short else AUTOMATIC):
        yield job_of(change, tasks_of_functions)
    if not short:
        yield Job(GATE_STUDENT, specimen="reference", backwards=True, hints=False)
    right = [f"right/{name}" for name in assignment.right]
    for i in range(1, seeds + 1):
        yield Job(f"student-{i}", specimen="reference", tasks=quick, hints=False)
        if right and not short:  # in turn: what fails for one student in five passes as the gate's own
            yield Job(f"student-{i}", specimen=right[i % len(right)], hints=False)


def _some_jobs(assignment: Assignment, seeds: int, part: Part) -> Iterator[Job]:
    loses = {f"mutant/{m.name}": m.loses for m in assignment.mutants if m.equivalent is None}
    for student in part.students:
        yield Job(student, specimen="reference", tasks=part.tasks, hints=False)
    for name in _named(assignment, part.specimens):
        tasks = None if part.tasks is None else part.tasks | loses.get(name, part.tasks)
        yield Job(GATE_STUDENT, specimen=name, tasks=tasks, hints=name in loses)
    if part.students or part.specimens or part.tasks is None:
        return
    for name in specimens(assignment):
        lost = loses.get(name, part.tasks)  # what else a mutant loses may tell it from others
        if lost & part.tasks and not name.startswith(BY_MACHINE):
            yield Job(GATE_STUDENT, specimen=name, tasks=part.tasks | lost, hints=name in loses)
    for i in range(1, seeds + 1):
        yield Job(f"student-{i}", specimen="reference", tasks=part.tasks, hints=False)


def _named(assignment: Assignment, names: Sequence[str]) -> Iterator[str]:
    """The specimens of these names. Raises `CourseError` for a name of none, with the nearest that there is."""
    known = {short: name for name in specimens(assignment) for short in (name.partition("/")[2], name)}
    if unknown := [name for name in names if name not in known]:
        raise CourseError(f"{assignment.name} has no specimen {unknown[0]!r}{nearest(unknown[0], known)}")
    return (known[name] for name in names)


def _left_out(assignment: Assignment) -> set[str]:
    """The specimens that the short form does without: all mutants but one, of one task and not of a slow one where there is
    such. Where there is another right solution, the reference too: checks that take that one for right have been compared
    with the reference."""
    slow = {task.name for task in assignment.settings.tasks if task.slow}
    mistakes = [m for m in assignment.mutants if m.equivalent is None]
    kept = sorted(mistakes, key=lambda m: (len(m.loses & slow), len(m.loses) != 1, m.name))[:1]
    names = specimens(assignment)
    right = [name for name in names if name.startswith("right/")]
    by_machine = {name for name in names if name.startswith(BY_MACHINE)}
    unkept = {f"mutant/{m.name}" for m in assignment.mutants if m not in kept}
    return unkept | set(right[1:]) | by_machine - {MALFORMED_SHORT} | ({"reference"} if right else set())


def _quick(assignment: Assignment) -> frozenset[str] | None:
    """The tasks that are not slow; None, which is all, where none is slow or nothing else is left."""
    tasks = assignment.settings.tasks
    quick = frozenset(task.name for task in tasks if not task.slow)
    return quick if 0 < len(quick) < len(tasks) else None


def _short_tasks(assignment: Assignment, mutant: Mutant) -> frozenset[str]:
    others = [task for task in assignment.settings.tasks if task.name not in mutant.loses]
    others.sort(key=lambda task: task.slow)
    return mutant.loses | frozenset(task.name for task in others[:1])


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
    if name in NOTHING_RIGHT:
        earned = [task.name for task in record.tasks if task.score]
        holds, note = holds and not earned, f"earns points in {', '.join(earned)}" if earned else ""
    elif name.startswith("malformed/"):
        kept = tasks - lost if name.partition("/")[2] in LOSES_EVERYTHING else frozenset()
        holds, note = record.status == "graded" and not kept, _names_kept(kept)
    elif name.startswith("automatic/"):
        outcome = outcome_of(done)
        holds = outcome == "caught"
        note = "" if holds else f"{outcome} now: `autograder mutate --again` shows what else"
    elif name.startswith("mutant/"):
        note = _unnamed(assignment, name, record) if holds else _loses_otherwise(record, lost, expected)
        holds = holds and not note
    elif holds and (tight := _tight(assignment.settings.limits, record)):
        holds, note = False, tight
    if holds and (raised := unusable(record)):
        holds, note = False, raised[0]
    if not holds and not note:
        note = _why(record, lost ^ expected)
    if not holds and name.startswith("style/"):
        note = f"{STYLES[name.partition('/')[2]]}: {note}"
    if not holds and any(check.state == "not_judged" for task in record.tasks for check in task.checks):
        note += f" ({_reproduced(assignment, done.job, record)})"
    return Row(
        label, done.job.student, record.score, expected, lost, holds, note, record.cpu_s + record.grader_cpu_s
    )


def _loses_otherwise(record: Record, lost: frozenset[str], expected: frozenset[str]) -> str:
    """How what a mutant loses differs from what it says that it loses."""
    if record.status != "graded":
        return _why(record, lost)
    says = ", ".join(sorted(expected)) or "nothing"
    if not lost:
        return f"loses nothing, says {says}: does a check ask for it at all, or is it right (EQUIVALENT)?"
    why = _why(record, lost - expected) if lost - expected else ""
    return f"loses {', '.join(sorted(lost))}, says {says}" + (f": {why}" if why else "")


def _tight(limits: Limits, record: Record) -> str:
    """Which limit leaves a right answer too little room, if one does."""
    dearest = max((check for task in record.tasks for check in task.checks), key=lambda c: c.cpu_s)
    for what, used, limit, key in (
        (f"`{dearest.title}`", dearest.cpu_s, limits.cpu_s, "cpu_s"),
        ("all checks", record.cpu_s, limits.total_cpu_s, "total_cpu_s"),
    ):
        if used * ROOM > limit:
            told = f"{what} took {used:.1f} CPU-s of {key} = {limit:g}"
            return f"{told}: a limit leaves a right answer at least {ROOM} times what it takes"
    return ""


def _reproduced(assignment: Assignment, job: Job, record: Record) -> str:
    """What a check that judged nothing ran into, and the command that shows it again."""
    task, check = next((t, c) for t in record.tasks for c in t.checks if c.state == "not_judged")
    lines = [line.strip() for line in check.detail.splitlines() if line.strip()]
    place = next((line for line in reversed(lines) if line.startswith("File ")), "")
    what = f"{lines[-1]}, {place}" if lines and place else (lines or ["it gave no reason"])[-1]
    student = "" if job.student == GATE_STUDENT else f" --student {job.student}"
    return f"{what}; again: autograder verify {assignment.name} --task {task.name}{student}"


def _names_kept(tasks: Iterable[str]) -> str:
    return f"keeps all points of {', '.join(sorted(tasks))}" if tasks else ""


def _expected(assignment: Assignment, name: str, tasks: frozenset[str]) -> frozenset[str]:
    if name in NOTHING_RIGHT:
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
    if not wrong:
        return ""
    told = {_hint(task) for task in record.tasks if task.name in wrong} - {""}
    if told:
        return f"not named by its hint in {', '.join(wrong)}, but by: {' / '.join(sorted(told))}"
    if mutant.signature:
        why = "its SIGNATURE raises, takes some seconds, or says no of the calls of a task that it loses"
    else:
        why = (
            "where what it returns does not tell it, as after training, give it a SIGNATURE; and where another mutant "
            "returns the same, one HINT to both"
        )
    return f"not named by its hint in {', '.join(wrong)}: {why}"


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
