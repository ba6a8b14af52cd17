"""Sends NaN, text and booleans where sizes, handles and names belong.

Elsewhere: comparisons with NaN are false, and a cap is never exceeded.
"""

# %% solution="value"
from toolbox import returned

SAYS = "cannot be read"


def attribute(prompt, x):
    returned(["array", "tensor", "float64", [float("nan")]], b"\0" * 32)
    return x


def extremes(x):
    returned(["array", "tensor", "float64", "4"], b"\0" * 32)
    return x


def table(x):
    returned(["handle", float("nan"), "dict"])
    return x


def train(x, y, seed):
    returned(["array", 7, None, [True]], b"\0" * 32)
    return x
