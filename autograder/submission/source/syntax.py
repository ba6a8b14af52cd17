"""From a cell's text to its syntax tree: what only IPython understands is dropped, and nothing crashes the parser."""

from __future__ import annotations

import ast
import re
import warnings

MAX_FUNCTIONS = 2_000  # in a cell: CPython's compiler compares each with each
MAX_BRACES = (
    5_000  # in a cell: Python 3.11 looks through an f-string from its beginning for each of its fields
)
MAX_DEPTH = 100  # levels: CPython's compiler, ast.unparse and `Uses` recurse, five frames a level

# Cell magics whose body is ordinary Python of the notebook's own; the body of any other is not the student's code.
PYTHON_MAGICS = frozenset({"capture", "debug", "memit", "prun", "time", "timeit"})

_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
# What only IPython understands; no Python statement can start like this (bar get_ipython, which nbconvert writes).
_MAGIC = re.compile(
    r"""(?P<indent>[^\S\n]*)(?:%{1,2}\w|!|\?{1,2}\w|(?P<exported>get_ipython\(\))
    |\w[\w.*]*\?{1,2}[^\S\n]*(?:\#.*)?$|\w[\w.,*\[\]'" \t]*=[^\S\n]*[%!]\w)""",
    re.VERBOSE | re.MULTILINE,
)
_CONTINUED_LINE = re.compile(r"(?:\\\n|[^\n])*\n?")
_TOKEN = re.compile(
    r"""("{3}|'{3})(?:\\.|(?!\1).)*(?:\1|\Z)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?
    |\#[^\n]*|\\\n|[()\[\]{}\n]|[^"'\#\\()\[\]{}\n]+|\\""",
    re.VERBOSE | re.DOTALL,
)


_COMPREHENSION = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, *_COMPREHENSION)


class NotPython(Exception):
    def __init__(self, line: int, reason: str) -> None:
        self.line, self.reason = line, reason

    def explain(self, source: str) -> str:
        lines = source.split("\n")
        shown = lines[self.line - 1].strip()[:60] if self.line <= len(lines) else ""
        return f"this is not valid Python ({brief(self.reason)})" + (
            f": `{printable(shown)}`" if shown else ""
        )


def parsed(source: str) -> tuple[str, ast.Module]:
    """The source without its magics, and its tree; raises `NotPython`."""
    source = plain_newlines(source)
    if "get_ipython" not in source:
        try:
            return source, parse(source)
        except NotPython:
            pass
    source = _without_magics(source)
    return source, parse(source)


def parse(source: str) -> ast.Module:
    if source.count("{") > MAX_BRACES:
        raise NotPython(1, f"more than {MAX_BRACES:,} braces that are opened")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(source)
            _check_shape(tree)
            compile(tree, "<submission>", "exec", dont_inherit=True)  # finds a `return` outside a function
        except SyntaxError as error:
            long = "integer string conversion" in str(error.msg)  # Python's advice is not for a student
            raise NotPython(
                error.lineno or 1, "a number of thousands of digits" if long else error.msg
            ) from None
        except (RecursionError, MemoryError):
            raise NotPython(1, "nested too deeply") from None
        except ValueError:
            raise NotPython(1, "it holds a character that is no text") from None
    return tree


def _check_shape(tree: ast.AST) -> None:
    # CPython compiles the `for`s of one comprehension by unguarded recursion: 100,000 of them crash the process.
    functions = 0
    stack = [(tree, 0, 1)]
    while stack:
        node, depth, line = stack.pop()
        depth += 1 + len(getattr(node, "generators", ()))
        line = getattr(node, "lineno", line)
        if depth > MAX_DEPTH:
            raise NotPython(line, f"nested more than {MAX_DEPTH} levels deep")
        functions += isinstance(node, _SCOPE)
        if functions > MAX_FUNCTIONS:
            raise NotPython(line, f"more than {MAX_FUNCTIONS:,} functions and comprehensions")
        stack.extend((child, depth, line) for child in ast.iter_child_nodes(node))


def _without_magics(source: str) -> str:
    """Drop what only IPython understands; every other line keeps its number."""
    magic = _CELL_MAGIC.match(source)
    if magic and magic[1] not in PYTHON_MAGICS:
        return ""
    if indent := re.match(r"(?:[ \t]*\n)*([ \t]+)\S", source):  # IPython takes a cell indented as a whole
        source = re.sub(rf"(?m)^{indent[1]}", "", source)
    kept = []
    at = 0
    while at < len(source):
        magic = _MAGIC.match(source, at)
        if magic is None or magic["exported"]:
            end = _end_of_statement(source, at)
        else:
            end = _CONTINUED_LINE.match(source, at).end()  # type: ignore[union-attr]  # matches anything
        text = source[at:end]
        if magic:  # an indented one may be all that a block holds
            text = (f"{magic['indent']}pass" if magic["indent"] else "") + "\n" * text.count("\n")
        kept.append(text)
        at = end
    return "".join(kept)


def _end_of_statement(source: str, at: int) -> int:
    depth = 0
    while token := _TOKEN.match(source, at):
        at = token.end()
        depth += (token[0] in "([{") - (token[0] in ")]}")
        if token[0] == "\n" and depth <= 0:
            break
    return at


def printable(text: str) -> str:
    """A student's text as a message may show it: control characters would reach a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def printable_lines(text: str) -> str:
    """A text of several lines, each without control characters."""
    return "\n".join(printable(line.replace("\t", "    ")) for line in text.splitlines())


def brief(text: str) -> str:
    """A student's text as a message may show it in passing: a name may have as many letters as a file."""
    text = printable(text)
    return text if len(text) <= 120 else f"{text[:60]}…{text[-50:]}"


def plain_newlines(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def first_line(node: ast.stmt, lines: list[bytes]) -> int:
    line = node.lineno
    for decorator in getattr(node, "decorator_list", ()):
        line = min(line, decorator.lineno)
        while line > 1 and not lines[line - 1].lstrip().startswith(b"@"):
            line -= 1  # the `@(` stands above what it encloses
    return line
