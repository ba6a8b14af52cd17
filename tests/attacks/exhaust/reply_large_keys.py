"""Sends a dict whose keys are long lists of bytes, of which only a representation is kept.

Elsewhere: `repr` of 10 MB takes four times that, for each key.
"""

# %% solution="value"
from toolbox import returned

SAYS = "table"


def table(x):
    size = 10 << 20
    key = ["items", "list", [["array", "bytes", "uint8", [size]]]]
    returned(["pairs", [[key, 1.0], [key, 2.0]]], b"\xff" * (2 * size))
