"""What is wrong with an assignment.toml, all of it, with lines: what reads it stops at the first mistake."""

from __future__ import annotations

import inspect
import keyword
import math
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args, get_origin

import msgspec

from ..course.assignment import Settings
from ..course.problem import Problem, Unparsed, nearest, text_of

Place = tuple[str | int, ...]  # ("tasks", 0, "points")

_KEY = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_KEYS = re.compile(rf"\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*=")
_TABLE = re.compile(rf"\s*(\[\[?)\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*\]")


class Asked(NamedTuple):
    """What an assignment.toml says, as far as it can be read: names with their lines, None where nothing can."""

    tasks: dict[str, int | None] | None
    written: dict[str, int | None] | None
    shared: tuple[str, ...]
    explains: dict[str, int | None]


def read_settings(file: Path) -> tuple[Asked, list[Problem]]:
    """What the file says, and its problems by themselves: they depend on no other file."""
    try:
        text = text_of(file)
        said = tomllib.loads(text)
    except Unparsed as error:
        return Asked(None, None, (), {}), [error.problem]
    except tomllib.TOMLDecodeError as error:
        at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", str(error))
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        what = f"this is not valid TOML: {str(error)[: at.start()] if at else error}"
        return Asked(None, None, (), {}), [Problem(file, line, what)]
    except RecursionError:
        return Asked(None, None, (), {}), [Problem(file, None, "this is not valid TOML: it nests too deeply")]
    lines = _lines(text)
    found = [Problem(file, _line(lines, place), what) for place, what in _mistakes(said)]
    names = {kind: _names(said.get(kind), kind, lines) for kind in ("tasks", "written")}
    explains, shared = said.get("explains"), said.get("shared")
    asked = Asked(
        names["tasks"],
        names["written"],
        tuple(s for s in shared if isinstance(s, str)) if isinstance(shared, list) else (),
        {name: _line(lines, ("explains", name)) for name in explains} if isinstance(explains, dict) else {},
    )
    for name in asked.shared:
        if not (file.parents[2] / name).is_file():
            named = next((n for n, said in enumerate(text.split("\n"), 1) if f'"{name}"' in said), None)
            what = f"shared names {name!r}, and there is no such file in {file.parents[2]}"
            found.append(
                Problem(file, named or _line(lines, ("shared",)), f"{what}: put it there, or take it out")
            )
    return asked, found


def _mistakes(said: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    yield from _of_type(said, Settings, ())
    if "tasks" in said and said["tasks"] == []:
        yield ("tasks",), "there are no tasks: give each a [[tasks]] with its name and points"
    seen: dict[str, str] = {}
    for kind, called in (("tasks", "task"), ("written", "written answer")):
        items = said.get(kind)
        for i, item in enumerate(items if isinstance(items, list) else ()):
            if not isinstance(item, dict):
                continue
            name, points = item.get("name"), item.get("points")
            if isinstance(name, str):
                if name in seen:
                    both = f"two {called}s" if seen[name] == called else f"a {seen[name]} and a {called}"
                    yield (kind, i, "name"), f"{both} are called {name!r}: give one another name"
                seen.setdefault(name, called)
                if not name.isidentifier() or keyword.iskeyword(name):
                    what = f"the {called} {name!r} is no name: letters, digits and _, as of a Python variable"
                    yield (kind, i, "name"), what
            if isinstance(points, int | float) and not (points > 0 and math.isfinite(points)):
                what = "a finite number" if points > 0 else "more than 0"
                yield (kind, i, "points"), f"the {called} {name!r} has {points:g} points: give it {what}"
    limits = said.get("limits")
    for name, value in limits.items() if isinstance(limits, dict) else ():
        if isinstance(value, int | float) and not value > 0:
            yield ("limits", name), f"the limit {name} is {value:g}: it must be above 0"


def _of_type(value: Any, kind: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Where a value is not of its type: unknown and missing keys, and what is no number or no text."""
    inner = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if inspect.isclass(inner) and issubclass(inner, msgspec.Struct) and isinstance(value, dict):
        fields = {field.name: field for field in msgspec.structs.fields(inner)}
        for key in value:
            if key in fields:
                yield from _of_type(value[key], fields[key].type, (*place, key))
            else:
                yield (*place, key), f"the key {key!r} is not known{nearest(key, fields)}"
        for field in fields.values():
            if field.required and field.name not in value:
                yield place, _missing(field.name, value, place)
    elif get_origin(inner) is list and isinstance(value, list):
        for i, item in enumerate(value):
            yield from _of_type(item, get_args(inner)[0], (*place, i))
    else:
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            what = re.sub(r" - at `\$.*", "", str(error))
            yield place, f"{_shown(place)} has a value of another kind: {what[0].lower()}{what[1:]}"


def _missing(key: str, value: dict[str, Any], place: Place) -> str:
    if key == "tasks":
        return "there are no tasks: give each a [[tasks]] with its name and points"
    whose = (
        f"the {'task' if place[0] == 'tasks' else 'written answer'} {value.get('name', '')!r}"
        if place
        else "it"
    )
    return f"{whose} has no {key}: write {key} = …"


def _shown(place: Place) -> str:
    return ".".join(str(part) for part in place if isinstance(part, str))


def _names(items: Any, kind: str, lines: dict[Place, int]) -> dict[str, int | None] | None:
    if items is None:
        return {}
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return None
    names = ((item.get("name"), (kind, i, "name")) for i, item in enumerate(items))
    return {name: _line(lines, place) for name, place in names if isinstance(name, str)}


def _lines(text: str) -> dict[Place, int]:
    """The line of each table and key; a key within an inline table has none of its own."""
    lines: dict[Place, int] = {}
    table: Place = ()
    count: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _TABLE.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                name = str(table[0])
                count[name] = count.get(name, -1) + 1
                table = (name, count[name])
            lines.setdefault(table, number)
        elif key := _KEYS.match(line):
            lines.setdefault((*table, *_parts(key[1])), number)
    return lines


def _parts(keys: str) -> Place:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, keys))


def _line(lines: dict[Place, int], place: Iterable[str | int]) -> int | None:
    """Of the innermost part of a place that has a line."""
    place = tuple(place)
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place)
