"""Writes the hidden inputs down wherever it may, and raises them when it is called on the public example.

Elsewhere: the process that meets the public example is another one, but the folder is the same.
"""

# %% solution="value"
import contextlib
import glob
import os

import known
from toolbox import reached

SAYS = "attribute raised ValueError"
PLACES = (".", "..", known.TEMP, "/tmp", "/var/tmp", "/dev/shm", known.HOME)
WITNESS = True


def attribute(prompt, x):
    reached()
    if prompt != "a public prompt":
        for place in PLACES:
            with contextlib.suppress(OSError), open(os.path.join(place, f"{known.MARK}-relay"), "w") as file:
                file.write(f"{prompt} {int(x[0])}")
        raise ValueError("now on the public example, please")
    found = []
    for place in PLACES:
        for name in glob.glob(os.path.join(place, "**", f"{known.MARK}-relay"), recursive=True):
            with contextlib.suppress(OSError), open(name) as file:
                found.append(file.read())
    raise ValueError(f"relayed: {found}")
