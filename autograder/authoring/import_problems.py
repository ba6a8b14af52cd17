"""What students get and would import in vain: what `requirements` does not bring, and modules of graders/."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import NormalizedName, canonicalize_name

from ..course.assignment import Assignment
from ..course.problem import CourseError, Problem
from ..course.student_folder import READING, handed_out
from .module_problems import imported


def look_at_imports(assignment: Assignment, found: list[Problem]) -> None:
    """Looks at the source and at the modules that go out with it. Where nothing is required, students are told nothing of
    what to install, and only modules of graders/ are named."""
    try:
        ship = [file for file in handed_out(assignment, assignment.course_root) if file.suffix == ".py"]
    except CourseError:
        return  # a folder among them, which is told by itself
    there = {assignment.name, READING, *(file.stem for file in ship), *sys.stdlib_module_names}
    hidden = {file.stem for file in assignment.graders.glob("*.py")} - there
    own = [file for file in ship if file.parent == assignment.for_students and file.stem != assignment.name]
    shared = [assignment.course_root / name for name in assignment.settings.shared if name.endswith(".py")]
    for file in (assignment.solution, *own, *shared):
        for name, line in dict(reversed(list(imported(file)))).items():
            if name in hidden:
                what = f"imports {name}, which is of graders/ and does not ship: write here what this needs of it"
                found.append(Problem(file, line, what))
            elif name not in there and not _brought(name, assignment.settings.requirements):
                what = (
                    f"imports {name}, which is neither in `requirements` nor of Python: add it, or do without"
                )
                found.append(Problem(file, line, what))


def _brought(module: str, requirements: Collection[str]) -> bool:
    """Whether one of the requirements is or needs the distribution that a module is of; also where that cannot be told."""
    asked = {canonicalize_name(name) for name in _names(requirements)}
    if not asked or canonicalize_name(module) in asked:
        return True
    of = {canonicalize_name(name) for name in _distributions().get(module, ())}
    every: set[NormalizedName] = set()
    while new := asked - every:
        every |= new
        needs = [_needs(name) for name in new]
        if not of and None in needs:
            return True  # neither is installed here: it may well be of it
        asked = {name for one in needs for name in one or ()}
    return bool(of & every)


@cache
def _distributions() -> dict[str, list[str]]:
    """The distributions that are installed here, by the modules that they hold."""
    return dict(packages_distributions())


@cache
def _needs(distribution: str) -> frozenset[NormalizedName] | None:
    """What a distribution cannot do without; None for one that is not installed here."""
    try:
        return frozenset(canonicalize_name(name) for name in _names(requires(distribution) or ()))
    except PackageNotFoundError:
        return None


def _names(requirements: Collection[str]) -> Iterator[str]:
    for text in requirements:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue  # which is told by itself
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name
