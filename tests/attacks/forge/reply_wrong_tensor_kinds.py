"""Sends a model whose tensors are bytes, arrays of truth values that are neither, and types without arithmetic.

Elsewhere: the grader's own code meets a type that it never expected, and the check is called off.
"""

# %% solution="value"
from toolbox import returned

SAYS = "train"


def train(x, y, seed):
    tensors = {"weight": ["array", "bytes", "uint8", [24]], "bias": ["array", "bytes", "uint8", [8]]}
    returned(
        ["items", "tuple", [["module", "Line", tensors, None, 1, 0, False], ["items", "list", []]]],
        b"\2" * 32,
    )


def extremes(x):
    returned(
        ["items", "tuple", [["array", "tensor", "bool", []], ["array", "tensor", "uint64", []]]], b"\2" * 9
    )
