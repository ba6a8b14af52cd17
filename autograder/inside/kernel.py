"""System calls that Python has no wrapper for, and their numbers.

A machine of another kind needs a column of numbers here and an audit value in `AUDIT`, nothing else.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # AUDIT_ARCH_*, as a seccomp filter sees it
NEWEST = (
    463  # numbers from here on are younger than this table: the filter answers that there is no such call
)

# name, x86-64, aarch64 (where `-` says that the machine has no such call)
_TABLE = """
accept 43 202            accept4 288 242          acct 163 89               add_key 248 217
adjtimex 159 171         bind 49 200              bpf 321 280               capset 126 91
chmod 90 -               chown 92 -               chroot 161 51             clock_adjtime 305 266
clock_settime 227 112    clone 56 220             clone3 435 435            close_range 436 436
connect 42 203           delete_module 176 106    execve 59 221             execveat 322 281
fanotify_init 300 262    fchmod 91 52             fchmodat 268 53           fchmodat2 452 452
fchown 93 55             fchownat 260 54          fcntl 72 25               finit_module 313 273
fork 57 -                fremovexattr 199 16      fsconfig 431 431          fsetxattr 190 7
fsmount 432 432          fsopen 430 430           fspick 433 433            futimesat 261 -
init_module 175 105      inotify_init 253 -       inotify_init1 294 26      io_setup 206 0
io_uring_enter 426 426   io_uring_register 427 427   io_uring_setup 425 425  ioctl 16 29
ioperm 173 -             iopl 172 -               ioprio_set 251 30         kcmp 312 272
kexec_file_load 320 294  kexec_load 246 104       keyctl 250 219            kill 62 129
landlock_add_rule 445 445   landlock_create_ruleset 444 444   landlock_restrict_self 446 446
lchown 94 -              listen 50 201            listmount 458 458         lookup_dcookie 212 18
lremovexattr 198 15      lsetxattr 189 6          mbind 237 235             memfd_create 319 279
memfd_secret 447 447     migrate_pages 256 238    mknod 133 -               mknodat 259 33
mmap 9 222               modify_ldt 154 -         mount 165 40              mount_setattr 442 442
move_mount 429 429       move_pages 279 239       mq_open 240 180           msgget 68 186
name_to_handle_at 303 264   open 2 -              open_by_handle_at 304 265   open_tree 428 428
openat 257 56            openat2 437 437          perf_event_open 298 241   personality 135 92
pidfd_getfd 438 438      pidfd_open 434 434       pidfd_send_signal 424 424   pivot_root 155 41
prctl 157 167            prlimit64 302 261        process_madvise 440 440   process_mrelease 448 448
process_vm_readv 310 270 process_vm_writev 311 271   ptrace 101 117         quotactl 179 60
quotactl_fd 443 443      reboot 169 142           removexattr 197 14        request_key 249 218
rt_sigqueueinfo 129 138  rt_tgsigqueueinfo 297 240   sched_setaffinity 203 122   sched_setattr 314 274
sched_setparam 142 118   sched_setscheduler 144 119   seccomp 317 277       semget 64 190
set_mempolicy 238 237    setdomainname 171 162    sethostname 170 161       setns 308 268
setpriority 141 140      setrlimit 160 164         settimeofday 164 170     setxattr 188 5            shmat 30 196
shmget 29 194            socket 41 198            socketpair 53 199         statmount 457 457
swapoff 168 225          swapon 167 224           syslog 103 116            tgkill 234 131
tkill 200 130            truncate 76 45           umount2 166 39            unshare 272 97
userfaultfd 323 282      utime 132 -              utimensat 280 88          utimes 235 -
vfork 58 -               vhangup 153 58           mq_unlink 241 181         msgctl 71 187
msgrcv 70 188            msgsnd 69 189            semctl 66 191             semop 65 193
semtimedop 220 192       shmctl 31 195            shmdt 67 197              sync 162 81
syncfs 306 267           mq_timedsend 242 182      mq_timedreceive 243 183   timer_create 222 107
"""

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = (
    1,
    4,
    36,
    38,
    47,
)
CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND = 1, 2, 4, 8, 0x20, 0x1000
MS_REC, MS_PRIVATE, MS_NOATIME, MS_NODIRATIME, MS_RELATIME = 0x4000, 0x40000, 0x400, 0x800, 0x200000

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def _column(machine: str) -> dict[str, int]:
    words = _TABLE.split()
    which = {"x86_64": 1, "aarch64": 2}[machine]
    rows = zip(words[::3], words[which::3], strict=True)
    return {name: int(number) for name, number in rows if number != "-"}


def numbers(machine: str = "") -> dict[str, int]:
    """The numbers of the calls that this machine (or the named one) has; `OSError` for a kind without a column."""
    machine = machine or platform.machine()
    if machine not in AUDIT:
        raise OSError(f"there is no sandbox for {machine}: it needs the numbers of its system calls")
    return _column(machine)


def syscall(name: str, *args: object) -> int:
    """A system call by name. Integers are passed as 64 bits, bytes and None as pointers. Raises `OSError`."""
    passed = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    return _checked(_libc.syscall(ctypes.c_long(numbers()[name]), *passed), name)


def prctl(option: int, *args: int) -> None:
    four = [ctypes.c_ulong(arg) for arg in (*args, 0, 0, 0, 0)[:4]]
    _checked(_libc.prctl(option, *four), f"prctl {option}")


def unshare(flags: int) -> None:
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")


def mount(source: str | None, target: str, kind: str | None, flags: int, options: str = "") -> None:
    names = [None if name is None else os.fsencode(name) for name in (source, target, kind)]
    _checked(_libc.mount(*names, ctypes.c_ulong(flags), options.encode() or None), f"mount on {target}")


def drop_capabilities() -> None:
    """Gives up all capabilities, the inheritable and ambient ones too."""
    syscall(
        "capset", struct.pack("=Ii", 0x20080522, 0), bytes(24)
    )  # _LINUX_CAPABILITY_VERSION_3, this thread
    prctl(PR_CAP_AMBIENT, 4)  # PR_CAP_AMBIENT_CLEAR_ALL


def _checked(result: int, what: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result
