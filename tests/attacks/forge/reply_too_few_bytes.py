"""Announces an array of a million numbers and sends four.

Elsewhere: `np.frombuffer` without a check reads what lies behind, or fails in the grader.
"""

# %% solution="value"
from toolbox import returned

SAYS = "cannot be read"


def attribute(prompt, x):
    returned(["array", "tensor", "float64", [1_000_000]], b"\0" * 32)
    return x
