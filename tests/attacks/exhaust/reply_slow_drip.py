"""Sends its reply one byte at a time, each within any timeout of a single read.

Elsewhere: a timeout on each read never comes, and the grader waits for a week.
"""

# %% solution="value"
import time

from toolbox import FRAME, channel, reached

SAYS = "took longer than 3 s"


def attribute(prompt, x):
    end = channel()
    reached()
    for byte in FRAME.pack(1000, 0) + b"\x01" * 1000:
        end.send(bytes([byte]))
        time.sleep(0.05)
    return x
