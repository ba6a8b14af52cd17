"""Which known mistake a failed task looks like, found after the verdict and never part of it.

A mutant is named only if it alone, or it and others with the same hint, give the student's values on the calls of the
failed task, or if its SIGNATURE says so of them; then it is told at the checks whose own calls show it. A check that has
passed says nothing of a mutant that does as the reference does in all the functions called there. Mutants run in forked
processes of the grader's own, with three seconds of CPU each: they are ours, but some of them loop or train.
"""

from __future__ import annotations

import ast
import copy
import dataclasses
import functools
import gc
import os
import resource
import select
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from ..checks.compare import compare_values
from ..checks.plugin import Outcome
from ..checks.remote import Held, unheld
from ..checks.session import Call
from ..checks.student import as_seen, asked_of, in_form, same
from ..course import Assignment, CourseError, Mutant
from ..inside.seeding import seed_all
from ..inside.wire import Reference, overwrite, state
from .cascade import names_used

CPU_S = 3
WALL_S = 10.0
TOTAL_CPU_S = 60  # of a submission's replays; the dearest measured took 26
Ask = Callable[[Callable[[], bool]], bool]
ATOL, RTOL = 1e-5, 1e-4  # a student's copy of a mistake differs from ours in the order of its additions


def find_hints(assignment: Assignment, outcomes: Sequence[Outcome]) -> dict[str, str]:
    """The hints by failed check, by its node id: one for each task that exactly one mutant explains. Once all replays have
    taken `TOTAL_CPU_S`, the tasks that are left have none; and there are none where the mutants cannot be loaded, of which
    the gate tells: that is no reason not to grade.

    The search is made here with the answers that there are, and goes on in a forked process, which sends each further
    answer back. An answer at which that process ends is no; the search then begins again, with one answer more.
    """
    try:
        _ = assignment.mutants
    except CourseError:
        return {}
    until = replayed_s() + TOTAL_CPU_S
    answers: list[bool] = []
    while True:
        hints: dict[str, str] = {}
        try:
            _search(assignment, outcomes, _recorded(answers), hints)
        except StopIteration:
            if (left := until - replayed_s()) > 0:
                answers += _more_answers(assignment, outcomes, answers, left)
                continue
        return hints


def _recorded(answers: Sequence[bool]) -> Ask:
    """Gives the answers that there are, one after the other; then raises StopIteration."""
    known = iter(answers)
    return lambda _: next(known)


def _search(assignment: Assignment, outcomes: Sequence[Outcome], ask: Ask, hints: dict[str, str]) -> None:
    """Puts the hint of each task into `hints`, for its failed checks.

    Replaying is dear, so the mutants that fit the whole submission come first: those that lose no task which is not
    lost, and explain the lost tasks before this one. Only if none of them explains a task are the others asked. Where
    several explain a task, it is the one that explains the most of what is lost.
    """
    copies = _Copies()
    lost: dict[str, list[Outcome]] = {
        outcome.task: [] for outcome in outcomes if outcome.check.state == "failed"
    }
    for outcome in outcomes:
        lost.get(outcome.task, []).append(outcome)
    refuted: set[str] = set()
    explaining: dict[str, list[Mutant]] = {}
    for task, checks in lost.items():
        candidates = [m for m in assignment.mutants if task in m.loses and m.hint]
        fitting = [m for m in candidates if m.loses <= lost.keys() and m.name not in refuted]
        named = _explaining(assignment, fitting, checks, ask, copies)
        refuted.update(m.name for m in fitting if m not in named)
        if not named:
            others = [m for m in candidates if m not in fitting]
            named = _explaining(assignment, others, checks, ask, copies)
        explaining[task] = named
    explains = Counter(m.name for named in explaining.values() for m in named)
    for task, named in explaining.items():
        most = max((explains[m.name] for m in named), default=0)
        told = named if _one_hint(named) else [m for m in named if explains[m.name] == most]
        if _one_hint(told):
            failed = [check for check in lost[task] if check.check.state == "failed"]
            showing = [c for c in failed if _shows(assignment, told[0], c, ask, copies)]
            hints.update((check.nodeid, told[0].hint) for check in showing or failed)


def _one_hint(mutants: Sequence[Mutant]) -> bool:
    """Whether these say one thing: mistakes with one hint need not be told apart."""
    return len({m.hint for m in mutants}) == 1


