"""Maps a little and lets it grow by `mremap`, maps without access and allows it later, moves the break.

Elsewhere: a limit that is looked at when memory is mapped is too early.
"""

# %% solution="value"
import ctypes

from toolbox import each, number, reached, syscall, tell, won

SAYS = "attribute"
SIZE, PRIVATE_ANONYMOUS, MAY_MOVE = 600 << 20, 0x22, 1


def remap():
    at = syscall(number(9, 222), 0, 4096, 3, PRIVATE_ANONYMOUS, -1, 0)
    return syscall(number(25, 216), at, 4096, SIZE, MAY_MOVE)


def protect():
    at = syscall(number(9, 222), 0, SIZE, 0, PRIVATE_ANONYMOUS, -1, 0)
    syscall(number(10, 226), at, SIZE, 3)
    return at


def move_break():
    now = syscall(number(12, 214), 0)
    if syscall(number(12, 214), now + SIZE) < now + SIZE:
        raise MemoryError("the break does not move")
    return now


def fill(way):
    ctypes.memset(way(), 1, SIZE)
    return won(f"{SIZE >> 20} MB")


def loot():
    reached()
    return each(fill, [remap, protect, move_break])


def attribute(prompt, x):
    return tell(loot)
