"""What travels from a student's file to the grading process: definitions do, experiments do not.

Standard library only and complete in this one file: a copy ships in the student's folder, so that public tests load
a notebook exactly as the grader does. Nothing here runs student code, except `load`.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import codecs
import contextlib
import copy
import json
import linecache
import re
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

MAX_CODE = 250_000  # characters: ten times an honest solution; hostile code of that size costs 2 s and 400 MB
MAX_STATEMENTS = 10_000  # at top level: as many times an honest solution's
MAX_FUNCTIONS = 2_000  # in a cell: CPython's compiler compares each with each
MAX_NODES = 500_000  # lists and objects of a notebook's JSON: Python's take forty times the room of `[],`
MAX_DEPTH = 100  # levels: CPython's compiler, ast.unparse and `_Uses` recurse, five frames a level

# Cell magics whose body is ordinary Python of the notebook's own; the body of any other is not the student's code.
PYTHON_MAGICS = frozenset({"capture", "debug", "memit", "prun", "time", "timeit"})
CHANGING_METHODS = frozenset(
    {"add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem"}
    | {"remove", "reverse", "setdefault", "sort", "update"}
)


class Unreadable(Exception):
    """The file is no program and no notebook; the message says what is wrong and where, but not in which file."""


class Cell(NamedTuple):
    """A piece of a student's file; `line` is where the source starts (in the file, or in the notebook's cell)."""

    where: str  # "parity.py", or "cell 3" (counted from 1 among all cells of the notebook)
    line: int
    source: str
    graded: bool


class Chunk(NamedTuple):
    """One top-level statement that travels: its own text, at its own line."""

    where: str
    line: int
    source: str


class Place(NamedTuple):
    """Where a name is made by a statement that does not travel, and how."""

    where: str
    line: int
    reason: str  # completes "it is made in cell 7, line 2, …": "by calling `train`", "from `model`"

    def explain(self, name: str) -> str:
        """The sentence for a student whose function reads `name`, which is not there."""
        made = f"`{name}` is made in {self.where}, line {self.line}, {self.reason}, which does not travel"
        return f"{made}; pass it to the function as an argument"


class Problem(NamedTuple):
    """Something of the file that was left out because it cannot be read."""

    where: str
    line: int
    message: str


class Extracted(NamedTuple):
    """What travels, and what a student should be told about the rest."""

    chunks: tuple[Chunk, ...]
    left_behind: dict[str, Place]
    problems: tuple[Problem, ...]
    defines: frozenset[str]  # the names that running the chunks binds; "*" for a star import


# ---- from bytes to cells

_CODING = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
# Only encodings that hold ASCII as it is and decode in linear time (punycode, say, does neither).
_TEXT_CODEC = re.compile(
    r"ascii|utf-8(-sig)?|iso8859-\d+|cp\d+|mac-\w+|koi8-\w|gb\w+|big5\w*|shift_jis\w*|euc_\w+"
)
_MARKER = re.compile(r"#[ \t]?%%(?:[ \t]+(?P<options>.*))?$")
_GRADED = re.compile(r"""\bsolution=["']|"solution":\s*true""")