def _explaining(
    assignment: Assignment, mutants: Sequence[Mutant], checks: Sequence[Outcome], ask: Ask, copies: _Copies
) -> list[Mutant]:
    """The mutants that give the student's values on the calls of the checks.

    Equal values are the better evidence: a signature is asked only where no values are equal. The failed checks come
    first: on what the student has right most mutants agree, and it would be replayed in vain.
    Checks share no objects of the student's process, so their order is free.
    """
    checks = sorted(checks, key=lambda c: c.check.state != "failed")
    every = [call for check in checks for call in check.calls]
    by_value: dict[str, Callable[[], bool]] = {}
    by_signature: dict[str, Callable[[], bool]] = {}
    for mutant in mutants:
        calls = _telling(assignment, mutant, checks)
        if mutant.signature is not None:
            asked = functools.partial(_signed, assignment, mutant, every, calls, copies)
            by_signature[mutant.name] = asked
        elif _replayable(calls):
            by_value[mutant.name] = functools.partial(_same_values, assignment, mutant, calls, copies)
    for questions in (by_value, by_signature):
        if named := [m for m in mutants if m.name in questions and ask(questions[m.name])]:
            return named
    return []


def _telling(assignment: Assignment, mutant: Mutant, checks: Sequence[Outcome]) -> list[Call]:
    """The calls on which the mutant and the student may differ: those of the failed checks, and of the others those of
    functions that the mutant changes; none if a check has failed without calling one of these."""
    changed = _changed(assignment, mutant.name)
    calls: list[Call] = []
    for check in checks:
        some = [call for call in check.calls if call.function in changed]
        if check.check.state == "failed":
            if check.calls and all(call.refused and not call.spoiled for call in some):
                return []
            some = check.calls
        calls += some
    return calls


@functools.lru_cache(maxsize=4096)
def _changed(assignment: Assignment, mutant: str) -> frozenset[str]:
    """The functions that a mutant changes, or that use what it changes, by name."""
    (chunks,) = (m.chunks for m in assignment.mutants if m.name == mutant)
    own = {
        name for chunk in chunks for statement in ast.parse(chunk.source).body for name in _defined(statement)
    }
    return frozenset(own | {name for name, used in _reference_uses(assignment).items() if used & own})


@functools.lru_cache(maxsize=16)
def _reference_uses(assignment: Assignment) -> Mapping[str, set[str]]:
    return names_used(assignment.reference_chunks)


def _defined(statement: ast.stmt) -> set[str]:
    """The names that a top-level statement defines."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _shows(assignment: Assignment, mutant: Mutant, check: Outcome, ask: Ask, copies: _Copies) -> bool:
    """Whether a check has failed for the mistake and not beside it: a signature may rest on one call of many."""
    if mutant.signature is None:
        return True
    return ask(functools.partial(_signed, assignment, mutant, check.calls, check.calls, copies))


def _signed(
    assignment: Assignment, mutant: Mutant, calls: Sequence[Call], telling: Sequence[Call], copies: _Copies
) -> bool:
    """What the mutant's own test says of all calls; None leaves it to the values of those that tell, where they train
    nothing."""
    assert mutant.signature is not None
    seen = [
        (
            c.function,
            tuple(map(unheld, c.args)),
            {name: unheld(arg) for name, arg in c.kwargs.items()},
            c.value,
        )
        for c in calls
        if not c.refused and not c.by
    ]
    with assignment.importing():
        said = mutant.signature(seen)
    if said is not None:
        return bool(said)
    return _replayable(telling) and _same_values(assignment, mutant, telling, copies)


def _replayable(calls: Sequence[Call]) -> bool:
    """Whether there is something to compare with, of every call: no mutant gives what a call that raised did not."""
    return bool(calls) and all(call.refused or call.value is not None for call in calls)


def _same_values(assignment: Assignment, mutant: Mutant, calls: Sequence[Call], copies: _Copies) -> bool:
    held: dict[int, Any] = {}
    with assignment.importing():
        for call in calls:
            if call.by and not call.value:  # not written in torch: it says nothing of gradients
                continue
            try:
                args = [_own(arg, held, copies) for arg in call.args]
                kwargs = {name: _own(value, held, copies) for name, value in call.kwargs.items()}
            except _StaysThere:
                return False
            seed_all(0)
            try:
                own = asked_of(getattr(mutant.module, call.function), call, args, kwargs)
                value = in_form(call, as_seen(own), getattr(assignment.reference, call.function))
            except Exception:
                if call.refused and _spoils(call, [*args, *kwargs.values()]) == call.spoiled:
                    continue
                return False
            if call.refused:
                return False
            if compare_values(call.value, value, ATOL, RTOL).message is not None:
                return False
            if _spoils(call, [*args, *kwargs.values()]) != call.spoiled:
                return False
            _remember(call.value, own, held)
    return True


def _spoils(call: Call, copied: Sequence[Any]) -> bool:
    """Whether the copies of a call's arguments are no longer as these are; what is held may be changed."""
    given = [*call.args, *call.kwargs.values()]
    pairs = [(a, b) for a, b in zip(given, copied, strict=True) if not isinstance(a, Held | Reference)]
    return not all(same(before, as_seen(after)) for before, after in pairs)


