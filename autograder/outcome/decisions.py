"""What a person decides of a student's work: a small file beside the records, with who, when and why.

It is added to and never written over, and grading neither reads nor writes it: it outlives every record.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ..course import CourseError
from ..record import Check, Manual, Record, Store, TaskResult, encoded, name_of_its_own, write_atomically


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision. Of what can be decided exactly one thing is set: a check's `credit` (0 to 1), a task's or a written
    answer's `points`, a `comment` for the student, `excused`, a `penalty` in points, when it was `handed_in`, or the number
    of a decision that it takes back."""

    by: str
    at: str
    why: str
    check: str = ""  # its title
    credit: float | None = None
    task: str = ""
    written: str = ""
    points: float | None = None
    comment: str = ""
    excused: bool | None = None
    penalty: float | None = None
    handed_in: str = ""
    takes_back: int = 0

    @property
    def what(self) -> str:
        """What is decided, for people."""
        if self.check:
            return f"check `{self.check}`: {self.credit:.0%} of its points"
        if self.task or self.written:
            return f"{self.task or self.written}: {self.points:g} points"
        if self.comment:
            return f"comment: {self.comment}"
        if self.excused is not None:
            return "excused" if self.excused else "not excused"
        if self.penalty is not None:
            return f"late penalty: {self.penalty:g} points"
        if self.handed_in:
            return f"handed in {self.handed_in}"
        return f"takes back decision {self.takes_back}"


def decisions_file(store: Store, student: str) -> Path:
    """Where the decisions on a student are, or would be."""
    return store.folder / "decisions" / f"{name_of_its_own(student)}.json"


def read_decisions(store: Store, student: str) -> list[Decision]:
    """All decisions on a student, the first first, those too that were taken back. Raises `CourseError` for a file that
    cannot be read: what a person decided is not passed over."""
    file = decisions_file(store, student)
    try:
        found = msgspec.json.decode(file.read_bytes(), type=_Decisions)
    except FileNotFoundError:
        return []
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CourseError(f"{file} cannot be read ({error}): mend it; decisions are nowhere else") from None
    return found.decisions


def add_decision(store: Store, record: Record, decision: Decision) -> list[Decision]:
    """Adds a decision on a record's student. Raises `CourseError` where it is of something that the record has not, or of
    points that cannot be."""
    before = read_decisions(store, record.student)
    _refuse(record, decision, before)
    decisions = [*before, decision]
    data = encoded(
        _Decisions(record.student, decisions), lambda value: msgspec.json.format(msgspec.json.encode(value))
    )
    write_atomically(decisions_file(store, record.student), data)
    return decisions


def in_force(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that were not taken back."""
    gone = {decision.takes_back for decision in decisions}
    return [d for number, d in enumerate(decisions, 1) if number not in gone and not d.takes_back]


def decided(record: Record, decisions: Sequence[Decision]) -> tuple[Record, list[str]]:
    """The record with what was decided of its checks, tasks and written answers; and what cannot be put into it any more,
    since a grader was changed. Of two decisions on one thing the later stands."""
    checks: dict[str, Decision] = {}
    tasks: dict[str, Decision] = {}
    written: dict[str, Decision] = {}
    for one in in_force(decisions):
        for name, kind in ((one.check, checks), (one.task, tasks), (one.written, written)):
            if name:
                kind[name] = one
    if not checks and not tasks and not written:
        return record, []
    titles = {check.title for task in record.tasks for check in task.checks}
    lost = [f"no check is called `{title}` any more" for title in checks if title not in titles]
    lost += [
        f"there is no task {name} any more" for name in tasks if name not in {t.name for t in record.tasks}
    ]
    results = [_task(task, checks, tasks.get(task.name)) for task in record.tasks]
    manual = [_written(answer, written.get(answer.name)) for answer in record.manual]
    scores = [task.score for task in results if task.score is not None]
    whole = len(scores) == len(results) > 0
    judged = record.status == "not_graded" and whole
    return (
        msgspec.structs.replace(
            record,
            tasks=results,
            manual=manual,
            score=round(sum(scores), 4) if whole else None,
            status="graded" if judged else record.status,
            reason=None if judged else record.reason,
        ),
        lost,
    )


class _Decisions(msgspec.Struct, frozen=True):
    student: str
    decisions: list[Decision]


def _task(task: TaskResult, checks: dict[str, Decision], whole: Decision | None) -> TaskResult:
    results = [_check(check, checks.get(check.title)) for check in task.checks]
    if whole is not None:
        return msgspec.structs.replace(task, checks=results, score=whole.points)
    if results == task.checks:
        return task
    weight = sum(check.weight for check in results)
    judged = weight and all(check.state != "not_judged" for check in results)
    score = task.points * sum(c.weight * c.credit for c in results) / weight if judged else None
    return msgspec.structs.replace(task, checks=results, score=None if score is None else round(score, 4))


def _check(check: Check, decision: Decision | None) -> Check:
    if decision is None:
        return check
    assert decision.credit is not None
    return msgspec.structs.replace(
        check,
        state="passed" if decision.credit == 1 else "failed",
        credit=decision.credit,
        message="a person has looked at this, and decided",
        hint="",
        detail=f"{decision.by}: {decision.why} (the machine: {check.state}, {check.credit:.0%}. {check.message})",
    )


def _written(answer: Manual, decision: Decision | None) -> Manual:
    return answer if decision is None else msgspec.structs.replace(answer, score=decision.points)


def _refuse(record: Record, new: Decision, before: Sequence[Decision]) -> None:
    titles = [check.title for task in record.tasks for check in task.checks]
    points = {task.name: task.points for task in record.tasks}
    written = {answer.name: answer.points for answer in record.manual}
    if not new.why.strip():
        raise CourseError("say why: a decision without a reason helps nobody, in a term or in a complaint")
    if new.check and titles.count(new.check) != 1:
        there = "\n".join(f"  {title}" for title in titles) or "  none: it was not graded"
        raise CourseError(
            f"{record.student} has no check `{new.check}`, or more than one. There are\n{there}"
        )
    if new.check and not (new.credit is not None and 0 <= new.credit <= 1):
        raise CourseError("a check's credit is a number from 0 to 1: --credit 1")
    for name, most in ((new.task, points), (new.written, written)):
        if name and name not in most:
            raise CourseError(f"{record.student} has no `{name}`; there are: {', '.join(most) or 'none'}")
        if name and not (new.points is not None and 0 <= new.points <= most[name]):
            raise CourseError(f"`{name}` has 0 to {most[name]:g} points: --points N")
    if new.penalty is not None and not 0 <= new.penalty < float("inf"):
        raise CourseError("a penalty is a number of points from 0: --penalty 0")
    if (
        new.takes_back
        and not (1 <= new.takes_back <= len(before))
        or (
            new.takes_back
            and (before[new.takes_back - 1].takes_back or new.takes_back in {d.takes_back for d in before})
        )
    ):
        raise CourseError(f"{record.student} has no decision {new.takes_back} that could be taken back")
