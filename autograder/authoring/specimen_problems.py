"""What is wrong with mutants and with other right solutions."""

from __future__ import annotations

import ast
import types
from collections.abc import Callable
from pathlib import Path

from ..course.assignment import MUTANT_SETTINGS
from ..course.edits import try_edits
from ..course.problem import Problem, nearest, text_of, tree_of
from .names import as_handed_in, bound, reads, teller
from .settings_problems import Asked
from .solution_problems import Solution

SETTINGS = MUTANT_SETTINGS | {"EDITS"}


def look_at_mutant(file: Path, asked: Asked, solution: Solution | None, found: list[Problem]) -> None:
    tree = tree_of(file)
    said = {name: statement for statement in tree.body for name in bound([statement])}
    say = teller(file, found)
    if not ast.get_docstring(tree):
        say(1, "this mutant has no docstring: say in one which mistake it is")
    hint, equivalent, loses = (said.get(name) for name in ("HINT", "EQUIVALENT", "LOSES"))
    if loses is not None and equivalent is not None:
        say(loses.lineno, "this mutant has both LOSES and EQUIVALENT: take one out")
    elif equivalent is None and loses is None:
        say(
            None,
            "this mutant has neither LOSES and HINT nor EQUIVALENT: say which tasks it loses, and the hint",
        )
    elif equivalent is None and not _said(hint):
        say(
            getattr(hint, "lineno", None),
            "this mutant has LOSES and no HINT: write what its student should read",
        )
    if loses is not None:
        _loses(loses, asked, say)
    for name in ("HINT", "EQUIVALENT"):
        if _is_no(str, _value(said.get(name))):
            say(said[name].lineno, f'{name} is no text: write it as one string, {name} = "…"')
    if _is_no(types.FunctionType, _value(said.get("SIGNATURE"))):
        say(said["SIGNATURE"].lineno, "SIGNATURE is no function: write def SIGNATURE(calls)")
    for name, statement in said.items():
        if name.isupper() and name not in SETTINGS and not reads(name, tree) and (like := _like(name)):
            say(statement.lineno, f"a mutant has no {name}{like}")
    if solution is not None:
        _, wrong = try_edits(solution.chunks, tree, file)
        found.extend(wrong)
        _breaks(said.get("BREAKS"), solution, say)
        _names(tree, said, solution, say)
    own = [
        name
        for name, s in said.items()
        if name not in SETTINGS and not isinstance(s, ast.Import | ast.ImportFrom)
    ]
    if "EDITS" not in said and not own:
        say(None, "this mutant has neither EDITS nor a function of its own: write one of them")


def _like(name: str) -> str:
    close = nearest(name, SETTINGS)
    return close if "did you mean" in close else ""


def _value(statement: ast.stmt | None) -> ast.expr | None:
    return statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None


def _said(statement: ast.stmt | None) -> bool:
    """Whether a setting is there with something in it."""
    value = _value(statement)
    return value is not None and not (isinstance(value, ast.Constant) and not value.value)


def _is_no(kind: type, value: ast.expr | None) -> bool:
    """Whether an expression is seen, as it stands, to give no value of a kind. None is as if there were none."""
    if isinstance(value, ast.Constant):
        return not isinstance(value.value, kind | None)
    return isinstance(value, ast.List | ast.Tuple | ast.Set | ast.Dict)


def _loses(statement: ast.stmt, asked: Asked, say: Callable[[int | None, str], None]) -> None:
    value = _value(statement)
    form = 'write LOSES = {"TASK"}'
    if isinstance(value, ast.Constant):
        say(statement.lineno, f"LOSES is {value.value!r}, which is no set of tasks: {form}")
    elif isinstance(value, ast.Set | ast.List | ast.Tuple):
        if not value.elts:
            say(statement.lineno, f"LOSES is empty: {form}, or EQUIVALENT with the reason why it loses none")
        for one in value.elts:
            if isinstance(one, ast.Constant) and asked.tasks is not None and one.value not in asked.tasks:
                near = nearest(str(one.value), asked.tasks)
                say(one.lineno, f"LOSES has {one.value!r}, and assignment.toml has no such task{near}")
    elif isinstance(value, ast.Dict) or ast.unparse(value or ast.Constant("")) == "set()":
        say(statement.lineno, f"LOSES is no set of tasks, or an empty one: {form}")


def _breaks(statement: ast.stmt | None, solution: Solution, say: Callable[[int | None, str], None]) -> None:
    if statement is None:
        return
    value = _value(statement)
    if not isinstance(value, ast.Dict):
        if isinstance(value, ast.Constant | ast.Set | ast.List | ast.Tuple):
            what = 'BREAKS is no dictionary: write {"FUNCTION": "words of its docstring"}'
            say(statement.lineno, what)
        return
    for key in value.keys:
        if isinstance(key, ast.Constant) and key.value not in solution.described:
            near = nearest(str(key.value), solution.described)
            say(key.lineno, f"BREAKS has {key.value!r}, which the reference does not define{near}")


def _names(
    tree: ast.Module, said: dict[str, ast.stmt], solution: Solution, say: Callable[[int | None, str], None]
) -> None:
    """A public function that replaces none of the reference's and that nothing calls."""
    edits = _value(said.get("EDITS"))
    text = str(edits.value) if isinstance(edits, ast.Constant) else ""
    for name, statement in said.items():
        if name.startswith("_") or name in SETTINGS or name in solution.bound or "*" in solution.bound:
            continue
        if (
            isinstance(statement, ast.FunctionDef | ast.ClassDef)
            and name not in text
            and not reads(name, tree)
        ):
            near = nearest(name, solution.functions)
            say(statement.lineno, f"the reference defines no {name!r}, and nothing here calls it{near}")


def look_at_right(file: Path, solution: Solution | None, found: list[Problem]) -> None:
    tree = as_handed_in(file, text_of(file))
    if solution is None:
        return
    names = bound(tree.body)
    if "*" in names:
        return
    own = {s.name for s in tree.body if isinstance(s, ast.FunctionDef | ast.ClassDef)} - solution.bound
    for name in solution.functions.keys() - solution.helpers:
        if name not in names:
            near = nearest(name, own) if "did you mean" in nearest(name, own) else ": write it"
            what = f"this right solution does not define {name!r}, which the reference does{near}"
            found.append(Problem(file, None, what))
