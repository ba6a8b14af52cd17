"""Answers at once, and goes on working in the background while the grader compares and other students wait.

Elsewhere: only the time of the call is measured.
"""

# %% solution="value"
import threading
import time

from toolbox import reached

SAYS = "train"


def work():
    while True:
        pass


def attribute(prompt, x):
    reached()
    threading.Thread(target=work, daemon=True).start()
    return x


def extremes(x):
    time.sleep(0.4)
    return 0.0, 0.0


def table(x):
    time.sleep(0.4)
    return {}


def train(x, y, seed):
    while True:
        time.sleep(0.01)
