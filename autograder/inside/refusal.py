"""Whether the sandbox or a limit is behind an exception, so that an honest student reads what happened and not an errno."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator
from typing import Literal

from .seccomp import NO_NETWORK, NO_PROCESSES

Refusal = Literal["memory", "threads", "processes", "network", "files", "open files", "limits", "outside"]

_BY_ERRNO: dict[int, Refusal] = {
    NO_PROCESSES: "processes",
    NO_NETWORK: "network",
    errno.ENOSPC: "files",
    errno.EFBIG: "files",
    errno.EMFILE: "open files",
    errno.EACCES: "outside",
    errno.EPERM: "outside",
    errno.EROFS: "outside",
}
# What these make before they fork (semaphores, shared memory) is refused too, as files.
_PROCESS_MAKERS = ("/multiprocessing/", "/subprocess.py", "/concurrent/futures/process.py")


def refusal(error: BaseException) -> Refusal | None:
    """What was refused, as far as the exception or one that it grew out of tells; None for the student's own."""
    for each in _chain(error):
        found = _of(each)
        if found is not None:
            return found
    return None


def _of(error: BaseException) -> Refusal | None:
    if isinstance(error, MemoryError) or "can't allocate memory" in _text(error):  # the second is torch's
        return "memory"
    if isinstance(error, RuntimeError) and "can't start new thread" in _text(error):
        return "threads"
    if isinstance(error, ValueError) and "not allowed to raise maximum limit" in _text(error):
        return "limits"  # what `resource.setrlimit` makes of EPERM, lowered or raised
    if not isinstance(error, OSError):
        return None
    frames = traceback.extract_tb(error.__traceback__, limit=-50)
    if any(maker in frame.filename for frame in frames for maker in _PROCESS_MAKERS):
        return "processes"
    if type(error).__name__ == "gaierror":
        return "network"
    return _BY_ERRNO.get(error.errno or 0)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(10):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException:
        return ""
