"""Waits: for the time to pass, for a lock that it holds itself.

Elsewhere: no limit on processor time is ever reached.
"""

# %% solution="value"
import threading

from toolbox import reached

SAYS = "attribute took longer than 3 s"


def attribute(prompt, x):
    lock = threading.Lock()
    lock.acquire()
    reached()
    lock.acquire()
