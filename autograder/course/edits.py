"""A mutant that differs from the reference in a few lines says so as a diff does, in its constant `EDITS`:

    EDITS = '''
    @@ ablate
         H = hidden_activations(model, X).clone()
    -    H[:, neuron] = 0.0 if mode == "zero" else H[:, neuron].mean()
    +    H[:, neuron] = H[:, neuron].mean()
    '''

(at the margin in a real file). `@@` names a function or class of the reference. Each line below it is one of its lines,
whole and indented as there, after a `-` where it goes, a `+` where it comes, or a space where it stays and only shows
the place. What goes or stays must occur exactly once, so a mutant never changes unnoticed with the reference; comments
do not count, here or there. A second place, in the same function or another, has an `@@` of its own; empty lines do
not count. Functions that the mutant writes out come after its edits.
"""

from __future__ import annotations

import ast
import functools
import io
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeGuard

from ..submission.source import Chunk
from .problem import CourseError, Problem, nearest, text_of

Described = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef  # with a docstring, a part of the stub


class _Edit(NamedTuple):
    line: int  # of its `@@`
    name: str
    old: list[str]
    new: list[str]


def edited(reference: Sequence[Chunk], file: Path) -> tuple[Chunk, ...]:
    """The chunks of the reference that the mutant in `file` edits, as they are after its edits.

    Raises `CourseError` for a line that belongs to no edit, for a name that the reference does not define, for lines
    that do not occur exactly once, for an edit that changes nothing, and if the result is not Python.
    """
    tree = ast.parse(text_of(file))
    changed, problems = try_edits({name: chunk for chunk in reference for name in defined(chunk)}, tree, file)
    if problems:
        raise CourseError("\n".join(f"{file}, line {problem.line}: {problem.what}" for problem in problems))
    return changed


@functools.lru_cache(maxsize=1000)
def defined(chunk: Chunk) -> tuple[str, ...]:
    """The functions and classes of a chunk, by name."""
    return tuple(s.name for s in ast.parse(chunk.source).body if hasattr(s, "name"))


def described(statement: ast.AST) -> TypeGuard[Described]:
    """Whether a statement of an answer stays in the stub, with its docstring."""
    return isinstance(statement, Described) and ast.get_docstring(statement) is not None


def kept(owner: ast.ClassDef) -> list[ast.AnnAssign | Described]:
    """What stays in the stub of a described class, after its docstring."""
    return [part for part in owner.body[1:] if isinstance(part, ast.AnnAssign) or described(part)]


def try_edits(
    chunks: Mapping[str, Chunk], mutant: ast.Module, file: Path
) -> tuple[tuple[Chunk, ...], list[Problem]]:
    """The chunks that a mutant edits, as they are after its edits, and what is wrong with these; `chunks` are the
    reference's by what they define."""
    problems: list[Problem] = []
    edits: dict[str, list[_Edit]] = {}
    for edit in _edits(mutant, file, problems):
        if edit.name in chunks:
            edits.setdefault(edit.name, []).append(edit)
        else:
            what = f"the reference defines no {edit.name!r}{nearest(edit.name, chunks)}"
            problems.append(Problem(file, edit.line, what))
    return tuple(_applied(chunks[name], edits[name], file, problems) for name in edits), problems


def _applied(chunk: Chunk, edits: Sequence[_Edit], file: Path, problems: list[Problem]) -> Chunk:
    lines = _without_comments(chunk.source)[:]
    fitting = True
    for line, name, old, new in edits:
        old = [_as_in(lines, text) for text in old]
        found = [i for i in range(len(lines)) if old and lines[i : i + len(old)] == old]
        if old == [_as_in(lines, text) for text in new]:
            what = f"this edit of {name!r} changes nothing"
        elif len(found) != 1:
            shown = "\n".join(old) or "(no line: one that stays would show the place)"
            what = f"{name!r} must have these lines once, and has them {len(found)} times:\n{shown}"
        else:
            lines[found[0] : found[0] + len(old)] = new
            continue
        problems.append(Problem(file, line, what))
        fitting = False
    source = "\n".join(lines)
    if fitting:
        try:
            compile(source, str(file), "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            shown = f"({getattr(error, 'msg', error)}): `{(getattr(error, 'text', None) or '').strip()}`"
            problems.append(
                Problem(file, edits[0].line, f"{edits[0].name!r} as edited is not valid Python {shown}")
            )
    return chunk._replace(where=f"{chunk.where} as {file.name} edits it", source=source)


@functools.lru_cache(maxsize=1000)
def _without_comments(source: str) -> list[str]:
    """The lines of a module, with nothing where a comment was."""
    lines = source.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
    return lines


def _as_in(lines: Sequence[str], line: str) -> str:
    """A line of an edit as the source has it: without the comment that may follow there or here."""
    for own in lines:
        rest = line.removeprefix(own)
        if own and rest != line and (not rest.strip() or rest.lstrip().startswith("#")):
            return own
    return line


def _edits(mutant: ast.Module, file: Path, problems: list[Problem]) -> Iterator[_Edit]:
    for statement in mutant.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="EDITS")], value=ast.Constant(value=str(text))):
                yield from _of_text(text, statement.value.lineno, file, problems)
            case ast.Assign(targets=[ast.Name(id="EDITS")]):
                what = "EDITS is one string, in triple quotes"
                problems.append(Problem(file, statement.lineno, what))


def _of_text(text: str, first_line: int, file: Path, problems: list[Problem]) -> list[_Edit]:
    edits: list[_Edit] = []
    for number, line in enumerate(text.split("\n"), first_line):
        if line.startswith("@@ "):
            edits.append(_Edit(number, line[3:].strip(), [], []))
        elif edits and line[:1] in {" ", "-", "+"}:
            if line[0] != "+":
                edits[-1].old.append(line[1:])
            if line[0] != "-":
                edits[-1].new.append(line[1:])
        elif line:
            what = "EDITS has `@@ FUNCTION`, and below it lines after a `-`, a `+` or a space"
            problems.append(Problem(file, number, what))
            break  # what follows would be taken for another edit's
    return edits
