"""From an assignment's one source to what students get: the stub as a notebook and as a plain module.

`solutions/NAME.py` is in jupytext's percent format. Cells may carry one of `solution="TASK"` (graded code),
`written="NAME"` (an answer that a TA scores) and `rubric="NAME"` (for the TA; never leaves the course).
"""

from __future__ import annotations

import ast
import hashlib
import io
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from ..record import write_atomically
from ..submission.source.syntax import NotPython, parsed
from .assignment import MARKS, Assignment
from .edits import Described, described, kept
from .problem import CourseError, text_of

ANSWER_HERE = "*Your answer here.*"


def write_stubs(assignment: Assignment) -> list[Path]:
    """Writes both forms of the stub into the assignment's folder; returns their paths."""
    paths = []
    for name, text in stubs(assignment).items():
        path = assignment.for_students / name
        write_atomically(path, text.encode())
        paths.append(path)
    return paths


def stubs(assignment: Assignment) -> dict[str, str]:
    """Both forms of the stub by file name. The same source gives the same bytes.

    Raises `CourseError` for a mark that is not known, or that names no task or written answer, and for a stub that is not
    Python.
    """
    cells = [_stub_cell(cell) for cell in source_cells(assignment)]
    script = _script(cells)
    try:
        parsed(script)
    except NotPython as error:
        where = f"{assignment.solution}: line {error.line} of the stub that it gives"
        raise CourseError(f"{where}: {error.explain(script)}") from None
    return {
        f"{assignment.name}.py": script,
        f"{assignment.name}.ipynb": as_notebook(assignment, cells),
    }


def source_cells(assignment: Assignment, rubrics: bool = False) -> list[Any]:
    """The source's cells, answers and all, but rubrics only if asked for; the first text names the version.

    Raises `CourseError` for a mark that is not known, or that is there twice.
    """
    notebook = jupytext.reads(text_of(assignment.solution), fmt="py:percent")
    written = {answer.name for answer in assignment.settings.written}
    tasks = {task.name for task in assignment.settings.tasks}
    seen: set[tuple[str, str]] = set()
    for cell in notebook.cells:
        cell.metadata.pop("lines_to_next_cell", None)
        for mark, name in cell.metadata.items():
            known = tasks if mark == "solution" else written
            if mark not in MARKS or len(cell.metadata) > 1 or name not in known:
                raise CourseError(
                    f"{assignment.solution}: a cell is marked {mark}={name!r}, which assignment.toml lacks"
                )
            if (mark, name) in seen:
                raise CourseError(f"{assignment.solution}: two cells are marked {mark}={name!r}")
            seen.add((mark, name))
    cells = [cell for cell in notebook.cells if rubrics or "rubric" not in cell.metadata]
    first = next((cell for cell in cells if cell.cell_type == "markdown" and not cell.metadata), None)
    if first is None:
        return [nbformat.v4.new_markdown_cell(assignment.version_line), *cells]
    first.source = f"{first.source}\n\n{assignment.version_line}"
    return cells


def _stub_cell(cell: Any) -> Any:
    """The student's form of a cell."""
    text = cell.source
    if "written" in cell.metadata:
        text = ANSWER_HERE
    elif "solution" in cell.metadata:
        text = stub_source(text)
    make = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
    return make(text, metadata=cell.metadata)


def stub_source(source: str) -> str:
    """The source of a graded cell without its answer.

    Functions and classes with a docstring keep it and their signature, a class its annotated fields and what has a
    docstring in it. All else but imports is the answer's own and goes, comments too.
    """
    source = _without_comments(parsed(source)[0])
    body = ast.parse(source).body
    imports = [ast.unparse(part) for part in body if isinstance(part, ast.Import | ast.ImportFrom)]
    rest = ["\n".join(_stub_lines(part, source)) for part in body if described(part)]
    return "\n\n\n".join([*(["\n".join(imports)] if imports else []), *rest])


