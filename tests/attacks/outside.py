"""What an attacker would like to have or to harm: a course full of tokens, a home, neighbours. All of it is decoys.

Everything may be read and written by anyone as far as file modes go, so that it is the walls which are tested.
"""

from __future__ import annotations

import contextlib
import ctypes
import glob
import hashlib
import json
import os
import secrets
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import numpy

import autograder

COURSE = Path(__file__).parent / "course"
NEIGHBOUR = Path(__file__).with_name("neighbour.py")
KINDS = [
    "grader",
    "reference",
    "input",
    "secret",
    "student",
    "record",
    "home",
    "environment",
    "variable",
    "sibling",
    "earlier",
    "shm",
    "sysv",
]
OPEN_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/run/lock", "/var/lock", "/")
PR_SET_CHILD_SUBREAPER = 36
IPC_CREAT, IPC_RMID, GETVAL, SHM_BYTES = 0o1000, 0, 12, 4096

_libc = ctypes.CDLL(None, use_errno=True)
_libc.shmat.restype = ctypes.c_void_p
_libc.shmdt.argtypes = [ctypes.c_void_p]


class Outside:
    """The decoys of one run of the tests. Use as a context manager."""

    def __init__(self) -> None:
        self.mark = f"attack-{secrets.token_hex(4)}"
        self.tokens = {kind: f"token:{kind}:{secrets.token_hex(8)}" for kind in KINDS}
        self.number = secrets.randbelow(8_000_000) + 1_234_567  # a hidden number, among the hidden inputs
        self.root = Path(tempfile.mkdtemp(prefix=f"{self.mark}-", dir="/tmp"))
        self.temp = Path(
            tempfile.mkdtemp(prefix=f"{self.mark}-", dir="/tmp")
        )  # where scratch folders come and go
        self.handed_in = Path(tempfile.mkdtemp(prefix=f"{self.mark}-", dir="/tmp"))
        self.course, self.home = self.root / "course", self.root / "home"
        self.submissions = self.root / "submissions"
        self.shm_file = Path("/dev/shm") / f"{self.mark}.token"
        self.sysv_key = secrets.randbelow(2**30) + 1
        self._exit = contextlib.ExitStack()

    def __enter__(self) -> Outside:
        with self._exit:
            self._exit.callback(self._clean)
            self._files()
            self._shared_memory()
            self._environment()
            self._neighbour()
            self._exit = self._exit.pop_all()
        return self

    def __exit__(self, *problem: object) -> None:
        self._exit.close()

    # --- the decoys

    def _files(self) -> None:
        self.root.chmod(0o755)
        shutil.copytree(COURSE, self.course, ignore=shutil.ignore_patterns("__pycache__"))
        for file in self.course.rglob("*.py"):
            text = file.read_text()
            for kind, token in self.tokens.items():
                text = text.replace(f"@{kind}@", token)
            file.write_text(text.replace("@number@", str(self.number)))
        (self.course / "secret").write_text(self.tokens["secret"])
        self._write(
            self.course / "results/probing/bob.json", f'{{"score": 100, "note": "{self._of("record")}"}}'
        )
        self._write(self.submissions / "bob/probing.py", f"# {self._of('student')}\n")
        self._write(self.home / ".netrc", f"machine forge login ta password {self._of('home')}\n")
        self._write(self.home / ".bashrc", "# an honest shell\n")
        self._write(self.home / "notes.txt", "what a TA keeps\n")
        for folder, _, names in os.walk(self.root):
            os.chmod(folder, 0o777)
            for name in names:
                os.chmod(os.path.join(folder, name), 0o666)
        self.temp.chmod(0o1777)

    def _write(self, file: Path, text: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def _of(self, kind: str) -> str:
        return self.tokens[kind]

    def _shared_memory(self) -> None:
        self.shm_file.write_text(self._of("shm"))
        self.shm_file.chmod(0o666)
        key, flags = self.sysv_key, IPC_CREAT | 0o666
        self.segment, self.queue = _libc.shmget(key, SHM_BYTES, flags), _libc.msgget(key, flags)
        self.semaphore = _libc.semget(key, 1, flags)
        address = _libc.shmat(self.segment, None, 0)
        ctypes.memmove(address, self._of("sysv").encode(), len(self._of("sysv")))
        _libc.shmdt(address)
        message = struct.pack("l", 1) + self._of("sysv").encode()
        _libc.msgsnd(self.queue, message, len(self._of("sysv")), 0)
        self._exit.callback(_libc.shmctl, self.segment, IPC_RMID, None)
        self._exit.callback(_libc.msgctl, self.queue, IPC_RMID, None)
        self._exit.callback(_libc.semctl, self.semaphore, 0, IPC_RMID)

    def _environment(self) -> None:
        os.environ["COURSE_TOKEN"] = self._of("variable")
        self._exit.callback(os.environ.pop, "COURSE_TOKEN", None)
        before, tempfile.tempdir = tempfile.tempdir, str(self.temp)
        self._exit.callback(setattr, tempfile, "tempdir", before)
        # What a student's process leaves behind becomes a child of this one, and is seen.
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self._exit.callback(_libc.prctl, PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)

    def _neighbour(self) -> None:
        command = [sys.executable, "-S", "-s", str(NEIGHBOUR), str(self.root), self.mark]
        self.neighbour = subprocess.Popen(
            command,
            env={"TOKEN": self._of("environment")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._exit.enter_context(self.neighbour)
        assert self.neighbour.stdin is not None
        assert self.neighbour.stdout is not None
        self._exit.callback(self.neighbour.stdin.close)
        self.ports = json.loads(self.neighbour.stdout.readline())

    def _clean(self) -> None:
        for folder in (self.root, self.temp, self.handed_in):
            shutil.rmtree(folder, ignore_errors=True)
        for name in self._marked():
            with contextlib.suppress(OSError):
                os.unlink(name)

    def known(self, **more: int) -> str:
        """The source of `known.py`: all that an attacker could have found out beforehand."""
        facts: dict[str, object] = {
            "COURSE": self.course,
            "GRADERS": self.course / "assignments/probing/graders",
            "HIDDEN": self.course / "assignments/probing/graders/test_probing.py",
            "REFERENCE": self.course / "solutions/probing.py",
            "SECRET": self.course / "secret",
            "RECORD": self.course / "results/probing/bob.json",
            "SUBMISSION": self.submissions / "bob/probing.py",
            "HOME": self.home,
            "TEMP": self.temp,
            "ROOT": self.root,
            "PACKAGE": Path(autograder.__file__).parent,
            "SITE": Path(numpy.__file__).parents[1],
            "MARK": self.mark,
            "TCP": self.ports["tcp"],
            "UDP": self.ports["udp"],
            "SOCKET": self.root / "neighbour.socket",
            "SHM": self.shm_file,
            "SYSV": self.sysv_key,
            "SEGMENT": self.segment,
            "QUEUE": self.queue,
            "SEMAPHORE": self.semaphore,
            "NEIGHBOUR": self.neighbour.pid,
            "GRADER": os.getpid(),
            **more,
        }
        plain = {name: str(v) if isinstance(v, Path) else v for name, v in facts.items()}
        return "".join(f"{name} = {value!r}\n" for name, value in plain.items())

    # --- what may not change, and what may not be found

    def stolen(self, text: str) -> set[str]:
        """The kinds of tokens that stand in a text."""
        return {kind for kind, token in self.tokens.items() if token.rpartition(":")[2] in text}

    def state(self, *processes: int) -> dict[str, object]:
        """Everything that an attack could change, to be compared before and after."""
        state: dict[str, object] = {"marked": self._marked(), "ipc": self._ipc()}
        state |= {str(file): _file_state(file, digest=True) for file in sorted(self.root.rglob("*"))}
        state["temp"] = sorted(map(str, self.temp.rglob("*")))
        for place in (Path(autograder.__file__).parent, Path(msgspec.__file__).parent):
            state |= {str(file): _file_state(file, digest=False) for file in sorted(place.rglob("*"))}
        for place in (Path(numpy.__file__).parents[1], Path(numpy.__file__).parent):
            state |= {str(file): _file_state(file, digest=False) for file in sorted(place.iterdir())}
        state["home"] = sorted(os.listdir(Path.home()))
        state["processes"] = descendants(os.getpid())
        for pid in (os.getpid(), self.neighbour.pid, *processes):
            state[f"process {pid}"] = _process_state(pid)
        with contextlib.suppress(OSError):
            state["core pattern"] = Path("/proc/sys/kernel/core_pattern").read_text()
        state["mounts"] = Path("/proc/self/mountinfo").read_text()
        return state

    def clear(self, before: dict[str, object]) -> None:
        """Ends the processes that an attack has left behind, so that the next test is about the next attack."""
        known = before["processes"]
        assert isinstance(known, dict)
        for pid in descendants(os.getpid()):
            if pid not in known:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)

    def _marked(self) -> list[str]:
        places = (*OPEN_PLACES, *sys.path, str(Path(autograder.__file__).parent), str(Path.home()))
        return sorted(name for place in set(places) for name in glob.glob(f"{place}/*{self.mark}*"))

    def _ipc(self) -> list[str]:
        """The System V objects under the keys that the attacks use, with their sizes and what is in them."""
        lines = [
            line.split()[:6] for name in ("shm", "sem", "msg") for line in _lines(f"/proc/sysvipc/{name}")
        ]
        found = [" ".join(line) for line in lines if line and _is_key(line[0], self.sysv_key)]
        return [*sorted(found), f"semaphore {_libc.semctl(self.semaphore, 0, GETVAL)}"]


def _is_key(text: str, first: int) -> bool:
    return text.lstrip("-").isdigit() and first <= int(text) < first + 100


def _lines(name: str) -> list[str]:
    try:
        return Path(name).read_text().splitlines()
    except OSError:
        return []


def _file_state(file: Path, digest: bool) -> object:
    if file.name == "__pycache__" or file.parent.name == "__pycache__":
        return "pycache" if file.is_dir() else (file.name, file.stat().st_size)
    try:
        s = file.lstat()
    except OSError as error:
        return type(error).__name__
    whole = hashlib.sha256(file.read_bytes()).hexdigest() if digest and file.is_file() else ""
    attributes = sorted(os.listxattr(file, follow_symlinks=False)) if digest else []
    size = s.st_size if file.is_file() else 0
    return (
        s.st_mode,
        s.st_uid,
        s.st_gid,
        s.st_nlink if file.is_file() else 0,
        size,
        s.st_mtime_ns,
        whole,
        attributes,
    )


def _process_state(pid: int) -> object:
    """How a process is doing, as far as others could change it: stopped, niced, bound, limited, traced."""
    try:
        status = dict(line.partition(":")[::2] for line in _lines(f"/proc/{pid}/status"))
        stopped = status["State"].split()[0] in "TtZX"
        adjusted = _lines(f"/proc/{pid}/oom_score_adj")
        limits = _lines(f"/proc/{pid}/limits")
        scheduled = (
            os.getpriority(os.PRIO_PROCESS, pid),
            os.sched_getscheduler(pid),
            os.sched_getaffinity(pid),
        )
        return stopped, status["TracerPid"], status["Name"], adjusted, limits, scheduled
    except (KeyError, OSError):
        return "gone"


def descendants(pid: int) -> dict[int, str]:
    """The processes that come from this one, with the moment at which each began."""
    parents: dict[int, tuple[int, str]] = {}
    for folder in glob.glob("/proc/[0-9]*"):
        for line in _lines(f"{folder}/stat"):
            fields = line.rpartition(")")[2].split()
            if len(fields) > 19:
                parents[int(folder[6:])] = int(fields[1]), fields[19]
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        above = waiting.pop()
        for child, (parent, began) in parents.items():
            if parent == above:
                found[child] = began
                waiting.append(child)
    return found


def changes(before: dict[str, object], after: dict[str, object]) -> Iterator[str]:
    """What differs between two states, in words."""
    for name in _union(before, after):
        if before.get(name) != after.get(name):
            yield f"{name}: {before.get(name, 'absent')} became {after.get(name, 'absent')}"


def _union(*names: Iterable[str]) -> list[str]:
    return sorted(set().union(*names))
