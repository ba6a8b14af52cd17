"""What is wrong with a solution: its cells, their marks, and what students get of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..course.assignment import MARKS, Assignment, chunks_of
from ..course.edits import Described, defined, described, kept
from ..course.problem import CourseError, Problem, Unparsed, nearest, text_of, tree_of
from ..submission.source import Chunk
from .grader_problems import Graders
from .names import bound, own_nodes, teller
from .settings_problems import Asked

_MARKER = re.compile(r"#[ \t]?%%(?:[ \t]+(?P<options>.*))?$")
_MARK = re.compile(r"""([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")


class Solution(NamedTuple):
    """What the reference defines, and what its cells are marked with."""

    chunks: dict[str, Chunk]  # by the functions and classes that they define
    functions: dict[str, int]  # the public ones, with their lines: what students are asked for
    parameters: dict[
        str, frozenset[str] | None
    ]  # by the same names; None of a class, and where there are more
    described: frozenset[str]  # whatever can have a docstring, of a method `Class.method`
    bound: frozenset[str]  # every name, "*" for a star import
    unmarked: frozenset[str]  # functions in cells that are not graded, which students get as they are
    helpers: frozenset[str]  # functions of an answer that have no docstring, which students do not get
    marked: frozenset[tuple[str, str]]


def read_solution(
    file: Path, asked: Asked, opened: Assignment | None, found: list[Problem]
) -> Solution | None:
    """The solution as it stands; None where it cannot be read, and what depends on it is not looked at."""
    if not file.is_file():
        found.append(Problem(file, None, f"there is no solution: {_to_do_about(file)}"))
        return None
    text = ""
    try:
        text = text_of(file)
        chunks = opened.reference_chunks if opened is not None else chunks_of(file)
        tree = tree_of(file, text)
    except Unparsed as error:
        found.append(_magic(error.problem, text))
        return None
    except CourseError as error:
        found.append(_of_reader(file, str(error).removeprefix(f"{file}: ")))
        return None
    cells = list(_cells(text, tree))
    if not cells:
        what = "there is no cell: one of code begins with the line `# %%`, one of text with `# %% [markdown]`"
        found.append(Problem(file, None, what))
        return None
    marked = _marks(file, cells, asked, found)
    by_name = {name: chunk for chunk in chunks for name in defined(chunk)}
    public = {name: chunk.line for name, chunk in by_name.items() if not name.startswith("_")}
    graded = [cell for cell in cells if any(mark == "solution" for mark, _ in cell.marks)]
    _beyond_the_stub(file, tree, graded, found)
    _data(file, chunks, found)
    answers = [statement for statement in tree.body if _within(statement, graded)]
    _not_asked_for(file, answers, found)
    lines = {statement.name: statement.lineno for statement in tree.body if hasattr(statement, "name")}
    parameters = {
        s.name: frozenset(arg.arg for arg in ast.walk(s.args) if isinstance(arg, ast.arg))
        for s in tree.body
        if isinstance(s, ast.FunctionDef) and s.args.kwarg is None and not s.decorator_list
    }
    methods = (
        f"{statement.name}.{part.name}"
        for statement in tree.body
        if isinstance(statement, ast.ClassDef)
        for part in statement.body
        if isinstance(part, ast.FunctionDef)
    )
    return Solution(
        by_name,
        {name: lines.get(name, line) for name, line in public.items()},
        {name: parameters.get(name) for name in public},
        frozenset([*by_name, *methods]),
        frozenset(name for chunk in chunks for name in bound(ast.parse(chunk.source).body)),
        frozenset(
            name
            for name, line in lines.items()
            if name in public and not any(cell.line < line <= cell.end for cell in graded)
        ),
        frozenset(s.name for s in answers if isinstance(s, Described) and not ast.get_docstring(s)),
        frozenset(marked),
    )


def _to_do_about(file: Path) -> str:
    """What an author does where there is no solution: it may lie there in another form."""
    if (notebook := file.with_suffix(".ipynb")).is_file():
        return f"make it of {notebook.name} by `jupytext --to py:percent {notebook.name}`"
    if file.with_suffix("").is_dir():
        return f"{file.stem} is a folder there, and a solution is one file, in jupytext's percent format"
    return "write it there, in jupytext's percent format"


def _magic(problem: Problem, text: str) -> Problem:
    """What is wrong with a line that is none of Python's, if it is a notebook's."""
    line = text.split("\n")[problem.line - 1].strip() if problem.line else ""
    if not line.startswith(("%", "!")):
        return problem
    return problem._replace(what=f"a magic is a comment in a script: write `# {line}`")


class _Cell(NamedTuple):
    line: int  # of its marker
    end: int
    text: bool
    marks: list[tuple[str, str]]
    wrong: str  # what is wrong with the marker as it is written


def _cells(text: str, tree: ast.Module) -> Iterator[_Cell]:
    """The cells that begin with a marker. One within a statement is part of a string, or of a function."""
    within = {line for node in tree.body for line in range(node.lineno + 1, (node.end_lineno or 0) + 1)}
    lines = text.split("\n")
    markers = [
        (number, match["options"] or "")
        for number, line in enumerate(lines, 1)
        if number not in within and (match := _MARKER.match(line))
    ]
    for i, (number, options) in enumerate(markers, 1):
        end = markers[i][0] - 1 if i < len(markers) else len(lines)
        marks = [
            (m[1], next(value for value in m.groups()[1:] if value is not None))
            for m in _MARK.finditer(options)
        ]
        is_text = re.search(r"\[(markdown|md|raw)\]", options) is not None
        yield _Cell(number, end, is_text, marks, _miswritten(options))


def _miswritten(options: str) -> str:
    """What is wrong with a marker as it is written, behind its `# %%`; nothing if only its marks may be wrong."""
    for match in _MARK.finditer(options):
        if match[1] in MARKS and match[4] is not None:
            return f'write {match[1]}="{match[4]}", in quotes'
    if "[md]" in options:
        return "write [markdown] in place of [md]"
    kind = re.match(r"\[(markdown|raw)\]", options)
    if rest := _MARK.sub("", options[kind.end() if kind else 0 :]).strip():
        return f"this marker has {rest!r}, which is no mark: take it out; a heading is for a text cell"
    return ""


def _marks(file: Path, cells: Iterable[_Cell], asked: Asked, found: list[Problem]) -> set[tuple[str, str]]:
    """The marks of all cells, with what is wrong with them."""
    seen: dict[tuple[str, str], int] = {}
    for cell in cells:
        if cell.wrong:
            found.append(Problem(file, cell.line, cell.wrong))
            seen |= dict.fromkeys(cell.marks, cell.line)
            continue
        if len(cell.marks) > 1:
            both = " and ".join(mark for mark, _ in cell.marks)
            found.append(Problem(file, cell.line, f"a cell is marked {both}: give it one mark"))
        for mark, name in cell.marks:
            shown, line = f"{mark}={name!r}", seen.get((mark, name))
            known = asked.tasks if mark == "solution" else asked.written
            kind = "task" if mark == "solution" else "written answer"
            if mark not in MARKS:
                what = f"a cell is marked {shown}, and {mark!r} is no mark{nearest(mark, MARKS)}"
            elif known is not None and name not in known:
                what = (
                    f"a cell is marked {shown}, and assignment.toml has no such {kind}{nearest(name, known)}"
                )
            elif line is not None:
                what = f"two cells are marked {shown}, this one and that of line {line}: make them one"
            elif mark == "solution" and cell.text:
                what = f'a text cell is marked {shown}: that is for a cell of code, `# %% {mark}="{name}"`'
            elif mark != "solution" and not cell.text:
                what = (
                    f'a cell of code is marked {shown}: that is for a text, `# %% [markdown] {mark}="{name}"`'
                )
            else:
                what = ""
            if what:
                found.append(Problem(file, cell.line, what))
            seen.setdefault((mark, name), cell.line)
    return set(seen)


def _beyond_the_stub(file: Path, tree: ast.Module, graded: Sequence[_Cell], found: list[Problem]) -> None:
    """Names that only an answer defines, in cells that students get as they are and in what they get of the others."""
    given, asked, goes, stays = [], [], set[str](), set[str]()
    for statement in tree.body:
        if not _within(statement, graded):
            given.append(statement)
        elif isinstance(statement, ast.Import | ast.ImportFrom) or described(statement):
            stays |= bound([statement])
            asked.append(statement)
        else:
            goes |= bound([statement])
    used: dict[str, int] = {}
    for node in (node for statement in given for node in ast.walk(statement)):
        match node:
            case ast.Name(ctx=ast.Load()):
                used.setdefault(node.id, node.lineno)
            case ast.Name():
                stays.add(node.id)
            case ast.arg():
                stays.add(node.arg)
    stays |= bound(given)
    for name, line in sorted(used.items(), key=lambda at: at[1]):
        if name in goes - stays:
            what = f"students get this cell, and not {name!r}, which is of an answer: give it a docstring, or do without"
            found.append(Problem(file, line, what))
    late = any(
        isinstance(s, ast.ImportFrom) and s.module == "__future__" and "annotations" in bound([s])
        for s in tree.body
    )
    read = (at for statement in asked for at in _read_on_load(statement, goes - stays, late))
    for line, name in dict.fromkeys(read):
        what = f"the stub keeps this line, and not {name!r}, which is of an answer: define it in a cell without a mark"
        found.append(Problem(file, line, f"{what}, or do without"))


def _data(file: Path, chunks: Iterable[Chunk], found: list[Problem]) -> None:
    """Files that what travels to a student's process reads as it is loaded, by a name that is written out: from there it
    finds none."""
    for chunk in chunks:
        for node in own_nodes(ast.parse(chunk.source).body):
            if isinstance(node, ast.Call) and (name := _read_by(node)):
                what = f"this reads {name!r}, which is not there where answers are graded: put it into student/, and read it by"
                way = f"{what} a function of given.py, Path(__file__).with_name({Path(name).name!r})"
                found.append(Problem(file, chunk.line + node.lineno - 1, way))


def _read_by(call: ast.Call) -> str | None:
    """The name of the file that a call reads, where it is written out."""
    match call:
        case ast.Call(func=ast.Name(id="open"), args=[ast.Constant(value=str(name)), *modes], keywords=named):
            modes += [keyword.value for keyword in named if keyword.arg == "mode"]
            return name if not modes or ast.unparse(modes[0])[1:2] == "r" else None
        case ast.Call(
            func=ast.Attribute(
                value=ast.Call(
                    func=ast.Name(id="Path") | ast.Attribute(attr="Path"),
                    args=[ast.Constant(value=str(name))],
                ),
                attr="open" | "read_text" | "read_bytes",
            )
        ):
            return name
        case ast.Call(
            func=ast.Attribute(
                value=ast.Name(id="np" | "numpy" | "torch"), attr="load" | "loadtxt" | "genfromtxt"
            ),
            args=[ast.Constant(value=str(name)), *_],
        ):
            return name
    return None


def _within(statement: ast.stmt, cells: Iterable[_Cell]) -> bool:
    return any(cell.line < statement.lineno <= cell.end for cell in cells)


def _read_on_load(statement: ast.stmt, gone: set[str], late: bool) -> Iterator[tuple[int, str]]:
    """Where a statement of the stub reads names that are `gone` when it is run, before anything is called. Annotations
    that are `late` are read by nobody."""
    read: list[ast.AST | None] = []
    match statement:
        case ast.ClassDef():
            read = [*statement.decorator_list, *statement.bases, *statement.keywords]
            parts = kept(statement)
            for part in parts:
                yield from _read_on_load(part, (gone | bound(statement.body)) - bound(parts), late)
        case ast.FunctionDef(args=arguments) | ast.AsyncFunctionDef(args=arguments):
            read = [*statement.decorator_list, *arguments.defaults, *arguments.kw_defaults]
            if not late:
                read += [arg.annotation for arg in ast.walk(arguments) if isinstance(arg, ast.arg)]
                read.append(statement.returns)
        case ast.AnnAssign():
            read = [statement.value, None if late else statement.annotation]
    nodes = [node for one in read if one is not None for node in ast.walk(one)]
    own = {node.arg for node in nodes if isinstance(node, ast.arg)}  # of a lambda
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in gone - own:
            yield node.lineno, node.id


def _not_asked_for(
    file: Path, body: Iterable[ast.stmt], found: list[Problem], of_class: bool = False
) -> None:
    """What has a docstring, as all that students are asked for, and can be none of it; `body` is of graded cells, or of a
    class in them."""
    say = teller(file, found)
    for statement in body:
        if not isinstance(statement, Described):
            for inner in filter(described, _definitions(statement)):
                what = f"{inner.name!r} has a docstring and stands within another statement, where the stub loses it"
                say(inner.lineno, f"{what}: move it out, or take its docstring")
        elif isinstance(statement.body[0], ast.Expr) and isinstance(statement.body[0].value, ast.JoinedStr):
            what = f"{statement.name!r} has an f-string in place of its docstring, and so none"
            say(statement.body[0].lineno, f"{what}: write it without the f")
        elif isinstance(statement, ast.AsyncFunctionDef) and not of_class and described(statement):
            what = f"students are asked for {statement.name!r}, which is async, and checks await nothing"
            say(statement.lineno, f"{what}: make it a plain function, or take its docstring")
        elif isinstance(statement, ast.ClassDef) and described(statement):
            _not_asked_for(file, statement.body, found, of_class=True)


def _definitions(node: ast.AST) -> Iterator[ast.AST]:
    """The functions and classes in the blocks of a statement."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Described):
            yield child
        else:
            yield from _definitions(child)


def uncovered(
    settings: Path, file: Path, asked: Asked, solution: Solution, graders: Graders, found: list[Problem]
) -> None:
    """What of assignment.toml and of the hidden checks has no cell, and what it explains that is not there."""
    for mark, kind, names in (
        ("solution", "task", asked.tasks),
        ("written", "written answer", asked.written),
    ):
        for name, line in (names or {}).items():
            if (mark, name) not in solution.marked:
                begin = f'# %% {"[markdown] " if mark == "written" else ""}{mark}="{name}"'
                what = f"the {kind} {name!r} has no cell in {file}: begin it with `{begin}`"
                found.append(Problem(settings, line, what))
    for name in sorted(solution.unmarked & graders.calls.keys()):
        what = f"hidden checks call {name!r}, and its cell is not marked, so students would get this answer"
        found.append(Problem(file, solution.functions[name], f'{what}: begin it with `# %% solution="TASK"`'))
    for name in sorted(solution.helpers & graders.calls.keys()):
        found.append(not_given(file, name, solution, "hidden checks call"))
    for name, line in asked.explains.items():
        if name not in solution.described:
            what = f"explains has {name!r}, which the solution does not define{nearest(name, solution.described)}"
            found.append(Problem(settings, line, what))


def not_given(file: Path, name: str, solution: Solution, who: str) -> Problem:
    """That students are not asked for a function of an answer that somebody calls."""
    what = f"{who} {name!r}, and it has no docstring, so students would not get it: give it one"
    return Problem(file, solution.functions.get(name), what)


def _of_reader(file: Path, message: str) -> Problem:
    """What the reader of submissions says of a file, as a problem."""
    line = re.match(r"line (\d+): ", message)
    return Problem(file, int(line[1]) if line else None, message[line.end() :] if line else message)
