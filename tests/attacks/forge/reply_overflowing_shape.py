"""Announces shapes whose product overflows 64 bits to the few bytes that were sent.

Elsewhere: a size computed in C wraps around, and memory beyond the buffer is read.
"""

# %% solution="value"
from toolbox import returned

SAYS = "attribute returned the wrong kind of value: it is larger than any answer here"


def attribute(prompt, x):
    returned(["array", "tensor", "float64", [2**62, 4]], b"\0" * 32)
    return x


def extremes(x):
    returned(["array", "tensor", "uint8", [2**32, 2**32]], b"\0" * 32)
    return x


def table(x):
    returned(["array", "tensor", "float64", [0, 2**63]])
    return x
