"""Sets flags of files that it may only read, by `ioctl` on the open file: a flag that changes nothing but itself.

Elsewhere: `chattr +i` on a package, where the owner is root.
"""

# %% solution="value"
import fcntl
import os
import struct

import known
from toolbox import each, reached, tell, won

FS_IOC_GETFLAGS, FS_IOC_SETFLAGS, FS_NODUMP_FL = 0x80086601, 0x40086602, 0x40


def flag(path):
    file = os.open(path, os.O_RDONLY)
    before = struct.unpack("l", fcntl.ioctl(file, FS_IOC_GETFLAGS, b"\0" * 8))[0]
    fcntl.ioctl(file, FS_IOC_SETFLAGS, struct.pack("l", before ^ FS_NODUMP_FL))
    fcntl.ioctl(file, FS_IOC_SETFLAGS, struct.pack("l", before))
    return won("set, and put back")


def loot():
    reached()
    return each(flag, [known.SITE + "/numpy/py.typed", known.HOME + "/notes.txt"])


def attribute(prompt, x):
    return tell(loot)