def text_of(name: str, data: bytes) -> str:
    """The text of a `.py` (honouring PEP 263) or a `.ipynb`, given as bytes; raises `Unreadable`."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("it is UTF-16 text; save it as UTF-8")
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise Unreadable(f"line {line}: a null byte; this is not a text file")
    encoding = "utf-8"
    if not name.lower().endswith(".ipynb"):
        first, _, rest = data.removeprefix(codecs.BOM_UTF8).partition(b"\n")
        second = rest.partition(b"\n")[0] if re.fullmatch(rb"\s*(#.*)?", first) else b""
        if declared := _CODING.match(first) or _CODING.match(second):
            encoding = declared[1].decode("ascii", "replace")
    try:
        codec = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        codec = ""
    if not _TEXT_CODEC.fullmatch(codec):
        raise Unreadable(f"it declares the encoding `{encoding[:40]}`, which is not known; save it as UTF-8")
    try:
        return data.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"line {line}: byte 0x{data[error.start]:02x} is not {codec.upper()}"
        raise Unreadable(f"{what}; save the file as UTF-8 (in most editors under “Save as”)") from None


def cells_of(name: str, data: bytes) -> list[Cell]:
    """The cells of a handed-in `.py` or `.ipynb`, given as bytes; raises `Unreadable`."""
    text = text_of(name, data)
    return cells_of_notebook(text) if name.lower().endswith(".ipynb") else cells_of_script(text, name)


def cells_of_script(text: str, name: str) -> list[Cell]:
    """Split a script at its `# %%` markers; one without markers is one cell. Raises `Unreadable` if it is not Python."""
    text = _plain_newlines(text)
    _check_size(len(text))
    try:
        text, tree = _parsed(text)
    except _NotPython as error:
        raise Unreadable(f"line {error.line}: {error.explain(text)}") from None
    # A marker within a statement is part of a string, or a comment inside a function.
    lines = text.split("\n")
    raw = [line.encode() for line in lines]
    within = {n for node in tree.body for n in range(_first_line(node, raw) + 1, (node.end_lineno or 0) + 1)}
    cells = [Cell(name, 1, "", graded=False)]
    start = 0
    for number, line in enumerate(lines, start=1):
        marker = _MARKER.match(line)
        if marker is None or number in within:
            continue
        cells[-1] = cells[-1]._replace(source="\n".join(lines[start : number - 1]))
        cells.append(Cell(name, number + 1, "", graded=bool(_GRADED.search(marker["options"] or ""))))
        start = number
    cells[-1] = cells[-1]._replace(source="\n".join(lines[start:]))
    return [cell for cell in cells if cell.source.strip()]


def cells_of_notebook(text: str) -> list[Cell]:
    """The code cells of a Jupyter notebook (format 4, or 3 with its worksheets); raises `Unreadable`."""
    if text.count("[") + text.count("{") > MAX_NODES:
        raise Unreadable(
            f"its JSON holds over {MAX_NODES:,} lists and objects; clear its outputs and save it again"
        )
    try:
        notebook = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        what = f"line {error.lineno}, column {error.colno}: it is not a notebook, which is a JSON file ({error.msg})"
        raise Unreadable(f"{what}; open it in Jupyter, save it again and hand in that file") from None
    except (ValueError, RecursionError):
        raise Unreadable("it is not a notebook: its JSON nests too deeply, or has an absurd number") from None
    sheets = [notebook]
    if isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):
        sheets = notebook["worksheets"]
    if not all(isinstance(sheet, dict) and isinstance(sheet.get("cells"), list) for sheet in sheets):
        raise Unreadable("it is JSON but not a Jupyter notebook: it has no list of cells")
    cells = [cell for sheet in sheets for cell in sheet["cells"]]
    found = []
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict):
            raise Unreadable(f"cell {number}: this is a JSON {type(cell).__name__}, not a notebook's cell")
        if cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input", ""))
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise Unreadable(f"cell {number}: its source is neither text nor a list of lines")
        metadata = cell.get("metadata")
        nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        graded = isinstance(nbgrader, dict) and nbgrader.get("solution") is True
        found.append(Cell(f"cell {number}", 1, _plain_newlines(source), graded))
    return found


def printable(text: str) -> str:
    """A student's text as a message may show it: control characters would reach a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _plain_newlines(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _check_size(characters: int) -> None:
    if characters > MAX_CODE:
        raise Unreadable(f"it holds {characters:,} characters of code, over {MAX_CODE:,}: leave data out")


# ---- from a cell's text to its syntax tree

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


class _NotPython(Exception):
    def __init__(self, line: int, reason: str) -> None:
        self.line, self.reason = line, reason

    def explain(self, source: str) -> str:
        lines = source.split("\n")
        shown = lines[self.line - 1].strip()[:60] if self.line <= len(lines) else ""
        return printable(f"this is not valid Python ({self.reason})" + (f": `{shown}`" if shown else ""))


def _parsed(source: str) -> tuple[str, ast.Module]:
    """The source without its magics, and its tree; raises `_NotPython`."""
    source = _plain_newlines(source)
    if "get_ipython" not in source:
        try:
            return source, _parse(source)
        except _NotPython:
            pass
    source = _without_magics(source)
    return source, _parse(source)


