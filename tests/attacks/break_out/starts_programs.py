"""Starts programs: by `subprocess`, `os.system`, `posix_spawn`, `exec`, and from a file of its own.

Elsewhere: a shell, and with it the machine.
"""

# %% solution="value"
import multiprocessing
import os
import subprocess

from toolbox import each, reached, run, tell, won

WITNESS = True


def by_subprocess():
    return won(subprocess.run(["/bin/sh", "-c", "id"], capture_output=True).stdout)


def by_shell():
    if os.system("true") == 0:
        return won("a shell")
    return "no"


def by_spawn():
    return won(os.posix_spawn("/bin/true", ["true"], {}))


def by_multiprocessing():
    process = multiprocessing.get_context("spawn").Process(target=print)
    process.start()
    return won(process.pid)


def by_own_file():
    with open("program", "w") as file:
        file.write("#!/bin/sh\ntrue\n")
    os.chmod("program", 0o755)
    return won(subprocess.run(["./program"]).returncode)


def by_exec():
    os.execve("/bin/sh", ["sh", "-c", "echo won: a program"], {})


def loot():
    reached()
    return each(run, [by_subprocess, by_shell, by_spawn, by_multiprocessing, by_own_file, by_exec])


def attribute(prompt, x):
    return tell(loot)
