"""Makes links in its own folder to the hidden files, symbolic and hard, and reads those.

Elsewhere: the path that is checked is not the file that is opened.
"""

# %% solution="value"
import os

import known
from toolbox import each, reached, tell


def through(make):
    name = make.__name__
    make(known.HIDDEN, name)
    with open(name) as file:
        return file.read()


def loot():
    reached()
    return each(through, [os.symlink, os.link])


def attribute(prompt, x):
    return tell(loot)
