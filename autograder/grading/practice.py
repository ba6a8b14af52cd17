"""A wrong value to look at: a failed check run once more on practice data, which are public.

The practice draw is the same for everybody and nobody is graded with it, so its inputs and right values may be shown.
What the student's function gives for them is asked in a process that never held a hidden argument. Where the hidden
check asks the same, whatever the draw, nothing is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from ..checks.compare import compare_values, leaves
from ..checks.conform import Unacceptable, as_array, describe
from ..checks.failure import Wrong
from ..checks.plugin import Outcome
from ..checks.remote import unheld
from ..checks.student import as_seen
from ..course import Variant, public_variant
from ..inside.wire import Malformed, Reference
from ..record import Counterexample, Picture
from ..submission import Submission

if TYPE_CHECKING:
    from .grade import Grader

# of a check on practice data; all of them have twice that, whatever the first run took
CPU_S, WALL_S = 4.0, 12.0
CHECKS = 4  # of a submission that are run once more
FEW = 6  # numbers that are shown whole; of more one is shown, and a picture
BARS, SIDE = 64, 32  # numbers in a row, and of rows and columns of a map, that are drawn
SHOWN = 24  # numbers of an argument
LONG = 160  # characters of an argument
WORDS = b"practice: public, and nobody is graded with it"
PRACTICE = "practice"


Find = Callable[["Grader", Submission, Sequence[Outcome], Collection[str]], Mapping[str, Counterexample]]


def practice_variant(assignment: str) -> Variant:
    """What an assignment's practice data are drawn from."""
    return public_variant(WORDS, PRACTICE, assignment)


def counterexamples(
    grader: Grader, submission: Submission, outcomes: Sequence[Outcome], hinted: Collection[str]
) -> dict[str, Counterexample]:
    """A counterexample for failed checks, by their ids: of each task the first check without a hint whose value was wrong."""
    asked: dict[str, Outcome] = {}
    for outcome in outcomes:
        if outcome.check.state == "failed" and outcome.wrong is not None and outcome.nodeid not in hinted:
            asked.setdefault(outcome.task, outcome)
    chosen = {outcome.nodeid: outcome for outcome in list(asked.values())[:CHECKS]}
    if not chosen:
        return {}
    found = {}
    for outcome in _on_practice(grader, submission, frozenset(chosen)):
        hidden = chosen.get(outcome.nodeid)
        if (
            hidden is None
            or hidden.wrong is None
            or outcome.wrong is None
            or _as_hidden(outcome.wrong, hidden.wrong)
        ):
            continue
        if (example := shown(outcome.wrong)) is not None:
            found[outcome.nodeid] = example
    return found


def wrong_values(
    grader: Grader, submission: Submission, outcomes: Sequence[Outcome], hinted: Collection[str]
) -> dict[str, Counterexample]:
    """The wrong values of checks that were run on practice data, but for those that another draw would ask as well."""
    wrong = {o.nodeid: o.wrong for o in outcomes if o.wrong is not None}
    if not wrong:
        return {}
    again = _on_practice(grader, submission, frozenset(wrong), "another draw")
    same = {o.nodeid for o in again if o.wrong is not None and _as_hidden(o.wrong, wrong[o.nodeid])}
    found = {nodeid: shown(value) for nodeid, value in wrong.items() if nodeid not in same}
    return {nodeid: example for nodeid, example in found.items() if example is not None}


def _on_practice(
    grader: Grader, submission: Submission, only: frozenset[str], whose: str = PRACTICE
) -> list[Outcome]:
    """The outcomes of checks on practice data, in a process of their own; none where they could not be run."""
    variant = public_variant(WORDS, whose, grader.assignment.name)
    limits = grader.assignment.settings.limits.at_most(
        cpu_s=CPU_S, wall_s=WALL_S, total_cpu_s=2 * CPU_S, total_wall_s=2 * WALL_S
    )
    run = grader.begin(submission, variant, only=only, limits=limits)
    try:
        reason = grader.run(run)
    finally:
        run.session.close()
    return run.checks.outcomes if reason is None else []


def _as_hidden(practice: Wrong, hidden: Wrong) -> bool:
    """Whether a practice case is, or may be, the hidden one: the same arguments, or the same right value."""
    try:
        if practice.function != hidden.function:
            return False
        if _same(practice.expected, hidden.expected, practice.atol, practice.rtol):
            return True
        ours, theirs = ([*w.args, *w.kwargs.values()] for w in (practice, hidden))
        return len(ours) == len(theirs) and all(map(_same_argument, ours, theirs))
    except Exception:  # what cannot be compared may be the same
        return True


