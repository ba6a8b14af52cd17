"""Asks the services of the grader's machine for what they give to anyone local: TCP, UDP, unix sockets.

Elsewhere: the database, the notebook server, the cloud's metadata address.
"""

# %% solution="value"
import socket

import known
from toolbox import each, reached, run, tell

WITNESS = True


def tcp():
    return socket.create_connection(("127.0.0.1", known.TCP), 1).recv(100)


def udp():
    asking = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    asking.settimeout(0.5)
    asking.sendto(b"please", ("127.0.0.1", known.UDP))
    return asking.recv(100)


def unix():
    asking = socket.socket(socket.AF_UNIX)
    asking.settimeout(0.5)
    asking.connect(known.SOCKET)
    return asking.recv(100)


def abstract():
    asking = socket.socket(socket.AF_UNIX)
    asking.settimeout(0.5)
    asking.connect("\0" + known.MARK)
    return asking.recv(100)


def loot():
    reached()
    return each(run, [tcp, udp, unix, abstract])


def attribute(prompt, x):
    return tell(loot)
