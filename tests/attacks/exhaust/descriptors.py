"""Opens descriptors until there are no more, then sends some to itself to hold more than are open.

Elsewhere: the system's table of files is full, and the grader cannot open the next submission.
"""

# %% solution="value"
import contextlib
import os
import socket

from toolbox import reached, tell, won

SAYS = "attribute"


def loot():
    reached()
    opened, in_flight = [], 0
    with contextlib.suppress(OSError):
        while len(opened) < 3000:
            opened.append(os.open(os.devnull, os.O_RDONLY))
    for descriptor in opened[-4:]:
        os.close(descriptor)
    with contextlib.suppress(OSError):
        a, _ = socket.socketpair()
        a.setblocking(False)
        while in_flight < 3000:
            socket.send_fds(a, [b"x"], opened[:20])
            in_flight += 20
    if len(opened) + in_flight > 1000:
        return won(f"{len(opened)} open, {in_flight} in flight")
    raise OSError(f"after {len(opened)} open and {in_flight} in flight")


def attribute(prompt, x):
    return tell(loot)