def _same(a: Any, b: Any, atol: float, rtol: float) -> bool:
    return compare_values(a, b, atol, rtol).message is None


def _same_argument(a: Any, b: Any) -> bool:
    a, b = unheld(a), unheld(b)
    if isinstance(a, Reference) or isinstance(b, Reference):
        return True
    try:
        return _same(as_seen(a), as_seen(b), 0.0, 0.0)
    except Malformed:
        return True


def shown(wrong: Wrong) -> Counterexample | None:
    """A wrong value as text: its arguments, and the first place at which it is off; None where there is none."""
    try:
        for where, got, expected, problem in leaves("", wrong.got, wrong.expected):
            if problem is not None:
                return None
            if not isinstance(expected, torch.Tensor | np.ndarray | bool | int | float):
                continue
            mine, right = as_array(got), as_array(expected)
            if mine.shape != right.shape or _same(mine, right, wrong.atol, wrong.rtol):
                continue
            at = _furthest(mine, right)
            place, a, b = _place(mine, right, at)
            arguments = [_argument(value) for value in wrong.args]
            arguments += [f"{name}={_argument(value)}" for name, value in wrong.kwargs.items()]
            there = " ".join(filter(None, (where, place)))
            return Counterexample(wrong.function, arguments, a, b, there, _picture(where, mine, right, at))
    except (Unacceptable, ValueError, OverflowError):
        pass
    return None


def _place(
    got: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], at: tuple[int, ...]
) -> tuple[str, str, str]:
    """The index at which two arrays differ most, and what stands there; all of it where they are small."""
    if expected.size <= FEW:
        return "", _numbers(got), _numbers(expected)
    return f"[{', '.join(map(str, at))}]", _numbers(got[at]), _numbers(expected[at])


def _furthest(got: np.ndarray[Any, Any], expected: np.ndarray[Any, Any]) -> tuple[int, ...]:
    """The index at which two arrays differ most."""
    off = np.abs(np.nan_to_num(got.astype(np.complex128) - expected.astype(np.complex128), nan=np.inf))
    return tuple(int(i) for i in np.unravel_index(int(off.argmax()), off.shape))


def _picture(
    where: str, got: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], at: tuple[int, ...]
) -> Picture | None:
    """The last two axes of two arrays, where they differ most, as maps; the last one, as bars, where these are too large.

    None where there is nothing to see: of few numbers, of very many, and of complex ones.
    """
    if expected.size <= FEW or np.iscomplexobj(got) or np.iscomplexobj(expected):
        return None
    flat = expected.ndim == 1 or max(expected.shape[-2:]) > SIDE
    if flat and expected.shape[-1] > BARS:
        return None
    at = at[: -1 if flat else -2]
    part = f"[{', '.join([*map(str, at), *[':'] * (expected.ndim - len(at))])}]" if at else ""
    mine, right = ([_drawn(row) for row in np.atleast_2d(array[at])] for array in (got, expected))
    return Picture(mine, right, " ".join(filter(None, (where, part))))


def _drawn(row: np.ndarray[Any, Any]) -> list[float | None]:
    """Numbers with three digits; None for one that is not finite."""
    return [float(f"{number:.3g}") if np.isfinite(number) else None for number in row.astype(np.float64)]


def _numbers(value: Any) -> str:
    """Numbers with four digits."""
    array = np.asarray(value)
    if array.ndim:
        return f"[{', '.join(_numbers(item) for item in array)}]"
    number = array.item()
    return f"{number:.4g}" if isinstance(number, float) else str(number)


def _argument(value: Any) -> str:
    """An argument as somebody would write it down: small ones whole, of large ones what they are."""
    value = unheld(value)
    if isinstance(value, Reference):
        return "what was returned before"
    if isinstance(value, torch.nn.Module):
        return f"a {type(value).__name__} of {sum(p.numel() for p in value.parameters()):,} weights"
    if isinstance(value, torch.Tensor | np.ndarray):
        array = as_array(value)
        return _numbers(array) if array.size <= SHOWN else describe(value)
    if isinstance(value, Mapping):
        text = f"{{{', '.join(f'{k!r}: {_argument(v)}' for k, v in value.items())}}}"
    elif isinstance(value, list | tuple):
        text = f"[{', '.join(map(_argument, value))}]"
    elif isinstance(value, bool | int | str) or value is None:
        text = repr(value)
    elif isinstance(value, float):
        text = f"{value:.4g}"
    else:
        return describe(value)
    return text if len(text) <= LONG else describe(value)
