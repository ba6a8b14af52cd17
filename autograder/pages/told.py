"""What a student is told of a record: the one source of its wording for pages, Markdown, terminal and nbgrader.

`detail`, `measures`, and the reason why something could not be judged are the TA's alone: nothing here reads them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ..outcome import Standing
from ..record import Check, Counterexample, Manual, Record, State, TaskResult, follows

SIGNS: dict[State, str] = {"passed": "✓", "failed": "✗", "not_judged": "?"}
NOT_JUDGED = "could not be judged, which is no fault of this work; it will be graded again"
CHECK_NOT_JUDGED = "this check could not be judged"
UNWRITTEN = "is not written yet"
STEPS = 3  # things to try next: more than these are a list that nobody begins


class Finding(NamedTuple):
    """Checks of one task that went wrong alike, and what is to be said of them, once."""

    state: State
    checks: list[Check]
    message: str
    hint: str
    diagnosis: str
    example: Counterexample | None

    @property
    def unwritten(self) -> bool:
        """Whether the student has not begun on it."""
        return is_unwritten(self.message)


class Beside(NamedTuple):
    """What counts beside a record: what is said of it above, whether its student is excused, and the tasks whose points a
    person decided."""

    remarks: Sequence[str] = ()
    excused: bool = False
    decided: Collection[str] = ()


ALONE = Beside()


class Step(NamedTuple):
    """One thing to try next: the task, how many points are open there, and where to begin."""

    task: str
    points: float
    begin: str


def is_unwritten(message: str) -> bool:
    """Whether a check's message says that the function is still the stub's."""
    return message.endswith(UNWRITTEN)


def findings(task: TaskResult) -> list[Finding]:
    """What does not hold in a task: failed checks with the same message and diagnosis are one finding, and a hint or an
    example that several share is said at the first."""
    alike: dict[tuple[str, str, str], list[Check]] = {}
    for check in task.checks:
        if check.state != "passed":
            message = CHECK_NOT_JUDGED if check.state == "not_judged" else check.message
            diagnosis = check.diagnosis if check.state == "failed" else ""
            alike.setdefault((check.state, message, diagnosis), []).append(check)
    found, hinted, diagnosed = [], {""}, {""}
    for (_, message, diagnosis), checks in alike.items():
        first = checks[0]
        failed = first.state == "failed"
        hint = first.hint if failed and first.hint not in hinted else ""
        example = next((c.example for c in checks if c.example is not None), None) if failed else None
        once = diagnosis if diagnosis not in diagnosed else ""
        found.append(Finding(first.state, checks, message, hint, once, example))
        hinted.add(hint)
        diagnosed.add(diagnosis)
    return found


def holding(task: TaskResult) -> list[Check]:
    """The checks of a task that hold."""
    return [check for check in task.checks if check.state == "passed"]


def headline(task: TaskResult, beside: Beside = ALONE) -> str:
    """`ablation: 15 of 20 points`."""
    return f"{task.name}: {score_of(task, beside)}"


def score_of(task: TaskResult, beside: Beside = ALONE) -> str:
    """`15 of 20 points`, and whether a person decided that; or that it could not be judged."""
    if task.score is None:
        return "excused" if beside.excused else NOT_JUDGED
    kind = "points of extra credit" if task.extra else "points"
    by = ", decided by a person" if task.name in beside.decided else ""
    return f"{number(task.score)} of {number(task.points)} {kind}{by}"


def titles(checks: Sequence[Check]) -> list[str]:
    """The titles of some checks, with what of their points was earned where it is neither all nor nothing. One that runs
    with several parameters is said once: `The logits are right (tanh, relu)`."""
    return merged([check.title for check in checks], [_partly(check) for check in checks])


def merged(names: Sequence[str], notes: Sequence[str] = ()) -> list[str]:
    """Titles with those put together that differ in what stands in brackets at the end only; `notes` keep apart."""
    parameters: dict[tuple[str, str, bool], list[str]] = {}
    for place, name in enumerate(names):
        stem, _, bracket = name.rpartition(" (")
        several = bool(stem) and bracket.endswith(")")
        note = notes[place] if notes else ""
        key = (stem if several else name, note, several)
        parameters.setdefault(key, []).append(bracket[:-1])
    return [
        f"{stem} ({', '.join(found)}){note}" if several else f"{stem}{note}"
        for (stem, note, several), found in parameters.items()
    ]


def _partly(check: Check) -> str:
    return f" ({check.credit:.0%} of its points)" if 0 < check.credit < 1 else ""


def written_answer(answer: Manual) -> str:
    """A written answer's score: without one it is not yet scored, which is not 0."""
    if answer.score is None:
        return f"not yet scored, {number(answer.points)} points"
    return f"{number(answer.score)} of {number(answer.points)} points"


