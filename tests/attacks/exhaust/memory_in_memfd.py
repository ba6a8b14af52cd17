"""Fills files that exist in memory only.

Elsewhere: they count as page cache, and as nobody's.
"""

# %% solution="value"
import os

from toolbox import reached, tell, won

SAYS = "attribute"


def loot():
    reached()
    for _ in range(8):
        file = os.memfd_create("hoard")
        for _ in range(60):
            os.write(file, b"x" * (1 << 20))
    return won("480 MB")


def attribute(prompt, x):
    return tell(loot)
