"""Changes modes, owners, times and attributes of files of others, which Landlock leaves alone.

Elsewhere: a private key that is open to all, a hidden test that nobody may read.
"""

# %% solution="value"
import ctypes
import os

import known
from toolbox import each, number, reached, syscall, tell, won

TARGETS = (known.HOME + "/notes.txt", known.RECORD)


def mode(path):
    before = os.stat(path).st_mode
    os.chmod(path, 0o755)
    return before != os.stat(path).st_mode


def mode_by_call(path):
    before = os.stat(path).st_mode
    syscall(number(268, 53), -100, path.encode(), 0o700)
    syscall(452, -100, path.encode(), 0o700, 0)
    return before != os.stat(path).st_mode


def owner(path):
    before = os.stat(path).st_uid, os.stat(path).st_gid
    os.chown(path, os.getuid(), 12345)
    return before != (os.stat(path).st_uid, os.stat(path).st_gid)


def times(path):
    before = os.stat(path).st_mtime_ns
    os.utime(path, (1, 1))
    return before != os.stat(path).st_mtime_ns


def attribute_of(path):
    os.setxattr(path, "user.attacked", b"yes")
    return "user.attacked" in os.listxattr(path)


def attribute_by_call(path):
    value = ctypes.create_string_buffer(b"yes")
    arguments = (ctypes.c_uint64 * 2)(ctypes.addressof(value), 3)
    syscall(463, -100, path.encode(), 0, b"user.attacked", arguments, 16)
    return "user.attacked" in os.listxattr(path)


def attempt(way):
    if any(way(path) for path in TARGETS):
        return won(way.__name__)
    return "no change"


def loot():
    reached()
    return each(attempt, [mode, mode_by_call, owner, times, attribute_of, attribute_by_call])


def attribute(prompt, x):
    return tell(loot)
