"""Prints without end, to both outputs.

Elsewhere: the log fills the disk, or the pipe blocks the grader.
"""

# %% solution="value"
import os

from toolbox import reached

SAYS = "printed more than 1 MB"


def attribute(prompt, x):
    reached()
    for _ in range(5000):
        os.write(1, b"x" * 65536)
        os.write(2, b"y" * 65536)
    return x


def extremes(x):
    for _ in range(10**6):
        print("z" * 1000)
