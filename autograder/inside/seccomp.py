"""seccomp: which system calls this process may still make. Threads yes; processes, sockets and signals to others no.

The filter is a list of classic BPF instructions. Each rule is a block that a call of another number jumps over, and
every path through a block ends in a verdict, so that no jump leaves its block.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import struct
from collections.abc import Iterable

from . import kernel

ALLOW, KILL = 0x7FFF0000, 0x80000000
# The errno says what was refused, and a message to the student is worded from it: see `Trouble.refused`.
NO_PROCESSES, NO_NETWORK = errno.ECHILD, errno.ENETUNREACH

_LOAD, _AND, _RETURN, _EQUAL, _AT_LEAST, _ANY_BIT = 0x20, 0x54, 0x06, 0x15, 0x35, 0x45
_NUMBER, _MACHINE = 0, 4  # offsets in struct seccomp_data; the arguments follow from 16, the low half first

CLONE_THREAD = 0x10000
_NAMESPACES = (
    kernel.CLONE_NEWNS | kernel.CLONE_NEWCGROUP | kernel.CLONE_NEWUTS | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUSER | kernel.CLONE_NEWPID | kernel.CLONE_NEWNET
)  # fmt: skip
_MAP_SHARED_ANONYMOUS, _MAP_GROWSDOWN, _MAP_HUGETLB = 0x21, 0x100, 0x40000
# A descriptor's owner is sent SIGIO, which ends a process that does not expect it; a lease holds up who opens a file.
_F_SETOWN, _F_SETSIG, _F_SETOWN_EX, _F_SETLEASE, _F_NOTIFY = 8, 10, 15, 1024, 1026
# All that files, pipes and sockets need; others set a file's flags, push into a terminal, or are a driver's own.
_TCGETS, _TIOCGWINSZ, _FIONREAD, _FIONBIO, _FIONCLEX, _FIOCLEX = (
    0x5401,
    0x5413,
    0x541B,
    0x5421,
    0x5450,
    0x5451,
)
_SOCK_DGRAM, _SOCK_RAW = 2, 3

# Refused with EPERM whatever their arguments.
DENIED = """
    accept accept4 acct add_key adjtimex bind bpf chown chroot clock_adjtime clock_settime connect
    delete_module execve execveat fanotify_init fchown fchownat finit_module fremovexattr fsconfig
    fsetxattr fsmount fsopen fspick init_module inotify_init inotify_init1 io_setup ioperm iopl ioprio_set
    kcmp kexec_file_load kexec_load keyctl lchown listen listmount lookup_dcookie lremovexattr lsetxattr
    mbind memfd_create memfd_secret migrate_pages mknod mknodat modify_ldt mount mount_setattr move_mount
    move_pages mq_open mq_timedreceive mq_timedsend mq_unlink msgctl msgget msgrcv msgsnd name_to_handle_at open_by_handle_at open_tree
    perf_event_open personality pidfd_getfd pidfd_open pidfd_send_signal pivot_root process_madvise
    process_mrelease process_vm_readv process_vm_writev ptrace quotactl quotactl_fd reboot removexattr
    request_key rt_sigqueueinfo rt_tgsigqueueinfo sched_setattr sched_setparam sched_setscheduler semctl
    semget semop semtimedop set_mempolicy setdomainname sethostname setns setpriority setrlimit settimeofday
    setxattr shmat shmctl shmdt shmget statmount swapoff swapon syslog timer_create tkill truncate umount2 unshare
    userfaultfd vhangup
