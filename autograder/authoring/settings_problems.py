"""What is wrong with an assignment.toml, all of it, with lines: what reads it stops at the first mistake."""

from __future__ import annotations

import contextlib
import keyword
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from packaging.requirements import InvalidRequirement, Requirement

from ..course.assignment import Settings
from ..course.problem import Problem, Unparsed
from ..course.settings_file import Place, SettingsFile, of_type, one_line, read_toml

POINTS = (0.01, 100_000)  # a score has four digits behind its point
MOST = 10_000_000  # of any limit: months, or more memory than there is


class Asked(NamedTuple):
    """What an assignment.toml says, as far as it can be read: names with their lines, None where nothing can."""

    tasks: dict[str, int | None] | None
    written: dict[str, int | None] | None
    shared: tuple[str, ...]
    explains: dict[str, int | None]


def read_settings(file: Path) -> tuple[Asked, list[Problem]]:
    """What the file says, and its problems by themselves: they depend on no other file."""
    try:
        settings = read_toml(file)
    except Unparsed as error:
        return Asked(None, None, (), {}), [error.problem]
    said = settings.said
    found = [settings.problem(place, what) for place, what in _mistakes(said)]
    names = {kind: _names(said.get(kind), kind, settings) for kind in ("tasks", "written")}
    explains, shared = said.get("explains"), said.get("shared")
    asked = Asked(
        names["tasks"],
        names["written"],
        tuple(s for s in shared if isinstance(s, str)) if isinstance(shared, list) else (),
        {name: settings.line(("explains", name)) for name in explains} if isinstance(explains, dict) else {},
    )
    root = file.parents[2]
    for name in asked.shared:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            what = f"shared names {name!r}, which is no file of the course: put it into {root}, and name it from there"
        elif "\\" in name:
            what = f"shared names {name!r}: write / in place of \\"
        elif not (root / name).is_file():
            what = f"shared names {name!r}, and there is no such file in {root}: put it there, or take it out"
        else:
            continue
        named = next((n for n, line in enumerate(settings.text.split("\n"), 1) if f'"{name}"' in line), None)
        found.append(Problem(file, named or settings.line(("shared",)), what))
    return asked, found


def _mistakes(said: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    yield from of_type(said, Settings)
    if "title" not in said:
        yield (), "it has no title: write title = …"
    if said.get("tasks", []) == []:
        yield ("tasks",), "there are no tasks: give each a [[tasks]] with its name and points"
    for key in ("title", "version"):
        yield from one_line((key,), said.get(key))
    for module in said["preload"] if isinstance(said.get("preload"), list) else ():
        if isinstance(module, str) and not all(part.isidentifier() for part in module.split(".")):
            yield ("preload",), f"preload names {module!r}, which is no module's name"
    for package in said["requirements"] if isinstance(said.get("requirements"), list) else ():
        if isinstance(package, str) and not _is_requirement(package):
            yield (
                ("requirements",),
                f"requirements names {package!r}, which pip does not take: write a package's name",
            )
    seen: dict[str, str] = {}
    for kind, called in (("tasks", "task"), ("written", "written answer")):
        items = said.get(kind)
        for i, item in enumerate(items if isinstance(items, list) else ()):
            if not isinstance(item, dict):
                continue
            for key in ("name", "points"):
                if key not in item:
                    yield (kind, i), f"the {called} {item.get('name', '')!r} has no {key}: write {key} = …"
            name, points = item.get("name"), item.get("points")
            if isinstance(name, str):
                if name in seen:
                    both = f"two {called}s" if seen[name] == called else f"a {seen[name]} and a {called}"
                    yield (kind, i, "name"), f"{both} are called {name!r}: give one another name"
                seen.setdefault(name, called)
                if not name.isidentifier() or keyword.iskeyword(name):
                    what = f"the {called} {name!r} is no name: letters, digits and _, as of a Python variable"
                    yield (kind, i, "name"), what
            if isinstance(points, int | float) and not POINTS[0] <= points <= POINTS[1]:
                what = f"{POINTS[0]:g} to {POINTS[1]:,}" if points > 0 else "more than 0"
                yield (
                    (kind, i, "points"),
                    f"the {called} {name!r} has {_short(points)} points: give it {what}",
                )
    limits = said.get("limits")
    for name, value in limits.items() if isinstance(limits, dict) else ():
        if isinstance(value, int | float) and not 0 < value <= MOST:
            what = f"at most {MOST:,}" if value > 0 else "above 0"
            yield ("limits", name), f"the limit {name} is {_short(value)}: it must be {what}"


def _short(number: float) -> str:
    """A number in a message: TOML's integers have any number of digits."""
    with contextlib.suppress(OverflowError):
        return f"{number:g}"
    return "more than 1e308" if number > 0 else "less than -1e308"


def _is_requirement(text: str) -> bool:
    try:
        Requirement(text)
    except InvalidRequirement:
        return False
    return True


def _names(items: Any, kind: str, settings: SettingsFile) -> dict[str, int | None] | None:
    if items is None:
        return {}
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return None
    names = ((item.get("name"), (kind, i, "name")) for i, item in enumerate(items))
    return {name: settings.line(place) for name, place in names if isinstance(name, str)}
