"""Reaches for the process that the next student's is forked from: signals, limits, memory, its control socket.

Elsewhere: what is broken in the parent is broken in every child to come.
"""

# %% solution="value"
import os
import resource

import known
from toolbox import each, reached, tell, won


def limit(pid):
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (10, 10))
    return won("limited")


def wake(pid):
    os.kill(pid, 0)
    return won("within reach")


def write(pid):
    with open(f"/proc/{pid}/mem", "r+b", 0):
        return won("opened")


def control(pid):
    return won(os.open(f"/proc/{pid}/fd/4", os.O_RDWR))


def priority(pid):
    os.setpriority(os.PRIO_PROCESS, pid, 19)
    return won("slowed")


def loot():
    reached()
    ways = (limit, write, control, priority)
    return each(wake, [known.ZYGOTE, os.getppid(), -known.ZYGOTE]) + " | ".join(
        each(way, [known.ZYGOTE]) for way in ways
    )


def attribute(prompt, x):
    return tell(loot)
