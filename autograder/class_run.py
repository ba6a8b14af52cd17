"""Grading a class for a person to watch: what has a valid record is skipped, the rest graded, the table shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from .assignment import Assignment
from .batch import Crew, Done, Job, run
from .course import Course
from .record import Record, Store, SubmissionInfo, TaskResult
from .sandbox import Tier
from .submission.gather import Candidate, gather


def grade_class(
    course: Course,
    assignment: Assignment,
    paths: Sequence[Path],
    results: Path | None,
    crew: Crew,
    out: Console,
    err: Console,
) -> int:
    """Grades what is at `paths` into `results`, shows the table; the exit code: 0, or 3 if some have no verdict."""
    candidates = gather(paths, assignment.name)
    store = Store(results or course.results, assignment.name)
    before = {c.student: store.read(c.student) for c in candidates}
    jobs = jobs_of(candidates, before, crew.tier)
    with _progress(err) as progress:
        bar = progress.add_task(assignment.name, total=len(jobs))
        for done in run(jobs, course.root, assignment.name, crew):
            if done.record is not None:
                store.write(done.record)
            elif done.error is not None:
                store.write(_without_verdict(assignment, done))
            progress.advance(bar)
    scores = store.write_scores()
    after = {c.student: store.read(c.student) for c in candidates}
    records = [record for record in after.values() if record is not None]
    out.print(score_table(assignment, records))
    _show_changes(before, after, out)
    unjudged = [record.student for record in records if record.status == "not_graded"]
    if unjudged:
        out.print(f"not graded, run again: {', '.join(map(escape, unjudged))}")
    if crew.tier is Tier.NONE:
        out.print(
            "[bold red]graded without a sandbox[/]: student code could read and change all that you can"
        )
    out.print(f"{len(records)} records and {scores.name} in {escape(str(store.folder))}", soft_wrap=True)
    return 3 if unjudged else 0


def score_table(assignment: Assignment, records: Sequence[Record]) -> Table:
    """Student, score, tasks, and what to look at."""
    table = Table(title=f"{assignment.settings.title}: {len(records)} submissions", title_justify="left")
    table.add_column("student", no_wrap=True)
    table.add_column(f"score\nof {_full_marks(assignment)}", justify="right", no_wrap=True)
    table.add_column("points lost in", max_width=30)
    table.add_column("what to look at", ratio=1)
    for record in records:
        lost = [_lost(task) for task in record.lost]
        short = "all" if len(lost) == len(record.tasks) else ", ".join(lost)
        table.add_row(escape(record.student), _number(record.score), short, escape(to_look_at(record)))
    return table


def to_look_at(record: Record) -> str:
    """The line that a TA reads first: the reason, else the hint or message of the first thing that went wrong."""
    if record.reason is not None:
        return f"{record.status.replace('_', ' ')}: {record.reason}"
    failed = [(task, check) for task in record.tasks for check in task.checks if check.state == "failed"]
    if not failed:
        return ""
    task, check = next((pair for pair in failed if pair[1].hint), failed[0])
    return f"{task.name}: {check.hint or check.message}"


def _show_changes(before: dict[str, Record | None], after: dict[str, Record | None], out: Console) -> None:
    for student, record in after.items():
        former = before[student]
        if former is not None and record is not None and former.score != record.score:
            change = f"{_number(former.score)} -> {_number(record.score)}"
            out.print(
                f"score changed: {escape(student)} {change} (the former record is kept)", highlight=False
            )


def jobs_of(candidates: Iterable[Candidate], former: Mapping[str, Record | None], tier: Tier) -> list[Job]:
    """A job for each submission; it is not run where the student's former record may stand and has its key."""
    return [
        Job(c.student, tuple(map(str, c.files)), known_key=_known_key(former[c.student], tier))
        for c in candidates
    ]


def _known_key(record: Record | None, tier: Tier) -> str | None:
    """The key of a record that may stand: one made without a sandbox only where none is asked for."""
    if record is None or not record.reusable or (record.sandbox == Tier.NONE and tier is not Tier.NONE):
        return None
    return record.key


def _without_verdict(assignment: Assignment, done: Done) -> Record:
    """A record that says why there is no verdict."""
    tasks = [TaskResult(t.name, t.points, None, [], t.extra) for t in assignment.settings.tasks]
    return Record(
        assignment=assignment.name, student=done.job.student, status="not_graded", reason=done.error, score=None,
        max_score=assignment.max_score, key="", submission=SubmissionInfo(", ".join(done.job.files), ""), tasks=tasks,
        manual=[], sandbox="", versions={}, started="", cpu_s=0.0, wall_s=0.0,
    )  # fmt: skip


def _lost(task: TaskResult) -> str:
    return f"{task.name} {_number(task.score)}/{task.points:g}"


def _full_marks(assignment: Assignment) -> str:
    extra = sum(task.points for task in assignment.settings.tasks if task.extra)
    return f"{assignment.max_score:g}" + (f" + {extra:g}" if extra else "")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)
