"""The two ways in which a check ends without passing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NoReturn

# Of a shape, which its maker chose: enough to find a mistake, too little to tell hidden inputs.
SHOWN = 1 << 20


class CheckFailed(AssertionError):
    """The student's work does not do what the check asks. `message` is what the student reads: never a hidden input,
    an expected value or reference code. `detail` is for the TA. `credit` is what was earned all the same, 0 to 1."""

    def __init__(self, message: str, detail: str = "", credit: float = 0.0) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail
        self.credit = credit


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
