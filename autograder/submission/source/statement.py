"""A top-level statement of a student's file: which part of it is a definition, and its own text."""

from __future__ import annotations

import ast
import contextlib
import copy
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from .cells import Cell
from .syntax import first_line
from .uses import Uses

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
IMPORT = (ast.Import, ast.ImportFrom)
_ASSIGNMENT = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_DEFINITION = (*_FUNCTION, *IMPORT, ast.ClassDef)
_BLOCK = (ast.If, ast.Try, ast.TryStar, ast.With, ast.AsyncWith, ast.ExceptHandler)


class Chunk(NamedTuple):
    """One top-level statement that travels: its own text, at its own line."""

    where: str
    line: int
    source: str


class Statement:
    """A top-level statement of the student's file, and the part of it that travels in any case."""

    def __init__(self, cell: Cell, lines: list[bytes], node: ast.stmt, functions: set[str]) -> None:
        self.cell, self.lines, self.node = cell, lines, node
        self.uses = Uses(node)
        made = _makes_function(node, functions)
        functions |= made | {d.name for d in definitions(node) if isinstance(d, _FUNCTION)}
        self.part = node if made else _only(node, definitions=True)
        if self.part and self.part is not node and ast.dump(self.part) == ast.dump(node):
            self.part = node
        self.part_uses = self.rest_uses = self.uses
        if self.part is None:
            self.part_uses = Uses()
        elif self.part is not node:
            self.part_uses = Uses(self.part)
            self.rest_uses = Uses(_only(node, definitions=False))
        self.only_as_script = _is_main_guard(node)
        # An assignment may make a function that is asked for (`f = make(3)`), which nothing in the file need read.
        self.may_define = cell.graded and (isinstance(node, _ASSIGNMENT) or _is_setting(node))

    @property
    def always(self) -> bool:
        return self.part is self.node and not isinstance(self.node, _BLOCK)

    @property
    def line(self) -> int:
        return self.cell.line + first_line(self.node, self.lines) - 1

    def chunk(self, whole: bool) -> Chunk:
        source = _text_of_statement(self.lines, self.node)
        if self.part and self.part is not self.node and not whole:
            with contextlib.suppress(ValueError):  # ast.unparse cannot write every f-string
                source = ast.unparse(ast.fix_missing_locations(self.part))
        return Chunk(self.cell.where, self.line, source)


def _blocks(node: ast.AST) -> Iterator[tuple[str, list[Any]]]:
    if isinstance(node, _BLOCK):
        for field in ("body", "handlers", "orelse", "finalbody"):
            if nodes := getattr(node, field, None):
                yield field, nodes


def definitions(node: ast.AST) -> Iterator[Any]:
    """The imports, functions and classes that a top-level statement is or holds."""
    if isinstance(node, _DEFINITION):
        yield node
    for _, nodes in _blocks(node):
        for inner in nodes:
            yield from definitions(inner)


def _only(node: Any, definitions: bool) -> Any:
    """The statement with nothing but definitions in its blocks, or with everything else; None if nothing is left."""
    if not isinstance(node, _BLOCK):
        return node if isinstance(node, _DEFINITION) == definitions else None
    part = copy.copy(node)
    left = False
    for field, nodes in _blocks(node):
        kept = [inner for inner in (_only(inner, definitions) for inner in nodes) if inner is not None]
        left = left or bool(kept)
        if field == "handlers":
            kept = [_only(handler, definitions) or _emptied(handler) for handler in nodes]
        setattr(part, field, kept or [ast.Pass()])
    return part if left else None


def _emptied(handler: ast.ExceptHandler) -> ast.ExceptHandler:
    return ast.ExceptHandler(handler.type, handler.name, [ast.Pass()])


def _makes_function(node: ast.stmt, functions: set[str]) -> set[str]:
    """The name that a statement like `f = lambda …`, `f = g` or `f = partial(g, …)` gives to a function."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    value = getattr(node, "value", None)
    if isinstance(value, ast.Call) and value.args and _last_name(value.func) == "partial":
        value = value.args[0]
    if not (isinstance(value, ast.Lambda) or (isinstance(value, ast.Name) and value.id in functions)):
        return set()
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _is_setting(node: ast.stmt) -> bool:
    """Whether this is a call like `sys.setrecursionlimit(10_000)` or `torch.set_default_dtype(…)`."""
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and _last_name(call.func).startswith("set")


def _last_name(node: ast.expr) -> str:
    return str(getattr(node, "attr", getattr(node, "id", "")))


def _is_main_guard(node: ast.stmt) -> bool:
    test = node.test if isinstance(node, ast.If) else None
    for part in test.values if isinstance(test, ast.BoolOp) else [test]:
        if isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq):
            sides = (part.left, part.comparators[0])
            if {getattr(side, "id", getattr(side, "value", None)) for side in sides} == {
                "__name__",
                "__main__",
            }:
                return True
    return False


def is_future_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


_REST_IS_COMMENT = re.compile(rb"[ \t\f]*(?:#|$)")


def _text_of_statement(lines: list[bytes], node: ast.stmt) -> str:
    """The statement's own lines, less its neighbours on them (`a = 1; b = 2`)."""
    first, last = first_line(node, lines) - 1, (node.end_lineno or node.lineno) - 1
    start, end = node.col_offset, node.end_col_offset or 0
    if getattr(node, "decorator_list", ()):
        start = len(lines[first]) - len(lines[first].lstrip())
    text = lines[first : last + 1]
    if not _REST_IS_COMMENT.match(lines[last], end):
        text[-1] = text[-1][:end]
    text[0] = text[0][start:]
    return b"\n".join(text).decode()
