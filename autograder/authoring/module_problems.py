"""How the modules of graders/ are called, and which of them they import, as far as that stops them from being loaded."""

from __future__ import annotations

import ast
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from ..course.problem import Problem, Unparsed, tree_of

_ALWAYS = ("autograder", "numpy", "pytest", "torch")  # what the checks of any course run with


def look_at_modules(graders: Path, solution: Path, found: list[Problem]) -> None:
    """Looks at the modules beside the checks; `solution` and what students have may import others of the same names."""
    own = {
        f.stem: f for f in sorted(graders.glob("*.py")) if not f.stem.startswith(("test_", "conftest"))
    }  # as `Assignment.importing` loads them
    students = sorted((graders.parent / "student").glob("*.py"))
    taken = dict.fromkeys(sys.stdlib_module_names, "Python has") | dict.fromkeys(_ALWAYS, "checks import")
    for file in (*students, solution):
        taken |= dict.fromkeys((name for name, _ in imported(file)), f"{file.name} imports")
    taken |= {file.stem: "students have" for file in students} | {solution.stem: "students write"}
    for name, file in own.items():
        if name in taken:
            what = f"this takes the place of the module {name} that {taken[name]}: give it another name"
            found.append(Problem(file, None, what))
        for other, line in imported(file):
            if other in own.keys() - taken.keys() and other > name:
                both = f", and {other} imports it" if name in dict(imported(own[other])) else ""
                what = f"this imports {other}{both}: a module of graders/ may import those before it in the alphabet"
                found.append(
                    Problem(file, line, f"{what}; put what both need into one that comes before them")
                )


def imported(file: Path) -> Iterator[tuple[str, int]]:
    """The modules that a file imports as it is loaded, with the line; of a package its first name."""
    with contextlib.suppress(Unparsed, OSError):
        for statement in tree_of(file).body:
            match statement:
                case ast.Import(names=names):
                    yield from ((alias.name.partition(".")[0], statement.lineno) for alias in names)
                case ast.ImportFrom(module=str(module), level=0):
                    yield module.partition(".")[0], statement.lineno
