"""Raises exceptions with a text of 40 MB, and chains and notes without end.

Elsewhere: the traceback is formatted in full, in the report, for every check.
"""

# %% solution="value"
from toolbox import reached

SAYS = "attribute raised ValueError"


def attribute(prompt, x):
    reached()
    error = ValueError("x" * (40 << 20))
    error.__cause__ = inner = ValueError("y")
    inner.__cause__ = error
    error.__notes__ = ["z" * 1000] * 1000
    raise error


def extremes(x):
    raise ExceptionGroup("g", [ExceptionGroup("h", [ValueError(i) for i in range(1000)]) for _ in range(100)])
