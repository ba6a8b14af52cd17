"""The zygote: imports once what every submission needs, then forks one confined child per request.

It talks to the grader on one control socket and never reads from a child, so that nothing a student does can reach
the children that come after. Source, seeds and arguments go to the child alone, over a socket of its own, because
what the zygote holds every later child inherits.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import socket
import sys
import time
import types
from typing import Union

import msgspec

from . import bridges, child, compiler, confine, kernel, notebook
from .seeding import seed_all

MESSAGE_CAP = 4 << 20
CONFINED = b"confined"


class Preload(msgspec.Struct, tag="preload", frozen=True):
    """What to import, the provided modules by name: (where they are shown to be, source), and what every child is
    held in."""

    modules: list[str]
    provided: dict[str, tuple[str, str]]
    isolation: confine.Isolation


class Fork(msgspec.Struct, tag="fork", frozen=True):
    """Start a child; two descriptors come with it: the child's end of its socket, and of its output pipe.

    Once its isolation stand, the child itself sends the grader its process descriptor over its socket, with `CONFINED`, or
    else with the reason why they do not. (A number would mean another process in another namespace.)
    """

    confinement: confine.Confinement


class Reap(msgspec.Struct, tag="reap", frozen=True):
    """Wait for a child that has ended, or is about to; its process descriptor comes with it."""


class Ready(msgspec.Struct, tag="ready", frozen=True):
    cpu_s: float
    threads: int


class Refused(msgspec.Struct, tag="refused", frozen=True):
    """The zygote cannot serve: why, for the TA."""

    reason: str


class Forked(msgspec.Struct, tag="forked", frozen=True):
    """It has started; the rest it says itself."""


class Reaped(msgspec.Struct, tag="reaped", frozen=True):
    """How a child ended: its exit code, or a signal's number below zero."""

    code: int


Order = Union[Preload, Fork, Reap]
Answer = Union[Ready, Refused, Forked, Reaped]

_orders = msgspec.msgpack.Decoder(Order)


def main(control_fd: int) -> None:
    control = socket.socket(fileno=control_fd)
    confine.die_with_parent()
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)  # /proc/<zygote>/mem and environ are closed to its children
    kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)  # a child in namespaces of its own is a grandchild
    provided: frozenset[str] = frozenset()
    isolation = confine.Isolation()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_CAP, 2)
        if not message:
            return
        order = _orders.decode(message)
        match order:
            case Preload():
                answer: Answer = _preload(order)
                provided, isolation = frozenset(order.provided), order.isolation
            case Reap():
                answer = _reap(descriptors[0])
            case Fork():
                answer = _fork(isolation, order.confinement, descriptors, provided)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(msgspec.msgpack.encode(answer))


def _preload(order: Preload) -> Answer:
    try:
        for name in order.modules:
            importlib.import_module(name)
            compiler.put_off()  # once torch is there, before what builds on it
        _warm_torch()
        notebook.install()
        for name, (where, source) in order.provided.items():
            module = types.ModuleType(name)
            module.__file__ = where
            sys.modules[name] = module
            seed_all(0)  # as in the grader's process
            exec(compile(source, where, "exec"), module.__dict__)
            bridges.keep(vars(module).values())
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
    layer = torch.nn.Linear(4, 4)
    torch.optim.Adam(layer.parameters()).zero_grad()
    with torch.no_grad():  # and no backward here: autograd's own threads do not survive a fork either
        layer(torch.ones(2, 4)).sum().item()


def _reap(process: int) -> Answer:
    try:
        ended = os.waitid(os.P_PIDFD, process, os.WEXITED)
    except ChildProcessError as error:
        return Refused(str(error))
    assert ended is not None
    return Reaped(ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status)


def _fork(
    isolation: confine.Isolation,
    limits: confine.Confinement,
    descriptors: list[int],
    provided: frozenset[str],
) -> Answer:
    zygote = os.getpid()
    pid = os.fork()
    if pid == 0:
        status = 70
        signal.signal(
            signal.SIGINT, signal.default_int_handler
        )  # the zygote may have been started with it ignored
        try:
            end = socket.socket(fileno=descriptors[0])
            if _confined(isolation, limits, end, descriptors[1], zygote):
                child.serve(end, provided)
                status = 0
        finally:
            os._exit(status)
    if isolation.namespaces:
        os.waitpid(pid, 0)  # it only made the namespaces; the child in them is now the zygote's own
    return Forked()


def _confined(
    isolation: confine.Isolation, limits: confine.Confinement, end: socket.socket, output: int, zygote: int
) -> bool:
    """Puts this process behind its isolation and tells the grader; whether they stand."""
    process, problem = os.pidfd_open(os.getpid()), b""
    try:
        confine.change_user(isolation.user)
        if isolation.namespaces:
            confine.enter_namespaces()
            if os.fork() != 0:
                os._exit(0)
            os.close(process)
            process = os.pidfd_open(os.getpid())
        else:  # in a namespace of its own it ends with the zygote's in any case
            confine.die_with_parent()
            if os.getppid() != zygote:
                return False
        confine.confine(isolation, limits, output, keep=(end.fileno(), process))
    except OSError as error:
        problem = str(error).encode()
    socket.send_fds(end, [problem or CONFINED], [process])
    os.close(process)
    return not problem
