"""The text of side_by_side.md: who was compared and how, and the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

OURS = "this kit"
GOALS = {"forge": "points gained", "steal": "hidden material read"}
HONEST = {
    "honest/right": "the reference solution",
    "honest/empty": "every function raises NotImplementedError",
}


class Outcome(Protocol):
    @property
    def score(self) -> float | None: ...
    @property
    def gained(self) -> float: ...
    @property
    def read(self) -> frozenset[str]: ...
    @property
    def shown(self) -> frozenset[str]: ...
    @property
    def reached(self) -> bool: ...


class Attack(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def what(self) -> str: ...
    def own(self, grader: str) -> bool: ...


Outcomes = Mapping[tuple[str, str], Outcome]  # by grader and `kind/name`


def report(
    attacks: Sequence[Attack],
    outcomes: Outcomes,
    graders: Sequence[str],
    versions: Mapping[str, str],
    tier: str,
) -> str:
    """The whole text. `versions` are those of the peers and of what all share; `tier` is this kit's."""
    peers = ", ".join(f"{grader} {versions[grader]}" for grader in graders if grader != OURS)
    shared = ", ".join(f"{name} {versions[name]}" for name in ("Python", "torch"))
    parts = [_HEAD.format(peers=peers, shared=shared, tier=tier), "## Honest submissions"]
    parts.append(_table(("points of 100", *graders), _honest(outcomes, graders)))
    for kind, goal in GOALS.items():
        cells = [
            [f"`{attack.name}`: {attack.what}", *(_cell(attack, outcomes, g) for g in graders)]
            for attack in attacks
            if attack.kind == kind
        ]
        parts += [f"## {kind}: {goal}", _table(("attack", *graders), cells)]
    parts += ["## In all", _table(("won of tried", *graders), _sums(attacks, outcomes, graders))]
    return "\n\n".join(parts)


def _honest(outcomes: Outcomes, graders: Sequence[str]) -> list[list[str]]:
    lines = [[what, *(_points(outcomes[g, name].score) for g in graders)] for name, what in HONEST.items()]
    shown = [", ".join(sorted(outcomes[g, "honest/empty"].shown)) or "nothing" for g in graders]
    return [*lines, ["hidden material that the latter is shown", *shown]]


def _points(score: float | None) -> str:
    return "no score" if score is None else f"{score:g}"


def _won(attack: Attack, outcomes: Outcomes, grader: str) -> bool:
    """Points over those earned; or material read, or shown that an empty submission is not shown."""
    outcome = outcomes[grader, f"{attack.kind}/{attack.name}"]
    if attack.kind == "forge":
        return outcome.gained > 0
    return bool(outcome.read | (outcome.shown - outcomes[grader, "honest/empty"].shown))


def _tried(attack: Attack, outcomes: Outcomes, grader: str) -> bool:
    """An attack that never came to its decisive step found nothing there to attack."""
    outcome = outcomes.get((grader, f"{attack.kind}/{attack.name}"))
    return outcome is not None and (outcome.reached or attack.own(grader) or _won(attack, outcomes, grader))


def _cell(attack: Attack, outcomes: Outcomes, grader: str) -> str:
    if not _tried(attack, outcomes, grader):
        return "–"
    outcome = outcomes[grader, f"{attack.kind}/{attack.name}"]
    said = "no" if outcome.score is not None else "no (no score)"
    if _won(attack, outcomes, grader):
        said = f"**+{outcome.gained:g}**" if attack.kind == "forge" else "**read**"
    return f"{said} †" if attack.own(grader) else said


def _sums(attacks: Sequence[Attack], outcomes: Outcomes, graders: Sequence[str]) -> list[list[str]]:
    lines = []
    for kind, goal in GOALS.items():
        line = [f"{kind}: {goal}"]
        for grader in graders:
            tried = [a for a in attacks if a.kind == kind and _tried(a, outcomes, grader)]
            line.append(f"{sum(_won(a, outcomes, grader) for a in tried)} of {len(tried)}")
        lines.append(line)
    return lines


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, rule, *lines))


_HEAD = """\
# Forged verdicts and stolen tests, side by side

Made by `.venv/bin/python bench/side_by_side.py > bench/side_by_side.md`.

Compared: {peers}, and this kit in its tier `{tier}`; {shared}.

**What was run.** The attacks of the classes `forge` and `steal` in `tests/attacks`, and a few that take another form
in one grader (`bench/side_by_side/attacks`). Each is handed in by itself, to `nbgrader autograde`, to `otter run`, to
a `run_tests.py` as in Gradescope's template with gradescope-utils' runner, and to this kit. The four assignments ask
for the same five functions, for the same points, each in its grader's own form; the tests check types, shapes and
values, as a careful instructor's do. Looser tests would lose more points. Tighter ones would save some: a model's
weights copied into a class of the instructor's, for example, stop `forward_hard_codes` anywhere. The peers' environment
is less one optional package, rfc3987-syntax, which only makes each start slower.

**What was not.** The peers ran as the user who grades, without a container. Many courses do not run them so:
`otter grade` and Gradescope give each submission a container, and nbgrader can be put into one. A container takes away
what lies outside it: other students' work, a home, services next door, nbgrader's gradebook and source folder if they
are kept out. It does not move the tests and the record of their results out of the container, or out of the process,
in which the student's code runs; so it changes little in the table of points, and the rows on hidden tests, a reference
that is shipped with them, and the process's own memory would stay as they are. That is reasoned, not measured. Attacks that would have reached beyond
decoys were given to the peers in a form that does not, or not at all.

**How far it goes.** The attacks were written by this kit's authors, and the kit was built against them. A zero in the
last column says that it stands against what they thought of; it does not say that nothing else would work, and says
nothing of faults in the kernel. The forms marked † were written with a peer's source at hand; one, otter's
`raised_weights`, a second time, since its first form won nothing. The attempts are not a sample of anything: the counts
say what was tried here, and are no measure of how secure a grader is.

**Signs.** *+30*: points over what the honest part of the submission earns. *read*: a token that stands only in hidden
material (tests, reference, other students' work, the home, the environment or the memory of the grader and of what
runs beside it) was written to a file outside the grader's folders, or is in what the student is shown and not in what
an empty submission is shown; names, sizes and open descriptors alone do not count. *no score*: the grader ended
without one, which a person has to look into. *–*: the grader has nothing of the kind that is attacked, or the attack
was only run behind walls. *†*: in a form for this grader alone."""
