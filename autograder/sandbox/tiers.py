"""How strong a sandbox this machine gives, and how a zygote is started in it."""

from __future__ import annotations

import enum
import os
import pwd
import shutil
import sys
import sysconfig
from pathlib import Path

from ..inside import __file__ as _inside_file
from ..inside.confine import Isolation

INSIDE = Path(_inside_file).resolve().parent
USERS = range(60_100, 61_100)  # for a zygote that root starts: numbers that distributions leave free


class Tier(enum.StrEnum):
    """What keeps a submission apart, as its record names it."""

    NAMESPACES = "bwrap+namespaces+landlock+seccomp"
    BWRAP = "bwrap+landlock+seccomp"
    BARE = "landlock+seccomp"
    MOUNTS = "bwrap+namespaces+seccomp"
    NONE = "none"

    @property
    def bwrap(self) -> bool:
        return self in (Tier.NAMESPACES, Tier.BWRAP, Tier.MOUNTS)

    @property
    def namespaces(self) -> bool:
        """Whether each child has namespaces of its own."""
        return self in (Tier.NAMESPACES, Tier.MOUNTS)

    @property
    def landlock(self) -> bool:
        return self is not Tier.MOUNTS


# The best first. MOUNTS is for kernels without Landlock, which the others need. NONE is only ever a person's own choice.
TIERS = (Tier.NAMESPACES, Tier.BWRAP, Tier.BARE, Tier.MOUNTS)


def isolation(tier: Tier) -> Isolation:
    """What a child of this tier is held in, for the user that runs this."""
    if tier is Tier.NONE:
        return Isolation()
    return Isolation(
        readable(), unused_user(tier), namespaces=tier.namespaces, filters=True, landlock=tier.landlock
    )


def readable() -> list[str]:
    """All that a student's process may read: the interpreter, its packages, the system's libraries, its own side."""
    system = ["/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime"]
    shared = ["/usr/share/zoneinfo", "/usr/share/fonts"]
    python = [f"{sys.base_prefix}/lib", sysconfig.get_path("stdlib"), *packages(), str(INSIDE)]
    real = dict.fromkeys(Path(path).resolve() for path in system + shared + python)
    return [str(p) for p in real if p.exists() and not any(parent in real for parent in p.parents)]


def packages() -> list[str]:
    """Folders of installed packages, of this environment."""
    folders = [Path(p).resolve() for p in sys.path if Path(p).name in ("site-packages", "dist-packages")]
    return [str(folder) for folder in folders if folder.is_dir()]


def unused_user(tier: Tier) -> int | None:
    """Whom to become where root grades: a number that is nobody's and this worker's alone; None for oneself.

    Without a mount list of its own, a zygote whose interpreter lies where only root may look stays root, without any
    of its capabilities.
    """
    if os.getuid() != 0 or (tier is Tier.BARE and not _open_to_all(readable())):
        return None
    first = USERS.start + os.getpid() % len(USERS)
    free: list[int] = [number for number in (*range(first, USERS.stop), *USERS) if not _taken(number)]
    return free[0]


def command(tier: Tier, control: int, scratch: str) -> list[str]:
    """The zygote's command line. `-S` keeps `.pth` files and `sitecustomize` out."""
    python = os.path.realpath(sys.executable)
    entry = str(INSIDE / "__main__.py")
    start = [python, "-S", "-s", "-P", "-B", entry, str(control), *packages()]
    return [*_bwrap(python, scratch), "--", *start] if tier.bwrap else start


def _bwrap(python: str, scratch: str) -> list[str]:
    """Bubblewrap with a root of its own that holds what is readable, and the scratch folder to write in."""
    found = shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin")
    if found is None:
        raise FileNotFoundError("bwrap is not installed (the package is called bubblewrap)")
    root = os.getuid() == 0
    options = [
        found,
        "--unshare-pid",
        "--unshare-net",
        "--unshare-ipc",
        "--unshare-uts",
        "--unshare-cgroup-try",
    ]
    options += ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    if root:  # a user namespace made by root would leave it root's files in /proc/sys to write
        options += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        options += ["--unshare-user"]
    for name in ("/lib", "/lib64", "/usr/lib64"):
        if os.path.islink(name):
            options += ["--symlink", os.readlink(name), name]
    made: set[Path] = set()
    for path in (*readable(), python):
        options += [*_folders_above(path, made), "--ro-bind", path, path]
    options += ["--proc", "/proc", "--dev", "/dev"]
    options += [*_folders_above(scratch, made), "--bind", scratch, scratch]
    return [*options, "--remount-ro", "/", "--chdir", "/"]


def _folders_above(path: str, made: set[Path]) -> list[str]:
    """Options that make the folders above a path, open to all: bwrap's own are for root alone."""
    missing = [folder for folder in reversed(Path(path).parents[:-1]) if folder not in made]
    made.update(missing)
    return [option for folder in missing for option in ("--perms", "0755", "--dir", str(folder))]


def _open_to_all(paths: list[str]) -> bool:
    """Whether any user may reach and read these."""
    return all(
        place.stat().st_mode & (0o001 if place != Path(path) else 0o004)
        for path in paths
        for place in (Path(path), *Path(path).parents)
    )


def _taken(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True
