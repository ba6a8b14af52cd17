"""What a verdict or a hint depends on, as digests: of the engine's deciding rooms and of an assignment.

Only what decides counts. Of Python files it is the code: layout, comments and prose may change without a class being
graded again. Of what ships beside code (data, a template) it is the bytes.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from .problem import text_of

ENGINE = Path(__file__).parents[1]
DECIDING = ("checks", "course", "grading", "inside", "sandbox", "submission")


@cache
def own_digest() -> str:
    """Of the engine that runs here."""
    return engine_digest(ENGINE)


def engine_digest(engine: Path) -> str:
    """Of an engine's rooms that decide: not of the command line, pages, the gate or nbgrader's side."""
    files = (file for room in DECIDING for file in sorted((engine / room).rglob("*.py")))
    return digest((file.relative_to(engine).as_posix(), code(file.read_text("utf-8"))) for file in files)


def content(file: Path, titles: bool = False) -> str:
    """What of a file decides: a module's code, any other file's bytes."""
    if file.suffix == ".py":
        return code(text_of(file), titles)
    return hashlib.sha256(file.read_bytes()).hexdigest()


def code(source: str, titles: bool = False) -> str:
    """The code of a module. With `titles`, the first lines of docstrings stay: a check's is what a student reads."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source
    for node in _statements(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if ast.get_docstring(node, clean=False) is None:
                continue
            text = ast.get_docstring(node) if titles and not isinstance(node, ast.Module) else ""
            node.body[0] = ast.Expr(ast.Constant(text.splitlines()[0] if text else ""))
    return ast.dump(tree)


def _statements(tree: ast.Module) -> Iterator[ast.AST]:
    """All that may hold a docstring, and what these stand in; expressions, four in five of all nodes, hold none."""
    found: list[ast.AST] = [tree]
    while found:
        node = found.pop()
        yield node
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, block, ())
            if isinstance(inner, list):  # of an expression with `if` it is no list
                found.extend(inner)


def digest(parts: Iterable[tuple[str, str]]) -> str:
    """Of named texts, in their order."""
    whole = hashlib.sha256()
    for name, text in parts:
        data = text.encode("utf-8", "surrogatepass")
        whole.update(f"{name}\0{len(data)}:".encode() + data)
    return whole.hexdigest()
