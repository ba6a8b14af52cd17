"""The folder that a student's process may write in, where it is one of the machine's and not a file system of its own."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

PREFIX = "autograder"


def make() -> Path:
    """A new folder for a zygote and its children, and an end to those of graders that were killed."""
    temporary = Path(tempfile.gettempdir())
    for left in temporary.glob(f"{PREFIX}-*-*"):
        owner = left.name.split("-")[1]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists() and left.stat().st_uid == os.getuid():
            remove(left)
    made = Path(tempfile.mkdtemp(prefix=f"{PREFIX}-{os.getpid()}-", dir=temporary))
    made.chmod(0o711)  # a child of another user has to pass to its own folder
    return made


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
