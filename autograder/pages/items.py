"""How hard each task and check was for a class, and whether it tells who is good: classical item analysis.

The *share* is the mean of what was earned (difficulty); the *discrimination* is the correlation of what a student earned
here with what they earned elsewhere. A check that good students fail is more often the check's fault than theirs.
"""

from __future__ import annotations

import statistics
from array import array
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


class _Earned:
    """What each of a class earned of one item: numbers alone, since a class may be large."""

    def __init__(self) -> None:
        self.here = array("d")  # shares
        self.elsewhere = array("d")  # points, rounded: the same ones summed in another order are as many


def items(records: Sequence[Record]) -> list[Item]:
    """Each task, followed by its checks, in the order of the records. Only what was judged counts, so that a rejected
    submission is in no item."""
    earned: dict[tuple[str, str, int], _Earned] = defaultdict(_Earned)
    alike: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for record in records:  # heads share what came out the same (see `Index`): it is looked at once
        alike[record.status, *map(id, record.tasks)].append(record)
    for same in alike.values():
        for key, points, share, rest in _of(same[0]):
            if points:
                earned[key].here.extend([share] * len(same))
                earned[key].elsewhere.extend([round(rest, 6)] * len(same))
    return [_item(task, title, values) for (task, title, _), values in _by_task(earned)]


def alarms(found: Sequence[Item]) -> list[Item]:
    """The checks that good students fail, and tasks too where no check of theirs says it."""
    checks = [item for item in found if item.alarm and item.title]
    told = {item.task for item in checks}
    return checks + [item for item in found if item.alarm and not item.title and item.task not in told]


def _by_task(
    earned: dict[tuple[str, str, int], _Earned],
) -> list[tuple[tuple[str, str, int], _Earned]]:
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


def _item(task: str, title: str, earned: _Earned) -> Item:
    share = statistics.fmean(earned.here)
    best, last = _quarters(earned)
    discrimination = _correlation(earned)
    return Item(
        task, title, len(earned.here), share, discrimination, best, last, _alarm(best, last, discrimination)
    )


def _correlation(earned: _Earned) -> float | None:
    if len(earned.here) < FEWEST:
        return None
    try:
        return statistics.correlation(earned.here, earned.elsewhere)
    except statistics.StatisticsError:  # all are alike
        return None


def _quarters(earned: _Earned) -> tuple[float | None, float | None]:
    """The shares of the best and of the last quarter by what they earned elsewhere, with all who earned as much as the
    last of a quarter; none where the two quarters would be the same students."""
    if len(earned.here) < FEWEST:
        return None, None
    ranks = sorted(earned.elsewhere)
    size = -(-len(ranks) // 4)
    low, high = ranks[size - 1], ranks[-size]
    if low >= high:
        return None, None
    both = list(zip(earned.here, earned.elsewhere, strict=True))
    best = statistics.fmean(here for here, elsewhere in both if elsewhere >= high)
    last = statistics.fmean(here for here, elsewhere in both if elsewhere <= low)
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
