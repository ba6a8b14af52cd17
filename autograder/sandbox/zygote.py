"""The grader's end of a zygote: start it, have it fork, ask how a child ended."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import msgspec

from ..inside.confine import Confinement
from ..inside.zygote import CONFINED, Answer, Fork, Forked, Preload, Ready, Reap, Reaped, Refused
from . import folder
from .limits import Limits, SandboxUnavailable
from .tiers import Tier, command, isolation

START_DEADLINE_S = 300.0  # imports of a cold disk; seconds when warm
FORK_DEADLINE_S = 60.0
MESSAGE_CAP = 1 << 16

_answers = msgspec.msgpack.Decoder(Answer)


class Child(NamedTuple):
    """A confined child: its process descriptor and number here, the grader's ends of its socket and of its output
    pipe, and its folder."""

    process: int
    pid: int
    end: socket.socket
    output: int
    scratch: Path


class Zygote:
    """One preloaded process that forks a child for each submission. Use as a context manager.

    Its children are confined as `tier` says. Raises `SandboxUnavailable` when the tier cannot be had, the assignment's
    imports fail there or the process ends.
    """

    def __init__(self, preload: Sequence[str], provided: Mapping[str, tuple[str, str]], tier: Tier) -> None:
        self.tier = tier
        self.threads = 0
        self.start_cpu_s = 0.0
        self._isolation = isolation(tier)
        self._made = 0
        self._scratch = folder.hold()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process: subprocess.Popen[bytes] | None = None
        try:
            with theirs:
                self._process = subprocess.Popen(
                    command(tier, theirs.fileno(), str(self._scratch.path)),
                    pass_fds=[theirs.fileno()],
                    env=_environment(str(self._scratch.path)),
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                )
            order = Preload(list(preload), dict(provided), self._isolation)
            answer = self._ask(order, [], START_DEADLINE_S)
        except OSError as error:
            self.close()
            raise SandboxUnavailable(f"the zygote did not start: {error}") from None
        except BaseException:
            self.close()
            raise
        if not isinstance(answer, Ready):
            self.close()
            raise SandboxUnavailable(answer.reason if isinstance(answer, Refused) else repr(answer))
        self.start_cpu_s, self.threads = answer.cpu_s, answer.threads

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def memory(self) -> int:
        """Bytes that it has for itself, without what it has in common with others' files. Raises `OSError`."""
        assert self._process is not None
        pids = [self._process.pid, *_below(self._process.pid)]  # bubblewrap's is not its own
        return max(map(_own_memory, pids))

    def fork(self, limits: Limits) -> Child:
        """Starts a child and waits until it is confined."""
        scratch = self._new_scratch()
        end, theirs = socket.socketpair()
        output, their_output = os.pipe()
        try:
            confinement = Confinement(
                str(scratch),
                memory=limits.memory_mb << 20,
                files=limits.files_mb << 20,
                threads=limits.threads,
                cpu_s=int(limits.total_cpu_s) + 5,
            )
            try:
                answer = self._ask(Fork(confinement), [theirs.fileno(), their_output], FORK_DEADLINE_S)
            finally:
                theirs.close()
                os.close(their_output)
            if not isinstance(answer, Forked):
                raise SandboxUnavailable(f"the zygote did not fork: {answer!r}")
            process = self._first_words(end)
            return Child(process, _pid(process), end, output, scratch)
        except BaseException:
            end.close()
            os.close(output)
            folder.remove(scratch)
            raise

    def reap(self, process: int) -> int | None:
        """Waits for a child that is ending; its exit code, negative for a signal, None where it is not known.
        Closes its process descriptor."""
        try:
            answer = self._ask(Reap(), [process], FORK_DEADLINE_S)
        finally:
            os.close(process)
        return answer.code if isinstance(answer, Reaped) else None

    def close(self) -> None:
        self._control.close()  # the zygote ends at the end of its control socket, and its children with it
        if self._process is not None:
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            if self._process.stderr is not None:
                self._process.stderr.close()
        self._scratch.give_up()

    def __enter__(self) -> Zygote:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, order: Preload | Fork | Reap, descriptors: list[int], deadline: float) -> Answer:
        self._control.settimeout(deadline)
        try:
            socket.send_fds(self._control, [msgspec.msgpack.encode(order)], descriptors)
            message = self._control.recv(MESSAGE_CAP)
        except OSError as error:
            raise SandboxUnavailable(f"the zygote did not answer: {error}{self._last_words()}") from None
        if not message:
            raise SandboxUnavailable(f"the zygote ended{self._last_words()}")
        answer: Answer = _answers.decode(message)
        return answer

    def _new_scratch(self) -> Path:
        self._made += 1
        scratch = self._scratch.path / str(self._made)
        scratch.mkdir(mode=0o700)
        if self._isolation.user is not None:
            os.chown(scratch, self._isolation.user, self._isolation.user)
        return scratch

    def _first_words(self, end: socket.socket) -> int:
        """What a child says when it is behind its isolation: its process descriptor."""
        end.settimeout(FORK_DEADLINE_S)
        try:
            said, descriptors, _, _ = socket.recv_fds(end, MESSAGE_CAP, 1)
        except OSError as error:
            raise SandboxUnavailable(
                f"a student's process did not get behind its isolation: {error}"
            ) from None
        if said == CONFINED and descriptors:
            return descriptors[0]
        for process in descriptors:
            self.reap(process)
        why = said.decode(errors="replace") or "it ended before"
        raise SandboxUnavailable(f"a student's process could not be confined: {why}")

    def _last_words(self) -> str:
        if self._process is None:
            return ""
        self._process.kill()
        code = self._process.wait()
        said = self._process.stderr.read() if self._process.stderr else b""
        return f" (exit {code}): {said.decode(errors='replace').strip()[-2000:]}"


def _pid(process: int) -> int:
    """The number of a process as /proc has it here."""
    for line in Path(f"/proc/self/fdinfo/{process}").read_text("ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "Pid":
            return int(value)
    raise SandboxUnavailable("this kernel does not tell the number of a process descriptor")


def _below(pid: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    try:
        found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:  # not every kernel tells
        return []
    return found + [other for child in found for other in _below(child)]


def _own_memory(pid: int) -> int:
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as told:
        return sum(int(line.split()[1]) << 10 for line in told if line.startswith("Anonymous:"))


def _environment(home: str) -> dict[str, str]:
    """Nothing of the grader's own: what stands in an environment stays readable in /proc for the process's life."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": home,  # torch's import looks for a folder that it may write in
        "TMPDIR": home,
        "USER": "student",  # the user that a child becomes has no entry to look a name up in
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": os.devnull,
        "PYTHONHASHSEED": "0",
        "HF_HUB_OFFLINE": "1",
    }
