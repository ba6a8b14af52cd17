"""Fills the disk: large files and many of them, in its own folder and wherever else it may write.

Elsewhere: no record of anybody's can be written any more.
"""

# %% solution="value"
import contextlib
import os

import known
from toolbox import reached, tell, won

SAYS = "attribute"


def loot():
    reached()
    written = 0
    for folder in (".", known.TEMP, "/tmp", "/dev/shm"):
        names = [os.path.join(folder, f"{known.MARK}-{i}") for i in range(3)]
        for name in names:
            with contextlib.suppress(OSError), open(name, "wb") as file:
                for _ in range(60):
                    written += file.write(b"x" * (1 << 20))
                    file.flush()
        for name in names:
            with contextlib.suppress(OSError):
                os.unlink(name)
    if written > 150 << 20:
        return won(f"{written >> 20} MB")
    raise OSError(f"after {written >> 20} MB")


def attribute(prompt, x):
    return tell(loot)