""".split()  # noqa: SIM905
# The C library has another way when these are missing, and its own clone is one whose flags a filter can see.
MISSING = "clone3 io_uring_enter io_uring_register io_uring_setup openat2".split()  # noqa: SIM905
# Landlock does not govern them. They are answered with success and do nothing: `shutil.copy` in the scratch folder
# should not cost a student anything, and a file that is not theirs must stay as it is.
IGNORED = "chmod fchmod fchmodat fchmodat2 futimesat sync syncfs utime utimensat utimes".split()  # noqa: SIM905

Code = list[bytes]


def _op(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value & 0xFFFFFFFF)


def _error(code: int) -> int:
    return 0x00050000 | code


def _give(verdict: int) -> Code:
    return [_op(_RETURN, verdict)]


def _argument(index: int) -> bytes:
    return _op(_LOAD, 16 + 8 * index)


def _equals(index: int, value: int, verdict: int) -> Code:
    return [_argument(index), _op(_EQUAL, value, 0, 1), _op(_RETURN, verdict)]


def _each(index: int, values: Iterable[int], verdict: int) -> Code:
    return [op for value in values for op in _equals(index, value, verdict)]


def _has_any(index: int, bits: int, verdict: int) -> Code:
    return [_argument(index), _op(_ANY_BIT, bits, 0, 1), _op(_RETURN, verdict)]


def _masked(index: int, mask: int, value: int, verdict: int) -> Code:
    return [_argument(index), _op(_AND, mask), _op(_EQUAL, value, 0, 1), _op(_RETURN, verdict)]


def _given(index: int, verdict: int) -> Code:
    """For an address that is not null, in either half."""
    high = _op(_LOAD, 20 + 8 * index)
    return [_argument(index), _op(_EQUAL, 0, 0, 2), high, _op(_EQUAL, 0, 1, 0), _op(_RETURN, verdict)]


def rules(pid: int) -> dict[str, Code]:
    """What is done with each call that is not simply allowed, for the process `pid`."""
    no, enough, nothing = _error(errno.EPERM), _error(errno.ENOMEM), _give(ALLOW)
    oneself = _equals(0, pid, ALLOW)
    truncating = (
        os.O_TRUNC | os.O_WRONLY | os.O_RDWR
    )  # Landlock before version 3 does not see O_RDONLY|O_TRUNC
    found: dict[str, Code] = {name: _give(no) for name in DENIED}
    found |= {name: _give(_error(errno.ENOSYS)) for name in MISSING}
    found |= {name: _give(_error(0)) for name in IGNORED}
    found |= {name: _give(_error(NO_PROCESSES)) for name in ("fork", "vfork")}
    found |= {
        "socket": _give(_error(NO_NETWORK)),
        # A datagram socket of a pair can still send to any unix socket by its name.
        "socketpair": _masked(1, 0xF, _SOCK_DGRAM, no) + _masked(1, 0xF, _SOCK_RAW, no) + nothing,
        "clone": _has_any(0, _NAMESPACES, no)
        + _has_any(0, CLONE_THREAD, ALLOW)
        + _give(_error(NO_PROCESSES)),
        # Nobody can tell a SIGKILL of its own, or one for a limit that it lowered, from the system's for want of memory.
        "kill": _equals(1, signal.SIGKILL, no) + oneself + _give(no),
        "tgkill": _equals(2, signal.SIGKILL, no) + oneself + _give(no),
        "prlimit64": _given(2, no) + _equals(0, 0, ALLOW) + oneself + _give(no),
        "sched_setaffinity": _equals(0, 0, ALLOW) + oneself + _give(no),
        # Memory that RLIMIT_DATA does not count.
        "mmap": _has_any(3, _MAP_GROWSDOWN | _MAP_HUGETLB, enough)
        + _masked(3, _MAP_SHARED_ANONYMOUS, _MAP_SHARED_ANONYMOUS, enough)
        + nothing,
        "open": _masked(1, truncating, os.O_TRUNC, no) + nothing,
        "openat": _masked(2, truncating, os.O_TRUNC, no) + nothing,
        "fcntl": _each(1, (_F_SETOWN, _F_SETSIG, _F_SETOWN_EX, _F_SETLEASE, _F_NOTIFY), no) + nothing,
        "ioctl": _each(1, (_TCGETS, _TIOCGWINSZ, _FIONREAD, _FIONBIO, _FIONCLEX, _FIOCLEX), ALLOW)
        + _give(_error(errno.ENOTTY)),
        "prctl": _equals(0, kernel.PR_SET_PDEATHSIG, no) + nothing,  # it ends with the zygote
    }
    return found


def program(machine: str, pid: int) -> bytes:
    """The filter for a kind of machine, as the kernel takes it."""
    numbers = kernel.numbers(machine)
    code: Code = [
        _op(_LOAD, _MACHINE),
        _op(_EQUAL, kernel.AUDIT[machine], 1, 0),
        _op(_RETURN, KILL),  # another kind's calls (32-bit ones) have other numbers
        _op(_LOAD, _NUMBER),
        _op(_AT_LEAST, kernel.NEWEST, 0, 1),  # younger calls, and those of the x32 kind
        _op(_RETURN, _error(errno.ENOSYS)),
    ]
    for name, block in rules(pid).items():
        if name in numbers:
            code += [_op(_EQUAL, numbers[name], 0, len(block)), *block]
    return b"".join(code + _give(ALLOW))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def apply(pid: int) -> None:
    """Filters this process's calls from now on, in all its threads to come. Raises `OSError`."""
    code = program(platform.machine(), pid)
    held = ctypes.create_string_buffer(code, len(code))
    packed = _Program(len(code) // 8, ctypes.addressof(held))
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.syscall("seccomp", 1, 0, bytes(packed))  # SECCOMP_SET_MODE_FILTER
