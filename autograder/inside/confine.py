"""How a child gives up what it does not need, before it sees a line of student code.

The order matters: each step takes away something that a step before it still needs. A step that fails ends the child:
no submission is ever run in a weaker sandbox than its record names.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import resource
import signal
from collections.abc import Sequence

import msgspec

from . import kernel, landlock, seccomp

OPEN_FILES = 64
SCRATCH_FILES = 4096
STACK_BYTES = 8 << 20
ADDRESSES = 16 << 30
DEVICES = ("/dev/null",)
RANDOM = ("/dev/urandom", "/dev/random")

_NAMESPACES = (
    kernel.CLONE_NEWUSER | kernel.CLONE_NEWPID | kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWNET | kernel.CLONE_NEWUTS | kernel.CLONE_NEWCGROUP
)  # fmt: skip


class Isolation(msgspec.Struct, frozen=True):
    """What the kernel holds a child in.

    `readable`: the interpreter and its packages. `user`: the uid and gid to become, where the zygote is root.
    `namespaces`: users, processes, mounts, network and IPC of its own. `filters`: seccomp, and Landlock unless the kernel
    is known to be without; then what there is to open is left to its mounts.
    """

    readable: list[str] = []
    user: int | None = None
    namespaces: bool = False
    filters: bool = False
    landlock: bool = True


class Confinement(msgspec.Struct, frozen=True):
    """What one child may use. Sizes in bytes; `cpu_s` is the backstop for a whole submission: the grader watches each
    check from outside, and this ends the child if the grader is gone. `scratch` is an empty folder of its own, `files`
    how much it may hold."""

    scratch: str
    memory: int
    files: int
    threads: int
    cpu_s: int


def die_with_parent() -> None:
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)


def change_user(user: int | None) -> None:
    """Leaves root. Its files in /proc become its own again, which the steps after this one read and write."""
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)


def enter_namespaces() -> None:
    """Moves into new namespaces; the next process that is forked is the first of its own."""
    user, group = os.getuid(), os.getgid()
    kernel.unshare(_NAMESPACES)
    for file, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{file}", "w", encoding="ascii") as map_:
            map_.write(text)


def confine(isolation: Isolation, limits: Confinement, output: int, keep: Sequence[int]) -> None:
    """Leaves this process with the descriptors in `keep`, its output pipe, an empty folder and its limits."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    _close_others(keep)
    if isolation.namespaces:
        _mount_scratch(limits, hide=not isolation.landlock)
    os.chdir(limits.scratch)
    os.environ.update(HOME=limits.scratch, TMPDIR=limits.scratch)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    _set_limits(isolation, limits)
    if isolation.filters:
        if not isolation.landlock:
            _hide_the_rest(limits.scratch)
        kernel.drop_capabilities()
        if isolation.landlock:
            landlock.restrict([*isolation.readable, *RANDOM], [limits.scratch], DEVICES)
        seccomp.apply(os.getpid())


def _close_others(keep: Sequence[int]) -> None:
    """Closes every descriptor but the standard three and those in `keep`: the zygote's control socket above all."""
    bounds = [2, *sorted(keep), os.sysconf("SC_OPEN_MAX")]
    for before, after in itertools.pairwise(bounds):
        os.closerange(before + 1, after)


def _mount_scratch(limits: Confinement, hide: bool) -> None:
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    if hide:  # the folders of other children, which lie beside it
        kernel.mount("tmpfs", os.path.dirname(limits.scratch), "tmpfs", flags, "size=4k,nr_inodes=4,mode=755")
        os.mkdir(limits.scratch)
    options = f"size={limits.files},nr_inodes={SCRATCH_FILES},mode=700"
    kernel.mount("tmpfs", limits.scratch, "tmpfs", flags, options)


_FLAGS = {
    "ro": kernel.MS_RDONLY, "nosuid": kernel.MS_NOSUID, "nodev": kernel.MS_NODEV, "noexec": kernel.MS_NOEXEC,
    "noatime": kernel.MS_NOATIME, "nodiratime": kernel.MS_NODIRATIME, "relatime": kernel.MS_RELATIME,
}  # fmt: skip


def _hide_the_rest(scratch: str) -> None:
    """Does with mounts what Landlock does otherwise: nothing but the scratch folder can be written, there is no /proc, and
    the zygote's folder with those of other children is an empty one.

    A mount of the zygote's keeps its flags, which a namespace of less rights may not take off.
    """
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as listed:
        mounts = [(line.split()[4], line.split()[5]) for line in listed]
    for place, options in mounts:
        if place != scratch:
            flags = sum(_FLAGS.get(option, 0) for option in options.split(","))
            place = place.encode("latin-1", "backslashreplace").decode("unicode_escape")  # \\040 is a space
            kernel.mount(None, place, None, flags | kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY)
    nothing = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC | kernel.MS_RDONLY
    kernel.mount("tmpfs", "/proc", "tmpfs", nothing, "size=4k,nr_inodes=2,mode=000")


def _set_limits(isolation: Isolation, limits: Confinement) -> None:
    # RLIMIT_DATA rather than RLIMIT_AS: torch maps gigabytes that it never touches. What the zygote already holds
    # is not the student's, so the budget starts from there. The space itself is bounded where its page tables would
    # begin to count: 64 threads set aside 8 GB.
    data = _status_bytes("VmData") + limits.memory
    space = _status_bytes("VmSize") + limits.memory + ADDRESSES
    threads = _threads_of_others(isolation) + limits.threads
    for name, soft, hard in (
        (resource.RLIMIT_DATA, data, data),
        (resource.RLIMIT_AS, space, space),
        (resource.RLIMIT_STACK, STACK_BYTES, STACK_BYTES),
        (resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + 2),
        (resource.RLIMIT_FSIZE, limits.files, limits.files),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        (resource.RLIMIT_NPROC, threads, threads),
        (resource.RLIMIT_MEMLOCK, 0, 0),
        (resource.RLIMIT_MSGQUEUE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(name, (soft, hard))
    with contextlib.suppress(
        OSError
    ):  # where memory runs out, the kernel takes the student's process and not ours
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("1000")


def _threads_of_others(isolation: Isolation) -> int:
    """Threads that count towards this user's limit and are not the child's: none where the user or its namespace is
    the child's own."""
    if isolation.namespaces or isolation.user is not None:
        return 0
    user, count = os.getuid(), 0
    for entry in os.scandir("/proc"):
        try:
            if entry.name.isdigit() and entry.stat().st_uid == user:
                count += len(os.listdir(f"/proc/{entry.name}/task"))
        except OSError:
            continue  # it has ended
    return count


def _status_bytes(field: str) -> int:
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(field + ":"):
                return int(line.split()[1]) << 10
    raise OSError(f"/proc/self/status has no {field}")
