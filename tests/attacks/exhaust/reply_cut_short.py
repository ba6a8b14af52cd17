"""Sends half a frame and then nothing, with the socket open.

Elsewhere: a blocking read waits for ever.
"""

# %% solution="value"
import time

from toolbox import FRAME, channel, reached

SAYS = "took longer than 3 s"


def attribute(prompt, x):
    channel().sendall(FRAME.pack(100, 100) + b"x" * 50)
    reached()
    time.sleep(60)
    return x
