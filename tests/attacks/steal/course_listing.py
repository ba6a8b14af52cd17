"""Lists the course: the names of graders and mutants tell what is tested, and which mistakes are known.

Elsewhere: the mutants' names are the answers to half of the questions. Where mounts alone keep it apart it can list the
folders above what it may read (the interpreter, its own folder), in which there is nothing else.
"""

# %% solution="value"
import os

import known
from toolbox import each, reached, tell, won

OPEN_IN = ("bwrap+namespaces+seccomp",)


def names(folder):
    return won(os.listdir(folder))


def loot():
    reached()
    return each(names, [known.COURSE, known.GRADERS, known.ROOT, known.TEMP, "/tmp", "/root", "/home"])


def attribute(prompt, x):
    return tell(loot)
