"""What is wrong with the folder of what students get, and with the public tests in it."""

from __future__ import annotations

import ast
from pathlib import Path

from ..course.problem import Problem, nearest, tree_of
from .names import parsing
from .settings_problems import Asked
from .solution_problems import Solution, not_given


def look_at_students(
    folder: Path, root: Path, asked: Asked, solution: Solution | None, found: list[Problem]
) -> None:
    student, name = folder / "student", folder.name
    if not student.is_dir():
        found.append(Problem(student, None, "there is no such folder: put there what students get"))
        return
    files = [file for file in sorted(student.iterdir()) if file.name[0] not in "._"]
    for file in files:
        if file.is_dir():
            what = f"this is a folder: students get the files directly in {student}, so move its files there"
            found.append(Problem(file, None, what))
    tests = student / f"test_{name}.py"
    if not tests.is_file():
        others = [file.name for file in files if file.match("test_*.py")]
        what = f"write them there{f', or rename {others[0]}' if others else ''}"
        found.append(Problem(tests, None, f"there are no public tests: {what}"))
    for file in files:
        other = file.stem != name and file.suffix in (".py", ".ipynb") and file.is_file()
        if other and f"*{file.stem}, version " in file.read_text("utf-8", "replace"):
            what = "this is the stub of another assignment, and students would get it too: delete it"
            found.append(Problem(file, None, what))
    for file in [*files, *(root / shared for shared in asked.shared)]:
        if file.suffix == ".py" and file.is_file() and file.stem != name:
            source = root / "solutions" / f"{name}.py"
            parsing(_public, file, name if file == tests else None, source, solution, found)


def _public(
    file: Path, module: str | None, source: Path, solution: Solution | None, found: list[Problem]
) -> None:
    """A module that students get; public tests import the student's `module`, and read nothing of it that nobody is asked
    for."""
    tree = tree_of(file)
    if module is not None and not any(_names_module(node, module) for node in ast.walk(tree)):
        what = f"these public tests do not import {module!r}, which students write: `import {module}`"
        found.append(Problem(file, None, what))
    if module is None or solution is None or "*" in solution.bound:
        return
    nodes = list(ast.walk(tree))
    aliases: set[str] = set()
    read: list[tuple[int, str]] = []
    for node in nodes:
        if isinstance(node, ast.Import):
            aliases |= {alias.asname or alias.name for alias in node.names if alias.name == module}
        elif isinstance(node, ast.ImportFrom) and node.module == module and not node.level:
            read += [(node.lineno, alias.name) for alias in node.names if alias.name != "*"]
    aliases -= {node.arg for node in nodes if isinstance(node, ast.arg)}  # a test's own parameter
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=of), attr=name, ctx=ast.Load()) if of in aliases:
                read.append((node.lineno, name))
    for line, name in dict.fromkeys(read):
        if name not in solution.bound and not name.startswith("__"):
            what = f"public tests read {module}.{name}, which the reference does not define"
            found.append(Problem(file, line, f"{what}{nearest(name, solution.functions)}"))
    for name in sorted(solution.helpers & {name for _, name in read}):
        found.append(not_given(source, name, solution, "public tests call"))


def _names_module(node: ast.AST, module: str) -> bool:
    match node:
        case ast.Import(names=names):
            return any(alias.name == module for alias in names)
        case ast.ImportFrom(module=name) | ast.Constant(value=name):
            return bool(name == module)
    return False
