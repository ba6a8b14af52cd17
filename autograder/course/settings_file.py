"""A `.toml` of an author's as it is written: what it says, by line, and where that is not what its keys take.

What converts such a file to its struct stops at the first mistake, and knows no lines.
"""

from __future__ import annotations

import inspect
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args, get_origin

import msgspec

from .problem import Problem, Unparsed, nearest, text_of

Place = tuple[str | int, ...]  # ("tasks", 0, "points")

_KEY = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_KEYS = re.compile(rf"\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*=")
_TABLE = re.compile(rf"\s*(\[\[?)\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*\]")
_TIME = re.compile(r"""^[^#=]*=\s*["']?(\d{4}-\d\d?-\d\d?)(?:[Tt ](\d\d?:\d\d)(?!:))?([-+Zz][\d:]*)?""")
WHOLE = "2026-10-01T23:59:00+02:00"
_WORDS = {  # msgspec's, in those of TOML
    "str": "text",
    "float": "a number",
    "int": "a whole number",
    "bool": "a truth value",
    "array": "a list",
    "object": "a table",
    "datetime": "a time with its day",
    "date": "a day",
    "time": "a time without its day",
}


class SettingsFile(NamedTuple):
    """What a file says, and the line of each table and key."""

    file: Path
    text: str
    said: dict[str, Any]
    lines: dict[Place, int]

    def line(self, place: Iterable[str | int]) -> int | None:
        """Of the innermost part of a place that has a line."""
        place = tuple(place)
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place)

    def problem(self, place: Place, what: str) -> Problem:
        """What is wrong at a place, with its line."""
        return Problem(self.file, self.line(place), what)


def read_toml(file: Path) -> SettingsFile:
    """The file as it is written. Raises `Unparsed`."""
    text = text_of(file)
    try:
        return SettingsFile(file, text, tomllib.loads(text), _lines(text))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", str(error))
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        written = text.split("\n")[line - 1] if at and at[1] else ""
        said = str(error)[: at.start()] if at else str(error)
        key = _KEYS.match(written)
        if key and said == "Cannot overwrite a value":
            said = f"the key {key[1]!r} is there twice"
        if "\\" in written:
            said += ": write / in place of \\ in a path"
        what = f"this is not valid TOML: {said}{whole_time(written)}"
        raise Unparsed(Problem(file, line, what)) from None
    except RecursionError:
        raise Unparsed(Problem(file, None, "this is not valid TOML: it nests too deeply")) from None


def of_type(value: Any, kind: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Where a value is not of its type: unknown keys, and what is no number or no text, or not within its bounds. What is
    missing is for who knows the file to say."""
    inner = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    origin = get_origin(inner)
    if _is_table(inner) and isinstance(value, dict):
        fields = {field.name: field for field in msgspec.structs.fields(inner)}
        for key in value:
            if key in fields:
                yield from of_type(value[key], fields[key].type, (*place, key))
            else:
                yield (*place, key), f"the key {key!r} is not known{nearest(key, fields)}"
    elif origin in (list, tuple) and isinstance(value, dict) and _is_table(get_args(inner)[0]):
        name = shown(place)
        yield (
            place,
            f"this is [{name}], one table, and there may be several: write [[{name}]], in two brackets",
        )
    elif _is_table(inner) and isinstance(value, list) and value and isinstance(value[0], dict):
        name = shown(place)
        yield (
            place,
            f"this is [[{name}]], one of several tables, and there is one: write [{name}], in one bracket",
        )
    elif origin is dict and isinstance(value, dict):
        for key, item in value.items():
            yield from of_type(item, get_args(inner)[1], (*place, key))
    elif origin in (list, tuple) and isinstance(value, list):
        for i, item in enumerate(value):
            yield from of_type(item, get_args(inner)[0], (*place, i))
    else:
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            told = re.sub(r" - at `\$.*", "", str(error))
            told = told.replace("Invalid RFC3339 encoded datetime", f"Expected a time like {WHOLE}")
            of = "has a value of another kind" if ", got" in told else f"is {value!r}"
            told = re.sub(r"`(\w+)`", lambda word: _WORDS.get(word[1], word[0]), told)
            yield place, f"{shown(place)} {of}: {told[0].lower()}{told[1:]}"


def _is_table(kind: Any) -> bool:
    return inspect.isclass(kind) and issubclass(kind, msgspec.Struct)


def one_line(place: Place, value: Any) -> Iterator[tuple[Place, str]]:
    """What is wrong with a text that stands in one line of pages, tables and terminals."""
    if not isinstance(value, str):
        return
    if not value.strip():
        yield place, f"{shown(place)} is empty: write what people read there"
    elif any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in value):
        yield place, f"{shown(place)} is {value!r}: write one line, without control characters"


def shown(place: Place) -> str:
    return ".".join(str(part) for part in place if isinstance(part, str))


def whole_time(line: str) -> str:
    """How a time that is no good has to be written, if a line has one."""
    time = _TIME.match(line)
    if time is None:
        return ""
    day, clock, offset = time.groups()
    if re.search(r"\d:\d\d:\d\d", line):  # whole, so that one of its numbers is no good
        return f": a time is written like {WHOLE}, of a day, an hour and an offset that there are"
    return f": a time is written whole: {day}T{clock or '23:59'}:00{offset or '+02:00'}"


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
                lines.setdefault((name,), number)
                table = (name, count[name])
            lines.setdefault(table, number)
        elif key := _KEYS.match(line):
            lines.setdefault((*table, *_parts(key[1])), number)
    return lines


def _parts(keys: str) -> Place:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, keys))
