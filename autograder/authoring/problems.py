"""Every mistake in an assignment's files that can be seen without running them, each with its file, line and remedy.

What opens an assignment stops at the first mistake it meets, and much of it only meets them in a worker. This reads all
of its files first, each for itself, so that a mistake in one hides none in another.
"""

from __future__ import annotations

import ast
import re
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..course.assignment import MARKS, MUTANT_SETTINGS, Assignment, assignment_folder, chunks_of
from ..course.course import Course
from ..course.edits import Described, defined, described, kept, try_edits
from ..course.problem import CourseError, Problem, Unparsed, nearest, text_of, tree_of
from ..submission.source import Chunk
from ..submission.source.syntax import NotPython, parsed
from .grader_problems import Graders, read_graders
from .settings_problems import Asked, read_settings

SETTINGS = MUTANT_SETTINGS | {"EDITS"}

_MARKER = re.compile(r"#[ \t]?%%(?:[ \t]+(?P<options>.*))?$")
_MARK = re.compile(r"""([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")


def open_checked(course: Course, *names: str, stubs_only: bool = False) -> list[Assignment]:
    """The assignments of these names, or at these paths. Raises `CourseError` with the problems of all of them, a line
    each; with `stubs_only` those alone that stand in the way of stubs, which an author may want before there are checks."""
    looked = []
    for name in names:
        folder = assignment_folder(course, name)
        assignment, found = _look(folder, folder.parent.parent)
        if stubs_only:
            sources = (folder / "assignment.toml", folder.parent.parent / "solutions" / f"{folder.name}.py")
            found = [p for p in found if p.file in sources]
        looked.append((assignment, found))
    if said := [str(problem) for _, found in looked for problem in found]:
        raise CourseError("\n".join(said))
    return [assignment for assignment, _ in looked if assignment is not None]


def problems(assignment: Assignment) -> list[Problem]:
    """What is wrong with an assignment's files, by file and line; nothing of them is run."""
    return _look(assignment.folder, assignment.course_root, assignment)[1]


class _Solution(NamedTuple):
    """What the reference defines, and what its cells are marked with."""

    chunks: dict[str, Chunk]  # by the functions and classes that they define
    functions: dict[str, int]  # the public ones, with their lines: what students are asked for
    described: frozenset[str]  # whatever can have a docstring, of a method `Class.method`
    bound: frozenset[str]  # every name, "*" for a star import
    unmarked: frozenset[str]  # functions in cells that are not graded, which students get as they are
    marked: frozenset[tuple[str, str]]


def _look(
    folder: Path, root: Path, opened: Assignment | None = None
) -> tuple[Assignment | None, list[Problem]]:
    """The assignment in a folder, None where its settings are no good, and its problems."""
    settings = folder / "assignment.toml"
    asked, found = read_settings(settings)
    if opened is None and not found:
        opened = Assignment(folder, root)
    file = root / "solutions" / f"{folder.name}.py"
    solution = _solution(file, asked, opened, found)
    graders = read_graders(folder / "graders", asked.tasks, solution and solution.functions, found)
    if solution is not None:
        _uncovered(settings, file, asked, solution, graders, found)
    if asked.tasks is not None and graders.complete:
        for task in asked.tasks:
            if task not in graders.tasks:
                what = f"no check counts for the task {task!r}: mark one @pytest.mark.task({task!r})"
                found.append(Problem(folder / "graders", None, what))
    for mutant in sorted((folder / "mutants").glob("*.py")):
        _parsing(_mutant, mutant, asked, solution, found)
    for right in sorted((folder / "right").glob("*.py")):
        _parsing(_right, right, solution, found)
    _students(folder, root, asked, solution, found)
    order = {file: i for i, file in enumerate(dict.fromkeys(problem.file for problem in found))}
    found.sort(key=lambda problem: (order[problem.file], problem.line or 0))
    return opened, found


def _parsing(look: Callable[..., None], file: Path, *rest: object) -> None:
    """Looks at a file; if it cannot be parsed, that is its one problem, which the last of `rest` takes."""
    try:
        look(file, *rest)
    except Unparsed as error:
        found = rest[-1]
        assert isinstance(found, list)
        found.append(error.problem)


# --- the solution


def _solution(file: Path, asked: Asked, opened: Assignment | None, found: list[Problem]) -> _Solution | None:
    """The solution as it stands; None where it cannot be read, and what depends on it is not looked at."""
    if not file.is_file():
        found.append(
            Problem(file, None, "there is no solution: write it there, in jupytext's percent format")
        )
        return None
    try:
        text = text_of(file)
        chunks = opened.reference_chunks if opened is not None else chunks_of(file)
        tree = _as_handed_in(file, text)
    except Unparsed as error:
        found.append(error.problem)
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
    _not_asked_for(file, [s for s in tree.body if _within(s, graded)], found)
    lines = {statement.name: statement.lineno for statement in tree.body if hasattr(statement, "name")}
    methods = (
        f"{statement.name}.{part.name}"
        for statement in tree.body
        if isinstance(statement, ast.ClassDef)
        for part in statement.body
        if isinstance(part, ast.FunctionDef)
    )
    return _Solution(
        by_name,
        {name: lines.get(name, line) for name, line in public.items()},
        frozenset([*by_name, *methods]),
        frozenset(name for chunk in chunks for name in bound(ast.parse(chunk.source).body)),
        frozenset(
            name
            for name, line in lines.items()
            if name in public and not any(cell.line < line <= cell.end for cell in graded)
        ),
        frozenset(marked),
    )


class _Cell(NamedTuple):
    line: int  # of its marker
    end: int
    text: bool
    marks: list[tuple[str, str]]


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
        yield _Cell(number, end, is_text, marks)


def _marks(file: Path, cells: Iterable[_Cell], asked: Asked, found: list[Problem]) -> set[tuple[str, str]]:
    """The marks of all cells, with what is wrong with them."""
    seen: dict[tuple[str, str], int] = {}
    for cell in cells:
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
    say = _teller(file, found)
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


def _uncovered(
    settings: Path, file: Path, asked: Asked, solution: _Solution, graders: Graders, found: list[Problem]
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
    for name, line in asked.explains.items():
        if name not in solution.described:
            what = f"explains has {name!r}, which the solution does not define{nearest(name, solution.described)}"
            found.append(Problem(settings, line, what))


# --- mutants and other right solutions


def _mutant(file: Path, asked: Asked, solution: _Solution | None, found: list[Problem]) -> None:
    tree = tree_of(file)
    said = {name: statement for statement in tree.body for name in bound([statement])}
    say = _teller(file, found)
    if not ast.get_docstring(tree):
        say(1, "this mutant has no docstring: say in one which mistake it is")
    hint, equivalent, loses = (said.get(name) for name in ("HINT", "EQUIVALENT", "LOSES"))
    if loses is not None and equivalent is not None:
        say(loses.lineno, "this mutant has both LOSES and EQUIVALENT: take one out")
    elif equivalent is None and loses is None:
        say(
            None,
            "this mutant has neither LOSES and HINT nor EQUIVALENT: say which tasks it loses, and the hint",
        )
    elif equivalent is None and not _said(hint):
        say(
            getattr(hint, "lineno", None),
            "this mutant has LOSES and no HINT: write what its student should read",
        )
    if loses is not None:
        _loses(loses, asked, say)
    for name in ("HINT", "EQUIVALENT"):
        if _is_no(str, _value(said.get(name))):
            say(said[name].lineno, f'{name} is no text: write it as one string, {name} = "…"')
    if _is_no(types.FunctionType, _value(said.get("SIGNATURE"))):
        say(said["SIGNATURE"].lineno, "SIGNATURE is no function: write def SIGNATURE(calls)")
    for name, statement in said.items():
        if name.isupper() and name not in SETTINGS and not _read(name, tree) and (like := _like(name)):
            say(statement.lineno, f"a mutant has no {name}{like}")
    if solution is not None:
        _, wrong = try_edits(solution.chunks, tree, file)
        found.extend(wrong)
        _breaks(said.get("BREAKS"), solution, say)
        _names(tree, said, solution, say)
    own = [
        name
        for name, s in said.items()
        if name not in SETTINGS and not isinstance(s, ast.Import | ast.ImportFrom)
    ]
    if "EDITS" not in said and not own:
        say(None, "this mutant has neither EDITS nor a function of its own: write one of them")


def _teller(file: Path, found: list[Problem]) -> Callable[[int | None, str], None]:
    return lambda line, what: found.append(Problem(file, line, what))


def _like(name: str) -> str:
    close = nearest(name, SETTINGS)
    return close if "did you mean" in close else ""


def _value(statement: ast.stmt | None) -> ast.expr | None:
    return statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None


def _said(statement: ast.stmt | None) -> bool:
    """Whether a setting is there with something in it."""
    value = _value(statement)
    return value is not None and not (isinstance(value, ast.Constant) and not value.value)


def _is_no(kind: type, value: ast.expr | None) -> bool:
    """Whether an expression is seen, as it stands, to give no value of a kind. None is as if there were none."""
    if isinstance(value, ast.Constant):
        return not isinstance(value.value, kind | None)
    return isinstance(value, ast.List | ast.Tuple | ast.Set | ast.Dict)


def _loses(statement: ast.stmt, asked: Asked, say: Callable[[int | None, str], None]) -> None:
    value = _value(statement)
    form = 'write LOSES = {"TASK"}'
    if isinstance(value, ast.Constant):
        say(statement.lineno, f"LOSES is {value.value!r}, which is no set of tasks: {form}")
    elif isinstance(value, ast.Set | ast.List | ast.Tuple):
        if not value.elts:
            say(statement.lineno, f"LOSES is empty: {form}, or EQUIVALENT with the reason why it loses none")
        for one in value.elts:
            if isinstance(one, ast.Constant) and asked.tasks is not None and one.value not in asked.tasks:
                near = nearest(str(one.value), asked.tasks)
                say(one.lineno, f"LOSES has {one.value!r}, and assignment.toml has no such task{near}")
    elif isinstance(value, ast.Dict) or ast.unparse(value or ast.Constant("")) == "set()":
        say(statement.lineno, f"LOSES is no set of tasks, or an empty one: {form}")


def _breaks(statement: ast.stmt | None, solution: _Solution, say: Callable[[int | None, str], None]) -> None:
    if statement is None:
        return
    value = _value(statement)
    if not isinstance(value, ast.Dict):
        if isinstance(value, ast.Constant | ast.Set | ast.List | ast.Tuple):
            what = 'BREAKS is no dictionary: write {"FUNCTION": "words of its docstring"}'
            say(statement.lineno, what)
        return
    for key in value.keys:
        if isinstance(key, ast.Constant) and key.value not in solution.described:
            near = nearest(str(key.value), solution.described)
            say(key.lineno, f"BREAKS has {key.value!r}, which the reference does not define{near}")


def _names(
    tree: ast.Module, said: dict[str, ast.stmt], solution: _Solution, say: Callable[[int | None, str], None]
) -> None:
    """A public function that replaces none of the reference's and that nothing calls."""
    edits = _value(said.get("EDITS"))
    text = str(edits.value) if isinstance(edits, ast.Constant) else ""
    for name, statement in said.items():
        if name.startswith("_") or name in SETTINGS or name in solution.bound or "*" in solution.bound:
            continue
        if (
            isinstance(statement, ast.FunctionDef | ast.ClassDef)
            and name not in text
            and not _read(name, tree)
        ):
            near = nearest(name, solution.functions)
            say(statement.lineno, f"the reference defines no {name!r}, and nothing here calls it{near}")


def _right(file: Path, solution: _Solution | None, found: list[Problem]) -> None:
    tree = _as_handed_in(file, text_of(file))
    if solution is None:
        return
    names = bound(tree.body)
    if "*" in names:
        return
    own = {s.name for s in tree.body if isinstance(s, ast.FunctionDef | ast.ClassDef)} - solution.bound
    for name in solution.functions:
        if name not in names:
            near = nearest(name, own) if "did you mean" in nearest(name, own) else ": write it"
            what = f"this right solution does not define {name!r}, which the reference does{near}"
            found.append(Problem(file, None, what))


# --- what students get


def _students(
    folder: Path, root: Path, asked: Asked, solution: _Solution | None, found: list[Problem]
) -> None:
    student, name = folder / "student", folder.name
    if not student.is_dir():
        found.append(Problem(student, None, "there is no such folder: put there what students get"))
        return
    files = [file for file in sorted(student.iterdir()) if file.name[0] not in "._"]
    for file in files:
        if file.is_dir():
            what = f"this is a folder: students get the files directly in {student}, so move its files there"
            found.append(Problem(file, None, what))
    tests = student / f"test_{name}.py"
    if not tests.is_file():
        others = [file.name for file in files if file.match("test_*.py")]
        what = f"write them there{f', or rename {others[0]}' if others else ''}"
        found.append(Problem(tests, None, f"there are no public tests: {what}"))
    for file in files:
        other = file.stem != name and file.suffix in (".py", ".ipynb") and file.is_file()
        if other and f"*{file.stem}, version " in file.read_text("utf-8", "replace"):
            what = "this is the stub of another assignment, and students would get it too: delete it"
            found.append(Problem(file, None, what))
    for file in [*files, *(root / shared for shared in asked.shared)]:
        if file.suffix == ".py" and file.is_file() and file.stem != name:
            _parsing(_public, file, name if file == tests else None, solution, found)


def _public(file: Path, module: str | None, solution: _Solution | None, found: list[Problem]) -> None:
    """A module that students get; public tests import the student's `module`, and read nothing of it that nobody is asked
    for."""
    tree = tree_of(file)
    if module is not None and not any(_names_module(node, module) for node in ast.walk(tree)):
        what = f"these public tests do not import {module!r}, which students write: `import {module}`"
        found.append(Problem(file, None, what))
    if module is None or solution is None or "*" in solution.bound:
        return
    nodes = list(ast.walk(tree))
    aliases: set[str] = set()
    read: list[tuple[int, str]] = []
    for node in nodes:
        if isinstance(node, ast.Import):
            aliases |= {alias.asname or alias.name for alias in node.names if alias.name == module}
        elif isinstance(node, ast.ImportFrom) and node.module == module and not node.level:
            read += [(node.lineno, alias.name) for alias in node.names if alias.name != "*"]
    aliases -= {node.arg for node in nodes if isinstance(node, ast.arg)}  # a test's own parameter
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=of), attr=name, ctx=ast.Load()) if of in aliases:
                read.append((node.lineno, name))
    for line, name in dict.fromkeys(read):
        if name not in solution.bound and not name.startswith("__"):
            what = f"public tests read {module}.{name}, which the reference does not define"
            found.append(Problem(file, line, f"{what}{nearest(name, solution.functions)}"))


