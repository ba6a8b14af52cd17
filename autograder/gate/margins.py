"""The thresholds of an assignment's checks, and how far right answers and known mistakes stay from each.

A threshold that right answers nearly miss, or a mistake nearly meets, will fail the next student wrongly, or pass them.
"""

from __future__ import annotations

import ast
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..course import Assignment
from ..course.problem import text_of
from .kept import Graded

MARGIN = 1.5  # times: what a right answer may come to before it fails, and a mistake before it passes


class Threshold(NamedTuple):
    """What a check holds a number against, and what was measured: of each right answer's grading the worst value, and of
    each mistake that it fails the nearest."""

    task: str
    check: str
    name: str
    at_least: float | None
    at_most: float | None
    right: list[float]
    wrong: dict[str, float]

    @property
    def bound(self) -> float | None:
        """The number itself; None for a measure that is there to be read."""
        return self.at_most if self.at_least is None else self.at_least

    @property
    def worst(self) -> float:
        """Of right answers."""
        return max(self.right) if self.at_least is None else min(self.right)

    @property
    def nearest(self) -> tuple[str, float] | None:
        """The mistake that comes nearest to passing here while it fails, with its value."""
        best = max if self.at_least is not None else min
        return best(self.wrong.items(), key=lambda item: item[1]) if self.wrong else None

    def passes(self, value: float) -> bool:
        """Whether a value is on the right side of it."""
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


def thresholds(assignment: Assignment, gradeds: Iterable[Graded]) -> list[Threshold]:
    """Every number that checks measure on right answers, in the order of the tasks."""
    right: dict[tuple[str, str, str, float | None, float | None], list[float]] = defaultdict(list)
    mistakes: list[tuple[tuple[str, str, str, float | None, float | None], str, float]] = []
    for graded in gradeds:
        kind, _, name = graded.specimen.partition("/")
        for m in graded.measured:
            place = (graded.task, m.check, m.name, m.at_least, m.at_most)
            if kind == "mutant":
                mistakes.extend((place, name, value) for value in m.values)
            else:
                right[place].extend(m.values)
    found = {place: Threshold(*place, values, {}) for place, values in right.items()}
    for place, name, value in mistakes:
        threshold = found.get(place)
        if threshold is not None and not threshold.passes(value):
            best = max if threshold.at_least is not None else min
            threshold.wrong[name] = best(value, threshold.wrong.get(name, value))
    order = {task.name: i for i, task in enumerate(assignment.settings.tasks)}
    return sorted(found.values(), key=lambda t: (order.get(t.task, -1), t.check, t.name, t.at_least is None))


def times(value: float, bound: float) -> float:
    """How many times apart a value and a threshold are: as they stand, or in their distances from 1 if that is more: an
    accuracy of .99 is twice as far from 1 as one of .995."""
    if bound == 1:  # nothing is any number of times as far from 1
        return _ratio(value, bound)
    return max(_ratio(value, bound), _ratio(1 - value, 1 - bound))


def _ratio(a: float, b: float) -> float:
    if a == b:
        return 1.0
    if a * b <= 0:  # on either side of 0, or 0 itself
        return math.inf
    return max(a / b, b / a)


def near(threshold: Threshold) -> Iterator[str]:
    """What is nearer to a threshold than MARGIN, in words. What every right answer meets exactly is no matter of more or
    less."""
    bound, nearest = threshold.bound, threshold.nearest
    if bound is None or all(value == bound for value in threshold.right):
        return
    held = f"{threshold.name} {'<=' if threshold.at_least is None else '>='} {bound:g}"
    if not threshold.passes(threshold.worst):
        yield f"{held}: a right answer measured {threshold.worst:.3g}, and failed"
    elif (apart := times(threshold.worst, bound)) < MARGIN:
        yield f"{held}: a right answer measured {threshold.worst:.3g}, {apart:.2f} times from failing"
    if nearest is not None and (apart := times(nearest[1], bound)) < MARGIN:
        yield f"{held}: the mistake {nearest[0]} measured {nearest[1]:.3g}, {apart:.2f} times from passing"


def near_ones(assignment: Assignment, found: Iterable[Threshold]) -> list[tuple[str, str]]:
    """What is nearer to a threshold than MARGIN: the file and line of the check, and what was measured."""
    places = _places(assignment)
    folder = str(assignment.graders)
    return [(places.get(_title(t.check), folder), what) for t in found for what in near(t)]


def _places(assignment: Assignment) -> dict[str, str]:
    """File and line of each check, by its title: the first line of its docstring, or its name."""
    found = {}
    for file in sorted(assignment.graders.rglob("*.py")):
        for node in ast.walk(ast.parse(text_of(file))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
                title = (ast.get_docstring(node) or node.name).splitlines()[0]
                found[title] = f"{file.relative_to(assignment.course_root)}, line {node.lineno}"
    return found


def _title(check: str) -> str:
    """A check's title without the parameters of a parametrised one, which stand in brackets at its end."""
    bare = check.rpartition(" (")[0] if check.endswith(")") else check
    return bare.partition("[")[0] if bare.startswith("test") else bare
