"""Hoards memory in Python objects: bytes, lists, strings that double.

Elsewhere: the machine swaps, and the system's killer takes the grader.
"""

# %% solution="value"
from toolbox import reached

SAYS = "attribute used more than 128 MB of memory"
WITNESS = True


def attribute(prompt, x):
    reached()
    return [bytearray(b"x") * (50 << 20) for _ in range(20)]


def extremes(x):
    text = "x" * (1 << 20)
    for _ in range(10):
        text += text
    return text
