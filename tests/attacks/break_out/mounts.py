"""Mounts, unmounts, changes its root, by the calls of old and by the new ones.

Elsewhere: a file system over the tests' folder, with other tests in it.
"""

# %% solution="value"
import os

import known
from toolbox import each, number, reached, syscall, tell, won

MS_BIND = 4096


def tmpfs():
    return syscall(number(165, 40), b"tmpfs", known.HOME.encode(), b"tmpfs", 0, 0)


def bind():
    return syscall(number(165, 40), known.TEMP.encode(), known.HOME.encode(), None, MS_BIND, 0)


def unmount():
    return syscall(number(166, 39), os.getcwd().encode(), 0)


def new_root():
    os.chroot(".")
    return 0


def pivot():
    return syscall(number(155, 41), b".", b".")


def open_tree():
    return syscall(428, -100, b"/", 1)


def open_file_system():
    return syscall(430, b"tmpfs", 0)


def move():
    return syscall(429, -100, b".", -100, known.HOME.encode(), 0)


def attempt(way):
    return won(way())


def loot():
    reached()
    return each(attempt, [tmpfs, bind, unmount, new_root, pivot, open_tree, open_file_system, move])


def attribute(prompt, x):
    return tell(loot)
