"""Fixtures that hidden checks and other fixtures ask for by a name that none has, those that would take the place of one
of the kit's, and calls of the kit's with what they do not take, seen without pytest.

Only what can be told for certain: where a star, a plugin or a hook may bring more names, nothing is said.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

from ..course.problem import nearest, tree_of

_ENGINES = (
    Path(__file__).parents[1] / "checks/plugin.py"
)  # read and not imported: it is of a room above, and slow
_GIVEN = frozenset({"public_examples"})  # of the engine's, what a course is asked to give itself
_PYTESTS = ("pytest", "fixture", "mark")  # what decorators of pytest's begin with

Function = ast.FunctionDef | ast.AsyncFunctionDef


def unfound(
    trees: Mapping[Path, ast.Module], tests: Mapping[Path, ast.Module]
) -> Iterator[tuple[Path, int, str]]:
    """Each parameter of a check or fixture that is the name of no fixture, with file and line. `trees` are all modules of
    the graders, `tests` those with checks."""
    nodes = [node for tree in trees.values() for node in ast.walk(tree)]
    if any(map(_brings_more, nodes)):
        return
    own = {name for node in nodes for name in (*_made(node), *_parametrised(node))}
    imported = {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    known = own | _made_in(_ENGINES)
    for file, tree in trees.items():
        for function, argument in _asked(tree.body, file in tests):
            name = argument.arg
            if name not in known | imported and name not in _of_pytest():
                what = f"{function} asks for the fixture {name!r}, which there is not{nearest(name, known)}"
                yield file, argument.lineno, what


def replacing(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each fixture of a module's own that pytest would give to checks in place of one of the engine's, with its line."""
    for node in (inner for inner in ast.walk(tree) if isinstance(inner, ast.stmt)):
        for name in _made(node):
            if name in _made_in(_ENGINES) - _GIVEN:
                what = f"this fixture is called {name!r}, as one of the kit's, which no check would get then"
                yield node.lineno, f"{what}: give it another name"


def is_fixture(function: Function) -> bool:
    return any(ends_with(decorator, "fixture") for decorator in function.decorator_list)


def ends_with(node: ast.AST, name: str) -> bool:
    """Whether this is `….name` or `….name(…)`, or `name` itself."""
    node = node.func if isinstance(node, ast.Call) else node
    return name == (node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None))


def _brings_more(node: ast.AST) -> bool:
    """Whether there may be names that are written nowhere."""
    match node:
        case ast.ImportFrom(names=names):
            return any(alias.name == "*" for alias in names)
        case ast.FunctionDef(name=name) | ast.Name(id=name):
            return name.startswith("pytest_")  # a hook, or `pytest_plugins`
        case ast.Call() if ends_with(node, "parametrize"):
            return not list(_parametrised(node))
    return False


def _made(node: ast.AST) -> Iterator[str]:
    """The fixture that a definition makes, by the name that it is asked for."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() if is_fixture(node):
            calls = [decorator for decorator in node.decorator_list if isinstance(decorator, ast.Call)]
            named = [k.value for call in calls for k in call.keywords if k.arg == "name"]
            yield from (str(name.value) for name in named if isinstance(name, ast.Constant))
            if not named:
                yield node.name
        case ast.Assign(value=ast.Call(func=made)) if ends_with(made, "fixture"):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _parametrised(node: ast.AST) -> Iterator[str]:
    """The names that a `parametrize` gives values to."""
    if not (isinstance(node, ast.Call) and ends_with(node, "parametrize")):
        return
    match node.args or [keyword.value for keyword in node.keywords if keyword.arg == "argnames"]:
        case [ast.Constant(value=str(names)), *_]:
            yield from (name.strip() for name in names.split(","))
        case [ast.List(elts=names) | ast.Tuple(elts=names), *_]:
            yield from (str(name.value) for name in names if isinstance(name, ast.Constant))


def _asked(body: list[ast.stmt], checks: bool, inside: bool = False) -> Iterator[tuple[str, ast.arg]]:
    """What fixtures, and with `checks` checks too, ask pytest for, each with the name of who asks. A function that others
    than pytest decorate may be given it by them."""
    for statement in body:
        if isinstance(statement, ast.ClassDef) and statement.name.startswith("Test"):
            yield from _asked(statement.body, checks, True)
        if not isinstance(statement, Function):
            continue
        asks = is_fixture(statement) or (checks and statement.name.startswith("test"))
        if not asks or not all(_root(decorator) in _PYTESTS for decorator in statement.decorator_list):
            continue
        every = statement.args
        plain = [*every.posonlyargs, *every.args]
        plain = plain[inside : len(plain) - len(every.defaults)]
        named = zip(every.kwonlyargs, every.kw_defaults, strict=True)
        yield from (
            (statement.name, one) for one in (*plain, *(one for one, default in named if default is None))
        )


def _root(node: ast.expr) -> str:
    """The name that `name.….…(…)` begins with."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return getattr(node, "id", "")


