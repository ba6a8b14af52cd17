"""How hard each task and check was for a class, and whether it tells who is good: classical item analysis.

The *share* is the mean of what was earned (difficulty); the *discrimination* is the correlation of what a student earned
here with what they earned elsewhere. A check that good students fail is more often the check's fault than theirs.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..record import Record

FEWEST = 8  # students: of fewer, a quarter is one person
HALF = 0.5
TELLING = 0.3  # a discrimination from which a check is hard and no more: who passes it is good elsewhere


class Item(NamedTuple):
    """A task or check over a class. Shares are 0 to 1; None where there are too few students, or all are alike."""

    task: str
    title: str  # of the check; empty for the task
    students: int
    share: float
    discrimination: float | None
    best: float | None  # the share of the best quarter, by what they earned elsewhere
    last: float | None
    alarm: str

    @property
    def name(self) -> str:
        return self.title or self.task


class _Earned(NamedTuple):
    here: float  # share
    elsewhere: float  # points


def items(records: Sequence[Record]) -> list[Item]:
    """Each task, followed by its checks, in the order of the records. Only what was judged counts, so that a rejected
    submission is in no item."""
    earned: dict[tuple[str, str, int], list[_Earned]] = defaultdict(list)
    for record in records:
        for key, points, share, rest in _of(record):
            if points:
                earned[key].append(_Earned(share, rest))
    return [_item(task, title, values) for (task, title, _), values in _by_task(earned)]


def alarms(found: Sequence[Item]) -> list[Item]:
    """The checks that good students fail, and tasks too where no check of theirs says it."""
    checks = [item for item in found if item.alarm and item.title]
    told = {item.task for item in checks}
    return checks + [item for item in found if item.alarm and not item.title and item.task not in told]


def _by_task(
    earned: dict[tuple[str, str, int], list[_Earned]],
) -> list[tuple[tuple[str, str, int], list[_Earned]]]:
    """Items as they were met, each task's together and the task itself first."""
    order = {task: place for place, task in enumerate(dict.fromkeys(task for task, _, _ in earned))}
    return sorted(earned.items(), key=lambda item: (order[item[0][0]], item[0][1] != ""))


def _of(record: Record) -> Iterator[tuple[tuple[str, str, int], float, float, float]]:
    """Of one record: an item's key, its points, the share earned of them, and the points earned elsewhere."""
    if record.status == "rejected":
        return
    total = sum(task.score for task in record.tasks if task.score is not None)
    for task in record.tasks:
        if task.score is not None:
            yield (
                (task.name, "", 0),
                task.points,
                task.score / task.points if task.points else 0,
                total - task.score,
            )
        weight = sum(check.weight for check in task.checks)
        seen: Counter[str] = Counter()
        for check in task.checks:
            place = seen[check.title]
            seen[check.title] += 1
            if check.state != "not_judged" and weight:
                points = task.points * check.weight / weight
                counted = points * check.credit if task.score is not None else 0.0
                yield (task.name, check.title, place), points, check.credit, total - counted


def _item(task: str, title: str, values: Sequence[_Earned]) -> Item:
    share = statistics.fmean(value.here for value in values)
    best, last = _quarters(values)
    discrimination = _correlation(values)
    return Item(
        task, title, len(values), share, discrimination, best, last, _alarm(best, last, discrimination)
    )


def _correlation(values: Sequence[_Earned]) -> float | None:
    if len(values) < FEWEST:
        return None
    try:
        return statistics.correlation([v.here for v in values], [round(v.elsewhere, 6) for v in values])
    except statistics.StatisticsError:  # all are alike
        return None


def _quarters(values: Sequence[_Earned]) -> tuple[float | None, float | None]:
    """The shares of the best and of the last quarter by what they earned elsewhere, with all who earned as much as the
    last of a quarter; none where the two quarters would be the same students."""
    if len(values) < FEWEST:
        return None, None
    ranks = sorted(round(value.elsewhere, 6) for value in values)
    size = -(-len(ranks) // 4)
    low, high = ranks[size - 1], ranks[-size]
    if low >= high:
        return None, None
    best = statistics.fmean(value.here for value in values if round(value.elsewhere, 6) >= high)
    last = statistics.fmean(value.here for value in values if round(value.elsewhere, 6) <= low)
    return best, last


def _alarm(best: float | None, last: float | None, discrimination: float | None) -> str:
    if best is None or last is None:
        return ""
    if best < last - 0.1:
        return f"the best quarter got {best:.0%} of it, the last quarter {last:.0%}"
    if best < HALF and (discrimination is None or discrimination < TELLING):
        return f"the best quarter got {best:.0%} of it"
    if discrimination is not None and discrimination < -0.1:
        return f"who is good elsewhere fails here (correlation {discrimination:.2f})"
    return ""
