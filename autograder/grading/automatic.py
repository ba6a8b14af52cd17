"""Mistakes made by machine: the reference with one small thing changed, a constant, an operator, a dropped call, or with
one function behind a habit.

They are nobody's own list, so they show what a grader overlooks. Each is named by its function and its number there,
which stays the same as long as the function's code does, or by its habit.
"""

from __future__ import annotations

import ast
import copy
import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..course import Assignment, CourseError
from ..course.problem import nearest
from ..submission.source import Chunk
from .habits import habits

_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_OTHERS = {  # a reduction, or a function, taken for its neighbour
    "mean": "sum", "sum": "mean", "max": "min", "min": "max", "amax": "amin", "amin": "amax", "argmax": "argmin",
    "argmin": "argmax", "any": "all", "all": "any", "std": "var", "var": "std", "median": "mean", "exp": "exp2",
    "log": "log2", "log2": "log", "log_softmax": "softmax", "softmax": "log_softmax", "relu": "abs", "tanh": "sigmoid",
    "zeros": "ones", "ones": "zeros", "zeros_like": "ones_like", "ones_like": "zeros_like", "triu": "tril",
    "tril": "triu", "cumsum": "cumprod", "append": "remove", "floor": "ceil", "ceil": "floor", "union": "intersection",
    "logical_and": "logical_or", "logical_or": "logical_and", "floor_divide": "divide", "add_": "sub_",
}  # fmt: skip
_MODULES = {"torch", "np", "numpy", "F", "nn", "math", "functional", "plt", "itertools", "random"}


class Change(NamedTuple):
    """One change of a graded function, its key there, and what it is: "line 3: + -> -", or what a habit does."""

    function: str
    key: str
    told: str
    chunk: Chunk
    habit: bool = False

    @property
    def name(self) -> str:
        return f"{self.function}/{self.key}"

    def __str__(self) -> str:
        return self.told


def tasks_of(assignment: Assignment) -> dict[str, frozenset[str]]:
    """The tasks of each graded function and class of the reference: of the cell that it stands in. What is private
    belongs to every cell that mentions it."""
    # here: what a notebook takes to import would be 2 CPU seconds of each worker
    from ..course.stubs import source_cells

    cells = [
        (cell.metadata["solution"], cell.source)
        for cell in source_cells(assignment)
        if "solution" in cell.metadata
    ]
    found: dict[str, frozenset[str]] = {}
    for task, source in cells:
        for statement in ast.parse(source).body:
            if isinstance(statement, ast.FunctionDef | ast.ClassDef):
                private = statement.name.startswith("_") or isinstance(statement, ast.ClassDef)
                users = {other for other, text in cells if private and statement.name in text}
                found[statement.name] = frozenset({task} | users)
    return found


@functools.lru_cache(maxsize=1)
def changes(assignment: Assignment) -> tuple[Change, ...]:
    """Every small change of the assignment's graded functions, and every habit of those that a student is asked for."""
    return tuple(_changes(assignment))


def _changes(assignment: Assignment) -> Iterator[Change]:
    graded = tasks_of(assignment)
    for chunk in assignment.reference_chunks:
        for statement in ast.parse(chunk.source).body:
            if (name := getattr(statement, "name", None)) in graded:
                yield from changes_of(chunk)
                if name in assignment.functions:
                    yield from habits_of(chunk)


def habits_of(chunk: Chunk) -> Iterator[Change]:
    """The one function that a chunk defines behind each habit that it may have."""
    function = getattr(ast.parse(chunk.source).body[0], "name", "")
    for key, told, source in habits(chunk.source):
        yield Change(function, key, told, _by_machine(chunk, source), habit=True)


def changes_of(chunk: Chunk) -> Iterator[Change]:
    """Every small change of the one function or class that a chunk defines."""
    function = getattr(ast.parse(chunk.source).body[0], "name", "")
    prose = _lines_of_prose(ast.parse(chunk.source).body[0])
    unchanged = ast.unparse(ast.parse(chunk.source))
    number = 0
    for i, node in enumerate(_changeable(ast.parse(chunk.source))):
        for new in _alternatives(node):
            tree = ast.parse(chunk.source)
            old = _changeable(tree)[i]
            source = ast.unparse(ast.fix_missing_locations(_Replaced(old, new).visit(tree)))
            if source == unchanged:
                continue
            number += 1
            if not _is_a_program(source):
                continue
            told = f"line {node.lineno - prose}: {_text(node)} -> {_text(new)}"
            yield Change(function, str(number), told, _by_machine(chunk, source))


def _lines_of_prose(node: ast.stmt) -> int:
    """How many lines a function's docstring takes: a word more there makes no other change of those below."""
    body = getattr(node, "body", [])
    if not body or not _is_text(body[0]):
        return 0
    return int(body[0].end_lineno - body[0].lineno + 1)


def _by_machine(chunk: Chunk, source: str) -> Chunk:
    return chunk._replace(where=f"{chunk.where}, changed by machine", source=source)


def automatic_chunks(assignment: Assignment, name: str) -> tuple[Chunk, ...]:
    """The reference's chunks, and the changed function. `name` is a `Change`'s."""
    change = _by_name(assignment).get(name)
    if change is None:
        raise CourseError(f"{assignment.name} has no automatic mutant {name!r}")
    return (*assignment.reference_chunks, change.chunk)


@functools.lru_cache(maxsize=1)
def _by_name(assignment: Assignment) -> dict[str, Change]:
    return {change.name: change for change in changes(assignment)}


