"""What has to be installed where an assignment is graded: the packages that it and the engine import, as they are here."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from ..course import Assignment
from ..course.problem import text_of

ENGINE = ("jinja2", "msgspec", "numpy", "pytest", "torch")


def packages_of(assignment: Assignment, files: Iterable[Path]) -> list[str]:
    """The packages by name: the engine's, those that students may use, and all that these files of the assignment import."""
    settings = assignment.settings
    named = [
        found[0] for text in settings.requirements if (found := re.match(r"[A-Za-z0-9._-]+", text.strip()))
    ]
    modules = {name.partition(".")[0] for name in settings.preload}
    for file in files:
        if file.suffix == ".py":
            modules |= set(_imported(text_of(file)))
    homes = packages_distributions()
    named += [
        home for module in sorted(modules - sys.stdlib_module_names) for home in homes.get(module, [])[:1]
    ]
    return sorted({_plain(name) for name in (*ENGINE, *named)} - {"autograder"})


def pins(packages: Iterable[str]) -> list[str]:
    """Each package and all that it needs here, at its version here: `torch==2.13.0`."""
    found: dict[str, str] = {}
    waiting = list(packages)
    while waiting:
        name = _plain(waiting.pop())
        if name in found:
            continue
        try:
            there = distribution(name)
        except PackageNotFoundError:
            continue  # for another system, or not wanted here
        found[name] = there.version.partition("+")[
            0
        ]  # a local version is one machine's build, and no index has it
        waiting += _needed(there.requires or [])
    return [f"{name}=={version}" for name, version in sorted(found.items())]


def _needed(requirements: Iterable[str]) -> Iterator[str]:
    for text in requirements:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name


def _imported(source: str) -> Iterator[str]:
    """The packages that a module imports, anywhere in it."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
