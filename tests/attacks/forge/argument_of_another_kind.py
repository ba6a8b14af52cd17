"""Leaves a record where an argument was, in the engine's own list of what is sent back after the call.

Elsewhere: whether the argument is unchanged cannot be told, the grader takes the blame, and the work is graded again
until it is right by luck.
"""

# %% solution="value"
import sys
from typing import NamedTuple

from toolbox import reached

SAYS = "leaves its argument 1 changed"


class Other(NamedTuple):
    x: int


def attribute(prompt, x):
    reached()
    sys._getframe(1).f_locals["args"][0] = Other(1)
    return x
