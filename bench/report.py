"""The table of side_by_side.py, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Outcome(Protocol):
    @property
    def score(self) -> float | None: ...
    @property
    def gained(self) -> float: ...
    @property
    def read(self) -> frozenset[str]: ...
    @property
    def reached(self) -> bool: ...


class Row(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def what(self) -> str: ...
    def own(self, grader: str) -> bool: ...


Outcomes = Mapping[tuple[str, str], Outcome]  # by grader and `kind/name`
GOALS = {"forge": "points gained", "steal": "hidden material read"}


def report(
    rows: Sequence[Row], outcomes: Outcomes, graders: Sequence[str], versions: Mapping[str, str], tier: str
) -> str:
    """The whole text: what was compared, the honest submissions, a table for each class, the sums."""
    named = [f"{grader} {versions[grader]}" if grader in versions else grader for grader in graders]
    parts = [_HEAD.format(versions=", ".join(named[:-1] if "this kit" in graders else named), tier=tier)]
    parts.append(_table(("submission", *graders), _honest(outcomes, graders)))
    for kind, goal in GOALS.items():
        of_kind = [row for row in rows if row.kind == kind]
        cells = [[f"`{row.name}` {row.what}", *(_cell(row, outcomes, g) for g in graders)] for row in of_kind]
        parts += [f"## {kind}: {goal}", _table((kind, *graders), cells)]
    parts += ["## In sum", _table(("won of tried", *graders), _sums(rows, outcomes, graders))]
    return "\n\n".join(parts) + "\n"


def _honest(outcomes: Outcomes, graders: Sequence[str]) -> list[list[str]]:
    names = {
        "honest/right": "the reference solution",
        "honest/empty": "every function raises NotImplementedError",
    }
    return [[what, *(_points(outcomes[g, name].score) for g in graders)] for name, what in names.items()]


def _points(score: float | None) -> str:
    return "no score" if score is None else f"{score:g}"


def _tried(row: Row, outcomes: Outcomes, grader: str) -> bool:
    """An attack that never came to its decisive step found nothing there to attack."""
    outcome = outcomes.get((grader, f"{row.kind}/{row.name}"))
    return outcome is not None and (outcome.reached or row.own(grader) or _won(row, outcome))


def _won(row: Row, outcome: Outcome) -> bool:
    return outcome.gained > 0 if row.kind == "forge" else bool(outcome.read)


def _cell(row: Row, outcomes: Outcomes, grader: str) -> str:
    if not _tried(row, outcomes, grader):
        return "–"
    outcome = outcomes[grader, f"{row.kind}/{row.name}"]
    mark = "\\*" if row.own(grader) else ""
    if _won(row, outcome):
        return f"**+{outcome.gained:g}**{mark}" if row.kind == "forge" else f"**read**{mark}"
    return f"no{mark}" if outcome.score is not None else f"no (no score){mark}"


def _sums(rows: Sequence[Row], outcomes: Outcomes, graders: Sequence[str]) -> list[list[str]]:
    lines = []
    for kind, goal in GOALS.items():
        line = [f"{kind}: {goal}"]
        for grader in graders:
            tried = [row for row in rows if row.kind == kind and _tried(row, outcomes, grader)]
            won = [row for row in tried if _won(row, outcomes[grader, f"{kind}/{row.name}"])]
            line.append(f"**{len(won)} of {len(tried)}**")
        lines.append(line)
    return lines


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, rule, *lines))


_HEAD = """\
# Forged verdicts and stolen tests, side by side

Made by `.venv/bin/python bench/side_by_side.py > bench/side_by_side.md`. Compared: {versions}, each as it comes and
without a container, on an assignment of its own form; and this kit in its tier `{tier}`. All four assignments ask for
the same five functions for the same points, 100 in all, and check types, shapes and values."""
