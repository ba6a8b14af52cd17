"""Sends half a frame and closes the socket, and in another process the sending half of it only.

Elsewhere: the end of a file in the middle of a message is an exception nobody thought of.
"""

# %% solution="value"
import os
import socket

from toolbox import FRAME, channel, reached

SAYS = "attribute"


def attribute(prompt, x):
    end = channel()
    end.sendall(FRAME.pack(100, 100) + b"x" * 50)
    reached()
    os.closerange(3, 64)
    return x


def extremes(x):
    end = channel()
    end.sendall(FRAME.pack(100, 100)[:3])
    end.shutdown(socket.SHUT_WR)
    return x


def table(x):
    channel().shutdown(socket.SHUT_RDWR)
    return x
