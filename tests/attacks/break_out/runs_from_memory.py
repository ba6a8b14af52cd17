"""Runs a program from a file that has no path: `memfd_create`, secret memory, and `execveat` on a descriptor.

Elsewhere: what may not be executed from a disk is executed from memory.
"""

# %% solution="value"
import os

from toolbox import each, number, reached, run, syscall, tell, won


def from_memfd():
    file = os.memfd_create("program")
    os.write(file, b"#!/bin/sh\ntrue\n")
    os.execve(file, ["program"], {})


def secret():
    return won(syscall(447, 0))


def by_descriptor():
    file = os.open("/lib64/ld-linux-x86-64.so.2", os.O_RDONLY)
    return won(syscall(number(322, 281), file, b"", 0, 0, 0x1000))


def loot():
    reached()
    return each(run, [secret, by_descriptor, from_memfd])


def attribute(prompt, x):
    return tell(loot)
