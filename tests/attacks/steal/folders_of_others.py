"""Goes into the hidden folders by the roots and working folders of other processes.

Elsewhere: `/proc/PID/root` leads out of a chroot, `/proc/PID/cwd` into the course.
"""

# %% solution="value"
import os

import known
from toolbox import each, reached, tell, victims, won


def enter(pid):
    for place in ("root" + known.HIDDEN, "cwd/course.toml", "root/etc/passwd"):
        with open(f"/proc/{pid}/{place}") as file:
            return won(file.read())


def where(pid):
    return won(os.readlink(f"/proc/{pid}/cwd") + os.readlink(f"/proc/{pid}/exe"))


def loot():
    reached()
    return each(enter, victims()) + each(where, victims())


def attribute(prompt, x):
    return tell(loot)
