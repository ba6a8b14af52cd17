"""Maps `/dev/zero` and its own scratch files, privately and shared, and fills them.

Elsewhere: memory that is a file's is not data.
"""

# %% solution="value"
import mmap
import os

from toolbox import reached, tell, won

SAYS = "attribute"


def loot():
    reached()
    kept = []
    zero = os.open("/dev/zero", os.O_RDWR)
    for _ in range(10):
        kept.append(mmap.mmap(zero, 64 << 20, flags=mmap.MAP_SHARED))
        kept[-1].write(b"x" * (64 << 20))
    return won(f"{len(kept) * 64} MB")


def attribute(prompt, x):
    return tell(loot)
