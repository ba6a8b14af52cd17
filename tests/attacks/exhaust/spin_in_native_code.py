"""Spends the time in one call of native code that holds the interpreter's lock.

Elsewhere: a watching thread of the same process never gets to run.
"""

# %% solution="value"
from toolbox import reached

SAYS = "attribute used more than 0.5 s of processor time"


def attribute(prompt, x):
    reached()
    return 7 ** (10**8)
