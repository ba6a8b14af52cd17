"""The page docs/reference.md, made from the code: the fixtures of hidden checks, and what the settings mean.

python -m autograder.reference > docs/reference.md
"""

from __future__ import annotations

import datetime
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from .checks import (
    Checks,
    Compare,
    Credit,
    Held,
    Measure,
    PublicExamples,
    Refuses,
    Remote,
    Stir,
    Student,
    Variant,
    Weights,
    fail,
)
from .course import course
from .course.assignment import Settings, Task, Written
from .sandbox import Limits

HEAD = """# Reference: fixtures and settings
What hidden checks are given, and every key of `assignment.toml` and `course.toml`. How they are used together is told in
[writing an assignment](writing-an-assignment.md). This page is made from the code and not edited by hand:
`python -m autograder.reference > docs/reference.md`.
"""
CALLED = (Compare, Refuses, Stir, Measure, Credit)  # fixtures that are called themselves
METHODS: dict[object, tuple[Callable[..., Any], ...]] = {
    Student: (Student.hold, Student.put),
    Compare: (Compare.in_turn, Compare.gradients),
}
RETURNED = (Weights, Remote, Held, Variant)  # what fixtures and calls give a check


def page() -> str:
    """The page's text."""
    return "\n".join([HEAD, *_fixtures(), *_settings()])


def _fixtures() -> Iterator[str]:
    yield "## Fixtures of hidden checks"
    yield "The types are for annotations, and `fail` is a function: `from autograder.checks import Compare, fail`.\n"
    for name, value in vars(Checks).items():
        if type(value).__name__ != "FixtureFunctionDefinition":
            continue
        kind = get_type_hints(getattr(Checks, name).__wrapped__)["return"]
        shown = "PublicExamples" if kind == PublicExamples else kind.__name__
        yield f"### `{name}: {shown}`"
        yield _text(value)
        if kind in (Compare, Student):
            yield _text(kind)
        if kind in CALLED:
            yield f"`{name}{_signature(kind.__call__)}`\n"
        for method in METHODS.get(kind, ()):
            yield f"- `{name}.{method.__name__}{_signature(method)}`: {' '.join(_text(method).split())}\n"
    yield f"### `fail{_signature(fail)}`"
    yield _text(fail)
    yield "## What a check gets"
    for kind in RETURNED:
        yield f"### `{kind.__name__}`"
        yield _text(kind)
        for name, value in vars(kind).items():
            if inspect.isfunction(value) and not name.startswith("_"):
                yield f"- `{name}{_signature(value)}`: {_line(value)}"
        yield ""


def _settings() -> Iterator[str]:
    yield "## `assignment.toml`"
    for kind in (Settings, Task, Written, Limits):
        yield from _keys(kind)
    yield "## `course.toml`"
    yield from _keys(course.Settings)
    yield from _keys(course.Late)
    yield from _keys(course.Gradescope)


def _keys(kind: type[msgspec.Struct]) -> Iterator[str]:
    yield f"{_line(kind)}\n"
    yield "| key | type | default | meaning |"
    yield "|---|---|---|---|"
    for field in msgspec.structs.fields(kind):
        told = get_args(field.type)[1].description
        yield f"| `{field.name}` | {_type(field.type)} | {_default(field)} | {told} |"
    yield ""


def _type(kind: Any) -> str:
    """A type in the words of TOML."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _type(arguments[0])
    if origin in (list, tuple):
        return f"list of {_type(arguments[0])}"
    if origin is dict:
        return f"table of {_type(arguments[1])}"
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return "tables"
    return {
        str: "text",
        float: "number",
        int: "whole number",
        bool: "truth value",
        datetime.datetime: "time",
    }[kind]


def _default(field: msgspec.structs.FieldInfo) -> str:
    default = field.default
    if default is msgspec.NODEFAULT and field.default_factory is not msgspec.NODEFAULT:
        default = field.default_factory()
    if default is msgspec.NODEFAULT:
        return "required"
    if isinstance(default, msgspec.Struct):
        return "those below"
    if not default and not isinstance(default, bool | int | float):
        return "none"
    return f"`{msgspec.json.encode(default).decode().removesuffix('.0')}`"


def _signature(function: Callable[..., Any]) -> str:
    parameters = inspect.signature(function, eval_str=False)
    kept = [p for name, p in parameters.parameters.items() if name != "self"]
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(parameters.replace(parameters=kept))).removesuffix(
        " -> None"
    )


def _text(thing: Any) -> str:
    """A docstring's paragraphs, each on one line; examples by themselves."""
    blocks = re.split(r"\n\s*\n", inspect.getdoc(thing) or "")
    joined = ("```python\n" + b + "\n```" if b.startswith(">>>") else " ".join(b.split()) for b in blocks)
    return "\n\n".join(joined) + "\n"


def _line(thing: Any) -> str:
    return " ".join(_text(thing).split())


if __name__ == "__main__":
    sys.stdout.write(page())
