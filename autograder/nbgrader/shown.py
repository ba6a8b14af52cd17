"""What a student handed in, as the cells of a notebook for people to look at.

Everything in here was written by a student. Nothing of it is run or believed: of a cell its text travels, plain
output and pictures, and the name that says which of the assignment's cells it is. So no metadata, script or widget of
a student's reaches formgrader or a feedback page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from ..course import Assignment
from ..submission import MAX_BYTES, Rejected, graded_file, take_all
from ..submission.source.cells import MAX_NODES
from ..submission.source.syntax import plain_newlines
from .cells import code, display, markdown, printed

MAX_CELLS = 500
MAX_TEXT = {
    "code": 100_000,
    "markdown": 20_000,
}  # characters of a cell: Markdown takes quadratic time, 0.5 s and more for formulas that do not end
MAX_PRINTED = 10_000
MAX_OUTPUTS = 1_000  # of all cells: a notebook that draws in its loops has some hundred
MARKDOWN_COST = 8 * MAX_TEXT["markdown"] ** 2  # of all cells, as `_cost` counts it: at worst 4 s
_OPENING = re.compile(r"\\\\[\[(]|\\begin\{")  # of a formula: its end is looked for in all that follows
_OPENING_COST = 30  # 20,000 characters of `\\[` take 3.6 s, of brackets 0.3 s
_MARKER = re.compile(r"# ?%%(?P<options>.*)")
_NAMED = re.compile(r"""\b(?:solution|written)=["']([\w-]+)["']""")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\n]+")
_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f\ud800-\udfff]")
_PICTURES = ("image/png", "image/jpeg")


def shown_cells(assignment: Assignment, files: Sequence[Path]) -> list[Any]:
    """The cells of the file that was graded; of a rejected hand-in as much as can be shown of its first file."""
    taken = take_all(files)
    try:
        a = assignment
        name, data = graded_file(taken, a.name, a.stub, a.functions, a.provided_texts)
    except Rejected:
        readable = [f for f in taken if f.path.suffix.lower() in (".py", ".ipynb") and not f.problem]
        handed_in = [f for f in readable if f.data not in _stub_bytes(assignment)]
        if not (handed_in or readable):
            return []
        file = (handed_in or readable)[0]
        name, data = file.path.name, file.data[: MAX_BYTES[file.path.suffix.lower()]]
    text = _clean(plain_newlines(data.decode("utf-8", errors="replace")))
    cells = list(_of_notebook(text)) if name.lower().endswith(".ipynb") else list(_of_script(text))
    _keep_to_the_cost(cells)
    if len(cells) > MAX_CELLS:
        left = f"*{len(cells) - MAX_CELLS} more cells are not shown.*"
        cells = [*cells[:MAX_CELLS], markdown(left)]
    return cells


def _keep_to_the_cost(cells: Sequence[Any]) -> None:
    """Markdown that would cost more than is left for a notebook's is shown as it was typed."""
    left = MARKDOWN_COST
    for cell in cells:
        if cell["cell_type"] == "markdown":
            if (cost := _cost(cell["source"])) <= left:
                left -= cost
            else:
                cell["source"] = _as_typed(cell["source"])


def _cost(text: str) -> int:
    """What Markdown takes to render, in squares of a character."""
    return len(text) * (len(text) + _OPENING_COST * len(_OPENING.findall(text)))


def _as_typed(text: str) -> str:
    """Markdown that shows a text as it is, and takes time by its length."""
    return f"    {text}".replace("\n", "\n    ")


def _stub_bytes(assignment: Assignment) -> list[bytes]:
    return [text.encode() for text in assignment.stub.values()]


def _of_script(text: str) -> Iterator[Any]:
    """A module's cells by its `# %%` lines, with the marks that the stub's have."""
    kind, name = "code", ""
    lines: list[str] = []
    for line in [*text.split("\n"), "# %%"]:
        marker = _MARKER.match(line)
        if marker is None:
            lines.append(line)
            continue
        source = "\n".join(lines).strip("\n")
        if kind == "markdown":
            source = re.sub(r"(?m)^# ?", "", source)
        if source:
            yield _cell(kind, source, name)
        kind = "markdown" if "[markdown]" in marker["options"] else "code"
        named = _NAMED.search(marker["options"])
        name, lines = named[1] if named else "", []


def _of_notebook(text: str) -> Iterator[Any]:
    try:
        if text.count("[") + text.count("{") > MAX_NODES:
            raise ValueError
        notebook = json.loads(text)
        sheets = notebook.get("worksheets") or [notebook]  # format 3 had sheets
        cells = [cell for sheet in sheets for cell in sheet["cells"]]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        yield _cell("code", text)
        return
    left = MAX_OUTPUTS
    for cell in cells:
        if not isinstance(cell, dict):
            continue
        source = plain_newlines(_text(cell.get("source", cell.get("input", ""))))
        kind = cell.get("cell_type")
        if kind == "code":
            outputs = list(islice(_outputs(cell.get("outputs")), left))
            left -= len(outputs)
            yield _cell("code", source, _grade_id(cell), outputs)
        elif kind == "markdown":
            yield _cell("markdown", source, _grade_id(cell), attachments=_attachments(cell))
        elif source.strip():
            yield _cell("markdown", _as_typed(source))  # raw HTML, say


def _cell(
    kind: str,
    source: str,
    grade_id: str = "",
    outputs: Sequence[Any] = (),
    attachments: dict[str, Any] | None = None,
) -> Any:
    if (more := len(source) - MAX_TEXT[kind]) > 0:
        source = f"{source[: MAX_TEXT[kind]]}\n… {more:,} more characters"
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    if kind == "code":
        return code(source, metadata, outputs)
    cell = markdown(source, metadata)
    if attachments:
        cell["attachments"] = attachments
    return cell


def _grade_id(cell: dict[str, Any]) -> str:
    """The name that nbgrader gave the cell, if it is still there. Cells of the engine's own are no student's."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return _clean(name) if isinstance(name, str) else ""


def _outputs(outputs: Any) -> Iterator[Any]:
    """What the student's own run printed and drew."""
    for output in outputs if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        found = output.get("data")
        data: dict[str, Any] = found if isinstance(found, dict) else {}
        if picture := next(filter(None, (_picture(data, kind) for kind in _PICTURES)), None):
            yield display(picture)
            continue
        text = _text(output.get("text")) or _text(data.get("text/plain"))
        if output.get("output_type") == "error":
            text = f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"
        if text.strip():
            text = _COLOUR.sub("", text[:MAX_PRINTED]).rstrip("\n")
            yield printed(f"{text}\n")


def _picture(data: dict[str, Any], kind: str) -> dict[str, str] | None:
    encoded = _text(data.get(kind)).strip()
    return {kind: encoded} if _BASE64.fullmatch(encoded) else None


def _attachments(cell: dict[str, Any]) -> dict[str, Any]:
    found = cell.get("attachments")
    pictures = {
        name: next(filter(None, (_picture(data, kind) for kind in _PICTURES)), None)
        for name, data in (found.items() if isinstance(found, dict) else ())
        if isinstance(data, dict) and name == _clean(name)
    }
    return {name: picture for name, picture in pictures.items() if picture}


def _text(value: Any) -> str:
    """A notebook's text: a string, or a list of lines."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    return _clean(value) if isinstance(value, str) else ""


def _clean(text: str) -> str:
    """A text that any file and page can hold: no control characters, no halves of a character."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
