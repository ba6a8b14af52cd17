"""What Gradescope is told of a submission, `results.json`: what its student may read of the record, and the score.

Hidden tests would hide the total too, so none is: what is the TA's alone goes to the run's own output, which Gradescope
shows to nobody else. A fault of ours is no student's zero: then the score is that of the submission before, or none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from ..pages import told
from ..pages.student import next_steps_markdown, task_markdown
from ..pages.text import markdown
from ..record import Record, TaskResult
from .metadata import Previous, number

DAY = datetime.timedelta(days=1)
OURS = "autograder"  # our own part of `extra_data`, which Gradescope keeps and shows to nobody
MAX_OUTPUT = 20_000  # characters of one test


class Test(msgspec.Struct, frozen=True):
    """One of `tests`: a task. It has no score only where the whole has one of its own."""

    name: str
    max_score: float
    output: str
    score: float | UnsetType = UNSET
    status: Literal["passed", "failed"] | UnsetType = UNSET
    name_format: str = "text"
    output_format: str = "md"
    visibility: str = "visible"


class Note(msgspec.Struct, frozen=True):
    """What we leave with a result for the next submission's run: whether it counts towards the day's limit."""

    status: str
    counts: bool
    key: str = ""
    fingerprint: str = ""
    sandbox: str = ""


class Results(msgspec.Struct, frozen=True):
    """`results.json`. `score` overrides the sum of the tests' and is needed where one of them has none."""

    output: str
    tests: list[Test]
    extra_data: dict[str, Note]
    execution_time: float
    score: float | UnsetType = UNSET
    output_format: str = "md"
    visibility: str = "visible"
    stdout_visibility: str = "hidden"


def verdict(record: Record, seconds: float) -> Results:
    """The result of a submission that has a verdict; a rejected one's is 0, with the reason."""
    assert record.score is not None
    counts = record.status == "graded"  # of a file that could not be read nobody has learnt anything
    output, tests = "\n".join(_output(record)), list(map(_test, record.tasks))
    return Results(output, tests, _note(record, counts), round(seconds, 1), record.score)


def without_verdict(
    record: Record, previous: Sequence[Previous], seconds: float, per_day: int = 0
) -> Results | None:
    """The result of one that could not be judged, or not yet: the score of the submission before it. Where there is none,
    the tasks that are judged count, unless that is nothing: then there is no result.

    It costs no submission, and so it tells nothing of what was judged where only `per_day` are graded: a process can see to
    it that the system ends it, as often as its author has a question.
    """
    kept = next((one for one in reversed(previous) if score_of(one) is not None and not _without(one)), None)
    judged = [task for task in record.tasks if task.score is not None]
    others = ", ".join(f"`{task.name}`" for task in record.tasks if task.score is None)
    said = (
        f"Not graded: {markdown(others)} could not be judged, which is no fault of this work. Hand it in once more, or ask "
        "those who grade to run it again: it costs no submission."
    )
    score: float | UnsetType = UNSET
    tests: list[Test] = []
    if kept is not None and (before := score_of(kept)) is not None:
        score = before
        said += f" The score is that of your submission{_of(kept)}."
        if not per_day:
            said += " Below is what was judged of this one."
            tests = list(map(_test, record.tasks))
    elif judged:
        tests = list(map(_test, judged))
        said += " The score is of the rest alone."
    else:
        return None
    return Results(said, tests, _note(record, False), round(seconds, 1), score)


def too_many(previous: Sequence[Previous], now: datetime.datetime, per_day: int) -> Mapping[str, Any] | None:
    """The result of a submission that is one too many: the one before it, with a word on top. None if it may be graded, or
    if nothing is left of what was graded before. Counted is in the time of submissions, so that a later run of the same
    one finds the same."""
    counted = [one for one in previous if one.time is not None and _counts(one)]
    recent = [one.time for one in counted if one.time is not None and now - DAY < one.time <= now]
    kept = next((one for one in reversed(previous) if _counts(one)), None)
    if not per_day or len(recent) < per_day or kept is None or (score := score_of(kept)) is None:
        return None
    again = sorted(recent)[-per_day] + DAY
    said = (
        f"Not graded: {per_day} of your submissions of the last 24 hours were graded, and that is all for a day. What is "
        f"handed in from {_told(again)} on is graded again. What stands here is of your submission{_of(kept)}."
    )
    output = kept.results.get("output")
    mark = {"status": "too many", "counts": False}
    return {
        **kept.results,
        "score": score,
        "output": "\n\n".join([said, output] if isinstance(output, str) and output else [said]),
        "output_format": kept.results.get("output_format", "md"),
        "stdout_visibility": "hidden",
        "extra_data": {OURS: mark},
    }


def score_of(one: Previous) -> float | None:
    """An earlier submission's score, by Gradescope's own account or by its result."""
    return one.score if one.score is not None else number(one.results.get("score"))


def _counts(one: Previous) -> bool:
    """Whether an earlier submission was graded; a result that says nothing of it is another autograder's, and was."""
    return bool(one.results) and not _without(one)


def _without(one: Previous) -> bool:
    """Whether an earlier submission's result says that it was not graded."""
    extra = one.results.get("extra_data")
    note = extra.get(OURS) if isinstance(extra, dict) else None
    return isinstance(note, dict) and note.get("counts") is False


def _output(record: Record) -> Iterator[str]:
    """What is said of the whole, as lines of Markdown."""
    if standing := told.standing(record):
        yield from (f"**{markdown(standing)}**", "")
    if steps := list(next_steps_markdown(record)):
        yield from ("**What to try next**", "", *steps, "")
    for answer in record.manual:
        yield f"- {markdown(answer.name)}, a written answer: {told.written_answer(answer)}. A person reads it."


def _test(task: TaskResult) -> Test:
    output = _cut("\n".join(task_markdown(task)))
    name = f"{task.name} (extra credit)" if task.extra else task.name
    if task.score is None:
        return Test(name, task.points, f"{told.NOT_JUDGED[0].upper()}{told.NOT_JUDGED[1:]}.\n\n{output}")
    return Test(name, task.points, output, task.score, "passed" if task.score >= task.points else "failed")


def _note(record: Record, counts: bool) -> dict[str, Note]:
    return {OURS: Note(record.status, counts, record.key, record.fingerprint, record.sandbox)}


def _cut(text: str) -> str:
    return text if len(text) <= MAX_OUTPUT else f"{text[:MAX_OUTPUT]}\n\n(and more)"


def _of(one: Previous) -> str:
    return "" if one.time is None else f" of {_told(one.time)}"


def _told(time: datetime.datetime) -> str:
    """A time as a student reads it, in the offset in which Gradescope gave it."""
    return time.strftime("%Y-%m-%d %H:%M %z")
