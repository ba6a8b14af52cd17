"""From an assignment's one source to what students get: the stub as a notebook and as a plain module.

`solutions/NAME.py` is in jupytext's percent format. Cells may carry one of `solution="TASK"` (graded code),
`written="NAME"` (an answer that a TA scores) and `rubric="NAME"` (for the TA; never leaves the course).
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from ..record import write_atomically
from .assignment import MARKS, Assignment
from .course import CourseError
from .edits import described
from .problem import text_of

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

    Raises `CourseError` for a mark that is not known, or that names no task or written answer.
    """
    cells = [_stub_cell(cell) for cell in source_cells(assignment)]
    return {
        f"{assignment.name}.py": _script(cells),
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

    Functions with a docstring keep it and their signature, methods too; functions without one, and statements that
    are not imports, are the answer's own and go.
    """
    lines = source.splitlines()
    blocks = []
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            blocks.append(ast.unparse(statement))
        elif described(statement):
            blocks.append("\n".join(_stub_lines(statement, lines)))
    imports = [block for block in blocks if not block.startswith(("def ", "class ", "@"))]
    rest = [block for block in blocks if block not in imports]
    return "\n\n\n".join([*(["\n".join(imports)] if imports else []), *rest])


def _stub_lines(statement: ast.FunctionDef | ast.ClassDef, lines: Sequence[str]) -> Iterator[str]:
    start = min([statement.lineno, *(d.lineno for d in statement.decorator_list)])
    docstring = statement.body[0]
    assert docstring.end_lineno is not None
    assert statement.end_lineno is not None
    yield from lines[start - 1 : docstring.end_lineno]
    if isinstance(statement, ast.FunctionDef):
        yield f'{" " * docstring.col_offset}raise NotImplementedError("{statement.name} is not written yet")'
        return
    at = docstring.end_lineno
    for part in statement.body[1:]:
        first = min([part.lineno, *(d.lineno for d in getattr(part, "decorator_list", []))])
        assert part.end_lineno is not None
        yield from lines[at : first - 1]
        if isinstance(part, ast.FunctionDef) and ast.get_docstring(part) is not None:
            yield from _stub_lines(part, lines)
        else:
            yield from lines[first - 1 : part.end_lineno]
        at = part.end_lineno


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
