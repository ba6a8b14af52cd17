"""Which statements travel to the grading process: definitions, and what makes the names that these read."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from .cells import Cell, Unreadable, check_size
from .statement import IMPORT, Chunk, Statement, definitions, is_future_import
from .syntax import NotPython, brief, parse, parsed
from .uses import Uses

MAX_STATEMENTS = 10_000  # at top level: as many times an honest solution's


class Place(NamedTuple):
    """Where a name is made by a statement that does not travel, and how."""

    where: str
    line: int
    reason: str  # completes "it is made in cell 7, line 2, …": "by calling `train`", "from `model`"

    def explain(self, name: str) -> str:
        """The sentence for a student whose function reads `name`, which is not there."""
        made = (
            f"`{brief(name)}` is made in {self.where}, line {self.line}, {self.reason}, which does not travel"
        )
        return f"{made}; pass it to the function as an argument"


class Problem(NamedTuple):
    """Something of the file that was left out because it cannot be read."""

    where: str
    line: int
    message: str


class Extracted(NamedTuple):
    """What travels, and what a student should be told about the rest."""

    chunks: tuple[Chunk, ...]
    left_behind: dict[str, Place]
    problems: tuple[Problem, ...]
    defines: frozenset[str]  # the names that running the chunks binds; "*" for a star import


def extract(cells: Iterable[Cell], keep: Iterable[str] = ()) -> Extracted:
    """Choose what travels: definitions, and the top-level statements that make the names which these read.

    Statements that make a name of `keep` travel too, and so do the assignments of a graded cell that need nothing left out. A cell that is not Python is left out, with a problem.
    Raises `Unreadable` if there is more code than `MAX_CODE` or `MAX_STATEMENTS`.
    """
    problems: list[Problem] = []
    functions: set[str] = set()
    statements = list(_statements(list(cells), functions, problems))
    blocked = _blocked(statements, functions)
    whole = _needed(statements, blocked, functions.union(keep))
    assigned, experiments = _assigned(statements, blocked, whole)
    read = {name for s in assigned for name in s.uses.reads}
    whole |= assigned | _needed(statements, experiments.union(blocked), read)

    travelling = [s for s in statements if s.part or s in whole]
    travelling.sort(key=lambda s: not is_future_import(s.node))
    made: set[str] = set()
    for s in travelling:
        if not s.only_as_script:
            made |= s.uses.binds if s in whole else s.part_uses.binds
    left_behind: dict[str, Place] = {}
    for s, reason in blocked.items():
        for name in sorted((s.uses.binds | s.uses.changes) - made):
            left_behind.setdefault(name, Place(s.cell.where, s.line, reason))
    chunks = tuple(s.chunk(s in whole) for s in travelling)
    return Extracted(chunks, left_behind, tuple(problems), frozenset(made))


def canonical(chunks: Iterable[Chunk]) -> str:
    """The chunks without layout and comments: the same text for the same work as `.py` and as `.ipynb`."""
    return "\n".join(_unparsed(chunk.source) for chunk in chunks)


def _unparsed(source: str) -> str:
    try:
        return ast.unparse(parse(source))
    except (NotPython, ValueError):
        return source


def _statements(cells: list[Cell], functions: set[str], problems: list[Problem]) -> Iterator[Statement]:
    check_size(sum(len(cell.source) for cell in cells))
    count = 0
    for cell in cells:
        try:
            source, tree = parsed(cell.source)
        except NotPython as error:
            message = f"{error.explain(cell.source)}; this whole cell is left out"
            problems.append(Problem(cell.where, cell.line + error.line - 1, message))
            continue
        count += len(tree.body)
        if count > MAX_STATEMENTS:
            raise Unreadable(f"it holds over {MAX_STATEMENTS:,} statements: leave data out")
        lines = source.encode().split(b"\n")
        for node in tree.body:
            yield Statement(cell, lines, node, functions)


def _blocked(statements: list[Statement], functions: set[str]) -> dict[Statement, str]:
    """The statements that must stay behind, and why: they call the student's functions, or use what such a call made."""
    defined = {name for s in statements if s.part for name in s.part_uses.binds}
    defined |= {name for s in statements if s.may_define for name in s.uses.binds}
    available: set[str] = set()
    missing: set[str] = set()
    blocked: dict[Statement, str] = {}

    def why(uses: Uses) -> str:
        if called := uses.calls & functions:
            return f"by calling `{brief(min(called))}`"
        return f"from `{brief(min(stale))}`" if (stale := uses.now & missing) else ""

    for s in statements:
        if s.only_as_script:
            blocked[s] = 'under `if __name__ == "__main__"`'
            missing |= s.uses.binds - available
        elif not s.always and not s.cell.graded and (reason := why(s.uses)):
            blocked[s] = reason
            if s.part and why(s.part_uses):
                s.part = None
            missing |= (s.uses.binds | s.uses.changes) - defined
        else:
            available |= s.uses.binds
            missing -= s.uses.binds
    return blocked


def _needed(statements: list[Statement], blocked: Collection[Statement], keep: set[str]) -> set[Statement]:
    """The statements that travel whole since they make or change a name that what travels reads, transitively."""
    parts = [s.part for s in statements if s.part]
    imported = Uses(*(d for part in parts for d in definitions(part) if isinstance(d, IMPORT))).binds
    makers: dict[str, list[Statement]] = {}
    for s in statements:
        if not s.always and s not in blocked:
            for name in s.rest_uses.binds | s.rest_uses.changes | (s.rest_uses.changes_in_place - imported):
                makers.setdefault(name, []).append(s)
    wanted = [*keep, *(d.name for part in parts for d in definitions(part) if isinstance(d, ast.ClassDef))]
    for s in statements:
        wanted.extend(s.part_uses.reads if s.part else ())
    needed: set[Statement] = set()
    while wanted:
        for s in makers.pop(wanted.pop(), ()):
            if s not in needed:
                needed.add(s)
                wanted.extend(s.uses.reads)
    return needed


def _assigned(
    statements: list[Statement], blocked: dict[Statement, str], needed: set[Statement]
) -> tuple[set[Statement], set[Statement]]:
    """Of graded cells the statements that may make a function asked for, and read nothing that an experiment made; and the
    experiments."""
    assigned: set[Statement] = set()
    experiments: set[Statement] = set()
    made: set[str] = set()
    for s in statements:
        experiment = s.cell.graded and not s.may_define
        if not (s.always or s in needed) and (experiment or s in blocked or s.uses.now & made):
            experiments.add(s)
            made |= (s.rest_uses.binds | s.rest_uses.changes) - s.part_uses.binds
            continue
        made -= s.uses.binds
        if s.may_define:
            assigned.add(s)
    return assigned, experiments
