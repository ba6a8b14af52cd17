"""Maps memory that grows downward like a stack, which the limit on data leaves out.

Elsewhere: gigabytes, within every `ulimit`.
"""

# %% solution="value"
import ctypes

from toolbox import number, reached, syscall, tell, won

SAYS = "attribute"
SIZE = 600 << 20
PRIVATE_ANONYMOUS_GROWSDOWN, READ_WRITE = 0x122, 3


def loot():
    reached()
    at = syscall(number(9, 222), 0, SIZE, READ_WRITE, PRIVATE_ANONYMOUS_GROWSDOWN, -1, 0)
    ctypes.memset(at, 1, SIZE)
    return won(f"{SIZE >> 20} MB")


def attribute(prompt, x):
    return tell(loot)
