"""Sends an empty header, then random bytes, in frames of honest sizes.

Elsewhere: the parser's errors are not all of the type that is caught.
"""

# %% solution="value"
import random

from toolbox import reply

SAYS = "cannot be read"


def attribute(prompt, x):
    reply(b"")
    return x


def extremes(x):
    reply(random.Random(1).randbytes(4096))
    return x


def table(x):
    reply(b"\xc1" * 100, b"\xc1" * 100)
    return x
