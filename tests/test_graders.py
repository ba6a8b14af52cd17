"""The assignments' graders know the engine by its public face, `autograder.checks`, and by nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder import checks

FACE = "autograder.checks"


def other_imports(source: str) -> list[str]:
    """What a module imports of the engine beside the names in `autograder.checks.__all__`, each with its line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == FACE:
            names = [f"{FACE}.{alias.name}" for alias in node.names if alias.name not in checks.__all__]
        elif isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
        else:
            continue
        found += [f"line {node.lineno}: {name}" for name in names if _of_the_engine(name)]
    return found


def _of_the_engine(name: str) -> bool:
    return name.split(".")[0] == "autograder" and name != FACE


def test_graders_import_only_the_public_face(root: Path) -> None:
    graders = sorted(root.glob("assignments/*/graders/*.py"))
    assert graders
    found = [
        f"{file.relative_to(root)}, {problem}"
        for file in graders
        for problem in other_imports(file.read_text("utf-8"))
    ]
    assert not found, (
        "these graders reach into the engine, which may change under them:\n  "
        + "\n  ".join(found)
        + f"\nImport from {FACE}; what is missing there and authors need goes into its __init__.py and __all__."
    )


@pytest.mark.parametrize(
    "line",
    [
        "import autograder",
        "from autograder import fail",
        "import autograder.checks.plugin",
        "from autograder.checks.student import Student",
        "from autograder.checks import session",
        "def late():\n    from autograder.course import Variant",
    ],
)
def test_other_ways_into_the_engine_are_seen(line: str) -> None:
    assert other_imports(line)


@pytest.mark.parametrize(
    "line", ["import torch", "from autograder.checks import Student, fail", "import autograder.checks"]
)
def test_the_public_face_is_allowed(line: str) -> None:
    assert not other_imports(line)


def test_every_name_of_the_public_face_is_there() -> None:
    assert all(hasattr(checks, name) for name in checks.__all__)
