"""Closes its descriptors, fills its channel, and shuts it in one direction, to leave the grader with a broken end.

Elsewhere: the parent gets a SIGPIPE, or writes to a descriptor that is now another file.
"""

# %% solution="value"
import os
import socket

from toolbox import channel, reached

SAYS = "attribute"
WITNESS = True


def attribute(prompt, x):
    reached()
    end = channel()
    end.shutdown(socket.SHUT_RD)
    return x


def extremes(x):
    os.closerange(0, 64)
    return 0.0, 0.0


def table(x):
    channel().shutdown(socket.SHUT_WR)
    return {}
