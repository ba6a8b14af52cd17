"""Reads the course's secret, from which every student's own draw follows.

Elsewhere: with the key of the variants one makes all of them at home.
"""

# %% solution="value"
import known
from toolbox import reached, tell


def loot():
    reached()
    with open(known.SECRET) as file:
        return file.read()


def attribute(prompt, x):
    return tell(loot)
