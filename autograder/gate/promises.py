"""What the stubs' docstrings promise, sentence by sentence, and which known mistake breaks each.

A mutant says so itself, in `BREAKS = {"ablate": "The model is as before afterwards"}`: the words of the docstring that
do not hold of it. Since it has to lose its tasks, a check stands behind each promise that has a mutant. A sentence that
promises nothing (a source, a reason, a name) is listed in assignment.toml, `[explains]`, by its first words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from ..course import Assignment
from ..course.stubs import source_cells

_DOCTEST = re.compile(r"^\s*>>> .*(\n(?!\s*$).*)*", re.MULTILINE)
_END = re.compile(r"(?<!e\.g)(?<!i\.e)(?<!vs)(?<!et al)[.!?](?=\s)|;(?!\s*\w+ et al)")


class Promise(NamedTuple):
    """A clause of a docstring, and the mutants that break it; `explains` if it promises nothing."""

    function: str
    clause: str
    mutants: tuple[str, ...]
    explains: bool

    @property
    def kept(self) -> bool:
        """Whether something stands behind it."""
        return self.explains or bool(self.mutants)


def promises(assignment: Assignment) -> list[Promise]:
    """Every clause of every docstring that students get with a graded function, class or method."""
    broken: dict[str, list[tuple[str, str]]] = {}
    for mutant in assignment.mutants:
        for function, texts in mutant.breaks.items():
            broken.setdefault(function, []).extend((_plain(text), mutant.name) for text in texts)
    explains = assignment.settings.explains
    return [
        Promise(
            function,
            clause,
            tuple(name for text, name in broken.get(function, []) if text in clause or clause in text),
            any(clause.startswith(_plain(start)) for start in explains.get(function, ())),
        )
        for function, docstring in docstrings(assignment).items()
        for clause in clauses(docstring)
    ]


def astray(assignment: Assignment) -> Iterator[str]:
    """What mutants and assignment.toml quote from docstrings that do not say it."""
    said = {function: _plain(_DOCTEST.sub("", text)) for function, text in docstrings(assignment).items()}
    for mutant in assignment.mutants:
        for function, texts in mutant.breaks.items():
            yield from (
                f"{mutant.name}: {function} does not say {text!r}"
                for text in texts
                if _plain(text) not in said.get(function, "")
            )
    for function, starts in assignment.settings.explains.items():
        there = clauses(docstrings(assignment).get(function, ""))
        yield from (
            f"assignment.toml, [explains]: no sentence of {function} begins with {start!r}"
            for start in starts
            if not any(clause.startswith(_plain(start)) for clause in there)
        )


def docstrings(assignment: Assignment) -> dict[str, str]:
    """By name, of a method `Class.method`."""
    found: dict[str, str] = {}
    for cell in source_cells(assignment):
        if "solution" in cell.metadata:
            for statement in ast.parse(cell.source).body:
                _collect(statement, "", found)
    return found


def clauses(docstring: str) -> list[str]:
    """A docstring's sentences and half-sentences, each on one line; without its examples."""
    found = []
    for paragraph in re.split(r"\n\s*\n|\n\s*[-*] ", _DOCTEST.sub("\n", docstring)):
        found += [_plain(part).rstrip(".") for part in _END.split(paragraph)]
    return [clause for clause in found if clause]


def _collect(statement: ast.stmt, prefix: str, found: dict[str, str]) -> None:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        if text := ast.get_docstring(statement):
            found[prefix + statement.name] = text
        if isinstance(statement, ast.ClassDef):
            for part in statement.body:
                _collect(part, f"{statement.name}.", found)


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
