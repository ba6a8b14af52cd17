"""Reads from every descriptor that it has inherited, and asks what they are.

Elsewhere: the grader's log, its database, its listening socket were open at the fork.
"""

# %% solution="value"
import contextlib
import os
import stat

from toolbox import reached, tell, won


def loot():
    reached()
    found = []
    for descriptor in range(3, 1024):
        with contextlib.suppress(OSError):
            mode = os.fstat(descriptor).st_mode
            if stat.S_ISSOCK(mode) and not found:
                found.append("one socket")  # its own channel
            else:
                os.set_blocking(descriptor, False)
                found.append(won(f"{descriptor}: {mode:o} {os.read(descriptor, 100)!r}"))
    return found


def attribute(prompt, x):
    return tell(loot)
