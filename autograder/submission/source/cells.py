"""From the bytes of a handed-in file to its cells; a script without markers is one cell."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from .syntax import NotPython, first_line, parsed, plain_newlines

MAX_CODE = 250_000  # characters: ten times an honest solution; hostile code of that size costs 2 s and 400 MB
MAX_NODES = 500_000  # lists and objects of a notebook's JSON: Python's take forty times the room of `[],`


class Unreadable(Exception):
    """The file is no program and no notebook; the message says what is wrong and where, but not in which file."""


class Cell(NamedTuple):
    """A piece of a student's file; `line` is where the source starts (in the file, or in the notebook's cell)."""

    where: str  # "parity.py", or "cell 3" (counted from 1 among all cells of the notebook)
    line: int
    source: str
    graded: bool


_CODING = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
# Only encodings that hold ASCII as it is and decode in linear time (punycode, say, does neither).
_TEXT_CODEC = re.compile(
    r"ascii|utf-8(-sig)?|iso8859-\d+|cp\d+|mac-\w+|koi8-\w|gb\w+|big5\w*|shift_jis\w*|euc_\w+"
)
MARKER = re.compile(r"#[ \t]?%%(?:[ \t]+(?P<options>.*))?$")
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
    text = plain_newlines(text)
    check_size(len(text))
    try:
        text, tree = parsed(text)
    except NotPython as error:
        raise Unreadable(f"line {error.line}: {error.explain(text)}") from None
    # A marker within a statement is part of a string, or a comment inside a function.
    lines = text.split("\n")
    raw = [line.encode() for line in lines]
    within = {n for node in tree.body for n in range(first_line(node, raw) + 1, (node.end_lineno or 0) + 1)}
    cells = [Cell(name, 1, "", graded=False)]
    start = 0
    for number, line in enumerate(lines, start=1):
        marker = MARKER.match(line)
        if marker is None or number in within:
            continue
        cells[-1] = cells[-1]._replace(source="\n".join(lines[start : number - 1]))
        cells.append(Cell(name, number + 1, "", graded=bool(_GRADED.search(marker["options"] or ""))))
        start = number
    cells[-1] = cells[-1]._replace(source="\n".join(lines[start:]))
    return [cell for cell in cells if cell.source.strip()]


def cells_of_notebook(text: str) -> list[Cell]:
    """The code cells of a Jupyter notebook (format 4, or 3 with its worksheets); raises `Unreadable`."""
    return [
        Cell(f"cell {number}", 1, source_of(cell, number), nbgrader_of(cell).get("solution") is True)
        for number, cell in enumerate(notebook_cells(text), start=1)
        if cell.get("cell_type") == "code"
    ]


def notebook_cells(text: str) -> list[dict[str, Any]]:
    """All cells of a notebook, as its JSON has them; raises `Unreadable`."""
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
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict):
            raise Unreadable(f"cell {number}: this is a JSON {type(cell).__name__}, not a notebook's cell")
    return cells


def source_of(cell: Mapping[str, Any], number: int) -> str:
    """The text of a notebook's cell, the `number`-th; raises `Unreadable`."""
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise Unreadable(f"cell {number}: its source is neither text nor a list of lines")
    return plain_newlines(source)


def nbgrader_of(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """What nbgrader has noted of a notebook's cell; nothing where it was lost."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return nbgrader if isinstance(nbgrader, dict) else {}


def check_size(characters: int) -> None:
    if characters > MAX_CODE:
        raise Unreadable(f"it holds {characters:,} characters of code, over {MAX_CODE:,}: leave data out")
