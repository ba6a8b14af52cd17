"""Becomes root, takes capabilities back, leaves the filter and Landlock by asking for none.

Elsewhere: a process that was root a moment ago can be it again, if only the saved id was kept.
"""

# %% solution="value"
import ctypes
import os
import struct

from toolbox import each, number, reached, run, syscall, tell, won

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, PR_CAP_AMBIENT, PR_SET_PDEATHSIG = 38, 22, 47, 1


def root():
    was = os.getuid()
    os.setresuid(0, 0, 0)
    if was == 0:  # the tier in which root is kept, without what makes it root
        return "as before"
    return won(os.getuid())


def another_user():
    os.setresuid(12345, 12345, 12345)
    return won(os.getuid())


def capabilities():
    header, data = struct.pack("Ii", 0x20080522, 0), ctypes.create_string_buffer(b"\xff" * 24, 24)
    syscall(number(126, 91), header, data)
    return won("all of them")


def ambient():
    syscall(number(157, 167), PR_CAP_AMBIENT, 2, 21, 0, 0)
    return won("ambient")


def new_privileges():
    syscall(number(157, 167), PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0)
    return won("again")


def no_filter():
    syscall(number(157, 167), PR_SET_SECCOMP, 0, 0, 0, 0)
    return won("no filter")


def survive_the_zygote():
    syscall(number(157, 167), PR_SET_PDEATHSIG, 0, 0, 0, 0)
    return won("an orphan")


def loot():
    reached()
    return each(
        run,
        [root, another_user, capabilities, ambient, new_privileges, no_filter, survive_the_zygote],
    )


def attribute(prompt, x):
    return tell(loot)
