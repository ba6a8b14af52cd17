"""Makes processes by the bare system calls, with the flags that a library would not use.

Elsewhere: a filter for `fork` forgets `vfork`, `clone` without a thread's flags, and `clone3`.
"""

# %% solution="value"
import os
import struct

from toolbox import each, number, reached, run, syscall, tell, won

SIGCHLD, CLONE_VM, CLONE_PARENT, CLONE_UNTRACED = 17, 0x100, 0x8000, 0x800000


def made(pid):
    if pid == 0:
        os._exit(0)
    return won(pid)


def fork():
    return made(syscall(number(57, -1)))


def clone():
    return made(syscall(number(56, 220), SIGCHLD, 0, 0, 0, 0))


def clone_for_the_parent():
    return made(syscall(number(56, 220), CLONE_PARENT | CLONE_UNTRACED | SIGCHLD, 0, 0, 0, 0))


def clone3():
    arguments = struct.pack("11Q", 0, 0, 0, 0, SIGCHLD, 0, 0, 0, 0, 0, 0)
    return made(syscall(435, arguments, len(arguments)))


def loot():
    reached()
    return each(run, [fork, clone, clone_for_the_parent, clone3])


def attribute(prompt, x):
    return tell(loot)