def _without_comments(source: str) -> str:
    """Those within brackets stay: a signature's may say a shape."""
    lines = source.split("\n")
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
        elif token.type == tokenize.COMMENT and not depth:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
    return "\n".join(lines)


def _stub_lines(statement: Described, source: str) -> Iterator[str]:
    lines = source.split("\n")
    docstring = statement.body[0]
    start = min([statement.lineno, *(d.lineno for d in statement.decorator_list)])
    before = _before(docstring, lines)
    header = [*lines[start - 1 : docstring.lineno - 1], before.rstrip()]
    yield from (line for line in header if line.strip())
    # a docstring behind the colon gets a line of its own
    indent = f"{_before(statement, lines)}    " if before.strip() else before
    yield f"{indent}{ast.get_source_segment(source, docstring)}"
    if not isinstance(statement, ast.ClassDef):
        yield f'{indent}raise NotImplementedError("{statement.name} is not written yet")'
        return
    last: ast.stmt = docstring
    for part in kept(statement):
        if not isinstance(part, ast.AnnAssign):
            yield from ("", *_stub_lines(part, source))
        else:
            yield from () if isinstance(last, ast.AnnAssign) else ("",)
            yield f"{indent}{ast.get_source_segment(source, part)}"
        last = part


def _before(statement: ast.stmt, lines: Sequence[str]) -> str:
    """What stands before a statement in its line; its column counts bytes."""
    return lines[statement.lineno - 1].encode()[: statement.col_offset].decode()


def _script(cells: Sequence[Any]) -> str:
    quiet = {"jupytext": {"notebook_metadata_filter": "-all", "cell_metadata_filter": ",".join(MARKS)}}
    notebook = nbformat.v4.new_notebook(cells=list(cells), metadata=quiet)
    return str(jupytext.writes(notebook, fmt="py:percent")).rstrip("\n") + "\n"


def as_notebook(assignment: Assignment, cells: Sequence[Any]) -> str:
    """The text of a notebook of these cells, with nbgrader's metadata for the marked ones."""
    finished = []
    for i, cell in enumerate(cells):
        copy = nbformat.from_dict({**cell, "metadata": nbgrader_metadata(assignment, cell.metadata)})
        copy["id"] = hashlib.sha256(f"{i}\0{cell.source}".encode()).hexdigest()[:8]
        finished.append(copy)
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = nbformat.v4.new_notebook(
        cells=finished, metadata={**kernel, "language_info": {"name": "python"}}
    )
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"


def nbgrader_metadata(assignment: Assignment, marks: Mapping[str, str]) -> dict[str, Any]:
    """nbgrader's metadata of a marked cell. A graded code cell has no points of its own: its checks are hidden, and
    stand for nbgrader in a cell after it, marked `checks`. Points beyond the maximum are no points here but extra
    credit. A rubric is one of nbgrader's tasks, the only cells whose mark scheme it keeps from students."""
    base = {"schema_version": 3, "grade": False, "locked": False, "task": False, "solution": False}
    for mark, name in marks.items():
        written = {answer.name: answer.points for answer in assignment.settings.written}
        own: dict[str, Any] = {}
        if mark == "solution":
            own = {"grade_id": name, "solution": True}
        elif mark == "checks":
            task = assignment.task(name)
            own = {"grade_id": checks_id(name), "grade": True, "locked": True}
            own["points"] = 0 if task.extra else task.points
        elif mark == "written":
            own = {"grade_id": name, "grade": True, "solution": True, "points": written[name]}
        elif mark == "rubric":
            own = {"grade_id": rubric_id(name), "task": True, "locked": True, "points": 0}
        return {"nbgrader": {**base, **own}}
    return {}


def checks_id(task: str) -> str:
    """nbgrader's id of the cell that a task's score belongs to."""
    return f"{task}_checks"


def rubric_id(written: str) -> str:
    """nbgrader's id of the cell that says how a written answer is marked."""
    return f"{written}_rubric"
