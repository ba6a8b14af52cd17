"""What to mend first: where a function that failed calls another that failed, the student's own code says so."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from ..checks.plugin import Outcome
from ..record import following
from ..submission.source import Chunk


def mend_first(outcomes: Sequence[Outcome], chunks: Sequence[Chunk]) -> dict[str, str]:
    """For each failed check, by its id, of a function that calls another which failed: what to tell its student."""
    blamed = {}
    for outcome in outcomes:
        if outcome.check.state == "failed" and (calls := [c for c in outcome.calls if not c.refused]):
            blamed[outcome.nodeid] = calls[-1].function
    if len(set(blamed.values())) < 2:
        return {}
    called = names_used(chunks, set(blamed.values()))
    told = {}
    for nodeid, function in blamed.items():
        below = called.get(function, set()) & set(blamed.values())
        # not one that calls this one in turn, and of several one that calls no other
        below = {name for name in below if function not in called.get(name, set())} - {function}
        first = sorted(name for name in below if not called.get(name, set()) & below)
        if first:
            told[nodeid] = following(function, first[0])
    return told


def names_used(chunks: Sequence[Chunk], of: set[str] | None = None) -> Mapping[str, set[str]]:
    """The names that each top-level function uses, itself or by those that it uses. Of a student's work ask for a few
    functions, `of`: what all of its functions use may be the square of what it holds."""
    direct: dict[str, set[str]] = {}
    for chunk in chunks:
        try:
            body = ast.parse(chunk.source).body
            for node in body:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    direct[node.name] = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue  # what it uses is not known, so nothing is said of it
    reached: dict[str, set[str]] = {}
    for name in direct if of is None else of:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            new = direct.get(waiting.pop(), set()) - seen
            seen |= new
            waiting += new
        reached[name] = seen
    return reached
