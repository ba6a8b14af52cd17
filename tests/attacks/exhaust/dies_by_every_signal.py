"""Ends itself by a different signal in each check: a fault, an abort, real-time ones that have no name.

Elsewhere: the harness looks the signal's name up, and fails where there is none.
"""

# %% solution="value"
import ctypes
import os
import signal

from toolbox import reached

SAYS = "attribute"  # the first process of a namespace survives its own signals
WITNESS = True


def attribute(prompt, x):
    reached()
    os.kill(os.getpid(), 40)


def extremes(x):
    ctypes.string_at(0)


def table(x):
    os.abort()


def train(x, y, seed):
    os.kill(os.getpid(), signal.SIGKILL)


def watch(model):
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTERM)
