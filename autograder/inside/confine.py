"""How a child gives up what it does not need, before it sees a line of student code.

The order matters: each step takes away something that a step before it still needs. Walls that the kernel holds
(namespaces, Landlock, seccomp) belong between the limits and the end of `confine`.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal

import msgspec

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
NOFILE = 64
FILE_BYTES = 64 << 20

_libc = ctypes.CDLL(None, use_errno=True)


class Confinement(msgspec.Struct, frozen=True):
    """What a child may use. Sizes in bytes; `cpu_s` is the backstop for a whole submission: the grader watches each
    check from outside, and this ends the child if the grader is gone."""

    scratch: str
    memory: int
    cpu_s: int


def prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"prctl {option}: {os.strerror(code)}")


def die_with_parent() -> None:
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def confine(limits: Confinement, channel: int, output: int) -> None:
    """Leaves this process with one socket (`channel`), its output pipe, an empty folder and its limits."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    close_others(channel)
    os.chdir(limits.scratch)
    os.environ.update(HOME=limits.scratch, TMPDIR=limits.scratch)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    _set_limits(limits)


def close_others(keep: int) -> None:
    """Closes every descriptor but the standard three and `keep`: the zygote's control socket above all."""
    highest = os.sysconf("SC_OPEN_MAX")
    os.closerange(3, keep)
    os.closerange(keep + 1, highest)


def _set_limits(limits: Confinement) -> None:
    # RLIMIT_DATA rather than RLIMIT_AS: torch maps gigabytes that it never touches. What the zygote already holds
    # is not the student's, so the budget starts from there.
    data = _status_bytes("VmData") + limits.memory
    for name, soft, hard in (
        (resource.RLIMIT_DATA, data, data),
        (resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + 2),
        (resource.RLIMIT_FSIZE, FILE_BYTES, FILE_BYTES),
        (resource.RLIMIT_NOFILE, NOFILE, NOFILE),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(name, (soft, hard))


def _status_bytes(field: str) -> int:
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(field + ":"):
                return int(line.split()[1]) << 10
    raise OSError(f"/proc/self/status has no {field}")
