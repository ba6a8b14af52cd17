"""Sends arrays nested 100,000 deep, and values nested just deeper than is allowed.

Elsewhere: a recursive decoder overflows the grader's stack.
"""

# %% solution="value"
from toolbox import reply, returned

SAYS = "attribute sent back something that cannot be read"


def attribute(prompt, x):
    reply(b"\x91" * 100_000 + b"\xc0")
    return x


def extremes(x):
    reply(b"\x82\xa5reply\xa8returned\xa5value" + b"\x93\xa5items\xa4list\x91" * 100_000 + b"\xc0")
    return x


def table(x):
    value = 1.0
    for _ in range(200):
        value = ["items", "list", [value]]
    returned(value)
    return x
