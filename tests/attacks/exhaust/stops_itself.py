"""Stops its own process.

Elsewhere: a stopped process ends by no signal but one, and a parent that waits for its end waits for ever.
"""

# %% solution="value"
import os
import signal

from toolbox import reached

SAYS = "attribute"  # the first process of a namespace cannot be stopped by itself
WITNESS = True


def attribute(prompt, x):
    reached()
    os.kill(os.getpid(), signal.SIGSTOP)
    signal.raise_signal(signal.SIGTSTP)
    return x
