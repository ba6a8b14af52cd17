"""The record of a submission that nobody could judge. It is no zero, and the next run tries again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..course import Assignment, Variant
from ..record import Check, Record, SubmissionInfo, TaskResult
from ..submission import shown


def without_verdict(
    assignment: Assignment, variant: Variant, student: str, why: str, files: Iterable[Path] = ()
) -> Record:
    """A record that says why there is no verdict."""
    tasks = [TaskResult(t.name, t.points, None, [], t.extra) for t in assignment.settings.tasks]
    named = ", ".join(shown(file.name) for file in files)
    return Record(
        assignment=assignment.name, student=student, status="not_graded", reason=why, score=None,
        max_score=assignment.max_score, key="", submission=SubmissionInfo(named, ""), tasks=tasks,
        manual=[], sandbox="", versions={}, started="", cpu_s=0.0, wall_s=0.0,
        variant=variant.source, fingerprint=variant.fingerprint,
    )  # fmt: skip


def not_reached(title: str, weight: float = 1.0) -> Check:
    """A check that has not run."""
    return Check(title, "not_judged", 0.0, "this check was not reached", weight=weight)
