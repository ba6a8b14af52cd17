"""Opens folders and files as places only (`O_PATH`), and reads through them and through their `/proc/self/fd`.

Elsewhere: a check at `open` is passed by a descriptor that may do nothing, until it is opened again.
"""

# %% solution="value"
import os

import known
from toolbox import each, reached, run, tell


def relative():
    folder = os.open(known.GRADERS, os.O_PATH | os.O_DIRECTORY)
    return os.read(os.open(os.path.basename(known.HIDDEN), os.O_RDONLY, dir_fd=folder), 4096)


def reopened():
    place = os.open(known.HIDDEN, os.O_PATH)
    return os.read(os.open(f"/proc/self/fd/{place}", os.O_RDONLY), 4096)


def moved():
    os.chdir(known.GRADERS)
    return open(os.path.basename(known.HIDDEN)).read()


def fetched():
    os.fchdir(os.open(known.COURSE, os.O_PATH))
    return os.read(os.open("secret", os.O_RDONLY), 4096)


def loot():
    reached()
    return each(run, [relative, reopened, moved, fetched])


def attribute(prompt, x):
    return tell(loot)
