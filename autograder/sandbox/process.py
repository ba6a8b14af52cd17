"""One student's process, from the grader's side: a request goes in, a reply comes out, within limits.

Nothing blocks here: a child that does not read, does not answer, drips, floods or hangs meets a deadline. Times are
read from the kernel, not from the child.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from collections.abc import Sequence

import msgspec

from ..inside.confine import SCRATCH_FILES
from ..inside.messages import BODY_CAP, FRAME, HEADER_CAP, Reply, Request, decode_reply, encode
from ..inside.wire import Malformed
from . import folder
from .clock import Clock
from .limits import Breach, Limits
from .zygote import Zygote

POLL_MS = 50  # how often a running call's CPU time is looked at
SENT_AT_ONCE = 256  # arrays; the kernel takes up to 1,024
OUTPUT_KEPT = 64 << 10  # of what the student prints, for the TA


class Allowance(msgspec.Struct):
    """What is left to the check that is running, in seconds of processor and of wall time.

    Only calls use it up, never the grader's own work between them. `ran_s` is what they have run so far, in all threads,
    and `waited_s` what the main thread waited for a processor; `passed_s` is the wall time of both and of what they slept.
    `in_all`: its wall time is what is left to all checks, less than a check's own.
    """

    cpu_s: float
    wall_s: float
    ran_s: float = 0.0
    waited_s: float = 0.0
    passed_s: float = 0.0
    in_all: bool = False

    @property
    def starved(self) -> bool:
        """Whether a process that wanted to run most of the time mostly waited for a processor. Its main thread waits as
        well where its own other threads have one: then it has run for half of the time and more."""
        wall, ran, waited = self.passed_s, self.ran_s, self.waited_s
        return ran < min(waited, 0.5 * wall) and (waited > 0.5 * wall or waited + ran > 0.8 * wall)


class StudentProcess:
    """A confined child that serves one submission until it is closed, breaches a limit or ends.

    `output` is the first of what it has printed.
    """

    def __init__(self, zygote: Zygote, limits: Limits) -> None:
        self.output = bytearray()
        self.printed = 0
        self._zygote = zygote
        self._limits = limits
        self._child = zygote.fork(limits)
        self._end, self._pipe = self._child.end, self._child.output
        # In namespaces of its own it writes to a small file system that nobody else sees.
        self._folder = None if zygote.tier.namespaces else self._child.scratch
        self._end.setblocking(False)
        os.set_blocking(self._pipe, False)
        self._clock = Clock(self._child.pid)
        self._alive = True

    @property
    def cpu_s(self) -> float:
        """Processor time used so far, in seconds."""
        return self._clock.cpu_s

    @property
    def knows_starving(self) -> bool:
        """Whether the kernel says how long a process has waited for a processor."""
        return self._clock.knows_waiting

    def ask(
        self, request: Request, body: Sequence[memoryview], allowance: Allowance
    ) -> tuple[Reply, memoryview]:
        """Sends a request and waits for its reply. Raises `Breach`; the process is closed then."""
        before = *self._clock.read(), time.monotonic()
        header = encode(request)
        outgoing = [memoryview(FRAME.pack(len(header), sum(p.nbytes for p in body)) + header), *body]
        incoming = _Incoming()
        try:
            while not incoming.complete:
                self._exchange(outgoing, incoming)
                before = self._charge(allowance, before)
                self._hold_to(allowance, answered=incoming.complete)
            self._drain()
            return decode_reply(incoming.header), memoryview(incoming.body)
        except Malformed as error:
            self.close()
            raise Breach("reply", "sent back something that cannot be read", detail=str(error)) from None
        except Breach:
            self.close()
            raise

    def close(self) -> int | None:
        """Ends the process whatever it is doing; returns how it ended, as `Zygote.reap`."""
        if not self._alive:
            return None
        self._alive = False
        self._clock.read()
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._child.process, signal.SIGKILL)
        code = self._zygote.reap(self._child.process)
        self._release()
        return code

    def _hold_to(self, allowance: Allowance, answered: bool) -> None:
        """Raises the `Breach` of the first limit that has been passed."""
        limits = self._limits
        if allowance.cpu_s < 0:
            raise Breach("cpu", f"used more than {limits.cpu_s:g} s of processor time")
        if self._clock.threads > limits.threads:
            raise Breach("threads", limits.told("threads"))
        if self._folder is not None and folder.exceeds(self._folder, limits.files_mb << 20, SCRATCH_FILES):
            raise Breach("files", limits.told("files"))
        if allowance.wall_s < 0 and not answered:  # a reply that is here was not late: we were
            raise self._too_long(allowance)

    def _exchange(self, outgoing: list[memoryview], incoming: _Incoming) -> None:
        poll = select.poll()
        poll.register(self._end, select.POLLIN | (select.POLLOUT if outgoing else 0))
        if self._pipe >= 0:
            poll.register(self._pipe, select.POLLIN)
        ready = dict(poll.poll(POLL_MS))
        if self._pipe in ready:
            self._drain()
        events = ready.get(self._end.fileno(), 0)
        try:
            if events & select.POLLOUT and outgoing:
                self._send(outgoing)
            if events & (select.POLLIN | select.POLLHUP | select.POLLERR):
                incoming.read(self._end)
        except BlockingIOError:
            return
        except (EOFError, ConnectionError):
            raise self._ended() from None

    def _send(self, outgoing: list[memoryview]) -> None:
        """Sends as much as goes at once; what is left stays in the list. A model is some fifty small arrays."""
        left = self._end.sendmsg(outgoing[:SENT_AT_ONCE])
        while outgoing and left >= outgoing[0].nbytes:
            left -= outgoing.pop(0).nbytes
        if left:
            outgoing[0] = outgoing[0][left:]

    def _drain(self) -> None:
        if self._pipe < 0:
            return
        try:
            while chunk := os.read(self._pipe, 1 << 16):
                self.printed += len(chunk)
                self.output += chunk[: max(0, OUTPUT_KEPT - len(self.output))]
                if self.printed > self._limits.output_mb << 20:
                    raise Breach("output", f"printed more than {self._limits.output_mb} MB")
            os.close(self._pipe)  # the student closed its own standard output: no reason to spin on it
            self._pipe = -1
        except BlockingIOError:
            pass

    def _ended(self) -> Breach:
        """Why the socket closed, as far as the kernel tells."""
        poll = select.poll()
        poll.register(self._child.process, select.POLLIN)
        if not poll.poll(1000):
            return Breach("crash", "closed its connection to the grader")
        self._clock.read()
        self._alive = False
        code = self._zygote.reap(self._child.process)
        self._release()
        if code == -signal.SIGXCPU or (code == -signal.SIGKILL and self.cpu_s > self._limits.total_cpu_s):
            return Breach("cpu", f"used more than {self._limits.total_cpu_s:g} s of processor time in all")
        if code == -signal.SIGKILL:
            return Breach("memory", "was ended by the system, which usually means too much memory")
        if code is not None and code < 0:
            return Breach("crash", f"crashed ({_signal_name(-code)})")
        return Breach("crash", "ended the Python process (exit, os._exit or the like)")

    def _too_long(self, allowance: Allowance) -> Breach:
        limit = (
            f"{self._limits.total_wall_s:g} s in all" if allowance.in_all else f"{self._limits.wall_s:g} s"
        )
        return Breach("wall", f"took longer than {limit}", starved=allowance.starved)

    def _charge(self, allowance: Allowance, before: tuple[float, float, float]) -> tuple[float, float, float]:
        """Takes what was used since `before` off the allowance; returns the clocks now."""
        now = *self._clock.read(), time.monotonic()
        ran, waited, wall = (b - a for a, b in zip(before, now, strict=True))
        allowance.cpu_s -= ran
        allowance.wall_s -= wall
        allowance.ran_s += ran
        allowance.waited_s += waited
        allowance.passed_s += wall
        return now

    def _release(self) -> None:
        self._clock.close()
        self._end.close()
        with contextlib.suppress(Breach):
            self._drain()  # its last words may have come after the last look
        if self._pipe >= 0:
            os.close(self._pipe)
            self._pipe = -1
        folder.remove(self._child.scratch)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal
        return f"signal {number}"


class _Incoming:
    """A frame as it arrives. Sizes are checked before a byte is set aside for them."""

    def __init__(self) -> None:
        self.header = bytearray()
        self.body = bytearray()
        self._prefix = bytearray(FRAME.size)
        self._parts = [memoryview(self._prefix)]
        self._sized = False

    @property
    def complete(self) -> bool:
        return self._sized and not self._parts

    def read(self, end: socket.socket) -> None:
        while self._parts:
            n = end.recv_into(self._parts[0])
            if n == 0:
                raise EOFError
            self._parts[0] = self._parts[0][n:]
            while self._parts and not self._parts[0]:
                self._parts.pop(0)
            if not self._parts and not self._sized:
                self._make_room()

    def _make_room(self) -> None:
        header_size, body_size = FRAME.unpack(self._prefix)
        if header_size > HEADER_CAP or body_size > BODY_CAP:
            raise Malformed(f"a reply of {header_size + body_size:,} bytes")
        self._sized = True
        self.header, self.body = bytearray(header_size), bytearray(body_size)
        self._parts = [memoryview(part) for part in (self.header, self.body) if part]
