"""One submission in, one record out.

The same function serves a batch, the release gate and the calibration; a worker keeps one `Grader` and its zygote
for all the submissions that it is given.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import msgspec
import pytest
import torch
from _pytest.assertion.rewrite import AssertionRewritingHook

from ..checks.plugin import Checks, task_of
from ..checks.rebuilt import rebuilt_by
from ..checks.session import Session
from ..checks.shared import as_it_was
from ..course import Assignment, Course, Variant
from ..course.overtime import Overtime
from ..inside import compiler
from ..record import Check, Manual, Record, SubmissionInfo, TaskResult, now
from ..sandbox import Limits, SandboxUnavailable, Tier, Zygote, choose, readable
from ..submission import Rejected, Submission, Taken, called, counted, read, shown, take_all
from .cascade import mend_first
from .environment import environment
from .hints import find_hints, replayed_s
from .practice import Find, counterexamples, practice_variant, wrong_values
from .unjudged import not_reached, without_verdict
from .unusable import settle

Tell = Callable[[Record], None]


class Run(NamedTuple):
    """One submission under the hidden checks, and when that began: `wall` and `cpu` in seconds of their clocks."""

    submission: Submission
    variant: Variant
    tasks: frozenset[str] | None
    session: Session
    checks: Checks
    started: str
    wall: float
    cpu: float


class Grader:
    """Grades submissions of one assignment, one after the other. Use as a context manager.

    `tier` is a sandbox's name, or "auto" for the best that there is. A `zygote` of the same preload and provided code
    may be lent; else one is started for the first submission that has to run. Raises `SandboxUnavailable`.
    """

    def __init__(
        self, course: Course, assignment: Assignment, tier: str = "auto", zygote: Zygote | None = None
    ) -> None:
        # as in the student's process; and a thread pool does not survive the hints' fork
        torch.set_num_threads(1)
        compiler.put_off()
        self.course = course
        self.assignment = assignment
        self.tier = choose(tier) if tier == "auto" else Tier(tier)
        _keep_out_of_sight(course.root)
        self._environment = environment()
        self._own: Zygote | None = None
        self._lent = zygote

    def read(self, student: str, files: Sequence[Path | Taken]) -> Submission:
        """Reads a student's files; raises `Rejected`."""
        a = self.assignment
        return read(student, files, a.name, a.stub, a.functions, a.provided_texts)

    def key(self, submission_digest: str, variant: Variant) -> str:
        """What a verdict depends on: submission, graders and engine, environment, variant."""
        parts = [
            submission_digest,
            self.assignment.digest,
            repr(sorted(self._environment.items())),
            f"{variant.seed} {variant.source} {variant.fingerprint}",
        ]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @functools.cached_property
    def _stub_digest(self) -> str:
        return hashlib.sha256(repr(sorted(self.assignment.stub.items())).encode()).hexdigest()

    def quick_key(self, taken: Sequence[Taken], variant: Variant) -> str:
        """What `key` depends on, by the files as they lie and all that may decide how they are read."""
        whole = hashlib.sha256(self.key(self._stub_digest, variant).encode())
        for file in taken:
            whole.update(f"\0{os.fsencode(file.path.name)!r} {file.problem!r} {len(file.data)}\0".encode())
            whole.update(file.data)
        return whole.hexdigest()

    def grade_files(
        self,
        student: str,
        files: Sequence[Path],
        variant: Variant,
        known_key: str | None = None,
        known_quickly: str | None = None,
        tell: Tell | None = None,
    ) -> Record | None:
        """The record of a student's files; None if its key would be `known_key`, or its quick one `known_quickly`. `tell`
        as for `grade`."""
        cpu = _cpu_s()
        try:
            taken = take_all(files)
            quick_key = self.quick_key(taken, variant)
            if quick_key == known_quickly:
                return None
            submission = self.read(student, taken)
        except Rejected as problem:
            record = self._rejected(student, taken, variant, str(problem), known_key)
            took = round(_cpu_s() - cpu, 3)
            return record and msgspec.structs.replace(record, quick_key=quick_key, grader_cpu_s=took)
        except OSError as error:
            which = shown(Path(os.fsdecode(error.filename or files[0])).name)
            why = f"`{which}` cannot be read ({error.strerror}): see to it that you may read it"
            return without_verdict(self.assignment, variant, student, why, files)
        except MemoryError:
            why = "there was not memory enough to read it: grade fewer at once (-j)"
            return without_verdict(self.assignment, variant, student, why, files)
        if self.key(submission.told, variant) == known_key:
            return None
        reading = _cpu_s() - cpu
        record = self.grade(submission, variant, examples=True, tell=tell)
        took = round(reading + record.grader_cpu_s, 3)
        return msgspec.structs.replace(record, quick_key=quick_key, grader_cpu_s=took)

    def grade(
        self,
        submission: Submission,
        variant: Variant,
        tasks: frozenset[str] | None = None,
        backwards: bool = False,
        hints: bool = True,
        quick: float | None = None,
        examples: bool = False,
        tell: Tell | None = None,
    ) -> Record:
        """Runs the hidden checks on a submission, all of them or those of some tasks. With `quick` only up to the first
        that fails, and none for more CPU seconds than this. With `examples` failed checks without a hint are run on
        practice data too, for a wrong value that may be shown. `tell` is given the record as it is after each check, and
        once all are judged before hints are looked for."""
        limits = self.assignment.settings.limits.at_most(cpu_s=quick) if quick else None
        run = self.begin(submission, variant, tasks, backwards, limits=limits)
        if tell is not None:
            run.checks.each = lambda: tell(self._so_far(run))
        try:
            reason = self.run(run, *(["--exitfirst"] if quick else []))
        finally:
            run.session.close()
        if reason is None and not quick:
            settle(self, run)
        if tell is not None and reason is None:
            tell(self.record(run, hints=False))
        return self.record(run, reason, hints, counterexamples if examples else None)

    def practise(self, submission: Submission) -> Record:
        """What a submission would have on practice data, with every wrong value beside the right one: to be looked at,
        and no grade."""
        run = self.begin(submission, practice_variant(self.assignment.name))
        try:
            reason = self.run(run)
        finally:
            run.session.close()
        return self.record(run, reason, find=wrong_values)

    def begin(
        self,
        submission: Submission,
        variant: Variant,
        tasks: frozenset[str] | None = None,
        backwards: bool = False,
        only: frozenset[str] | None = None,
        limits: Limits | None = None,
    ) -> Run:
        """What a run of the hidden checks on a submission needs: of all of them, of some tasks, or of those that pytest
        names so, within the assignment's limits or these. Whoever begins one closes its `session`."""
        _ = self.assignment.reference  # what it raises is an author's mistake, and no check's
        limits = limits or self.assignment.settings.limits
        version = self.assignment.settings.version
        rebuilt = rebuilt_by([self.assignment.modules[name] for name in sorted(self.assignment.provided)])
        session = Session(self.zygote, submission, limits, variant.number("process"), version, rebuilt)
        checks = Checks(self.assignment, session, variant, tasks, backwards, only)
        return Run(
            submission, variant, tasks, session, checks, now("milliseconds"), time.perf_counter(), _cpu_s()
        )

    def record(
        self, run: Run, reason: str | None = None, hints: bool = True, find: Find | None = None
    ) -> Record:
        """The record of a run that is over; `reason` says why the graders could not be run, if they could not. `find` gives
        the counterexamples of failed checks."""
        outcomes = run.checks.outcomes
        told = self._explained(run, hints, find) if reason is None else [o.check for o in outcomes]
        by_task: dict[str, list[Check]] = {}
        for outcome, check in zip(outcomes, told, strict=True):
            by_task.setdefault(outcome.task, []).append(check)
        return self._recorded(run, by_task, reason)

    def _so_far(self, run: Run) -> Record:
        """The record of a run that goes on: checks that have not run yet are not judged."""
        judged = {outcome.nodeid: outcome.check for outcome in run.checks.outcomes}
        by_task: dict[str, list[Check]] = {}
        for planned in run.checks.planned:
            check = judged.get(planned.nodeid) or not_reached(planned.title, planned.weight)
            by_task.setdefault(planned.task, []).append(check)
        return self._recorded(run, by_task, None)

    def _recorded(self, run: Run, by_task: dict[str, list[Check]], reason: str | None) -> Record:
        results = [
            _task_result(self.assignment, name, by_task.get(name, []), reason)
            for name in (task.name for task in self.assignment.settings.tasks)
            if run.tasks is None or name in run.tasks
        ]
        unjudged = [check for result in results for check in result.checks if check.state == "not_judged"]
        if reason is None and unjudged:
            first = run.checks.overtime or unjudged[0].title
            reason = f"{counted(len(unjudged), 'check')} could not be judged: {first}"
        scores = [result.score for result in results if result.score is not None]
        return Record(
            assignment=self.assignment.name,
            student=run.submission.student,
            status="graded" if reason is None else "not_graded",
            reason=reason,
            score=round(sum(scores), 4) if reason is None else None,
            max_score=self.assignment.max_score,
            key=self.key(run.submission.told, run.variant),
            submission=SubmissionInfo(
                run.submission.file,
                run.submission.sha256,
                run.submission.begun_on,
                list(run.submission.passed_over),
            ),
            version=self.assignment.settings.version,
            tasks=results,
            manual=self._manual(),
            sandbox=self.tier,
            versions=self._environment,
            started=run.started,
            cpu_s=round(run.session.cpu_s, 3),
            wall_s=round(time.perf_counter() - run.wall, 3),
            grader_cpu_s=round(_cpu_s() - run.cpu, 3),
            variant=run.variant.source,
            fingerprint=run.variant.fingerprint,
            limits_hit=list(dict.fromkeys(run.session.usage.breaches)),
        )

    def _explained(self, run: Run, hints: bool, find: Find | None) -> list[Check]:
        """The checks of a run with what helps their student on: a hint, else what to mend first or what is wrong with the
        value, and a counterexample."""
        outcomes = run.checks.outcomes
        hinted = find_hints(self.assignment, outcomes) if hints else {}
        first = mend_first(outcomes, run.submission.chunks)
        shown = find(self, run.submission, outcomes, hinted) if find is not None else {}
        checks = []
        for o in outcomes:
            if o.check.state != "failed":
                checks.append(o.check)
                continue
            hint = hinted.get(o.nodeid, "")
            diagnosis = "" if hint else first.get(o.nodeid, o.check.diagnosis)
            changed = {"hint": hint, "diagnosis": diagnosis, "example": shown.get(o.nodeid)}
            checks.append(msgspec.structs.replace(o.check, **changed))
        return checks

    def number_of_checks(self) -> Counter[str]:
        """How many checks each task has."""
        counted = _Counted()
        self._pytest(counted, "--collect-only")
        return counted.tasks

    @property
    def zygote(self) -> Zygote:
        """One that lives: if it was killed or ran out of memory, that costs one submission a second try, no more."""
        if self._lent is not None and self._lent.alive:
            return self._lent
        if self._own is None or not self._own.alive:
            self.close()
            self._own = Zygote(self.assignment.settings.preload, self.assignment.provided, self.tier)
        return self._own

    def close(self) -> None:
        if self._own is not None:
            self._own.close()
            self._own = None

    def __enter__(self) -> Grader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()

    def run(self, run: Run, *more: str) -> str | None:
        """Runs the graders, with more of pytest's options; None, or why they could not be run."""
        checks, said = run.checks, io.StringIO()
        try:
            with contextlib.redirect_stderr(said):
                code = self._pytest(checks, *more)
        except SandboxUnavailable as error:
            return str(error)
        except Overtime as error:  # in a conftest.py, which pytest does not guard
            return f"the graders could not be loaded: {error.where(self.assignment.graders)}: {error}"
        if checks.errors:
            return f"the graders could not be loaded: {checks.errors[0]}"
        told = said.getvalue().strip()[-1000:]
        if code == pytest.ExitCode.USAGE_ERROR:
            return f"the graders could not be loaded: {told.removeprefix('ERROR: ')}"
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            return f"pytest ended with {code!r} before the graders were done: {told}"
        return None

    def _pytest(self, plugin: object, *more: str) -> int:
        """Runs pytest on the graders with a plugin that serves their fixtures; its exit code."""
        graders = self.assignment.graders
        arguments = [
            str(graders),
            f"--rootdir={self.course.root}",
            f"--confcutdir={graders}",  # a conftest above them is not the assignment's
            "-c",
            os.devnull,
        ]
        try:
            with self.assignment.importing(), plain_assertions(), as_it_was(self.assignment.modules):
                return pytest.main([*arguments, *_PYTEST, *more], plugins=[plugin])
        finally:
            _forget_modules(graders)

    def _rejected(
        self, student: str, taken: Sequence[Taken], variant: Variant, reason: str, known_key: str | None
    ) -> Record | None:
        digest = hashlib.sha256(b"".join(map(_digest, taken))).hexdigest()
        key = self.key(f"rejected {digest}", variant)
        if key == known_key:
            return None
        tasks = [TaskResult(t.name, t.points, 0.0, [], t.extra) for t in self.assignment.settings.tasks]
        name = ", ".join(called(taken)[:5]) + ", …" * (len(taken) > 5)
        return Record(
            assignment=self.assignment.name,
            student=student,
            status="rejected",
            reason=reason,
            score=0.0,
            max_score=self.assignment.max_score,
            key=key,
            submission=SubmissionInfo(name, digest),
            version=self.assignment.settings.version,
            tasks=tasks,
            manual=self._manual(),
            sandbox=self.tier,
            versions=self._environment,
            started=now("milliseconds"),
            cpu_s=0.0,
            wall_s=0.0,
            variant=variant.source,
            fingerprint=variant.fingerprint,
        )

    def _manual(self) -> list[Manual]:
        return [Manual(written.name, written.points) for written in self.assignment.settings.written]


