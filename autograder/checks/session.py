"""One submission's place at the grader: its processes, what they have used, and the calls of the check that runs.

The grader's side; never imports student code. A breach is `CheckFailed` with a message that is safe for the student,
or `NotJudged` where the machine is to blame.
"""

from __future__ import annotations

import contextlib
import dataclasses
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import torch

from ..inside import messages
from ..inside.wire import Budget, Decoder, Encoder, Fields, Handle, Malformed, Module, TooLarge, characters
from ..sandbox import Allowance, Breach, Limits, StudentProcess, Zygote
from ..submission import Submission
from ..submission.source import Chunk
from .conform import Unacceptable, conform
from .failure import CheckFailed, NotJudged
from .rebuilt import configuration
from .remote import Asker, Held, Remote, Weights

SEEDS = 2**31  # what every library takes
LOADS_STOPPED = 2  # breaches while a submission is loaded, after which it is not loaded again
PARTS = 100  # in which a submission is loaded, at most: each costs a message there and back
DEFINITIONS = ("def ", "class ", "import ", "from ", "@", "async ")
KEPT_NUMBERS = 1 << 24  # of a submission's answers, for the hints: 128 MB, ten times what honest ones have


class Call(msgspec.Struct):
    """A call of the student's function during a check, for the hints: arguments and value as the check has them; `refused`
    if it had to raise and did, `spoiled` if it left its arguments changed. With `by`, the value is that of `gradients`."""

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    value: Any = None
    refused: bool = False
    spoiled: bool = False
    by: list[str] = []
    cotangents: Any = None


class StoppedLoading(Breach):
    """A breach that is no function's: a statement at top level took the time."""


class Usage(msgspec.Struct):
    """What a submission's processes have used, over all of them, and the calls of its functions. `idle_s` is the wall time
    of calls less what they waited for a processor. A breach is named by its kind, and "starved" too where the machine may have been to blame."""

    cpu_s: float = 0.0
    idle_s: float = 0.0
    processes: int = 0
    calls: int = 0
    breaches: list[str] = []


