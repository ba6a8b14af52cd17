"""What statements read, bind, change and call, with Python's scopes."""

from __future__ import annotations

import ast
from collections.abc import Iterable

CHANGING_METHODS = frozenset(
    {"add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem"}
    | {"remove", "reverse", "setdefault", "sort", "update"}
)


class Uses(ast.NodeVisitor):
    """Follows statements in the order in which they run, with Python's scopes."""

    def __init__(self, *nodes: ast.AST) -> None:
        self.now: set[str] = set()  # read when the statement runs, before it has surely bound them itself
        self.late: set[str] = set()  # read when a function defined here is called
        self.binds: set[str] = set()
        self.changes: set[str] = set()  # stored into: x[i] = …, x.a = …, x.append(…)
        self.changes_in_place: set[str] = set()  # torch's x.zero_(), init.zeros_(x)
        self.calls: set[str] = set()
        self._outer: set[str] = set()  # declared global or nonlocal
        self._walrus: set[str] = set()  # bound by a comprehension outside of it
        self._sure: set[str] = set()
        self._log: list[str] = []
        self._visit_all(nodes)

    @property
    def reads(self) -> set[str]:
        return self.now | self.late

    def _visit_all(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def _bind(self, name: str | None) -> None:
        if name is not None:
            self.binds.add(name)
            if name not in self._sure:
                self._sure.add(name)
                self._log.append(name)

    def _branch(self, *nodes: ast.AST) -> None:
        """Visit what may not run: its names are bound, but not surely."""
        mark = len(self._log)
        self._visit_all(nodes)
        while len(self._log) > mark:
            self._sure.discard(self._log.pop())

    def _absorb(self, inner: Uses, hidden: set[str]) -> None:
        self.now |= inner.now - self._sure
        self.late |= inner.late - hidden
        self.calls |= inner.calls
        self.changes |= inner.changes - hidden
        self.changes_in_place |= inner.changes_in_place - hidden

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self._bind(node.id)
        elif isinstance(node.ctx, ast.Load) and node.id not in self._sure:
            self.now.add(node.id)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._visit_all([node.value, *node.targets])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._visit_all([node.annotation, node.value, node.target if node.value else None])

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.visit_Name(ast.Name(node.target.id, ast.Load()))
        self._visit_all([node.value, node.target])

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._visit_all([node.value, node.target])
        self._walrus.add(node.target.id)

    def visit_Attribute(self, node: ast.Attribute | ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.changes |= _root(node)
        self.generic_visit(node)

    visit_Subscript = visit_Attribute

    def visit_Call(self, node: ast.Call) -> None:
        self.calls |= _root(node.func)
        if isinstance(node.func, ast.Attribute):
            if node.func.attr in CHANGING_METHODS:
                self.changes |= _root(node.func)
            elif node.func.attr.endswith("_") and not node.func.attr.endswith("__"):
                self.changes_in_place |= _root(node.func).union(*map(_root, node.args))
        self.generic_visit(node)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self._branch(node.target, *node.body)
        self._branch(*node.orelse)

    visit_AsyncFor = visit_For

    def visit_If(self, node: ast.If | ast.While) -> None:
        self.visit(node.test)
        self._branch(*node.body)
        self._branch(*node.orelse)

    visit_While = visit_If

    def visit_Try(self, node: ast.Try | ast.TryStar) -> None:
        for block in (node.body, node.handlers, node.orelse, node.finalbody):
            self._branch(*block)

    visit_TryStar = visit_Try

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self._bind(node.name)
        self.generic_visit(node)

    def visit_match_case(self, node: ast.match_case) -> None:
        self._branch(*ast.iter_child_nodes(node))

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.generic_visit(node)
        self._bind(node.name)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.generic_visit(node)
        self._bind(node.rest)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            self._bind(alias.asname or alias.name.partition(".")[0])

    visit_ImportFrom = visit_Import

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> None:
        self._outer.update(node.names)

    visit_Nonlocal = visit_Global

    def _function(self, arguments: ast.arguments, body: Iterable[ast.AST]) -> None:
        parameters = [node for node in ast.iter_child_nodes(arguments) if isinstance(node, ast.arg)]
        self._visit_all([*arguments.defaults, *arguments.kw_defaults, *(p.annotation for p in parameters)])
        inner = Uses(*body)
        local = (inner.binds | {parameter.arg for parameter in parameters}) - inner._outer
        self.late |= (inner.reads | inner._outer) - local

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._visit_all([*node.decorator_list, node.returns])
        self._function(node.args, node.body)
        self._bind(node.name)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node.args, [node.body])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._visit_all([*node.decorator_list, *node.bases, *node.keywords])
        self._absorb(Uses(*node.body), hidden=set())  # a class's names are hidden from its methods
        self._bind(node.name)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        parts = [part for loop in node.generators for part in (loop.iter, loop.target, *loop.ifs)]
        inner = Uses(*parts, *made)
        self._absorb(inner, hidden=inner.binds - inner._walrus)
        for name in sorted(inner._walrus):
            self._bind(name)
            self._walrus.add(name)

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _comprehension


def _root(node: ast.AST) -> set[str]:
    """The name that `a.b[0].c` starts from, if it starts from one."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()
