"""The folder that a student's process may write in, where it is one of the machine's and not a file system of its own."""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PREFIX = "autograder-sandbox-"  # nobody else's folders are called so: what is left of them is removed


class Held(NamedTuple):
    """A folder, and the descriptor whose lock says that its grader lives."""

    path: Path
    lock: int

    def give_up(self) -> None:
        remove(self.path)
        os.close(self.lock)


def hold() -> Held:
    """A new folder for a zygote and its children, and an end to those of graders that were killed."""
    temporary = Path(tempfile.gettempdir())
    for left in temporary.glob(f"{PREFIX}*"):
        lock = _locked(left)
        if lock is not None:
            remove(left)
            os.close(lock)
    made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=temporary))
    lock = _locked(made)
    if lock is None:  # a sweep came between: it has it, and will remove it
        return hold()
    made.chmod(0o711)  # a child of another user has to pass to its own folder
    return Held(made, lock)


def _locked(folder: Path) -> int | None:
    """A descriptor that holds the folder's lock; None if another grader holds it, or it is not ours."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(descriptor).st_uid == os.getuid() and folder.exists():
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None


def exceeds(folder: Path, size: int, files: int) -> bool:
    """Whether the folder holds more bytes or more files than this.

    It stops counting at either limit, and follows nothing: what is in there was made by student code, which goes on
    making it meanwhile.
    """
    used, seen, waiting = 0, 0, [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    seen += 1
                    used += entry.stat(follow_symlinks=False).st_blocks * 512
                    if used > size or seen > files:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
        except (FileNotFoundError, NotADirectoryError):
            continue  # gone in the meantime
        except OSError:
            return True  # closed to us or too deep to name: nothing that an answer needs, and nobody could count it
    return False


def remove(folder: Path) -> None:
    """Removes a folder and whatever is in it, however deep or closed; what cannot be removed stays.

    The system's own commands are made for such trees, where `shutil.rmtree` runs out of stack.
    """
    try:
        folder.rmdir()
    except FileNotFoundError:
        return
    except OSError:
        for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(folder)], stderr=subprocess.DEVNULL, check=False)


@contextlib.contextmanager
def unpacking() -> Iterator[Path]:
    """A folder of nobody else's for what is unpacked, of which nothing is left: what a killed run leaves, the next removes."""
    held = hold()
    try:
        held.path.chmod(0o700)
        yield held.path
    finally:
        held.give_up()
