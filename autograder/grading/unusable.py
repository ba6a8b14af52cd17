"""Whose fault it is that a check's own code raised on an answer.

A grader that raises has judged nothing, and that is nobody's zero. But where the same check, on the same variant, comes to
its end with the reference's answers, the answer was such that no check can work with it (a model of another size among
seven, a word of a letter that there is not): it has failed. Else whoever wants no verdict could have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ..checks.plugin import DETAIL_CAP, Outcome
from ..record import Check, Record
from .own_work import from_chunks

if TYPE_CHECKING:
    from .grade import Grader, Run

RAISED = "the check's own code raised on this answer, and not on the reference's"


def settle(grader: Grader, run: Run) -> None:
    """Fails the checks of a finished run whose own code raised on its answers and does not on the reference's."""
    raised = {outcome.nodeid: outcome for outcome in run.checks.outcomes if outcome.raised}
    if not raised:
        return
    reference = from_chunks(grader.assignment, "reference", grader.assignment.reference_chunks, "reference")
    again = grader.begin(reference, run.variant, only=frozenset(raised))
    try:
        reason = grader.run(again)
    finally:
        again.session.close()
    for outcome in again.checks.outcomes if reason is None else ():
        if outcome.check.state == "passed":
            raised[outcome.nodeid].check = _failed(raised[outcome.nodeid])


def _failed(outcome: Outcome) -> Check:
    what = f"what `{outcome.calls[-1].function}` returns" if outcome.calls else "what your functions return"
    message = (
        f"this check cannot work with {what}: compare its shape, its types and its range with what the text asks for. If "
        "they are as it asks, tell whoever grades"
    )
    check = outcome.check
    told = f"{RAISED}:\n"
    detail = told + check.detail[len(told) - DETAIL_CAP :]
    return msgspec.structs.replace(check, state="failed", message=message, detail=detail)


def unusable(record: Record) -> list[str]:
    """The checks that failed so, each with where its code raised."""
    return [
        f"{check.title}: {check.detail}"
        for task in record.tasks
        for check in task.checks
        if check.state == "failed" and check.detail.startswith(RAISED)
    ]
