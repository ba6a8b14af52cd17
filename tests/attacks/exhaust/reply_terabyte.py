"""Announces a body of 2^40 bytes, then one of 2^64 - 1.

Elsewhere: `bytearray(size)` in the grader.
"""

# %% solution="value"
from toolbox import reply

SAYS = "a reply of"


def attribute(prompt, x):
    reply({"reply": "returned", "value": None, "args": []}, body_size=2**40)
    return x


def extremes(x):
    reply({"reply": "returned", "value": None, "args": []}, body_size=2**64 - 1)
    return x
