"""What a verdict or a hint depends on, as digests: of the engine's deciding rooms and of an assignment.

Only what decides counts. Of Python files it is the code: layout, comments and prose may change without a class being
graded again. Of what ships beside code (data, a template) it is the bytes.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from pathlib import Path

ENGINE = Path(__file__).parents[1]
DECIDING = ("checks", "course", "grading", "inside", "sandbox", "submission")


def engine_digest(engine: Path = ENGINE) -> str:
    """Of the engine's rooms that decide: not of the command line, pages, the gate or nbgrader's side."""
    files = (file for room in DECIDING for file in sorted((engine / room).rglob("*.py")))
    return digest((file.relative_to(engine).as_posix(), code(file.read_text("utf-8"))) for file in files)


def content(file: Path, titles: bool = False) -> str:
    """What of a file decides: a module's code, any other file's bytes."""
    if file.suffix == ".py":
        return code(file.read_text("utf-8"), titles)
    return hashlib.sha256(file.read_bytes()).hexdigest()


def code(source: str, titles: bool = False) -> str:
    """The code of a module. With `titles`, the first lines of docstrings stay: a check's is what a student reads."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node)
            if text is None:
                continue
            title = text.splitlines()[0] if titles and text and not isinstance(node, ast.Module) else ""
            node.body[0] = ast.Expr(ast.Constant(title))
    return ast.dump(tree)


def digest(parts: Iterable[tuple[str, str]]) -> str:
    """Of named texts, in their order."""
    whole = hashlib.sha256()
    for name, text in parts:
        data = text.encode("utf-8", "surrogatepass")
        whole.update(f"{name}\0{len(data)}:".encode() + data)
    return whole.hexdigest()
