"""Sends signals by the calls that are not `kill`: to threads, with data, by descriptors, as a file's owner.

Elsewhere: five calls do what one was filtered for.
"""

# %% solution="value"
import ctypes
import fcntl
import os
import socket
import struct

import known
from toolbox import each, number, reached, syscall, tell, won

SIGSTOP, F_SETSIG = 19, 10


def thread(pid):
    syscall(number(234, 131), pid, pid, SIGSTOP)
    return won("stopped")


def any_thread(pid):
    syscall(number(200, 130), pid, SIGSTOP)
    return won("stopped")


def queued(pid):
    info = ctypes.create_string_buffer(struct.pack("iii", SIGSTOP, 0, -1), 128)
    syscall(number(129, 138), pid, SIGSTOP, info)
    return won("stopped")


def queued_for_a_thread(pid):
    info = ctypes.create_string_buffer(struct.pack("iii", SIGSTOP, 0, -1), 128)
    syscall(number(297, 240), pid, pid, SIGSTOP, info)
    return won("stopped")


def by_descriptor(pid):
    syscall(424, syscall(434, pid, 0), SIGSTOP, 0, 0)
    return won("stopped")


def as_owner(pid):
    mine, other = socket.socketpair()
    fcntl.fcntl(mine, fcntl.F_SETOWN, pid)
    fcntl.fcntl(mine, F_SETSIG, SIGSTOP)
    fcntl.fcntl(mine, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    other.send(b"x")
    return won("signalled")


def loot():
    reached()
    ways = (thread, any_thread, queued, queued_for_a_thread, by_descriptor, as_owner)
    return " | ".join(each(way, [known.NEIGHBOUR, known.SIBLING]) for way in ways)


def attribute(prompt, x):
    return tell(loot)
