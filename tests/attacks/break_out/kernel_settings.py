"""Writes the kernel's settings, and where a crash is sent: a program that the kernel runs as root.

Elsewhere: `core_pattern` is how a container of root's is left.
"""

# %% solution="value"
import os

import known
from toolbox import each, reached, tell, won


def open_for_writing(path):
    os.close(os.open(path, os.O_WRONLY))  # nothing is written: to have it open is enough
    return won("opened")


def loot():
    reached()
    settings = [
        "core_pattern",
        "modprobe",
        "hotplug",
        "domainname",
        "hostname",
        "ns_last_pid",
        "randomize_va_space",
    ]
    files = [
        *(f"/proc/sys/kernel/{name}" for name in settings),
        "/proc/sysrq-trigger",
        "/proc/sys/vm/overcommit_memory",
        "/proc/self/attr/current",
        "/sys/kernel/uevent_helper",
        "/sys/fs/cgroup/cgroup.procs",
        f"/proc/{known.GRADER}/clear_refs",
        "/etc/ld.so.preload",
    ]
    return each(open_for_writing, files)


def attribute(prompt, x):
    return tell(loot)
