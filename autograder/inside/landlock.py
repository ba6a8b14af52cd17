"""Landlock: which files this process may open from now on. See landlock(7) and the kernel's userspace-api page."""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable

from . import kernel

# Rights by the version of the interface that brought them; all that the kernel knows are handled, and so denied
# unless a rule grants them.
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
MAKE_CHAR, MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK = 1 << 6, 1 << 9, 1 << 10, 1 << 11
TRUNCATE, IOCTL_DEV = 1 << 14, 1 << 15
_ALL = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
NETWORK = 0b11  # bind and connect over TCP: version 4
SCOPES = 0b11  # abstract unix sockets, and signals, of processes outside: version 6

READ = READ_FILE | READ_DIR
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
NOT_IN_SCRATCH = EXECUTE | MAKE_CHAR | MAKE_BLOCK | MAKE_SOCK | MAKE_FIFO | IOCTL_DEV


def version() -> int:
    """The kernel's Landlock version; 0 where it has none or it is switched off."""
    try:
        return kernel.syscall("landlock_create_ruleset", None, 0, 1)
    except OSError:
        return 0


def restrict(readable: Iterable[str], writable: Iterable[str], devices: Iterable[str]) -> None:
    """Leaves reading below `readable`, everything but special files below `writable`, and reading and writing of
    `devices`. What does not exist is passed over. Raises `OSError` where the kernel has no Landlock."""
    abi = version()
    if not abi:
        raise OSError("this kernel has no Landlock, or it is switched off")
    handled = _ALL[min(abi, max(_ALL))]
    fields = [handled] + [NETWORK] * (abi >= 4) + [SCOPES] * (abi >= 6)
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = kernel.syscall("landlock_create_ruleset", attributes, len(attributes), 0)
    try:
        for paths, rights in (
            (readable, READ),
            (writable, handled & ~NOT_IN_SCRATCH),
            (devices, READ_FILE | WRITE_FILE),
        ):
            for path in paths:
                _allow(ruleset, path, rights)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.syscall("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(beneath).st_mode):
            rights &= OF_A_FILE
        kernel.syscall("landlock_add_rule", ruleset, 1, struct.pack("=Qi", rights, beneath), 0)
    finally:
        os.close(beneath)
