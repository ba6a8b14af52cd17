"""The zygote: imports once what every submission needs, then forks one confined child per request.

It talks to the grader on one control socket and never reads from a child, so that nothing a student does can reach
the children that come after. Source, seeds and arguments go to the child alone, over a socket of its own, because
what the zygote holds every later child inherits.
"""

from __future__ import annotations

import gc
import importlib
import os
import socket
import sys
import time
import types
from typing import Union

import msgspec

from . import child, confine

MESSAGE_CAP = 4 << 20


class Preload(msgspec.Struct, tag="preload", frozen=True):
    """What to import, and the provided modules by name: (where they are shown to be, source)."""

    modules: list[str]
    provided: dict[str, tuple[str, str]]


class Fork(msgspec.Struct, tag="fork", frozen=True):
    """Start a child; two descriptors come with it: the child's end of its socket, and of its output pipe."""

    confinement: confine.Confinement


class Reap(msgspec.Struct, tag="reap", frozen=True):
    """Wait for a child that has ended, or is about to."""

    pid: int


class Ready(msgspec.Struct, tag="ready", frozen=True):
    cpu_s: float
    threads: int


class Refused(msgspec.Struct, tag="refused", frozen=True):
    """The zygote cannot serve: why, for the TA."""

    reason: str


class Forked(msgspec.Struct, tag="forked", frozen=True):
    pid: int


class Reaped(msgspec.Struct, tag="reaped", frozen=True):
    """How a child ended, as `os.waitstatus_to_exitcode` gives it: negative for a signal."""

    code: int


Order = Union[Preload, Fork, Reap]
Answer = Union[Ready, Refused, Forked, Reaped]

_orders = msgspec.msgpack.Decoder(Order)


def main(control_fd: int) -> None:
    control = socket.socket(fileno=control_fd)
    confine.die_with_parent()
    confine.prctl(confine.PR_SET_DUMPABLE, 0)  # /proc/<zygote>/mem and environ are closed to its children
    provided: frozenset[str] = frozenset()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_CAP, 2)
        if not message:
            return
        order = _orders.decode(message)
        if isinstance(order, Preload):
            answer: Answer = _preload(order)
            provided = frozenset(order.provided)
        elif isinstance(order, Reap):
            answer = _reap(order.pid)
        else:
            answer = _fork(order, descriptors, provided)
        control.send(msgspec.msgpack.encode(answer))


def _preload(order: Preload) -> Answer:
    try:
        for name in order.modules:
            importlib.import_module(name)
        _warm_torch()
        for name, (where, source) in order.provided.items():
            module = types.ModuleType(name)
            module.__file__ = where
            sys.modules[name] = module
            exec(compile(source, where, "exec"), module.__dict__)
    except Exception as error:
        return Refused(f"could not import what the assignment preloads: {type(error).__name__}: {error}")
    gc.collect()
    gc.freeze()  # keeps the collector from touching, and so copying, every page in every child
    return Ready(time.process_time(), len(os.listdir("/proc/self/task")))


def _warm_torch() -> None:
    if "torch" not in sys.modules:
        return
    import torch

    torch.set_num_threads(1)  # before any parallel operation: a thread pool does not survive a fork
    importlib.import_module("torch._dynamo")  # the first optimiser would import it: 2.6 CPU-s in every child
    layer = torch.nn.Linear(4, 4)
    torch.optim.Adam(layer.parameters()).zero_grad()
    with torch.no_grad():  # and no backward here: autograd's own threads do not survive a fork either
        layer(torch.ones(2, 4)).sum().item()


def _reap(pid: int) -> Answer:
    try:
        _, status = os.waitpid(pid, 0)
    except ChildProcessError as error:
        return Refused(str(error))
    return Reaped(os.waitstatus_to_exitcode(status))


def _fork(order: Fork, descriptors: list[int], provided: frozenset[str]) -> Answer:
    channel, output = descriptors
    zygote = os.getpid()
    pid = os.fork()
    if pid == 0:
        status = 70
        try:
            confine.die_with_parent()
            if os.getppid() != zygote:
                os._exit(status)
            confine.confine(order.confinement, channel, output)
            child.serve(socket.socket(fileno=channel), provided)
            status = 0
        finally:
            os._exit(status)
    os.close(channel)
    os.close(output)
    return Forked(pid)
