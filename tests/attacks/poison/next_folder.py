"""Prepares the folder that the process after it will get: by its number, by a link, by leaving something in its own.

Elsewhere: scratch folders have names that can be guessed, and are not emptied.
"""

# %% solution="value"
import contextlib
import os

import known
from toolbox import each, reached, tell, won


def prepare(folder):
    os.mkdir(folder)
    return won("prepared")


def loot():
    reached()
    here = os.getcwd()
    parent, name = os.path.split(here)
    with contextlib.suppress(OSError):
        os.makedirs("deep/" * 200)
        os.symlink(known.HOME, "link")
        os.chmod("deep", 0)
        os.chmod(".", 0)
    following = [os.path.join(parent, str(int(name) + i)) for i in range(1, 4)] if name.isdigit() else []
    return each(prepare, [*following, os.path.join(parent, known.MARK)]) or "no numbers"


def attribute(prompt, x):
    return tell(loot)
