"""Leaves a process behind: in a session of its own, with another name, its parent gone.

Elsewhere: it reads what the students after it hand in.
"""

# %% solution="value"
import os
import time

import known
from toolbox import reached, tell, won


def loot():
    reached()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            with open("/proc/self/comm", "w") as name:
                name.write(known.MARK[:15])
            time.sleep(20)
        os._exit(0)
    return won("left behind")


def attribute(prompt, x):
    return tell(loot)
