"""What differs between what students have and how they stand now: who, which check, from what to what, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from ..record import Check, Measure, Record
from ..submission import listed
from .published import Publication
from .standing import Standing

Key = tuple[str, str]  # a check's task and title


class Changed(NamedTuple):
    """A check that another verdict was given on. `measures` are those that crossed their threshold."""

    task: str
    title: str
    before: str  # empty where there was no such check
    now: str
    measures: list[str]


class Difference(NamedTuple):
    """A student who stands otherwise than is published; `before` is None for who is not out yet, `now` for who has no verdict
    any more, or is not in the class."""

    student: str
    before: Standing | None
    now: Standing | None
    checks: list[Changed]
    why: list[str]


def differences(
    published: Publication | None,
    standings: Iterable[Standing],
    digests: Mapping[str, str],
    lost: Collection[str] = (),
) -> list[Difference]:
    """Who stands otherwise than is published, by student; `lost` are those of the class whose record is."""
    out = published.standings if published is not None else {}
    found, there = [], set()
    for now in standings:
        student = now.record.student
        there.add(student)
        before = out.get(student)
        if before == now or (before is None and now.total is None and not now.excused):
            continue
        if now.total is None and not now.excused:
            found.append(Difference(student, before, None, [], [now.why_none]))
        elif before is None:
            found.append(Difference(student, None, now, [], []))
        else:
            graded_by = published.digests.get(student, {}) if published is not None else {}
            why = list(_why(before, now, graded_by, digests))
            found.append(Difference(student, before, now, list(_checks(before.record, now.record)), why))
    no_record = ("not in the class any more", "the record is damaged or gone")
    gone = [Difference(s, out[s], None, [], [no_record[s in lost]]) for s in out if s not in there]
    return sorted([*found, *gone], key=lambda one: one.student)


def matters(one: Difference) -> bool:
    """Whether points, a check's verdict or a word to the student differ, and not only what stands behind them."""
    if one.before is None or one.now is None:
        return True
    told = [(s.total, s.penalty, s.excused, s.comments, s.written) for s in (one.before, one.now)]
    return told[0] != told[1] or bool(one.checks)


def _why(
    before: Standing, now: Standing, then: Mapping[str, str], digests: Mapping[str, str]
) -> Iterator[str]:
    old, new = before.record, now.record
    if old.submission.sha256 != new.submission.sha256:
        yield "another hand-in"
    if old.draw != new.draw:
        yield f"another draw: {old.draw} before, {new.draw} now"
    if old.key != new.key:
        changed = [
            name for name in sorted(then.keys() | digests.keys()) if then.get(name) != digests.get(name)
        ]
        if then and changed:
            yield f"changed since: {listed(changed, 6)}"
        for package in sorted(old.versions.keys() | new.versions.keys()):
            versions = [record.versions.get(package, "none") for record in (old, new)]
            if versions[0] != versions[1]:
                yield f"{package} {versions[0]} -> {versions[1]}"
    if before.decisions != now.decisions:
        yield f"decisions of a person: {before.decisions} -> {now.decisions}"
    if before.penalty != now.penalty:
        yield f"late penalty: {before.penalty:g} -> {now.penalty:g}"
    if before.excused != now.excused:
        yield "excused" if now.excused else "not excused any more"


def _checks(before: Record, now: Record) -> Iterator[Changed]:
    old = {(task.name, check.title): check for task in before.tasks for check in task.checks}
    new = {(task.name, check.title): check for task in now.tasks for check in task.checks}
    renamed = _renamed(old, new)
    for key in dict.fromkeys([*old, *new]):
        if key in renamed:
            continue
        one, other = old.get(key), new.get(key)
        if one is None or other is None or not _same(one, other):
            yield Changed(
                *key, _verdict(one), _verdict(other), list(_crossed(one, other)) if one and other else []
            )


def _renamed(old: Mapping[Key, Check], new: Mapping[Key, Check]) -> set[Key]:
    """Checks that are there under one title before and another now, with the same verdict: nothing differs for anybody.

    A task's titles that are gone and those that have come are paired in their order, where they are as many.
    """
    same: set[Key] = set()
    for task in {key[0] for key in old}:
        gone = [key for key in old if key[0] == task and key not in new]
        come = [key for key in new if key[0] == task and key not in old]
        pairs = list(zip(gone, come, strict=True)) if len(gone) == len(come) else []
        same |= {key for one, other in pairs if _same(old[one], new[other]) for key in (one, other)}
    return same


def _same(one: Check, other: Check) -> bool:
    """Whether both have one verdict."""
    return (one.state, one.credit) == (other.state, other.credit)


def _verdict(check: Check | None) -> str:
    if check is None:
        return ""
    state = check.state.replace("_", " ")
    return f"{state} ({check.credit:.0%})" if 0 < check.credit < 1 else state


def _crossed(before: Check, now: Check) -> Iterator[str]:
    """Measures on another side of their threshold than before."""
    old = {measure.name: measure for measure in before.measures}
    for measure in now.measures:
        was = old.get(measure.name)
        if was is not None and was.holds != measure.holds:
            yield f"{measure.name}: {was.value:.4g} ({_threshold(was)}) -> {measure.value:.4g} ({_threshold(measure)})"


def _threshold(measure: Measure) -> str:
    bounds = [("at least", measure.at_least), ("at most", measure.at_most)]
    return ", ".join(f"{word} {bound:g}" for word, bound in bounds if bound is not None) or "no threshold"
