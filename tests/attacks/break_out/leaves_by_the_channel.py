"""Sends the grader descriptors of its own folder and of nothing, and asks the zygote to fork by the same socket.

Elsewhere: a helper outside acts on what a sandboxed process hands it.
"""

# %% solution="value"
import os
import socket

import msgspec
from toolbox import channel, reached, swallow, tell, won

SAYS = "attribute"


def loot():
    end = channel()
    order = {
        "type": "fork",
        "confinement": {"scratch": "/", "memory": 2**40, "files": 2**40, "threads": 999, "cpu_s": 9},
    }
    reached()
    swallow()
    socket.send_fds(end, [msgspec.msgpack.encode(order)], [0, 1])
    try:
        end.settimeout(0.2)
        return won(socket.recv_fds(end, 100, 4)[1][0])
    except (OSError, IndexError):
        raise PermissionError("nobody answered") from None


def attribute(prompt, x):
    os.write(1, b"trying\n")
    return tell(loot)
