"""Sends a pickle without any frame, whose first bytes are then read as sizes.

Elsewhere: a pipe on which objects travel is read by `pickle.load`.
"""

# %% solution="value"
import pickle

from toolbox import raw

SAYS = "cannot be read"


class Evil:
    def __reduce__(self):
        return print, ("unpickled",)


def attribute(prompt, x):
    raw(pickle.dumps(Evil(), protocol=5) + b"\xff" * 64)
    return x
