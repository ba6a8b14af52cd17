"""Text that may quote a student's, put into HTML, Markdown and addresses so that it stays text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape

from ..submission.source import printable, printable_lines
from .told import number

_CODE = re.compile(r"`([^`]+)`")
_MARKS = frozenset("\\`*_[]<>#|~$&")


@lru_cache(8192)  # titles and hints are a class's, not a student's
def said(text: str) -> Markup:
    """A message as HTML: escaped, control characters made visible, what stands between backticks as code."""
    pieces = _CODE.split(printable(" ".join(text.split())))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if odd % 2 else escape(piece)
        for odd, piece in enumerate(pieces)
    )


@lru_cache(8192)
def markdown(text: str) -> str:
    """A message as Markdown of one line: no character of it is taken for a mark, but backticks in pairs are code."""
    pieces = _CODE.split(printable(" ".join(text.split())))
    line = "".join(
        f"`{piece}`" if odd % 2 else "".join(f"\\{c}" if c in _MARKS else c for c in piece)
        for odd, piece in enumerate(pieces)
    )
    return re.sub(r"^(?=[-+=])|^(\d+)(?=[.)])", r"\1\\", line)


def fenced(text: str) -> Iterator[str]:
    """A text as a Markdown block of code, with a fence that is longer than any in it."""
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    yield from (f"{fence}text", *printable_lines(text).splitlines(), fence)


def address(path: str) -> str:
    """A relative path as an address: `#`, `%` and `?` of a name are no marks in it."""
    return quote(path.encode("utf-8", "surrogatepass"))


def render(template: str, styles: tuple[str, ...], scripts: tuple[str, ...] = (), **values: object) -> bytes:
    """A page from a template, with its styles and scripts in it and nothing from elsewhere: it forbids itself all that it
    does not carry (https://www.w3.org/TR/CSP3/), so that nothing in a name or a message could run even if it were no text."""
    style = "\n".join(map(_asset, ("page.css", *styles)))
    code = [_asset(script) for script in scripts]
    policy = ["default-src 'none'", f"style-src {_hash(style)}", "base-uri 'none'", "form-action 'none'"]
    policy += [f"script-src {' '.join(map(_hash, code))}"] if code else []
    page = _environment().get_template(template)
    text = page.render(policy="; ".join(policy), style=Markup(style), code=list(map(Markup, code)), **values)
    return text.encode("utf-8", "replace")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _asset(name: str) -> str:
    return (files(__package__) / "templates" / name).read_text("utf-8").strip()


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"said": said, "lines": printable_lines, "printable": printable, "points": number}
    return environment
