"""A mistake in an author's file, said so that it can be put right: the file, the line, what is wrong and what to do."""

from __future__ import annotations

import ast
import difflib
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class CourseError(Exception):
    """The course or an assignment is not as it should be; the message is for the instructor."""


class Problem(NamedTuple):
    """As text it is one line: `FILE, line N: what is wrong: what to do`."""

    file: Path
    line: int | None  # None for what is wrong with a file as a whole
    what: str

    def __str__(self) -> str:
        place = str(self.file) if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {' / '.join(line.strip() for line in self.what.splitlines())}"


class Unparsed(CourseError):
    """An author's file cannot be parsed; holds its problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def text_of(file: Path) -> str:
    """The text of an author's file, without the mark that some editors put first; raises `Unparsed`."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Unparsed(Problem(file, None, f"it cannot be read: {error.strerror}")) from None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Unparsed(Problem(file, line, "this is not UTF-8 text: save the file as UTF-8")) from None


def tree_of(file: Path, text: str | None = None) -> ast.Module:
    """The syntax tree of an author's module, which compiles too; raises `Unparsed`."""
    text = text_of(file) if text is None else text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
            compile(text, str(file), "exec", dont_inherit=True)  # finds a `return` outside a function
    except SyntaxError as error:
        shown = text.split("\n")[error.lineno - 1].strip()[:60] if error.lineno else ""
        what = f"this is not valid Python ({error.msg})" + (f": `{shown}`" if shown else "")
        raise Unparsed(Problem(file, error.lineno, what)) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unparsed(
            Problem(file, None, f"this is not valid Python ({error or 'nested too deeply'})")
        ) from None
    return tree


def nearest(name: str, names: Iterable[str]) -> str:
    """The end of a message about an unknown name: the known one that is nearest, else all of a few."""
    known = sorted(names)
    if close := difflib.get_close_matches(name, known, 1):
        return f": did you mean {close[0]!r}?"
    return f": there is {', '.join(known)}" if 0 < len(known) <= 12 else ""