def _is_a_program(source: str) -> bool:
    """Not if an argument `*xs` was put where its call was, say."""
    try:
        compile(source, "change", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _text(node: ast.AST) -> str:
    """A node on one line: of a statement with a body, its first."""
    text = ast.unparse(ast.fix_missing_locations(copy.deepcopy(node)))
    return text.splitlines()[0] if text else "nothing"


def _changeable(tree: ast.AST) -> list[ast.expr | ast.stmt]:
    """The nodes that may be changed, in a fixed order: not docstrings, signatures, or what an exception says."""
    found: list[ast.expr | ast.stmt] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.expr | ast.stmt):
            found.append(node)
        for field, value in ast.iter_fields(node):
            if field in ("decorator_list", "args", "returns", "annotation", "bases") and isinstance(
                node, ast.FunctionDef | ast.ClassDef | ast.AnnAssign
            ):
                continue
            if isinstance(node, ast.Raise | ast.Import | ast.ImportFrom | ast.JoinedStr):
                continue
            if isinstance(node, ast.Lambda) and field == "args":
                continue
            parts = value if isinstance(value, list) else [value]
            for part in parts:
                if isinstance(part, ast.AST) and not _is_text(part):
                    visit(part)

    visit(tree)
    return found


def _is_text(node: ast.AST) -> bool:
    """A docstring, or another string that stands for itself."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class _Replaced(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._old:
            return ast.copy_location(self._new, node)
        result: ast.AST = self.generic_visit(node)
        return result


def _alternatives(node: ast.AST) -> Iterator[ast.AST]:
    """What a node may be taken for."""
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
            if value in (1, 2):
                yield ast.Constant(value - 1)
        case ast.Constant(value=float(value)):
            yield ast.Constant(2 * value if value else 1.0)
        case ast.Constant(value=str(value)) if value:
            yield ast.Constant(value + "_")
        case ast.BinOp(left, op, right):
            if type(op) in _OPERATORS:
                yield ast.BinOp(left, _OPERATORS[type(op)](), right)
            if isinstance(op, ast.Sub | ast.Div | ast.MatMult | ast.Pow | ast.FloorDiv):
                yield ast.BinOp(right, op, left)
            yield left
            yield right
        case ast.Compare(left, [op], [right]):
            for other in _COMPARISONS[type(op)]:
                yield ast.Compare(left, [other()], [right])
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            yield from values if len(values) == 2 else ()
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield operand
        case ast.IfExp(_, body, orelse):
            yield body
            yield orelse
        case ast.Call():
            yield from _other_calls(node)
        case ast.Subscript(value, ast.Slice(lower, upper, step), ctx):
            if lower is not None:
                yield ast.Subscript(value, ast.Slice(None, upper, step), ctx)
            if upper is not None:
                yield ast.Subscript(value, ast.Slice(lower, None, step), ctx)
        case ast.Attribute(value, "T" | "mT"):
            yield value
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            for i, generator in enumerate(node.generators):
                if generator.ifs:
                    other_node = copy.deepcopy(node)
                    other_node.generators[i].ifs = []
                    yield other_node
        case ast.stmt():
            yield from _other_statements(node)


def _other_calls(node: ast.Call) -> Iterator[ast.AST]:
    function, args, keywords = node.func, node.args, node.keywords
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    method = isinstance(function, ast.Attribute) and getattr(function.value, "id", "") not in _MODULES
    if name in _OTHERS and isinstance(function, ast.Attribute):
        yield ast.Call(ast.Attribute(function.value, _OTHERS[name], ast.Load()), args, keywords)
    elif name in ("max", "min", "any", "all"):
        yield ast.Call(ast.Name(_OTHERS[name], ast.Load()), args, keywords)
    if method and isinstance(function, ast.Attribute):
        yield function.value
    elif len(args) == 1:
        yield args[0]
    for i in range(len(keywords)):
        yield ast.Call(function, args, keywords[:i] + keywords[i + 1 :])
    if len(args) == 2 and not any(isinstance(a, ast.Starred | ast.Constant) for a in args):
        yield ast.Call(function, args[::-1], keywords)


def _other_statements(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.Expr(ast.Call()) | ast.Break() | ast.Continue() | ast.Delete():
            yield ast.Pass()
        case ast.AugAssign(target, op, value):
            yield ast.Pass()
            if type(op) in _OPERATORS:
                yield ast.AugAssign(target, _OPERATORS[type(op)](), value)
        case ast.Assign([ast.Subscript() | ast.Attribute()], _):
            yield ast.Pass()
        case ast.Assign([ast.Name(id)], value) if any(getattr(n, "id", "") == id for n in ast.walk(value)):
            yield ast.Pass()  # `x = f(x)`: what it was stays
        case ast.If(_, body, orelse):
            yield ast.If(ast.Constant(True), body, orelse)
            yield ast.If(ast.Constant(False), body, orelse)
        case ast.For(target, iterator, body, orelse):
            yield ast.For(target, _items(iterator, ast.Slice(None, ast.Constant(1))), body, orelse, lineno=1)
            yield ast.For(target, _items(iterator, ast.Slice(ast.Constant(1), None)), body, orelse, lineno=1)
        case ast.With(items, body) if not any("grad" in ast.unparse(item) for item in items):
            if all(item.optional_vars is None for item in items):
                yield ast.If(ast.Constant(True), body, [])


def _items(iterator: ast.expr, some: ast.Slice) -> ast.expr:
    every = ast.Call(ast.Name("list", ast.Load()), [iterator], [])
    return ast.Subscript(every, some, ast.Load())


def chosen(all_changes: Sequence[Change], functions: Sequence[str]) -> list[Change]:
    """Those of some functions, all of them where none is named. Raises `CourseError` for a function without any."""
    known = {change.function for change in all_changes}
    if unknown := [name for name in functions if name not in known]:
        raise CourseError(f"no graded function {unknown[0]!r}{nearest(unknown[0], known)}")
    return [change for change in all_changes if not functions or change.function in functions]
