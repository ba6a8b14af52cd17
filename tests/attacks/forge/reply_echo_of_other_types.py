"""Echoes its unchanged arguments in number types for which there is no comparison.

Elsewhere: the comparison raises in the grader, which calls the check off.
"""

# %% solution="value"
from toolbox import returned

SAYS = "extremes leaves its argument 1 changed"


def table(x):
    names = ["items", "list", []]
    returned(["pairs", [["column 0", 0.0]]], b"\0" * 64, [["array", "tensor", "uint64", [2, 4]]])
    return names


def extremes(x):
    returned(["items", "tuple", [0.0, 0.0]], b"\0" * 8, [["array", "tensor", "uint16", [4]]])
