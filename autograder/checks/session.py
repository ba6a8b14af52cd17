"""One submission's place at the grader: its processes, what they have used, and the calls of the check that runs.

The grader's side; never imports student code. A breach is `CheckFailed` with a message that is safe for the student,
or `NotJudged` where the machine is to blame.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from ..inside import bridges, messages
from ..inside.wire import Decoder, Encoder, Handle, Malformed, Module
from ..sandbox import Allowance, Breach, Limits, StudentProcess, Zygote
from ..submission import Submission
from .conform import Unacceptable, conform
from .failure import CheckFailed, NotJudged
from .remote import Asker, Held, Remote, Weights

SEED_MASK = 2**31 - 1


class Call(msgspec.Struct):
    """A call of the student's function during a check, for the hints: arguments and value as the check has them."""

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    value: Any = None


class Usage(msgspec.Struct):
    """What a submission's processes have used, over all of them."""

    cpu_s: float = 0.0
    processes: int = 0
    breaches: list[str] = []


class Session:
    """One submission's place at the grader: its current process, what it has used, and the calls of the check.

    `process` starts a fresh process after a crash or a breach, and reseeds before each call.
    """

    def __init__(
        self, zygote: Zygote, submission: Submission, limits: Limits, seed: int, version: str = ""
    ) -> None:
        self.submission = submission
        self.version = version
        self.limits = limits
        self.usage = Usage()
        self.calls: list[Call] = []
        self.stopped: dict[str, int] = {}
        self.allowance = Allowance(limits.cpu_s, limits.wall_s)
        self.loaded: messages.Loaded | None = None
        self._zygote = zygote
        self.seed = seed & SEED_MASK
        self._process: StudentProcess | None = None
        self._cpu_before = 0.0
        self._output = b""

    @property
    def outdated(self) -> str:
        """What a student should know who began on a stub of another version, where that may be why a check fails."""
        begun = self.submission.begun_on
        if not begun or begun == self.version:
            return ""
        told = (
            f"this file was begun on version {begun} of the assignment, and version {self.version} is graded"
        )
        return f". Note: {told}; compare its functions with those of the new stub"

    def begin_check(self) -> None:
        """A check starts: its limits start anew, and the handles of the check before are let go."""
        self.calls = []
        self._output = b""
        left = self.limits.total_cpu_s - self.cpu_s
        self.allowance = Allowance(min(self.limits.cpu_s, left), self.limits.wall_s)
        if self._process is not None:
            self._process.output.clear()
            self._process.printed = 0
            with contextlib.suppress(Breach):  # it ended between two checks: this one gets a fresh process
                self.ask(messages.Forget())

    @property
    def cpu_s(self) -> float:
        return self.usage.cpu_s + (self._process.cpu_s if self._process is not None else 0.0)

    @property
    def output(self) -> str:
        """The first of what the student has printed during the check; for the TA."""
        now = bytes(self._process.output) if self._process is not None else b""
        return (self._output + now).decode("utf-8", "replace")

    def ask(
        self, request: messages.Request, encoder: Encoder | None = None
    ) -> tuple[messages.Reply, Decoder]:
        """Sends a request to the student's process, starting one if there is none; the reply and a decoder for it."""
        if self.allowance.cpu_s <= 0 and self.cpu_s >= self.limits.total_cpu_s:
            raise Breach("cpu", f"used more than {self.limits.total_cpu_s:g} s of processor time in all")
        try:
            if self._process is None:
                self._start()
            assert self._process is not None
            reply, body = self._process.ask(request, encoder.body if encoder else [], self.allowance)
        except Breach as breach:
            self._lost(breach)
            raise
        return reply, Decoder(body, lambda handle: Remote(handle, self), weights(self))

    def call(
        self, function: str, args: tuple[Any, ...], kwargs: Mapping[str, Any], echo: bool
    ) -> tuple[messages.Reply, Decoder]:
        """Calls a function of the submission; `echo` asks for its arguments as they are after the call."""
        encoder = self.encoder()
        nodes = [encoder.node(arg) for arg in args]
        named = {name: encoder.node(value) for name, value in kwargs.items()}
        return self.ask(messages.Call(function, nodes, named, self.seed, echo=echo), encoder)

    def hold(self, value: Any) -> Held:
        encoder = self.encoder()
        try:
            reply, _ = self.ask(messages.Keep(encoder.node(value)), encoder)
        except Breach as breach:
            raise breached("the submission", breach) from None
        if not isinstance(reply, messages.Returned) or not isinstance(reply.value, Handle):
            raise CheckFailed("the process ended while it was given a value")
        return Held(value, reply.value, self)

    def exhausted(self, what: str) -> None:
        """The process has run into a limit and lives: the next call meets a fresh one."""
        self.usage.breaches.append(what)
        self.fresh()

    def attribute(self, target: Handle, name: str, returns: Any) -> Any:
        """An attribute of an object over there. Raises `CheckFailed`."""
        return self._question(name, messages.Get(target.id, name), None, returns)

    def method(self, target: Handle, name: str, args: tuple[Any, ...], returns: Any) -> Any:
        """What a method of an object over there returns. Raises `CheckFailed`."""
        encoder = self.encoder()
        nodes = [encoder.node(arg) for arg in args]
        call = messages.Call(name, nodes, {}, self.seed, target=target.id)
        return self._question(name, call, encoder, returns)

    def fresh(self) -> None:
        """Ends the current process, so that the next call meets one that has seen nothing."""
        if self._process is not None:
            self._process.close()
            self._output += bytes(self._process.output)
            self.usage.cpu_s += self._process.cpu_s
            self._process = None

    close = fresh

    def _start(self) -> None:
        self.usage.processes += 1
        self._process = StudentProcess(self._zygote, self.limits)
        s = self.submission
        chunks = [(c.where, c.line, c.source) for c in s.chunks]
        load = messages.Load(s.assignment, chunks, s.modules, s.files, self.seed)
        reply, _ = self._process.ask(load, [], self.allowance)
        if not isinstance(reply, messages.Loaded):
            raise Breach("reply", "could not be loaded")
        self.loaded = reply

    def _lost(self, breach: Breach) -> None:
        self.usage.breaches.append(breach.kind)
        self.fresh()

    def _question(self, name: str, request: messages.Request, encoder: Encoder | None, returns: Any) -> Any:
        try:
            reply, decoder = self.ask(request, encoder)
            if isinstance(reply, messages.Returned):
                return conform(decoder.value(reply.value), returns)
        except Breach as breach:
            raise breached(name, breach) from None
        except Malformed as error:
            raise CheckFailed(f"{name} returned something that cannot be read", str(error)) from None
        except Unacceptable as problem:
            raise CheckFailed(f"{name} gave the wrong kind of value: {problem}") from None
        raise CheckFailed(f"an object that was returned has no usable {name}")

    @staticmethod
    def encoder() -> Encoder:
        return Encoder(_refuse, config=_configuration)


def breached(name: str, breach: Breach) -> CheckFailed | NotJudged:
    """What a breach means for the check: the student's failure, unless the process was kept from running."""
    if breach.starved:
        return NotJudged(f"{name} {breach.message}, and did not get a processor for most of it")
    return CheckFailed(f"{name} {breach.message}", breach.detail)


def _configuration(model: Any) -> Any:
    return bridges.configuration(model) if bridges.is_bridge(model) else getattr(model, "config", {})


def _refuse(value: object) -> int:
    raise Malformed(f"a {type(value).__name__} is no value")


def weights(asker: Asker | None) -> Callable[[Module, dict[str, Any], Any], Weights]:
    """Makes a model of the student's as a check sees it: its tensors and a handle, never its class."""
    return lambda node, tensors, config: Weights(tensors, node, asker)
