"""What a person decides of a student's work: a small file beside the records, with who, when and why.

It is added to and never written over, and grading neither reads nor writes it: it outlives every record.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ..course import CourseError
from ..record import Check, Manual, Record, Store, TaskResult, encoded, name_of_its_own, write_atomically
from .late import time_of

KINDS = ("check", "task", "written", "comment", "excused", "penalty", "handed_in", "takes_back")
NEAREST = 8  # titles that are shown for one that there is not


class Decision(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
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
    takes_back: int | None = None
    # of a check, a task or a written answer: the hand-in that it was decided of, and the check's credit or the task's points
    # by machine there
    sha256: str = ""
    machine: float | None = None

    @property
    def kinds(self) -> list[str]:
        """What of all that can be decided is set."""
        return [kind for kind in KINDS if getattr(self, kind) not in (None, "")]

    @property
    def of(self) -> tuple[str, object]:
        """What of the work it is about: of two decisions on the same the later stands. Each comment stands for itself."""
        (kind,) = self.kinds
        by_name = kind in ("check", "task", "written", "comment", "takes_back")
        return kind, getattr(self, kind) if by_name else None

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
    cannot be read, and for one that somebody changed into what the command would refuse: what a person decided is neither
    passed over nor guessed."""
    file = decisions_file(store, student)
    try:
        found = msgspec.json.decode(file.read_bytes(), type=_Entries)
    except FileNotFoundError:
        return []
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CourseError(f"{file} cannot be read ({error}): mend it; decisions are nowhere else") from None
    if found.student != student.encode("utf-8", "replace").decode():  # as `encoded` writes a name
        raise CourseError(
            f"{file} says that its student is {found.student!r}, and by its name it is {student!r}'s: mend what it says, or "
            "put back the file that was there"
        )
    decisions: list[Decision] = []
    for number, entry in enumerate(found.decisions, 1):
        try:
            one = msgspec.json.decode(entry, type=Decision)
            fault = _fault(one, decisions)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            fault = str(error)
        if fault:
            raise CourseError(
                f"{file}, decision {number}: {fault}. Mend it there; decisions are nowhere else"
            )
        decisions.append(one)
    return decisions


