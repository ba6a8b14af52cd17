"""What is wrong with the hidden checks of an assignment that can be seen without pytest: marks, and names they call."""

from __future__ import annotations

import ast
import math
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..course.problem import Problem, Unparsed, nearest, tree_of

WEIGHT = "a weight is a number above 0"
CALLERS = ("compare", "refuses", "student")  # the fixtures by which a check calls the student's functions


class Graders(NamedTuple):
    """What checks count for and call; `complete` if there is nothing that only pytest could tell."""

    tasks: set[str]
    calls: dict[str, tuple[Path, int]]
    complete: bool


def read_graders(
    folder: Path,
    tasks: Collection[str] | None,
    functions: Mapping[str, int] | None,
    found: list[Problem],
) -> Graders:
    """Looks at all modules of `graders/`, `planted.py` too; `tasks` and `functions` are those there are, None where that
    cannot be told."""
    graders = Graders(set(), {}, True)
    trees: dict[Path, ast.Module] = {}
    for file in sorted(folder.rglob("*.py")):
        try:
            trees[file] = tree_of(file)
        except Unparsed as error:
            found.append(error.problem)
            graders = graders._replace(complete=False)
    own = {s.name for tree in trees.values() for s in tree.body if isinstance(s, ast.FunctionDef)}
    hooked = any(name.startswith("pytest_") for name in own)  # which may mark what is collected
    if not any(_is_tests(file) for file in folder.rglob("*.py")):
        found.append(Problem(folder, None, "there are no hidden checks: write them in files test_*.py"))
        graders = graders._replace(complete=False)
    for file, tree in trees.items():
        for name, line in _called(tree, {name for name in CALLERS if name not in own}):
            graders.calls.setdefault(name, (file, line))
            if functions is not None and name not in functions:
                what = f"this calls {name!r}, which the reference does not define{nearest(name, functions)}"
                found.append(Problem(file, line, what))
        if _is_tests(file):
            marks = _Marks(file, tree, hooked)
            graders.tasks.update(task for task, _ in marks.named)
            graders = graders._replace(complete=graders.complete and marks.complete)
            found.extend(Problem(file, line, what) for line, what in marks.wrong)
            for task, line in dict.fromkeys(marks.named):
                if tasks is not None and task not in tasks:
                    what = f"this is marked task({task!r}), and assignment.toml has no such task"
                    found.append(Problem(file, line, f"{what}{nearest(task, tasks)}"))
    return graders


def is_weight(value: Any) -> bool:
    """Whether a check may have this weight: a negative one would take points for what is right."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf


def _is_tests(file: Path) -> bool:
    return file.name.startswith("test_") or file.name.endswith("_test.py")


class _Marks:
    """The task marks of a module of checks. One that is made by a call, a loop or an import is left to pytest."""

    def __init__(self, file: Path, tree: ast.Module, hooked: bool) -> None:
        self.named: list[tuple[str, int]] = []
        self.wrong: list[tuple[int, str]] = []
        self.complete = not hooked
        self._hooked = hooked
        self._made = {
            target.id: statement.value
            for statement in tree.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }
        self._imported = {
            alias.asname or alias.name
            for statement in tree.body
            if isinstance(statement, ast.Import | ast.ImportFrom)
            for alias in statement.names
        } - {"pytest"}
        self._body(tree.body, marked=False)

    def _body(self, body: list[ast.stmt], marked: bool) -> None:
        for statement in body:
            if isinstance(statement, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == "pytestmark" for target in statement.targets
            ):
                marked = self._marked([statement.value]) or marked
        for statement in body:
            match statement:
                case ast.ClassDef(name=name) if name.startswith("Test"):
                    self._body(statement.body, self._marked(statement.decorator_list) or marked)
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name.startswith("test"):
                    if any(_ends_with(d, "fixture") for d in statement.decorator_list):
                        continue
                    if not self._marked(statement.decorator_list) and not marked and not self._hooked:
                        what = f'{name} counts for no task: mark it @pytest.mark.task("NAME")'
                        self.wrong.append((statement.lineno, what))
                case ast.ImportFrom(names=names) if any(alias.name == "*" for alias in names):
                    self.complete = False
                case ast.If() | ast.Try() | ast.With():
                    self.complete = False

    def _marked(self, decorators: list[ast.expr], depth: int = 0) -> bool:
        """Whether a task mark is among these, or may be: what cannot be told is no mistake."""
        marked = False
        for node in (inner for decorator in decorators for inner in ast.walk(decorator)):
            if isinstance(node, ast.Call) and _ends_with(node.func, "task"):
                marked = True
                self._weighed(node)
                name = node.args[0] if node.args else None
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    self.named.append((name.value, node.lineno))
                elif name is None or isinstance(name, ast.Constant):
                    what = 'this task mark names no task: write @pytest.mark.task("NAME")'
                    self.wrong.append((node.lineno, what))
                else:
                    self.complete = False
            elif isinstance(node, ast.Name) and node.id in self._made and depth < 5:
                made = self._made[node.id]
                if isinstance(made, ast.Attribute) and made.attr == "task":
                    marked = True  # task = pytest.mark.task
                    self.complete = False
                else:
                    marked = self._marked([made], depth + 1) or marked
            elif isinstance(node, ast.Name) and node.id in self._imported:
                marked = True
                self.complete = False
        for decorator in decorators:
            if _ends_with(decorator, "task") and not isinstance(decorator, ast.Call):
                what = 'this task mark names no task: write @pytest.mark.task("NAME")'
                self.wrong.append((decorator.lineno, what))
                marked = True
        return marked

    def _weighed(self, mark: ast.Call) -> None:
        for keyword in mark.keywords:
            if keyword.arg != "weight":
                continue
            if not is_weight(_literal(keyword.value)):
                self.wrong.append(
                    (mark.lineno, f"this task mark has weight={ast.unparse(keyword.value)}: {WEIGHT}")
                )


def _literal(node: ast.expr) -> object:
    """A value as it is written, `float("nan")` too; 1 of what other code makes, which pytest sees."""
    try:
        match node:
            case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value=str(text))]):
                return float(text)
            case _:
                return ast.literal_eval(node)
    except ValueError:
        return 1


def _ends_with(node: ast.expr, name: str) -> bool:
    """Whether this is `….name` or `….name(…)`, or `name` itself."""
    node = node.func if isinstance(node, ast.Call) else node
    return name == (node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None))


def _called(
    node: ast.AST, callers: Collection[str], here: frozenset[str] = frozenset()
) -> Iterator[tuple[str, int]]:
    """The student's functions that checks and fixtures call by name, with the line; `here` are the fixtures that the
    code around a node has as parameters."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            here |= {argument.arg for argument in every} & set(callers)
        case ast.Call(func=ast.Name(id=by), args=[ast.Constant(value=str(name)), *_]):
            if by in here and by != "student":
                yield name, node.lineno
        case ast.Attribute(value=ast.Name(id="student"), attr=name, ctx=ast.Load()) if "student" in here:
            if name not in ("hold", "put") and not name.startswith("_"):
                yield name, node.lineno
    if here or isinstance(node, ast.Module | ast.ClassDef):
        for inner in ast.iter_child_nodes(node):
            yield from _called(inner, callers, here)