@cache
def _made_in(file: Path) -> frozenset[str]:
    return frozenset(name for node in ast.walk(tree_of(file)) for name in _made(node))


@cache
def _of_pytest() -> frozenset[str]:
    """pytest's own fixtures: only looked for where a name is none of the author's and the engine's."""
    found = importlib.util.find_spec("_pytest")
    folders = [Path(folder) for folder in (found and found.submodule_search_locations) or ()]
    files = (file for folder in folders for file in folder.glob("*.py"))
    return frozenset({"request"}.union(*map(_made_in, files)))


_TAKES = {  # what the fixtures that checks call take by name
    "measure": ("name", "value", "at_least", "at_most"),
    "credit": ("earned", "of", "message"),
}
_LIKE_TOLERANCES = ("tol", "tolerance", "eps", "epsilon", "abs", "rel", "abs_tol", "rel_tol", "delta")
_TOLERANCES = "its tolerances are atol and rtol"


def misused(
    tree: ast.Module, functions: Mapping[str, Collection[str] | None] | None
) -> Iterator[tuple[int, str]]:
    """Where a check or a fixture calls one of the kit's with what it does not take, as far as that is written out, with the
    line. `functions` are the student's with their parameters, None where these are not known."""
    own = {node.name for node in ast.walk(tree) if isinstance(node, Function)}
    for function in (node for node in ast.walk(tree) if isinstance(node, Function)):
        every = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
        given = {argument.arg for argument in every} - own
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if _root(call.func) in given & {"compare", "refuses", *_TAKES}:
                for what in _misuse(call, _root(call.func), functions or {}):
                    yield call.lineno, what


def _misuse(call: ast.Call, by: str, functions: Mapping[str, Collection[str] | None]) -> Iterator[str]:
    named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None}
    first, second = (_constant(call.args[i]) if len(call.args) > i else None for i in (0, 1))
    if by in ("compare", "refuses"):
        also = f"; {_TOLERANCES}" if by == "compare" else ""
        if isinstance(first, int | float) or (not isinstance(first, str) and second in functions):
            yield f"`{by}` takes the function's name first{also}"
        elif isinstance(first, str) and by == "compare":
            has = functions.get(first)
            for name in named.keys() & {*_LIKE_TOLERANCES} - {*has} if has is not None else ():
                yield f"{first!r} has no parameter {name!r}: `compare` takes the function's name first{also}"
        for name in ("atol", "rtol") if by == "compare" else ():
            value = _constant(named[name]) if name in named else 0
            if isinstance(value, int | float) and not 0 <= value < float("inf"):
                yield f"this compares with {name}={ast.unparse(named[name])}: a tolerance is a number, 0 or above"
        return
    if by == "measure" and (isinstance(second, str) or isinstance(first, int | float)):
        yield '`measure` takes what it measures first: measure("accuracy", value, at_least=0.95)'
    of = _constant(named["of"]) if "of" in named else second
    if by == "credit" and isinstance(of, int | float) and not 0 < of < float("inf"):
        yield f"this gives credit of {of:g} parts: what it is `of` is a number above 0"
    for name in named.keys() - {*_TAKES[by]}:
        yield f"`{by}` takes no {name}=…{nearest(name, _TAKES[by])}"


def _constant(node: ast.expr) -> object:
    """A text or a number as it is written, with its sign; None for all else."""
    match node:
        case ast.Constant(value=str() | int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value="nan" | "inf" as value)]):
            return float(value)
    return None
