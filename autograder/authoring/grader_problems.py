"""What is wrong with the hidden checks of an assignment that can be seen without pytest: marks, names that they call or
ask for, and checks that would check nothing."""

from __future__ import annotations

import ast
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..course.problem import Problem, Unparsed, nearest, tree_of
from .fixture_problems import ends_with, is_fixture, misused, replacing, unfound
from .names import own_nodes

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
    functions: Mapping[str, Collection[str] | None] | None,
    found: list[Problem],
) -> Graders:
    """Looks at all modules of `graders/`, `planted.py` too; `tasks` and `functions`, with their parameters, are those there are,
    None where that cannot be told."""
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
    tests = {file: tree for file, tree in trees.items() if _is_tests(file)}
    titles: dict[tuple[str, str], tuple[Path, int]] = {}
    found.extend(Problem(file, line, what) for file, line, what in unfound(trees, tests))
    for file, tree in trees.items():
        said = (*_twice(tree.body), *replacing(tree), *_unseeded(tree))
        found.extend(Problem(file, line, what) for line, what in said)
        found.extend(Problem(file, line, what) for line, what in dict.fromkeys(misused(tree, functions)))
        for name, line in _called(tree, {name for name in CALLERS if name not in own}):
            graders.calls.setdefault(name, (file, line))
            if functions is not None and name not in functions:
                what = f"this calls {name!r}, which the reference does not define{nearest(name, functions)}"
                found.append(Problem(file, line, what))
        if file in tests:
            marks = _Marks(file, tree, hooked)
            graders.tasks.update(task for task, _ in marks.named)
            graders = graders._replace(complete=graders.complete and marks.complete)
            found.extend(Problem(file, line, what) for line, what in marks.wrong)
            for task, line in dict.fromkeys(marks.named):
                if tasks is not None and task not in tasks:
                    what = f"this is marked task({task!r}), and assignment.toml has no such task"
                    found.append(Problem(file, line, f"{what}{nearest(task, tasks)}"))
            for task, title, line in marks.titles:
                first, at = titles.setdefault((task, title), (file, line))
                if (first, at) != (file, line):
                    where = f"line {at}" if first == file else f"{first}, line {at}"
                    what = (
                        f"two checks of the task {task!r} are titled {title!r}, this one and that of {where}"
                    )
                    found.append(Problem(file, line, f"{what}: students read it, so give one another title"))
    return graders


