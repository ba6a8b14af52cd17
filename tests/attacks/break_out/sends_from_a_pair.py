"""Sends to the neighbours' sockets from a socket pair, which it may make, by naming them in `sendto`.

Elsewhere: a filter on `socket` and `connect` forgets that a datagram needs neither.
"""

# %% solution="value"
import socket

import known
from toolbox import each, reached, tell, won


def send(case):
    kind, address = case
    mine, other = socket.socketpair(socket.AF_UNIX, kind)
    other.setblocking(False)
    mine.sendto(b"from inside", address)
    try:
        return f"{other.recv(20)} came to the other end of the pair"
    except BlockingIOError:
        return won("sent")


def reconnect(kind):
    mine, _ = socket.socketpair(socket.AF_UNIX, kind)
    mine.connect("\0" + known.MARK)
    return won("connected")


def loot():
    reached()
    kinds = (socket.SOCK_DGRAM, socket.SOCK_SEQPACKET, socket.SOCK_STREAM)
    cases = [(kind, address) for kind in kinds for address in (known.SOCKET, "\0" + known.MARK)]
    return each(send, cases) + each(reconnect, kinds)


def attribute(prompt, x):
    return tell(loot)