def total(record: Record, beside: Beside = ALONE) -> str:
    """The score of the tasks, in a few words."""
    if record.score is None:
        return "excused" if beside.excused else "not graded yet"
    extra = sum(task.points for task in record.tasks if task.extra)
    return f"{number(record.score)} of {number(record.max_score)}" + (f" + {number(extra)}" if extra else "")


def less(standing: Standing) -> str:
    """A score and what lateness takes off it, for those who grade: `80 - 8`; and whether its student is excused."""
    score = "-" if standing.record.score is None else number(standing.record.score)
    if standing.excused:
        return f"{score}, excused"
    return f"{score} - {number(standing.penalty)}" if standing.penalty else score


def standing(record: Record, beside: Beside = ALONE) -> str:
    """What is to be said above all else: that it was rejected and why, or that it has no verdict and will have one; else
    nothing."""
    if record.status == "rejected":
        return f"This submission was rejected: {record.reason or ''}"
    if record.status == "not_graded" and not beside.excused:
        unjudged = ", ".join(task.name for task in record.tasks if task.score is None)
        return f"Not graded yet: {unjudged or 'this submission'} {NOT_JUDGED}."
    return ""


def beside(standing: Standing) -> Beside:
    """What counts beside a record, of how its student stands."""
    return Beside(remarks(standing), standing.excused, standing.decided)


def remarks(standing: Standing) -> list[str]:
    """What the points are made of, where there is more than what is graded by machine, and what a person has written."""
    by_person = sum(task.score or 0 for task in standing.record.tasks if task.name in standing.decided)
    parts = [f"{number(round((standing.record.score or 0) - by_person, 4))} by machine"]
    if standing.decided:
        parts.append(f"{number(by_person)} decided by a person")
    if standing.written is not None:
        parts.append(f"{number(standing.written)} for written answers")
    said = []
    if standing.excused:
        said.append("excused: this assignment does not count")
    elif standing.total is not None and (
        standing.written is not None or standing.penalty or standing.decided
    ):
        less = f", less {number(standing.penalty)} for lateness" if standing.penalty else ""
        said.append(
            f"{number(standing.total)} of {number(standing.out_of)} points in all: {_listed(parts)}{less}"
        )
    return [*said, *standing.comments]


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def next_steps(record: Record) -> list[Step]:
    """Where to begin: the tasks with the most open points first, then those that may hold once another is mended, extra
    credit last."""
    if record.status == "rejected":
        return []
    open_tasks = [task for task in record.tasks if task.score is not None and task.score < task.points]
    steps = [
        (task.extra, Step(task.name, task.points - (task.score or 0), _begin(task))) for task in open_tasks
    ]
    steps.sort(key=lambda one: (one[0], follows(one[1].begin), -one[1].points))
    return [step for _, step in steps if step.begin][:STEPS]


def _begin(task: TaskResult) -> str:
    failed = [finding for finding in findings(task) if finding.state == "failed"]
    if hint := next((finding.hint for finding in failed if finding.hint), ""):
        return hint
    unwritten = list(dict.fromkeys(finding.message for finding in failed if finding.unwritten))
    if unwritten and len(unwritten) == len(failed):
        return "; ".join(unwritten)
    wrong = [finding for finding in failed if not finding.unwritten]
    wrong = [finding for finding in wrong if not follows(finding.diagnosis)] or wrong
    return next((f.diagnosis for f in wrong if f.diagnosis), wrong[0].message if wrong else "")


def example_lines(example: Counterexample) -> Iterator[tuple[str, str]]:
    """A counterexample as pairs of a label and a text, which may have several lines."""
    yield "called", f"{example.function}({', '.join(example.arguments)})"
    where = f" ({example.where})" if example.where else ""
    yield f"your value{where}", example.got
    yield f"the right one{where}", example.expected


def number(value: float) -> str:
    """Points as a person writes them."""
    return f"{value:.4g}"
