"""Announces arrays of Python objects, of records and of nothing, whose bytes would be pointers.

Elsewhere: numpy takes any dtype string, and an object array's bytes are addresses in the grader.
"""

# %% solution="value"
from toolbox import returned

SAYS = "attribute returned something that cannot be read"


def attribute(prompt, x):
    returned(["array", "ndarray", "object", [4]], b"\x41" * 32)
    return x


def extremes(x):
    returned(["array", "ndarray", "O", [2]], b"\x41" * 16)
    return x


def table(x):
    returned(["array", "ndarray", "V0", [4]], b"")
    return x


def train(x, y, seed):
    returned(["array", "ndarray", "datetime64[ns],f8", [2]], b"\0" * 32)
    return x
