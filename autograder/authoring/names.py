"""What a file's Python binds and reads, and how a problem with it is told."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..course.problem import Problem, Unparsed, tree_of
from ..submission.source.syntax import NotPython, parsed


def bound(body: Iterable[ast.stmt]) -> set[str]:
    """The names that statements of a module bind, within its blocks too; "*" for a star import."""
    names: set[str] = set()
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(statement.name)
            case ast.Import() | ast.ImportFrom():
                names |= {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
            case ast.If() | ast.Try() | ast.With() | ast.For() | ast.While():
                names |= {
                    n.id
                    for n in ast.walk(statement)
                    if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)
                }
                for block in ("body", "orelse", "finalbody"):
                    names |= bound(getattr(statement, block, ()))
                for handler in getattr(statement, "handlers", ()):
                    names |= bound(handler.body)
            case ast.AnnAssign(value=None):
                pass
            case _:
                names |= {
                    n.id
                    for n in ast.walk(statement)
                    if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
                }
    return names


def reads(name: str, tree: ast.Module) -> bool:
    return any(
        isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) for n in ast.walk(tree)
    )


def own_nodes(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of a body, a module's or a function's, without what is in functions in it."""
    for node in nodes:
        yield node
        if not isinstance(node, ast.Lambda | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from own_nodes(ast.iter_child_nodes(node))


def as_handed_in(file: Path, text: str) -> ast.Module:
    """The tree of what is read as a student's file is: it may have magics. Raises `Unparsed`."""
    try:
        return tree_of(file, text)
    except Unparsed as error:
        try:
            return parsed(text)[1]
        except NotPython:
            raise error from None


def parsing(look: Callable[..., None], file: Path, *rest: object) -> None:
    """Looks at a file; if it cannot be parsed, that is its one problem, which the last of `rest` takes."""
    try:
        look(file, *rest)
    except Unparsed as error:
        found = rest[-1]
        assert isinstance(found, list)
        found.append(error.problem)


def teller(file: Path, found: list[Problem]) -> Callable[[int | None, str], None]:
    return lambda line, what: found.append(Problem(file, line, what))