class _StaysThere(Exception):
    """An object of the student's process: no call with it can be replayed."""


@dataclasses.dataclass
class _Kept:
    """What stands for an object of the student's process, and the value that was put into it last."""

    object: Any
    value: Any


class _Copies:
    """Copies of models for mutants to work on: one of each, as long as none changes it. To copy a bridge takes longer than
    most mutants do."""

    def __init__(self) -> None:
        self._copies: dict[int, Any] = {}

    def of(self, original: Any) -> Any:
        """A copy that is as the original, without gradients that a mutant left in it."""
        copied = self._copies.get(id(original))
        if copied is None or _has_gradients(copied) or not same(original, as_seen(copied)):
            copied = self._copies[id(original)] = copy.deepcopy(original)
        return copied


def _has_gradients(value: Any) -> bool:
    """Whether a mutant left gradients in a copy: in a model's parameters, or in a tensor, which asked for none before."""
    if isinstance(value, torch.nn.Module):
        return any(parameter.grad is not None for parameter in value.parameters())
    return isinstance(value, torch.Tensor) and (value.requires_grad or value.grad is not None)


def _own(argument: Any, held: dict[int, Any], copies: _Copies) -> Any:
    """A copy of an argument; the same copy each time for what the student's process held, with the value that it has now."""
    if isinstance(argument, Held):
        there = held.get(id(argument.handle))
        if there is None:
            there = held[id(argument.handle)] = _Kept(copies.of(argument.value), argument.value)
        elif there.value is not argument.value:
            there.value = argument.value
            module = isinstance(argument.value, torch.nn.Module)
            overwrite(there.object, state(argument.value) if module else copy.deepcopy(argument.value))
        return there.object
    if id(argument) in held:
        return held[id(argument)]
    if isinstance(argument, Reference):
        raise _StaysThere
    return copies.of(argument) if isinstance(argument, torch.nn.Module) else copy.deepcopy(argument)


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


def _more_answers(
    assignment: Assignment, outcomes: Sequence[Outcome], known: Sequence[bool], cpu_s: float
) -> list[bool]:
    """The answers after those that are known, all that one forked process gives in this time; the last is False if it
    ended at a question. One process for all: to fork the grader takes as long as most mutants do."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(read)
            gc.freeze()  # a collection would touch, and so copy, every page of the grader's
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            waiting = iter(known)

            def ask(question: Callable[[], bool]) -> bool:
                for answer in waiting:
                    return answer
                if time.process_time() > cpu_s:
                    os._exit(0)
                signal.setitimer(signal.ITIMER_PROF, CPU_S)  # which ends the process
                answer = question()
                os.write(write, b"1" if answer else b"0")
                return answer

            _search(assignment, outcomes, ask, {})
            os.write(write, b".")
        finally:
            os._exit(0)
    os.close(write)
    answers = []
    with os.fdopen(read, "rb", buffering=0) as pipe:
        while True:
            ready, _, _ = select.select([pipe], [], [], WALL_S)
            said = pipe.read(1) if ready else b""
            if said == b".":
                break
            answers.append(said == b"1")
            if not said:
                break
    os.kill(pid, signal.SIGKILL)  # it has answered, or hangs: a fork of a process with threads may
    os.waitpid(pid, 0)
    return answers
