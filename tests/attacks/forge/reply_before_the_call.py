"""Sends replies while it is loaded, before anything was asked.

Elsewhere: the first answer that is there is taken for the answer.
"""

# %% solution="value"
import msgspec
from toolbox import FRAME, channel, reached

SAYS = "attribute"

packed = msgspec.msgpack.encode({"reply": "returned", "value": True, "args": []})
end = channel()
REACHED = reached()


def early():
    for _ in range(3):
        end.sendall(FRAME.pack(len(packed), 0) + packed)


EARLY = early()


def attribute(prompt, x):
    return x
