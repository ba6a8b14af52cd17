"""The grader's end of a zygote: start it, have it fork, ask how a child ended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import msgspec

from ..inside import __file__ as _inside_file
from ..inside.confine import Confinement
from ..inside.zygote import Answer, Fork, Forked, Preload, Ready, Reap, Reaped, Refused
from .limits import SandboxUnavailable

START_DEADLINE_S = 300.0  # imports of a cold disk; seconds when warm
FORK_DEADLINE_S = 60.0
MESSAGE_CAP = 1 << 16

_answers = msgspec.msgpack.Decoder(Answer)


class Zygote:
    """One preloaded process that forks a child for each submission. Use as a context manager.

    Raises `SandboxUnavailable` when the assignment's imports fail there or the process ends.
    """

    def __init__(self, preload: Sequence[str], provided: Mapping[str, tuple[str, str]]) -> None:
        self.threads = 0
        self.start_cpu_s = 0.0
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                _command(theirs.fileno()),
                pass_fds=[theirs.fileno()],
                env=_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        try:
            answer = self._ask(Preload(list(preload), dict(provided)), [], START_DEADLINE_S)
        except BaseException:
            self.close()
            raise
        if not isinstance(answer, Ready):
            self.close()
            raise SandboxUnavailable(answer.reason if isinstance(answer, Refused) else repr(answer))
        self.start_cpu_s, self.threads = answer.cpu_s, answer.threads

    @property
    def pid(self) -> int:
        return self._process.pid

    def fork(self, confinement: Confinement, channel: int, output: int) -> int:
        """Starts a child on these two descriptors; returns its process id."""
        answer = self._ask(Fork(confinement), [channel, output], FORK_DEADLINE_S)
        if not isinstance(answer, Forked):
            raise SandboxUnavailable(f"the zygote did not fork: {answer!r}")
        return answer.pid

    def reap(self, pid: int) -> int | None:
        """Waits for a child that is ending; its exit code, negative for a signal, None where it is not known."""
        answer = self._ask(Reap(pid), [], FORK_DEADLINE_S)
        return answer.code if isinstance(answer, Reaped) else None

    def close(self) -> None:
        self._control.close()  # the zygote ends at the end of its control socket, and its children with it
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()

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

    def _last_words(self) -> str:
        self._process.kill()
        code = self._process.wait()
        said = self._process.stderr.read() if self._process.stderr else b""
        return f" (exit {code}): {said.decode(errors='replace').strip()[-2000:]}"


def _command(control: int) -> list[str]:
    entry = Path(_inside_file).with_name("__main__.py")
    packages = [
        p for p in sys.path if Path(p).name in ("site-packages", "dist-packages") and Path(p).is_dir()
    ]
    return [sys.executable, "-S", "-s", "-P", "-B", str(entry), str(control), *packages]


def _environment() -> dict[str, str]:
    """Nothing of the grader's own: what stands in an environment stays readable in /proc for the process's life."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": "/tmp",
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": os.devnull,
        "PYTHONHASHSEED": "0",
        "HF_HUB_OFFLINE": "1",
    }
