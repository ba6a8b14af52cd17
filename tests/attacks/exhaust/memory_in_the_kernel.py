"""Fills the buffers of as many pipes and socket pairs as it can open.

Elsewhere: the kernel's own memory, with a thousand descriptors a gigabyte.
"""

# %% solution="value"
import contextlib
import fcntl
import os
import socket

from toolbox import reached, tell, won

SAYS = "attribute"
F_SETPIPE_SZ = 1031


def fill(end, write):
    os.set_blocking(end, False)
    written = 0
    with contextlib.suppress(OSError):
        while written < 16 << 20:
            written += write(end, b"x" * 65536)
    return written


def loot():
    reached()
    written, kept = 0, []
    with contextlib.suppress(OSError):
        for _ in range(500):
            kept += os.pipe()
            with contextlib.suppress(OSError):
                fcntl.fcntl(kept[-1], F_SETPIPE_SZ, 1 << 20)
            written += fill(kept[-1], os.write)
    for descriptor in kept[: len(kept) // 2]:
        os.close(descriptor)
    with contextlib.suppress(OSError):
        for _ in range(500):
            pair = socket.socketpair()
            kept += pair
            pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 << 20)
            written += fill(pair[0].fileno(), os.write)
    if written > 256 << 20:
        return won(f"{written >> 20} MB")
    raise MemoryError(f"after {written >> 20} MB")


def attribute(prompt, x):
    return tell(loot)
