"""Announces a header of 4 GiB.

Elsewhere: a reader that sets the memory aside first loses it, or its life.
"""

# %% solution="value"
from toolbox import reply

SAYS = "a reply of 4,294,967,295 bytes"
WITNESS = True


def attribute(prompt, x):
    reply(b"x" * 100, header_size=2**32 - 1)
    return x
