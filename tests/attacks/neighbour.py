"""A service on the grader's machine that no student may reach: it gives its token to whoever connects.

`python neighbour.py FOLDER MARK` with the token in its environment. Writes its ports to standard output, notes each
contact in `FOLDER/contacts`, and ends with its standard input.
"""

import json
import os
import select
import socket
import sys

folder, mark = sys.argv[1:]
token = os.environ["TOKEN"].encode()
in_memory = bytearray(token)  # a second copy, to be found in memory


def listening(family: int, kind: int, address: object) -> socket.socket:
    opened = socket.socket(family, kind)
    opened.bind(address)  # type: ignore[arg-type]
    if kind == socket.SOCK_STREAM:
        opened.listen()
    return opened


path = os.path.join(folder, "neighbour.socket")
doors = [
    listening(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
    listening(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
    listening(socket.AF_UNIX, socket.SOCK_STREAM, path),
    listening(socket.AF_UNIX, socket.SOCK_STREAM, f"\0{mark}"),
]
os.chmod(path, 0o777)
print(json.dumps({"tcp": doors[0].getsockname()[1], "udp": doors[1].getsockname()[1]}), flush=True)
while True:
    ready, _, _ = select.select([sys.stdin, *doors], [], [])
    if sys.stdin in ready:
        break
    for door in ready:
        if door.type == socket.SOCK_STREAM:
            visitor, _ = door.accept()
            visitor.sendall(token)
            visitor.close()
        else:
            _, sender = door.recvfrom(100)
            door.sendto(token, sender)
        with open(os.path.join(folder, "contacts"), "ab") as contacts:
            contacts.write(b"x")
