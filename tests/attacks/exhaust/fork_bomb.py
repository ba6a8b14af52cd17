"""Forks, and each child forks, fifty at the most.

Elsewhere: the machine has no process left to end it with.
"""

# %% solution="value"
import os
import time

from toolbox import reached, tell, won

SAYS = "attribute"
WITNESS = True


def loot():
    reached()
    for _ in range(50):
        if os.fork() == 0:
            time.sleep(2)
            os._exit(0)
    return won("50 processes")


def attribute(prompt, x):
    return tell(loot)
