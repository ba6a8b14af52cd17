"""Which known mistake a failed task looks like, found after the verdict and never part of it.

A mutant is named only if it alone gives the student's values on all the calls of the failed task. Mutants run in a
forked process of the grader's own, with three seconds of CPU each: they are ours, but some of them loop or train.
"""

from __future__ import annotations

import copy
import functools
import os
import resource
import select
import signal
from collections.abc import Callable, Sequence
from typing import Any

import torch

from ..checks.compare import compare_values
from ..checks.conform import conform, return_annotation
from ..checks.plugin import Outcome
from ..checks.remote import Held
from ..checks.session import Call
from ..checks.student import as_seen
from ..course import Assignment, Mutant
from ..inside.wire import Reference

CPU_S = 3
WALL_S = 10.0
TOTAL_CPU_S = 60  # of a submission's replays; the dearest measured took 26
ATOL, RTOL = 1e-5, 1e-4  # a student's copy of a mistake differs from ours in the order of its additions


def find_hints(assignment: Assignment, outcomes: Sequence[Outcome]) -> dict[str, str]:
    """The hint for each task that has a failed check and that exactly one mutant explains.

    Replaying is dear, so the mutants that fit the whole submission come first: those that lose no task which is not
    lost, and explain the lost tasks before this one. Only if none of them explains a task are the others asked. Once all
    replays have taken `TOTAL_CPU_S`, the tasks that are left have no hint.
    """
    until = replayed_s() + TOTAL_CPU_S
    lost: dict[str, list[Outcome]] = {
        outcome.task: [] for outcome in outcomes if outcome.check.state == "failed"
    }
    for outcome in outcomes:
        lost.get(outcome.task, []).append(outcome)
    hints = {}
    refuted: set[str] = set()
    for task, checks in lost.items():
        candidates = [m for m in assignment.mutants if task in m.loses and m.hint]
        fitting = [m for m in candidates if m.loses <= lost.keys() and m.name not in refuted]
        named = _explaining(assignment, fitting, checks, until)
        refuted.update(m.name for m in fitting if m not in named)
        if not named:
            named = _explaining(assignment, [m for m in candidates if m not in fitting], checks, until)
        if replayed_s() > until:
            break
        if len(named) == 1:
            hints[task] = named[0].hint
    return hints


def _explaining(
    assignment: Assignment, mutants: Sequence[Mutant], checks: Sequence[Outcome], until: float
) -> list[Mutant]:
    """The mutants that give the student's values on all calls of the checks, as far as the time suffices.

    The failed checks come first: on what the student has right most mutants agree, and it would be replayed in vain.
    Checks share no objects of the student's process, so their order is free.
    """
    calls = [
        call for check in sorted(checks, key=lambda c: c.check.state != "failed") for call in check.calls
    ]
    replayable = bool(calls) and all(call.value is not None for call in calls)
    named = []
    for mutant in mutants:
        if replayed_s() > until:
            break
        if mutant.signature is not None:
            question = functools.partial(_signed, assignment, mutant, calls)
        elif replayable:
            question = functools.partial(_same_values, assignment, mutant, calls)
        else:
            continue
        if _apart(question):
            named.append(mutant)
    return named


def _signed(assignment: Assignment, mutant: Mutant, calls: Sequence[Call]) -> bool:
    """What the mutant's own test says; None leaves it to the values, where the task's calls train nothing."""
    assert mutant.signature is not None
    with assignment.importing():
        said = mutant.signature([(c.function, c.args, c.kwargs, c.value) for c in calls])
    return bool(said) if said is not None else bool(calls) and _same_values(assignment, mutant, calls)


def _same_values(assignment: Assignment, mutant: Mutant, calls: Sequence[Call]) -> bool:
    held: dict[int, Any] = {}
    with assignment.importing():
        for call in calls:
            try:
                args = [_own(arg, held) for arg in call.args]
                kwargs = {name: _own(value, held) for name, value in call.kwargs.items()}
                torch.manual_seed(0)
                own = getattr(mutant.module, call.function)(*args, **kwargs)
                value = conform(as_seen(own), return_annotation(getattr(assignment.reference, call.function)))
            except Exception:
                return False
            if compare_values(call.value, value, ATOL, RTOL).message is not None:
                return False
            _remember(call.value, own, held)
    return True


def _own(argument: Any, held: dict[int, Any]) -> Any:
    """A copy of an argument; the same copy each time for a value that the student's process held."""
    if isinstance(argument, Held):
        return held.setdefault(id(argument), copy.deepcopy(argument.value))
    if id(argument) in held:
        return held[id(argument)]
    if isinstance(argument, Reference):
        raise ValueError("an object of the student's process cannot be replayed")
    return copy.deepcopy(argument)


def _remember(seen: Any, own: Any, held: dict[int, Any]) -> None:
    """Where the student's model was an argument of a later call, the mutant's own model takes its place."""
    if isinstance(seen, Reference):
        held[id(seen)] = own
    elif isinstance(seen, list | tuple) and isinstance(own, list | tuple):
        for one, other in zip(seen, own, strict=False):
            _remember(one, other, held)


def replayed_s() -> float:
    """The CPU time of this process's children that have ended: only replays end while hints are looked for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def _apart(question: Callable[[], bool]) -> bool:
    """Asks in a forked process with its own CPU limit; False if it does not end well."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            signal.signal(signal.SIGXCPU, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))
            os.write(write, b"1" if question() else b"0")
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        ready, _, _ = select.select([answer], [], [], WALL_S)
        said = answer.read() if ready else b""
    os.kill(pid, signal.SIGKILL)  # it has answered, or hangs: a fork of a process with threads may
    os.waitpid(pid, 0)
    return said == b"1"