def _names_module(node: ast.AST, module: str) -> bool:
    match node:
        case ast.Import(names=names):
            return any(alias.name == module for alias in names)
        case ast.ImportFrom(module=name) | ast.Constant(value=name):
            return bool(name == module)
    return False


# --- reading Python


def bound(body: Iterable[ast.stmt]) -> set[str]:
    """The names that statements of a module bind, within its blocks too; "*" for a star import."""
    names: set[str] = set()
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(statement.name)
            case ast.Import() | ast.ImportFrom():
                names |= {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
            case ast.If() | ast.Try() | ast.With() | ast.For() | ast.While():
                names |= {
                    n.id
                    for n in ast.walk(statement)
                    if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)
                }
                for block in ("body", "orelse", "finalbody"):
                    names |= bound(getattr(statement, block, ()))
                for handler in getattr(statement, "handlers", ()):
                    names |= bound(handler.body)
            case ast.AnnAssign(value=None):
                pass
            case _:
                names |= {
                    n.id
                    for n in ast.walk(statement)
                    if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
                }
    return names


def _read(name: str, tree: ast.Module) -> bool:
    return any(
        isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) for n in ast.walk(tree)
    )


def _as_handed_in(file: Path, text: str) -> ast.Module:
    """The tree of what is read as a student's file is: it may have magics. Raises `Unparsed`."""
    try:
        return tree_of(file, text)
    except Unparsed as error:
        try:
            return parsed(text)[1]
        except NotPython:
            raise error from None


def _of_reader(file: Path, message: str) -> Problem:
    """What the reader of submissions says of a file, as a problem."""
    line = re.match(r"line (\d+): ", message)
    return Problem(file, int(line[1]) if line else None, message[line.end() :] if line else message)
