"""The two ways in which a check ends without passing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn

# Of a shape, which its maker chose: enough to find a mistake, too little to tell hidden inputs.
SHOWN = 1 << 20


class Wrong(NamedTuple):
    """A call that gave another value than the expected one, and how near it had to be."""

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    got: Any
    expected: Any
    atol: float
    rtol: float


class CheckFailed(AssertionError):
    """The student's work does not do what the check asks. `message` is what the student reads: never a hidden input,
    an expected value or reference code. `detail` is for the TA. `credit` is what was earned all the same, 0 to 1.
    `diagnosis` says what may be wrong, for the student too, unless a known mistake explains the failure; `wrong` is the
    value that was."""

    def __init__(
        self,
        message: str,
        detail: str = "",
        credit: float = 0.0,
        diagnosis: str = "",
        wrong: Wrong | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail
        self.credit = credit
        self.diagnosis = diagnosis
        self.wrong = wrong


class NotJudged(Exception):
    """The check could not be judged: a fault of the grader or the machine, never the student's zero."""


def fail(message: str, detail: str = "") -> NoReturn:
    """Fails the check with a message that is safe for the student.

    >>> fail("the two runs give different weights")
    Traceback (most recent call last):
    autograder.checks.failure.CheckFailed: the two runs give different weights
    """
    raise CheckFailed(message, detail)


def shown_shape(shape: Sequence[int]) -> str:
    """A shape as a student may read it."""
    if len(shape) > 8 or math.prod(max(n, 1) for n in shape) > SHOWN:
        return "another shape"
    return f"shape {list(shape)}"
