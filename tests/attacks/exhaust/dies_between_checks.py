"""Answers, and then dies before the next check begins, by a signal without a name.

Elsewhere: the next test is charged with the crash, or the harness goes down with it.
"""

# %% solution="value"
import os
import threading
import time

from toolbox import reached

SAYS = "attribute"
WITNESS = True


def die():
    time.sleep(0.002)
    os.kill(os.getpid(), 50)


def attribute(prompt, x):
    reached()
    threading.Thread(target=die).start()
    return x


def other(*arguments):
    threading.Thread(target=die).start()
    return arguments[0]


extremes = table = train = other
