"""Hoards shared anonymous memory, which counts as nobody's data, and keeps what it gets.

Elsewhere: `ulimit -d` and `ulimit -v` of a shell do not see it all, and it outlives the process as a file's.
"""

# %% solution="value"
import mmap

from toolbox import reached, tell, won

SAYS = "attribute"


def loot():
    reached()
    kept = []
    for _ in range(10):
        kept.append(mmap.mmap(-1, 64 << 20))
        kept[-1].write(b"x" * (64 << 20))
    return won(f"{len(kept) * 64} MB")


def attribute(prompt, x):
    return tell(loot)