class _Counted:
    """A plugin that counts the checks of each task."""

    def __init__(self) -> None:
        self.tasks: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.tasks.update(map(task_of, items))


_PYTEST = [
    "--import-mode=importlib",
    "--assert=plain",
    "--disable-plugin-autoload",
    "--capture=sys",
    *("-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "no:logging"),
    *("-p", "no:junitxml", "-p", "no:threadexception"),
    *("-p", "no:unraisableexception"),  # two full garbage collections a run: two thirds of its time
]


@contextlib.contextmanager
def plain_assertions() -> Iterator[None]:
    """Keeps pytest from rewriting the assertions of what is imported meanwhile: the values compared would become part
    of the message, and that is for the student. An outer pytest would do it too, whatever an inner one is told."""
    before = sys.meta_path[:]
    sys.meta_path[:] = [finder for finder in before if not isinstance(finder, AssertionRewritingHook)]
    try:
        yield
    finally:
        sys.meta_path[:] = before


def _keep_out_of_sight(root: Path) -> None:
    """Student code reads the interpreter's and its packages' folders: a course must not lie in one of them."""
    for folder in readable():
        if root.resolve().is_relative_to(folder):
            raise SandboxUnavailable(
                f"the course {root} lies in {folder}, which student code can read: move it"
            )


def _task_result(assignment: Assignment, name: str, checks: list[Check], reason: str | None) -> TaskResult:
    """A task's score is its points times the weighted mean of its checks; `reason` says why none ran, where that is so."""
    task = assignment.task(name)
    weight = sum(check.weight for check in checks)
    if not checks or not weight:
        return TaskResult(name, task.points, None, [_nothing_to_judge(name, reason)], task.extra)
    if any(check.state == "not_judged" for check in checks):
        return TaskResult(name, task.points, None, checks, task.extra)
    score = task.points * sum(check.weight * check.credit for check in checks) / weight
    return TaskResult(name, task.points, round(score, 4), checks, task.extra)


def _nothing_to_judge(name: str, reason: str | None) -> Check:
    detail = "no check of it was run" if reason else "no check has @pytest.mark.task of this name"
    return Check(f"task {name}", "not_judged", 0.0, detail=detail)


def _forget_modules(folder: Path) -> None:
    """pytest keeps what it imports under a name made of its path: the next course may have the same path."""
    inside = f"{folder}{os.sep}"
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(inside):
            del sys.modules[name]


def _digest(file: Taken) -> bytes:
    return b"no ordinary file" if file.problem else hashlib.sha256(file.data).digest()


def _cpu_s() -> float:
    """This process's CPU time, and that of the hint processes it has waited for."""
    return time.process_time() + replayed_s()
