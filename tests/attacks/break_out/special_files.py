"""Makes pipes, sockets and devices, in its own folder and outside, and opens the machine's devices.

Elsewhere: a disk by its number, past every path.
"""

# %% solution="value"
import os
import stat

import known
from toolbox import each, reached, run, tell, won


def disk():
    os.mknod("disk", stat.S_IFBLK | 0o666, os.makedev(254, 0))
    return won(os.open("disk", os.O_RDONLY))


def memory():
    os.mknod("memory", stat.S_IFCHR | 0o666, os.makedev(1, 1))
    return won(os.open("memory", os.O_RDONLY))


def pipe():
    os.mkfifo(known.HOME + "/pipe")
    return won("made")


def devices():
    for name in (
        "/dev/mem",
        "/dev/vda",
        "/dev/sda",
        "/dev/kvm",
        "/dev/net/tun",
        "/dev/fuse",
        "/dev/loop-control",
    ):
        try:
            os.close(os.open(name, os.O_RDWR))
            return won(name)
        except OSError:
            pass
    return "none"


def terminal():
    return won(os.open("/dev/tty", os.O_RDWR))


def loot():
    reached()
    return each(run, [disk, memory, pipe, devices, terminal])


def attribute(prompt, x):
    return tell(loot)
