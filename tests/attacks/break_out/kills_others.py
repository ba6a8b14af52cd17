"""Sends signals to other processes: to end, to stop, to wake; one by one and to whole groups.

Elsewhere: the grader ends before the report is written, the classmates' processes before they answer.
"""

# %% solution="value"
import os
import signal

import known
from toolbox import each, reached, tell, victims, won

WITNESS = True


def end(pid):
    os.kill(pid, signal.SIGKILL)
    return won("killed")


def reach(pid):
    os.kill(pid, 0)
    return won("within reach")


def group(pid):
    os.killpg(os.getpgid(pid), 0)
    return won("its group is within reach")


def loot():
    reached()
    first = {1} - {os.getpid()}  # in a namespace of its own, number one is itself
    others = [*victims(), os.getppid(), *first, -known.NEIGHBOUR]
    return each(end, [known.NEIGHBOUR, known.SIBLING]) + each(reach, others) + each(group, victims())


def attribute(prompt, x):
    return tell(loot)