def add_decision(store: Store, record: Record, *new: Decision) -> list[Decision]:
    """Adds decisions on a record's student, in one write; but not what is in force as it is, for a command that was killed
    is given again, and a comment would be there twice. Gives those that were added. Raises `CourseError`, with none added,
    where one is of something that the record has not, or of points that cannot be."""
    before = read_decisions(store, record.student)
    decisions = list(before)
    for given in new:
        one = _of_hand_in(record, given)
        _refuse(record, one)
        if fault := _fault(one, decisions):
            raise CourseError(fault)
        if not _stands(one, decisions):
            decisions.append(one)
    added = decisions[len(before) :]
    if added:
        data = encoded(
            _Decisions(record.student, decisions),
            lambda value: msgspec.json.format(msgspec.json.encode(value)),
        )
        write_atomically(decisions_file(store, record.student), data)
    return added


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
    most = {task.name: task.points for task in record.tasks} | {one.name: one.points for one in record.manual}
    lost += [
        f"{name} has {most[name]:g} points, and {one.points:g} were decided"
        for name, one in (tasks | written).items()
        if one.points is not None and one.points > most.get(name, one.points)
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


def decided_tasks(record: Record, decisions: Sequence[Decision]) -> tuple[str, ...]:
    """The tasks of a record whose points, or those of a check in them, a person decided."""
    of = [one for one in in_force(decisions) if one.task or one.check]
    tasks, checks = {one.task for one in of}, {one.check for one in of if one.check}
    return tuple(
        task.name
        for task in record.tasks
        if task.name in tasks or any(check.title in checks for check in task.checks)
    )


def outdated(record: Record, decisions: Sequence[Decision]) -> list[str]:
    """What stands of decisions that were made of another hand-in, where the machine finds otherwise in this one, or cannot
    say."""
    last = {one.of: one for one in in_force(decisions) if one.sha256}
    told = []
    for one in last.values():
        if not record.submission.sha256 or one.sha256 == record.submission.sha256:
            continue
        now = _machine(record, one)
        if one.written:
            what = f"the points of {one.written} are of what was written there"
        elif now != one.machine:
            of = f"check `{one.check}`" if one.check else one.task
            then, today = (_given(value, one) for value in (one.machine, now))
            what = f"the machine gave {of} {then} there, and gives {today} here"
        else:
            continue
        number = len(decisions) - decisions[::-1].index(one)
        told.append(
            f"a decision of {one.at[:10]} on {record.student} was about another hand-in, and is in force: {what}. Decide "
            f"again, or take it back: --take-back {number}"
        )
    return told


def _of_hand_in(record: Record, decision: Decision) -> Decision:
    """A decision of what was handed in, with what that was."""
    if not (decision.check or decision.task or decision.written):
        return decision
    machine = _machine(record, decision)
    return msgspec.structs.replace(decision, sha256=record.submission.sha256, machine=machine)


def _machine(record: Record, decision: Decision) -> float | None:
    """What the machine gives for what is decided: a check's credit or a task's points; None where it gives nothing."""
    if decision.check:
        checks = [check for task in record.tasks for check in task.checks if check.title == decision.check]
        return checks[0].credit if checks and checks[0].state != "not_judged" else None
    return next((task.score for task in record.tasks if task.name == decision.task), None)


def _given(value: float | None, decision: Decision) -> str:
    if value is None:
        return "nothing"
    return f"{value:.0%}" if decision.check else f"{value:g} points"


class _Decisions(msgspec.Struct, frozen=True):
    student: str
    decisions: list[Decision]


class _Entries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of decisions, each still as it is written there, so that one with a fault can be named."""

    student: str
    decisions: list[msgspec.Raw]


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


def _stands(new: Decision, before: Sequence[Decision]) -> bool:
    """Whether the same is decided already and in force, whoever decided it and why."""
    standing = {one.of: one for one in before if one.takes_back} | {one.of: one for one in in_force(before)}
    last = standing.get(new.of)
    if last is None or last.sha256 not in ("", new.sha256):
        return False
    beside = {name: getattr(new, name) for name in ("by", "at", "why", "sha256", "machine")}
    return msgspec.structs.replace(last, **beside) == new


def _fault(new: Decision, before: Sequence[Decision]) -> str:
    """What is wrong with a decision whatever the record; empty where nothing is. `before` are those before it."""
    kinds = new.kinds
    if not kinds:
        return f"it decides nothing: it has none of {', '.join(KINDS)}"
    if len(kinds) > 1:
        return f"one decision at a time: each has its own reason, and this one has {' and '.join(kinds)}"
    if not new.why.strip():
        return "say why: a decision without a reason helps nobody, in a term or in a complaint"
    if new.credit is not None and not new.check:
        return f"credit is what a check earns, and this is of {kinds[0]}"
    if new.points is not None and not (new.task or new.written):
        return f"points are given to a task or a written answer, and this is of {kinds[0]}"
    if new.check and not (new.credit is not None and 0 <= new.credit <= 1):
        return "a check's credit is a number from 0 to 1: --credit 1"
    if (new.task or new.written) and not (new.points is not None and 0 <= new.points < float("inf")):
        return f"the points of {new.task or new.written} are a number from 0"
    if new.penalty is not None and not 0 <= new.penalty < float("inf"):
        return "a penalty is a number of points from 0: --penalty 0"
    if new.handed_in and time_of(new.handed_in) is None:
        return f"{new.handed_in!r} is no time with its offset: write it as 2026-10-02T10:00+02:00"
    if (number := new.takes_back) is not None and (
        not 1 <= number <= len(before) or before[number - 1].takes_back
    ):
        return f"the student has no decision {number} that could be taken back"
    return ""


def _refuse(record: Record, new: Decision) -> None:
    """Raises `CourseError` for what this record has not, and for a hand-in that is yet to come."""
    titles = [check.title for task in record.tasks for check in task.checks]
    points = {task.name: task.points for task in record.tasks}
    written = {answer.name: answer.points for answer in record.manual}
    if len(new.kinds) != 1:
        return  # which is a fault whatever the record
    came, decided_at = time_of(new.handed_in), time_of(new.at)
    if came is not None and decided_at is not None and came > decided_at:
        raise CourseError(f"{new.handed_in} is yet to come: when was it handed in?")
    if new.check and titles.count(new.check) != 1:
        near = difflib.get_close_matches(new.check, titles, NEAREST, cutoff=0)
        there = "\n".join(f"  {title}" for title in near) or "  none: it was not graded"
        few = f"The nearest of {len(titles)} are" if len(titles) > NEAREST else "There are"
        raise CourseError(f"{record.student} has no check `{new.check}`, or more than one. {few}\n{there}")
    for name, most in ((new.task, points), (new.written, written)):
        if name and name not in most:
            raise CourseError(f"{record.student} has no `{name}`; there are: {', '.join(most) or 'none'}")
        if name and not (new.points is not None and 0 <= new.points <= most[name]):
            raise CourseError(f"`{name}` has 0 to {most[name]:g} points: --points N")