class Session:
    """One submission's place at the grader: its current process, what it has used, and the calls of the check.

    `process` starts a fresh process after a crash or a breach, and reseeds before each call. `rebuilt` is asked of each
    model that is sent, as an `Encoder` asks it.
    """

    def __init__(
        self,
        zygote: Zygote,
        submission: Submission,
        limits: Limits,
        seed: int,
        version: str = "",
        rebuilt: Callable[[Any], None] = lambda value: None,
    ) -> None:
        self._rebuilt = rebuilt
        self.submission = submission
        self.version = version
        self.limits = limits
        self.usage = Usage()
        self.calls: list[Call] = []
        self.stopped: dict[str, int] = {}
        self.allowance = Allowance(limits.cpu_s, limits.wall_s)
        self._budget = Budget(limits.values_mb << 17)
        self._kept_numbers = 0
        self._stirred = False
        self._grader_cpu_s = time.process_time()
        self.loaded: messages.Loaded | None = None
        self._zygote = zygote
        self.seed = seed
        self._process: StudentProcess | None = None
        self._stopped_loading: list[StoppedLoading] = []
        self._output = b""

    @property
    def outdated(self) -> str:
        """What a student should know who began on a stub of another version, where that may be why a check fails."""
        begun = self.submission.begun_on
        if not begun or begun == self.version:
            return ""
        other, _, _ = begun.rpartition(" ")
        if other:
            return f". Note: this file says that it is {other}'s; is it another assignment's file?"
        told = (
            f"this file was begun on version {begun} of the assignment, and version {self.version} is graded"
        )
        return f". Note: {told}; compare its functions with those of the new stub"

    def begin_check(self) -> None:
        """A check starts: its limits start anew, and the handles of the check before are let go."""
        self.calls = []
        self._stirred = False
        self._output = b""
        limits = self.limits
        self.usage.idle_s += self._idle_s()
        wall_s = limits.total_wall_s - self.usage.idle_s
        self.allowance = Allowance(
            min(limits.cpu_s, limits.total_cpu_s - self.cpu_s),
            min(limits.wall_s, wall_s),
            in_all=wall_s < limits.wall_s,
        )
        self._budget = Budget(limits.values_mb << 17)
        if self._process is not None:
            self._process.output.clear()
            self._process.printed = 0
            with contextlib.suppress(Breach):  # it ended between two checks: this one gets a fresh process
                self.ask(messages.Forget())

    def end_check(self) -> list[Call]:
        """The check's calls, for the hints; without their values once those of all checks are too many to keep."""
        parts = {id(part): part for call in self.calls for part in _of_the_student(call)}
        numbers = sum(map(_numbers, parts.values()))
        if self._kept_numbers + numbers > KEPT_NUMBERS:
            return [Call(call.function, (), {}) for call in self.calls]
        self._kept_numbers += numbers
        return self.calls

    def _idle_s(self) -> float:
        return max(0.0, self.allowance.passed_s - self.allowance.waited_s)

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
        if self._process is None and len(self._stopped_loading) >= LOADS_STOPPED:
            raise self._stopped_loading[-1]
        self._hold_to_totals()
        self._budget.next_reply()
        try:
            if self._process is None:
                self._start()
            assert self._process is not None
            reply, body = self._process.ask(request, encoder.body if encoder else [], self.allowance)
        except Breach as breach:
            self._lost(breach)
            raise
        return reply, Decoder(body, lambda handle: Remote(handle, self), weights(self), budget=self._budget)

    def _hold_to_totals(self) -> None:
        """Raises the `Breach` of a limit on all checks together that has been passed."""
        limits = self.limits
        if self.allowance.cpu_s <= 0 and self.cpu_s >= limits.total_cpu_s:
            raise Breach("cpu", f"used more than {limits.total_cpu_s:g} s of processor time in all")
        if self.allowance.wall_s <= 0 and self.usage.idle_s + self._idle_s() >= limits.total_wall_s:
            raise Breach("wall", f"took longer than {limits.total_wall_s:g} s in all")
        if time.process_time() - self._grader_cpu_s > limits.grader_cpu_s:
            self.usage.breaches.append("grader")
            told = f"was not called: judging this submission has taken {limits.grader_cpu_s:g} s of processor time"
            raise Breach("grader", told)

    def call(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        echo: bool,
        by: Sequence[str] = (),
        cotangents: Any = None,
    ) -> tuple[messages.Reply, Decoder]:
        """Calls a function of the submission; `echo` asks for its arguments as they are after the call, `by` for the
        gradients of its value."""
        self.usage.calls += 1
        encoder = self.encoder()
        nodes = [encoder.node(arg) for arg in args]
        named = {name: encoder.node(value) for name, value in kwargs.items()}
        of_value = encoder.node(cotangents)
        call = messages.Call(function, nodes, named, self.seed, echo=echo, by=list(by), cotangents=of_value)
        return self.ask(call, encoder)

    def hold(self, value: Any) -> Held:
        """Puts a value into the student's process, as an object that several calls get."""
        encoder = self.encoder()
        handle = self._given(messages.Keep(encoder.node(value)), encoder)
        if not isinstance(handle, Handle):
            raise CheckFailed("the process ended while it was given a value")
        return Held(value, handle, self)

    def put(self, held: Held, value: Any) -> Held:
        """Puts another value, of the same type and shape, into the object that is held there."""
        encoder = self.encoder()
        self._given(messages.Put(held.handle.id, encoder.node(value)), encoder)
        return Held(value, held.handle, self)

    def stir(self) -> None:
        """The generators of the libraries begin the calls after it elsewhere. The models that the check's calls have
        returned so far have other weights there; where there are none, or this has been done, the next call meets a fresh
        process."""
        self.seed = (self.seed + 1) % SEEDS
        returned = {model.handle.id: model for call in self.calls for model in models_in(call.value)}
        if self._stirred or not returned:
            self.fresh()
            return
        self._stirred = True
        for number, model in returned.items():
            encoder = self.encoder()
            zeros = {name: torch.zeros_like(tensor) for name, tensor in model.tensors.items()}
            with contextlib.suppress(CheckFailed):  # a model that cannot be changed is as good
                self._given(messages.Put(number, encoder.node(zeros)), encoder)

    def _given(self, request: messages.Request, encoder: Encoder) -> Any:
        """What the student's process answers that is given a value. Raises `CheckFailed`."""
        try:
            reply, _ = self.ask(request, encoder)
        except Breach as breach:
            raise breached("the submission", breach) from None
        if not isinstance(reply, messages.Returned):
            raise CheckFailed("an object that several calls get was left unfit for the next")
        return reply.value

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
        started = self.allowance.passed_s
        loaded = messages.Loaded([], [])
        for i, part in enumerate(_parts_to_load(s.chunks)):
            chunks = [(c.where, c.line, c.source) for c in part]
            load = messages.Load(s.assignment, chunks, s.modules, s.files, self.seed)
            try:
                reply, _ = self._process.ask(messages.More(chunks) if i else load, [], self.allowance)
            except Breach as breach:
                took = self._process.cpu_s, self.allowance.passed_s - started
                half = self.limits.cpu_s / 2, self.limits.wall_s / 2
                long = took[0] > half[0] if breach.kind == "cpu" else took[1] > half[1]
                if breach.kind not in ("cpu", "wall") or breach.starved or not long or not part:
                    raise
                self._stopped_loading.append(
                    StoppedLoading(breach.kind, _told_of_loading(s, part[0], breach))
                )
                raise self._stopped_loading[-1] from None
            if not isinstance(reply, messages.Loaded):
                raise Breach("reply", "could not be loaded")
            loaded = messages.Loaded(reply.functions, loaded.troubles + reply.troubles)
        self.loaded = loaded

    def _lost(self, breach: Breach) -> None:
        self.usage.breaches.append(breach.kind)
        knows = self._process is None or self._process.knows_starving
        if breach.kind == "wall" and (breach.starved or not knows):
            self.usage.breaches.append("starved")
        if breach.kind == "memory":  # it was killed: by the system, which had too little, or by a person
            self.usage.breaches.append("killed")
        self.fresh()

    def _question(self, name: str, request: messages.Request, encoder: Encoder | None, returns: Any) -> Any:
        try:
            reply, decoder = self.ask(request, encoder)
            if isinstance(reply, messages.Returned):
                return conform(decoder.value(reply.value), returns)
        except Breach as breach:
            raise breached(name, breach) from None
        except TooLarge as problem:
            raise CheckFailed(f"{name} gave the wrong kind of value: {problem}") from None
        except Malformed as error:
            raise CheckFailed(f"{name} returned something that cannot be read", str(error)) from None
        except Unacceptable as problem:
            raise CheckFailed(f"{name} gave the wrong kind of value: {problem}") from None
        raise CheckFailed(f"an object that was returned has no usable {name}")

    def encoder(self) -> Encoder:
        return Encoder(_refuse, config=configuration, rebuilt=self._rebuilt)


