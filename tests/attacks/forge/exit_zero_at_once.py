"""Ends the process with status zero while it is loaded.

Elsewhere: a runner that reads the exit status sees a success.
"""

# %% solution="value"
import os

from toolbox import reached

SAYS = "ended the Python process"
WITNESS = True

REACHED = reached()
ENDED = os._exit(0)


def attribute(prompt, x):
    return x
