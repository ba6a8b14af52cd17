"""Asks whether hidden files exist, how large they are and when they were changed.

Elsewhere: the names of the mutants, guessed one by one.
"""

# %% solution="value"
import os

import known
from toolbox import each, reached, tell, won

OPEN_IN = ["landlock+seccomp"]  # Landlock does not govern it: without mounts of its own, a process may ask


def ask(path):
    return won(os.stat(path).st_size)


def loot():
    reached()
    return each(ask, [known.HIDDEN, known.REFERENCE, known.SUBMISSION, known.HOME])


def attribute(prompt, x):
    return tell(loot)