def breached(name: str, breach: Breach) -> CheckFailed | NotJudged:
    """What a breach means for the check: the student's failure, unless the process was kept from running."""
    if isinstance(breach, StoppedLoading):
        return CheckFailed(breach.message)
    if breach.starved:
        return NotJudged(f"{name} {breach.message}, and did not get a processor for most of it")
    return CheckFailed(f"{name} {breach.message}", breach.detail)


def _parts_to_load(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """The statements of a submission, a new part with each that is no definition: so it is known which one is running."""
    parts: list[list[Chunk]] = [[]]
    for chunk in chunks:
        if not chunk.source.startswith(DEFINITIONS) and parts[-1] and len(parts) < PARTS:
            parts.append([])
        parts[-1].append(chunk)
    return parts


def _told_of_loading(submission: Submission, first: Chunk, breach: Breach) -> str:
    at = (
        f"`{first.where}`, line {first.line}"
        if first.where.endswith(".py")
        else f"{first.where}, line {first.line}"
    )
    line = submission.line(first.where, first.line)
    return (
        f"your file was stopped while it was loaded, at {at}: `{line}`: it {breach.message}. What stands at top level "
        'and makes what a function uses runs each time: move it into a cell of its own, or under `if __name__ == "__main__"`'
    )


def _of_the_student(call: Call) -> Iterator[Any]:
    """What a call's value is made of, and the models among its arguments."""
    yield from _parts(call.value)
    yield from (value for value in (*call.args, *call.kwargs.values()) if isinstance(value, Weights))


def models_in(value: Any) -> Iterator[Weights]:
    """The models in what a call has returned, at any depth."""
    return (part for part in _parts(value) if isinstance(part, Weights))


def _parts(value: Any) -> Iterator[Any]:
    """The values in a conformed value, at any depth."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = list(vars(value).values())
    if isinstance(value, Fields):
        value = value.values
    if isinstance(value, Mapping):
        value = [*value, *value.values()]
    if isinstance(value, list | tuple | frozenset):
        for item in value:
            yield from _parts(item)
    else:
        yield value


def _numbers(part: Any) -> int:
    """How many numbers of eight bytes a value takes, or as many as its text counts for."""
    match part:
        case Weights():
            return sum(tensor.numel() + characters(name) for name, tensor in part.tensors.items())
        case torch.Tensor() | np.ndarray():
            return math.prod(part.shape)
        case bytes():
            return len(part) // 8
        case _:
            return 1 + characters(part)


def _refuse(value: object) -> int:
    raise Malformed(f"a {type(value).__name__} is no value")


def weights(asker: Asker | None) -> Callable[[Module, dict[str, Any], Any], Weights]:
    """Makes a model of the student's as a check sees it: its tensors and a handle, never its class."""
    return lambda node, tensors, config: Weights(tensors, node, asker)
