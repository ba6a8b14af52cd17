"""Makes what the kernel counts for everyone: System V memory and queues, message queues, keys, watches, timers.

Elsewhere: the system-wide tables are full long after the process is gone.
"""

# %% solution="value"
import ctypes

import known
from toolbox import each, number, reached, syscall, tell, won

SAYS = "attribute"
IPC_CREAT = 0o1666
ATTEMPTS = {
    "shmget": lambda i: syscall(number(29, 194), known.SYSV + 1 + i, 4096, IPC_CREAT),
    "semget": lambda i: syscall(number(64, 190), known.SYSV + 1 + i, 10, IPC_CREAT),
    "msgget": lambda i: syscall(number(68, 186), known.SYSV + 1 + i, IPC_CREAT),
    "mq_open": lambda i: syscall(number(240, 180), f"{known.MARK}-{i}".encode(), 0o102, 0o666, 0),
    "add_key": lambda i: syscall(
        number(248, 217), b"user", f"{known.MARK}-{i}".encode(), b"x" * 100, 100, -5
    ),
    "inotify_init": lambda i: syscall(number(294, 26), 0),
    "fanotify_init": lambda i: syscall(number(300, 262), 0, 0),
    "userfaultfd": lambda i: syscall(number(323, 282), 0),
    "perf_event_open": lambda i: syscall(
        number(298, 241), ctypes.create_string_buffer(b"\x01\0\0\0\x70", 128), 0, -1, -1, 0
    ),
}


def make(name):
    for i in range(20):
        ATTEMPTS[name](i)
    return won("20 of them")


def loot():
    reached()
    return each(make, ATTEMPTS)


def attribute(prompt, x):
    return tell(loot)
