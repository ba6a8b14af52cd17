"""Attaches to other processes as a debugger, writes into their memory, and has itself traced.

Elsewhere: the verdict is a variable in a process of the same user.
"""

# %% solution="value"
import ctypes
import struct

import known
from toolbox import each, number, reached, syscall, tell, victims, won

PTRACE_TRACEME, PTRACE_ATTACH, PTRACE_DETACH, PTRACE_SEIZE = 0, 16, 17, 0x4206


def seize(pid):
    syscall(number(101, 117), PTRACE_SEIZE, pid, 0, 0)
    return won("seized")


def attach(pid):
    syscall(number(101, 117), PTRACE_ATTACH, pid, 0, 0)
    return won("attached")


def write(pid):
    buffer = ctypes.create_string_buffer(b"attacked", 8)
    mine, theirs = struct.pack("QQ", ctypes.addressof(buffer), 8), struct.pack("QQ", id(struct), 0)
    syscall(number(311, 271), pid, mine, 1, theirs, 1, 0)
    return won("written")


def through_the_file(pid):
    with open(f"/proc/{pid}/mem", "r+b", 0):
        return won("opened")


def loot():
    reached()
    decoys = [known.NEIGHBOUR, known.SIBLING]
    return (
        each(seize, decoys)
        + each(attach, decoys)
        + each(write, victims())
        + each(through_the_file, victims())
    )


def attribute(prompt, x):
    return tell(loot)
