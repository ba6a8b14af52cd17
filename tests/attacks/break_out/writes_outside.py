"""Writes, appends and creates files outside of its folder: in the course, the home, the temporary folders.

Elsewhere: a line in the TA's `.bashrc` runs at the next login.
"""

# %% solution="value"
import os

import known
from toolbox import each, reached, tell, won

WITNESS = True


def append(path):
    with open(path, "a") as file:
        file.write("echo attacked\n")
    return won("written")


def create(folder):
    with open(os.path.join(folder, f"{known.MARK}-file"), "w") as file:
        file.write("attacked")
    return won("created")


def loot():
    reached()
    files = [known.HOME + "/.bashrc", known.HIDDEN, known.RECORD, known.SUBMISSION, known.SHM]
    folders = [
        known.HOME,
        known.COURSE,
        known.TEMP,
        known.PACKAGE,
        known.SITE,
        "/tmp",
        "/var/tmp",
        "/dev/shm",
        "/run",
    ]
    return each(append, files) + each(create, folders)


def attribute(prompt, x):
    return tell(loot)