def _parse(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(source)
            _check_shape(tree)
            compile(tree, "<submission>", "exec", dont_inherit=True)  # finds a `return` outside a function
        except SyntaxError as error:
            raise _NotPython(error.lineno or 1, error.msg) from None
        except (RecursionError, MemoryError):
            raise _NotPython(1, "nested too deeply") from None
        except ValueError:
            raise _NotPython(1, "it holds a character that is no text") from None
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
            raise _NotPython(line, f"nested more than {MAX_DEPTH} levels deep")
        functions += isinstance(node, _SCOPE)
        if functions > MAX_FUNCTIONS:
            raise _NotPython(line, f"more than {MAX_FUNCTIONS:,} functions and comprehensions")
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


# ---- what a statement reads, binds, changes and calls


class _Uses(ast.NodeVisitor):
    """Follows statements in the order in which they run, with Python's scopes."""

    def __init__(self, *nodes: ast.AST) -> None:
        self.now: set[str] = set()  # read when the statement runs, before it has surely bound them itself
        self.late: set[str] = set()  # read when a function defined here is called
        self.binds: set[str] = set()
        self.changes: set[str] = set()  # stored into: x[i] = …, x.a = …, x.append(…)
        self.changes_in_place: set[str] = set()  # torch's x.zero_(), init.zeros_(x)
        self.calls: set[str] = set()
        self._outer: set[str] = set()  # declared global or nonlocal
        self._walrus: set[str] = set()  # bound by a comprehension outside of it
        self._sure: set[str] = set()
        self._log: list[str] = []
        self._visit_all(nodes)

    @property
    def reads(self) -> set[str]:
        return self.now | self.late

    def _visit_all(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def _bind(self, name: str | None) -> None:
        if name is not None:
            self.binds.add(name)
            if name not in self._sure:
                self._sure.add(name)
                self._log.append(name)

    def _branch(self, *nodes: ast.AST) -> None:
        """Visit what may not run: its names are bound, but not surely."""
        mark = len(self._log)
        self._visit_all(nodes)
        while len(self._log) > mark:
            self._sure.discard(self._log.pop())

    def _absorb(self, inner: _Uses, hidden: set[str]) -> None:
        self.now |= inner.now - self._sure
        self.late |= inner.late - hidden
        self.calls |= inner.calls
        self.changes |= inner.changes - hidden
        self.changes_in_place |= inner.changes_in_place - hidden

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self._bind(node.id)
        elif isinstance(node.ctx, ast.Load) and node.id not in self._sure:
            self.now.add(node.id)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._visit_all([node.value, *node.targets])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._visit_all([node.annotation, node.value, node.target if node.value else None])

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.visit_Name(ast.Name(node.target.id, ast.Load()))
        self._visit_all([node.value, node.target])

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._visit_all([node.value, node.target])
        self._walrus.add(node.target.id)

    def visit_Attribute(self, node: ast.Attribute | ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.changes |= _root(node)
        self.generic_visit(node)

    visit_Subscript = visit_Attribute

    def visit_Call(self, node: ast.Call) -> None:
        self.calls |= _root(node.func)
        if isinstance(node.func, ast.Attribute):
            if node.func.attr in CHANGING_METHODS:
                self.changes |= _root(node.func)
            elif node.func.attr.endswith("_") and not node.func.attr.endswith("__"):
                self.changes_in_place |= _root(node.func).union(*map(_root, node.args))
        self.generic_visit(node)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self._branch(node.target, *node.body)
        self._branch(*node.orelse)

    visit_AsyncFor = visit_For

    def visit_If(self, node: ast.If | ast.While) -> None:
        self.visit(node.test)
        self._branch(*node.body)
        self._branch(*node.orelse)

    visit_While = visit_If

    def visit_Try(self, node: ast.Try | ast.TryStar) -> None:
        for block in (node.body, node.handlers, node.orelse, node.finalbody):
            self._branch(*block)

    visit_TryStar = visit_Try

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self._bind(node.name)
        self.generic_visit(node)

    def visit_match_case(self, node: ast.match_case) -> None:
        self._branch(*ast.iter_child_nodes(node))

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.generic_visit(node)
        self._bind(node.name)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.generic_visit(node)
        self._bind(node.rest)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            self._bind(alias.asname or alias.name.partition(".")[0])

    visit_ImportFrom = visit_Import

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> None:
        self._outer.update(node.names)

    visit_Nonlocal = visit_Global

    def _function(self, arguments: ast.arguments, body: Iterable[ast.AST]) -> None:
        parameters = [node for node in ast.iter_child_nodes(arguments) if isinstance(node, ast.arg)]
        self._visit_all([*arguments.defaults, *arguments.kw_defaults, *(p.annotation for p in parameters)])
        inner = _Uses(*body)
        local = (inner.binds | {parameter.arg for parameter in parameters}) - inner._outer
        self.late |= (inner.reads | inner._outer) - local

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._visit_all([*node.decorator_list, node.returns])
        self._function(node.args, node.body)
        self._bind(node.name)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node.args, [node.body])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._visit_all([*node.decorator_list, *node.bases, *node.keywords])
        self._absorb(_Uses(*node.body), hidden=set())  # a class's names are hidden from its methods
        self._bind(node.name)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        parts = [part for loop in node.generators for part in (loop.iter, loop.target, *loop.ifs)]
        inner = _Uses(*parts, *made)
        self._absorb(inner, hidden=inner.binds - inner._walrus)
        for name in sorted(inner._walrus):
            self._bind(name)
            self._walrus.add(name)

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _comprehension


def _root(node: ast.AST) -> set[str]:
    """The name that `a.b[0].c` starts from, if it starts from one."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


# ---- what travels

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_IMPORT = (ast.Import, ast.ImportFrom)
_DEFINITION = (*_FUNCTION, *_IMPORT, ast.ClassDef)
_BLOCK = (ast.If, ast.Try, ast.TryStar, ast.With, ast.AsyncWith, ast.ExceptHandler)


class _Statement:
    """A top-level statement of the student's file, and the part of it that travels in any case."""

    def __init__(self, cell: Cell, lines: list[bytes], node: ast.stmt, functions: set[str]) -> None:
        self.cell, self.lines, self.node = cell, lines, node
        self.uses = _Uses(node)
        made = _makes_function(node, functions)
        functions |= made | {d.name for d in _definitions(node) if isinstance(d, _FUNCTION)}
        self.part = node if cell.graded or made else _only(node, definitions=True)
        if self.part and self.part is not node and ast.dump(self.part) == ast.dump(node):
            self.part = node
        self.part_uses = self.rest_uses = self.uses
        if self.part is None:
            self.part_uses = _Uses()
        elif self.part is not node:
            self.part_uses = _Uses(self.part)
            self.rest_uses = _Uses(_only(node, definitions=False))
        self.only_as_script = not cell.graded and _is_main_guard(node)

    @property
    def always(self) -> bool:
        return self.part is self.node and (self.cell.graded or not isinstance(self.node, _BLOCK))

    @property
    def line(self) -> int:
        return self.cell.line + _first_line(self.node, self.lines) - 1

    def chunk(self, whole: bool) -> Chunk:
        source = _text_of_statement(self.lines, self.node)
        if self.part and self.part is not self.node and not whole:
            with contextlib.suppress(ValueError):  # ast.unparse cannot write every f-string
                source = ast.unparse(ast.fix_missing_locations(self.part))
        return Chunk(self.cell.where, self.line, source)


def extract(cells: Iterable[Cell], keep: Iterable[str] = ()) -> Extracted:
    """Choose what travels: definitions, and the top-level statements that make the names which these read.

    Statements that make a name of `keep` travel too. A cell that is not Python is left out, with a problem.
    Raises `Unreadable` if there is more code than `MAX_CODE` or `MAX_STATEMENTS`.
    """
    problems: list[Problem] = []
    functions: set[str] = set()
    statements = list(_statements(list(cells), functions, problems))
    blocked = _blocked(statements, functions)
    whole = _needed(statements, blocked, functions.union(keep))

    travelling = [s for s in statements if s.part or s in whole]
    travelling.sort(key=lambda s: not _is_future_import(s.node))
    made: set[str] = set()
    for s in travelling:
        if not s.only_as_script:
            made |= s.uses.binds if s in whole else s.part_uses.binds
    left_behind: dict[str, Place] = {}
    for s, reason in blocked.items():
        for name in sorted((s.uses.binds | s.uses.changes) - made):
            left_behind.setdefault(name, Place(s.cell.where, s.line, reason))
    chunks = tuple(s.chunk(s in whole) for s in travelling)
    return Extracted(chunks, left_behind, tuple(problems), frozenset(made))


def canonical(chunks: Iterable[Chunk]) -> str:
    """The chunks without layout and comments: the same text for the same work as `.py` and as `.ipynb`."""
    return "\n".join(_unparsed(chunk.source) for chunk in chunks)


def _unparsed(source: str) -> str:
    try:
        return ast.unparse(_parse(source))
    except (_NotPython, ValueError):
        return source


def _statements(cells: list[Cell], functions: set[str], problems: list[Problem]) -> Iterator[_Statement]:
    _check_size(sum(len(cell.source) for cell in cells))
    count = 0
    for cell in cells:
        try:
            source, tree = _parsed(cell.source)
        except _NotPython as error:
            message = f"{error.explain(cell.source)}; this whole cell is left out"
            problems.append(Problem(cell.where, cell.line + error.line - 1, message))
            continue
        count += len(tree.body)
        if count > MAX_STATEMENTS:
            raise Unreadable(f"it holds over {MAX_STATEMENTS:,} statements: leave data out")
        lines = source.encode().split(b"\n")
        for node in tree.body:
            yield _Statement(cell, lines, node, functions)


def _blocked(statements: list[_Statement], functions: set[str]) -> dict[_Statement, str]:
    """The statements that must stay behind, and why: they call the student's functions, or use what such a call made."""
    defined = {name for s in statements if s.part for name in s.part_uses.binds}
    available: set[str] = set()
    missing: set[str] = set()
    blocked: dict[_Statement, str] = {}

    def why(uses: _Uses) -> str:
        if called := uses.calls & functions:
            return f"by calling `{min(called)}`"
        return f"from `{min(stale)}`" if (stale := uses.now & missing) else ""

    for s in statements:
        if s.only_as_script:
            blocked[s] = 'under `if __name__ == "__main__"`'
            missing |= s.uses.binds - available
        elif not s.always and (reason := why(s.uses)):
            blocked[s] = reason
            if s.part and why(s.part_uses):
                s.part = None
            missing |= (s.uses.binds | s.uses.changes) - defined
        else:
            available |= s.uses.binds
            missing -= s.uses.binds
    return blocked


def _needed(statements: list[_Statement], blocked: dict[_Statement, str], keep: set[str]) -> set[_Statement]:
    """The statements that travel whole since they make or change a name that what travels reads, transitively."""
    parts = [s.part for s in statements if s.part]
    imported = _Uses(*(d for part in parts for d in _definitions(part) if isinstance(d, _IMPORT))).binds
    makers: dict[str, list[_Statement]] = {}
    for s in statements:
        if not s.always and s not in blocked:
            for name in s.rest_uses.binds | s.rest_uses.changes | (s.rest_uses.changes_in_place - imported):
                makers.setdefault(name, []).append(s)
    wanted = [*keep, *(d.name for part in parts for d in _definitions(part) if isinstance(d, ast.ClassDef))]
    for s in statements:
        wanted.extend(s.part_uses.reads if s.part else ())
    needed: set[_Statement] = set()
    while wanted:
        for s in makers.pop(wanted.pop(), ()):
            if s not in needed:
                needed.add(s)
                wanted.extend(s.uses.reads)
    return needed


def _blocks(node: ast.AST) -> Iterator[tuple[str, list[Any]]]:
    if isinstance(node, _BLOCK):
        for field in ("body", "handlers", "orelse", "finalbody"):
            if nodes := getattr(node, field, None):
                yield field, nodes


def _definitions(node: ast.AST) -> Iterator[Any]:
    """The imports, functions and classes that a top-level statement is or holds."""
    if isinstance(node, _DEFINITION):
        yield node
    for _, nodes in _blocks(node):
        for inner in nodes:
            yield from _definitions(inner)


def _only(node: Any, definitions: bool) -> Any:
    """The statement with nothing but definitions in its blocks, or with everything else; None if nothing is left."""
    if not isinstance(node, _BLOCK):
        return node if isinstance(node, _DEFINITION) == definitions else None
    part = copy.copy(node)
    left = False
    for field, nodes in _blocks(node):
        kept = [inner for inner in (_only(inner, definitions) for inner in nodes) if inner is not None]
        left = left or bool(kept)
        if field == "handlers":
            kept = [_only(handler, definitions) or _emptied(handler) for handler in nodes]
        setattr(part, field, kept or [ast.Pass()])
    return part if left else None


def _emptied(handler: ast.ExceptHandler) -> ast.ExceptHandler:
    return ast.ExceptHandler(handler.type, handler.name, [ast.Pass()])


def _makes_function(node: ast.stmt, functions: set[str]) -> set[str]:
    """The name that a statement like `f = lambda …`, `f = g` or `f = partial(g, …)` gives to a function."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    value = getattr(node, "value", None)
    if isinstance(value, ast.Call) and value.args and _last_name(value.func) == "partial":
        value = value.args[0]
    if not (isinstance(value, ast.Lambda) or (isinstance(value, ast.Name) and value.id in functions)):
        return set()
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _last_name(node: ast.expr) -> str:
    return str(getattr(node, "attr", getattr(node, "id", "")))


def _is_main_guard(node: ast.stmt) -> bool:
    test = node.test if isinstance(node, ast.If) else None
    for part in test.values if isinstance(test, ast.BoolOp) else [test]:
        if isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq):
            sides = (part.left, part.comparators[0])
            if {getattr(side, "id", getattr(side, "value", None)) for side in sides} == {
                "__name__",
                "__main__",
            }:
                return True
    return False


def _is_future_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _first_line(node: ast.stmt, lines: list[bytes]) -> int:
    line = node.lineno
    for decorator in getattr(node, "decorator_list", ()):
        line = min(line, decorator.lineno)
        while line > 1 and not lines[line - 1].lstrip().startswith(b"@"):
            line -= 1  # the `@(` stands above what it encloses
    return line


_REST_IS_COMMENT = re.compile(rb"[ \t\f]*(?:#|$)")


def _text_of_statement(lines: list[bytes], node: ast.stmt) -> str:
    """The statement's own lines, less its neighbours on them (`a = 1; b = 2`)."""
    first, last = _first_line(node, lines) - 1, (node.end_lineno or node.lineno) - 1
    start, end = node.col_offset, node.end_col_offset or 0
    if getattr(node, "decorator_list", ()):
        start = len(lines[first]) - len(lines[first].lstrip())
    text = lines[first : last + 1]
    if not _REST_IS_COMMENT.match(lines[last], end):
        text[-1] = text[-1][:end]
    text[0] = text[0][start:]
    return b"\n".join(text).decode()


# ---- what public tests use

_FUTURE = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})


