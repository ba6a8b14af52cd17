"""Raises its own limits, lowers its niceness and asks for a real-time class, and then spins.

Elsewhere: soft limits are the student's to raise, and root's process may raise the hard ones.
"""

# %% solution="value"
import contextlib
import os
import resource

from toolbox import reached, tell, won

SAYS = "attribute"


def attempt(what, *arguments):
    with contextlib.suppress(OSError, ValueError):
        what(*arguments)
        return [what.__name__ + str(arguments)]
    return []


def loot():
    reached()
    kinds = (resource.RLIMIT_CPU, resource.RLIMIT_DATA, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE)
    infinite = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    raised = [name for kind in kinds for name in attempt(resource.setrlimit, kind, infinite)]
    raised += [name for kind in kinds for name in attempt(resource.prlimit, 0, kind, infinite)]
    raised += attempt(os.nice, -5)
    raised += attempt(os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(1))
    if raised:
        return won(raised)
    raise PermissionError("no limit could be raised")


def attribute(prompt, x):
    return tell(loot)