def unknown_of_mark(positional: int, keywords: Iterable[str]) -> Iterator[str]:
    """What is wrong with a task mark of so many arguments without a name and these with one: pytest takes any."""
    if positional > 1:
        yield f"this task mark has {positional} arguments: it takes the name of a task, and a weight as weight=…"
    for name in keywords:
        if name != "weight":
            yield f"this task mark has {name}=…, which says nothing{nearest(name, ['weight'])}"


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
        self.titles: list[
            tuple[str, str, int]
        ] = []  # task, title and line of the checks that are not parametrised
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
        self._body(tree.body, None)

    def _body(self, body: list[ast.stmt], around: set[str] | None) -> None:
        """Looks at the checks in a module or a class; `around` are the tasks that it is marked with itself."""
        for statement in body:
            if isinstance(statement, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == "pytestmark" for target in statement.targets
            ):
                around = self._marked([statement.value], around)
        for statement in body:
            match statement:
                case ast.ClassDef(name=name) if name.startswith("Test"):
                    self._body(statement.body, self._marked(statement.decorator_list, around))
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name.startswith("test"):
                    if not is_fixture(statement):
                        self._check(statement, around)
                case ast.ImportFrom(names=names) if any(alias.name == "*" for alias in names):
                    self.complete = False
                case ast.If() | ast.Try() | ast.With():
                    self.complete = False

    def _check(self, check: ast.FunctionDef | ast.AsyncFunctionDef, around: set[str] | None) -> None:
        tasks = self._marked(check.decorator_list, around)
        if tasks is None and not self._hooked:
            what = f'{check.name} counts for no task: mark it @pytest.mark.task("NAME")'
            self.wrong.append((check.lineno, what))
        self.wrong.extend(_idle(check))
        if (doc := ast.get_docstring(check)) and not self._hooked and not self._parametrised(check):
            self.titles += [(task, doc.split("\n")[0].strip(), check.lineno) for task in tasks or ()]

    def _parametrised(self, check: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Whether a check is run with several parameters, which are a part of its title; or may be."""
        nodes = [inner for decorator in check.decorator_list for inner in ast.walk(decorator)]
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        nodes += [inner for name in names & self._made.keys() for inner in ast.walk(self._made[name])]
        return bool(names & self._imported) or any(ends_with(node, "parametrize") for node in nodes)

    def _marked(self, decorators: list[ast.expr], around: set[str] | None, depth: int = 0) -> set[str] | None:
        """The tasks of the task marks among these, as far as they can be told; `around` where there is no mark, nor what
        may be one: what cannot be told is no mistake."""
        marked: set[str] | None = None
        for node in (inner for decorator in decorators for inner in ast.walk(decorator)):
            if isinstance(node, ast.Call) and ends_with(node.func, "task"):
                marked = marked or set()
                self._arguments(node)
                name = node.args[0] if node.args else None
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    marked.add(name.value)
                    self.named.append((name.value, node.lineno))
                elif name is None or isinstance(name, ast.Constant):
                    what = 'this task mark names no task: write @pytest.mark.task("NAME")'
                    self.wrong.append((node.lineno, what))
                else:
                    self.complete = False
            elif isinstance(node, ast.Name) and node.id in self._made and depth < 5:
                made = self._made[node.id]
                if isinstance(made, ast.Attribute) and made.attr == "task":
                    marked = marked or set()  # task = pytest.mark.task
                    self.complete = False
                elif (inner := self._marked([made], None, depth + 1)) is not None:
                    marked = (marked or set()) | inner
            elif isinstance(node, ast.Name) and node.id in self._imported:
                marked = marked or set()
                self.complete = False
        for decorator in decorators:
            if ends_with(decorator, "task") and not isinstance(decorator, ast.Call):
                what = 'this task mark names no task: write @pytest.mark.task("NAME")'
                self.wrong.append((decorator.lineno, what))
                marked = marked or set()
        return around if marked is None else marked

    def _arguments(self, mark: ast.Call) -> None:
        """What is wrong with a mark's arguments but for its task; those behind a star are left to pytest."""
        named = {keyword.arg: keyword.value for keyword in mark.keywords if keyword.arg is not None}
        starred = any(isinstance(argument, ast.Starred) for argument in mark.args)
        said = list(unknown_of_mark(0 if starred else len(mark.args), named)) if mark.args else []
        if "weight" in named and not is_weight(_literal(named["weight"])):
            said.append(f"this task mark has weight={ast.unparse(named['weight'])}: {WEIGHT}")
        self.wrong += [(mark.lineno, what) for what in said]


def _idle(check: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[int, str]]:
    """Where a check lets pass whatever was handed in: it gives a value back, compares for nothing, or does nothing."""
    nodes = list(own_nodes(check.body))
    for node in nodes:
        match node:
            case ast.Return(value=ast.expr() as value) if not _is_none(value):
                what = f"{check.name} returns a value, and nobody looks at it: write `assert` in place of `return`"
                yield node.lineno, what
            case ast.Expr(value=ast.Compare()):
                yield (
                    node.lineno,
                    f"{check.name} compares here, and nobody looks at it: write `assert` before it",
                )
    if not any(isinstance(node, ast.Assert | ast.Call | ast.Raise) for node in nodes):
        what = f"{check.name} asserts nothing and calls nothing, so every answer passes: write what it checks"
        yield check.lineno, what


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _twice(body: list[ast.stmt]) -> Iterator[tuple[int, str]]:
    """Checks, classes of checks and fixtures of one name in one module or class: Python keeps the last of them."""
    seen: dict[str, int] = {}
    for statement in body:
        match statement:
            case ast.ClassDef(name=name) if name.startswith("Test"):
                yield from _twice(statement.body)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name.startswith(
                "test"
            ) or is_fixture(statement):
                pass
            case _:
                continue
        if name in seen:
            what = f"this is called {name!r} as what stands in line {seen[name]}, which is never run then"
            yield statement.lineno, f"{what}: give one another name"
        seen[name] = statement.lineno


def _unseeded(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Generators of other numbers in each run, with their lines. The libraries' own are seeded before each check."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(args=[] | [ast.Constant(value=None)], keywords=[]):
                if any(ends_with(node, name) for name in ("default_rng", "RandomState", "Random")):
                    what = f"`{ast.unparse(node)}` draws other numbers each time, and so may give another verdict"
                    yield node.lineno, f"{what}: draw from variant.rng(NAME), or give it a seed"


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