def compiled(chunks: Iterable[Chunk], file_of: Callable[[Chunk], str]) -> Iterator[types.CodeType]:
    """The code of each chunk with its true lines; a `from __future__ import` holds for all chunks after it."""
    flags = 0
    for chunk in chunks:
        tree = ast.increment_lineno(ast.parse(chunk.source), chunk.line - 1)
        code = compile(tree, file_of(chunk), "exec", flags=flags, dont_inherit=True)
        flags |= code.co_flags & _FUTURE
        yield code


def load(path: str | Path, module_name: str) -> types.ModuleType:
    """Import a `.py` or `.ipynb` as the grader does: only what travels is run.

    Raises `Unreadable` naming the file, and whatever the student's own statements raise. Problems become warnings.

        parity = load("parity.ipynb", "parity")
    """
    path = Path(path)
    try:
        cells = cells_of(path.name, path.read_bytes())
        found = extract(cells)
    except Unreadable as error:
        raise Unreadable(f"{path.name}: {error}") from None
    for problem in found.problems:
        warnings.warn(f"{path.name}, {problem.where}, line {problem.line}: {problem.message}", stacklevel=2)
    is_notebook = path.suffix.lower() == ".ipynb"

    def file_of(piece: Cell | Chunk) -> str:
        return f"{path.name}, {piece.where}" if is_notebook else str(path)

    for cell in cells if is_notebook else ():
        lines = [line + "\n" for line in cell.source.split("\n")]
        linecache.cache[file_of(cell)] = (len(cell.source), None, lines, file_of(cell))
    module = types.ModuleType(module_name)
    module.__file__ = str(path)
    sys.modules[module_name] = module
    if not hasattr(builtins, "display"):  # a notebook has it, and so has the process that grades
        builtins.display = lambda *things, **options: None  # type: ignore[attr-defined]
    try:
        for code in compiled(found.chunks, file_of):
            exec(code, module.__dict__)
    except BaseException as error:
        del sys.modules[module_name]
        if isinstance(error, NameError) and (place := found.left_behind.get(error.name or "")):
            error.add_note(place.explain(error.name or ""))
        raise
    return module
