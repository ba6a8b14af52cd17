"""Sends open descriptors along with its reply, and a frame in urgent data.

Elsewhere: `recv_fds` on the other side keeps them until it has none left.
"""

# %% solution="value"
import os
import socket

import msgspec
from toolbox import FRAME, channel, reached, swallow

SAYS = "expected a tensor or array of numbers, got None"


def attribute(prompt, x):
    packed = msgspec.msgpack.encode({"reply": "returned", "value": None, "args": [prompt, None]})
    end, null = channel(), os.open(os.devnull, os.O_RDONLY)
    swallow()
    reached()
    try:
        socket.send_fds(end, [FRAME.pack(len(packed), 0)], [null] * 30)
    except OSError:
        end.sendall(FRAME.pack(len(packed), 0))
    end.sendall(packed)
    return x
