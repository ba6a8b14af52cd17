"""Announces arrays with negative sizes, whose product is what was sent, and of too many axes.

Elsewhere: `reshape(-1, -4)` and the like are numpy's to interpret.
"""

# %% solution="value"
from toolbox import returned

SAYS = "attribute returned something that cannot be read"


def attribute(prompt, x):
    returned(["array", "tensor", "float64", [-1, -4]], b"\0" * 32)
    return x


def extremes(x):
    returned(["array", "tensor", "float64", [-1]], b"\0" * 16)
    return x


def table(x):
    returned(["array", "tensor", "float64", [1] * 64], b"\0" * 8)
    return x
