"""Returns NaN and infinity, for which no difference exceeds a tolerance.

Elsewhere: `assert not abs(a - b) > tol`, and relative errors that divide by the student's value.
"""

# %% solution="value"
import torch
from toolbox import reached

SAYS = "NaN where a number belongs"


def attribute(prompt, x):
    reached()
    return torch.full((4,), float("nan"))


def extremes(x):
    return float("inf"), float("-inf")


def table(x):
    return {f"column {i}": float("inf") for i in range(4)}
