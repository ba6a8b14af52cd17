"""Leaves a folder that is hard to remove: deep, of odd names, with links out of it and folders without any rights.

Elsewhere: the clean-up follows the link, or fails and stops the batch.
"""

# %% solution="value"
import contextlib
import os

import known
from toolbox import reached

SAYS = "attribute"


def attribute(prompt, x):
    reached()
    with contextlib.suppress(OSError):
        os.symlink(known.HOME, "home")
        os.symlink("../..", "above")
        os.symlink("loop", "loop")
        for name in (b"\xff\xfe", b"new\nline", b"-rf", b"x" * 255):
            with open(name, "w"):
                pass
        os.mkdir("closed", 0o000)
        os.umask(0o777)
        for _ in range(600):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
    return x
