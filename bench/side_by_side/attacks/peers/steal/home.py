"""Reads a password from a decoy of a home."""

import known
from toolbox import reached, tell


def loot():
    reached()
    with open(known.HOME + "/.netrc") as file:
        return file.read()


def attribute(prompt, x):
    return tell(loot)
