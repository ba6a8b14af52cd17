"""Empties files that it may not write: by path, by `O_TRUNC` on a file that is opened for reading, by `creat`.

Elsewhere: Landlock before its third version does not see it.
"""

# %% solution="value"
import os

import known
from toolbox import each, number, reached, syscall, tell, won


def by_path():
    os.truncate(known.HOME + "/notes.txt", 0)


def by_reading():
    os.open(known.HOME + "/notes.txt", os.O_RDONLY | os.O_TRUNC)


def of_what_is_readable():
    # An empty file of a package: nothing is lost, whatever comes of it.
    os.open(known.SITE + "/numpy/py.typed", os.O_RDONLY | os.O_TRUNC)


def by_system_call():
    syscall(number(76, 45), (known.HOME + "/notes.txt").encode(), 0)


def attempt(way):
    way()
    return won("truncated")


def loot():
    reached()
    return each(attempt, [by_path, by_reading, of_what_is_readable, by_system_call])


def attribute(prompt, x):
    return tell(loot)
