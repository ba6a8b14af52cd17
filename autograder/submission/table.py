"""Tables that a course system or a spreadsheet wrote (CSV), read so that one cell can be changed and no other byte.

Knows nothing of rosters or scores. Separators, quotes, line ends and the encoding are the file's own.
"""

from __future__ import annotations

import codecs
import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from .names import MIB, shown

MAX_TABLE = 50 * MIB  # a course of ten thousand with a term's assignments has a tenth of it
_SEPARATORS = ",;\t"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class TableError(Exception):
    """A file is no table that can be read. The message names it, and says what to do."""


class Cell(NamedTuple):
    """What a cell says, and where it stands in the file's text."""

    text: str
    start: int
    end: int


class Table(NamedTuple):
    """A file as it is, and its cells by row. The first row is the headers'."""

    path: Path
    text: str
    encoding: str
    bom: bytes
    separator: str
    rows: list[list[Cell]]

    @property
    def headers(self) -> list[str]:
        return [cell.text.strip() for cell in self.rows[0]] if self.rows else []

    @property
    def folded(self) -> list[str]:
        """The headers in small letters, `e-mail` as `email`."""
        return list(map(_folded, self.headers))

    def at(self, row: int, column: int) -> str:
        """What a cell says, without spaces around it; nothing where the row ends before it."""
        cells = self.rows[row]
        return cells[column].text.strip() if 0 <= column < len(cells) else ""

    def line(self, row: int) -> int:
        """The line of the file on which a row begins, from 1: empty lines are no rows."""
        return self.text.count("\n", 0, self.rows[row][0].start) + 1

    def column(self, *names: str) -> int:
        """The first column with one of these headers, as `folded` has them; -1 where there is none."""
        wanted = set(map(_folded, names))
        return next((n for n, header in enumerate(self.folded) if header in wanted), -1)

    def problems(self, columns: Collection[str]) -> Iterator[str]:
        """What would be passed over, though a person meant it: cells of a row beyond the last column, one of these columns
        that is there twice, and one that is missing beside another that looks like it."""
        headers = self.folded
        known = {_folded(name): name for name in columns}
        missing = known.keys() - set(headers)
        for name in known:
            if headers.count(name) > 1:
                yield f"line {self.line(0)}: the column {known[name]} is there twice"
        for header in headers:
            if header and header not in known:
                near = [name for name in missing if name in re.split(r"\W+", header)]
                near = near or difflib.get_close_matches(header, missing)
                if near:
                    told = f"there is no column {known[near[0]]}, and `{shown(header)}` looks like it"
                    yield f"line {self.line(0)}: {told}: name it so, or otherwise"
        for row, cells in enumerate(self.rows):
            if len(cells) > len(headers) and any(cell.text.strip() for cell in cells):
                told = 'more cells than the first line has columns: half is .5, or ",5" in quotes'
                yield f"line {self.line(row)}: {told}"

    def filled(self, cells: Mapping[tuple[int, int], str], more: list[list[str]] | None = None) -> bytes:
        """The file with these cells (by row and column) changed, `more` rows at its end, and all else as it was."""
        edits: list[tuple[int, int, str]] = []
        for (row, column), value in sorted(cells.items()):
            there = self.rows[row]
            if column < len(there):
                edits.append((there[column].start, there[column].end, self._quoted(value)))
            else:  # a spreadsheet leaves empty cells at a row's end away
                missing = column - len(there) + 1
                earlier = [c for r, c in cells if r == row and len(there) <= c < column]
                if earlier:
                    missing = column - max(earlier)
                end = there[-1].end
                edits.append((end, end, self.separator * missing + self._quoted(value)))
        pieces, done = [], 0
        for start, end, value in edits:
            pieces += [self.text[done:start], value]
            done = end
        text = "".join(pieces) + self.text[done:]
        if more:
            ending = "\r\n" if "\r\n" in self.text else "\n"
            if text and not text.endswith(("\n", "\r")):
                text += ending
            text += "".join(self.separator.join(map(self._quoted, row)) + ending for row in more)
        try:
            return self.bom + text.encode(self.encoding)
        except UnicodeEncodeError:  # a name that the file's old encoding has no letters for
            return codecs.BOM_UTF8 + text.encode("utf-8", "replace")

    def part(
        self, rows: Sequence[int], columns: Sequence[int], cells: Mapping[tuple[int, int], str]
    ) -> bytes:
        """These rows and columns of the file with `cells` changed. What is not changed is byte for byte as it was."""
        ending = "\r\n" if "\r\n" in self.text else "\n"

        def written(row: int, column: int) -> str:
            if (row, column) in cells:
                return self._quoted(cells[row, column])
            there = self.rows[row]
            return self.text[there[column].start : there[column].end] if column < len(there) else ""

        lines = [self.separator.join(written(row, column) for column in columns) for row in rows]
        return self.bom + "".join(line + ending for line in lines).encode(self.encoding)

    def _quoted(self, value: str) -> str:
        special = (self.separator, '"', "\n", "\r")
        if any(c in value for c in special) or value != value.strip():
            return '"' + value.replace('"', '""') + '"'
        return value


def _folded(header: str) -> str:
    return header.casefold().replace("e-mail", "email")


def read_table(path: Path) -> Table:
    """A table from the disk. Raises `TableError`."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TABLE + 1)
    except OSError as error:
        raise TableError(f"{shown(path)} cannot be read: {error.strerror}") from None
    if len(data) > MAX_TABLE:
        raise TableError(f"{shown(path)} is over {MAX_TABLE // MIB} MiB: it is no table of a class")
    return parsed(path, data)


def parsed(path: Path, data: bytes) -> Table:
    """A table from its bytes. Raises `TableError`."""
    text, encoding, bom = _decoded(path, data)
    separator = _separator(text)
    return Table(path, text, encoding, bom, separator, list(_rows(path, text, separator)))


def _decoded(path: Path, data: bytes) -> tuple[str, str, bytes]:
    if data.startswith(b"PK\x03\x04"):
        raise TableError(f"{shown(path)} is a spreadsheet or an archive: save it as CSV, and give that")
    bom, encoding = next(((bom, name) for bom, name in _BOMS if data.startswith(bom)), (b"", "utf-8"))
    try:
        text = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"  # as a spreadsheet on Windows saves
        try:
            text = data[len(bom) :].decode(encoding)
        except UnicodeDecodeError:
            encoding = "latin-1"  # which has every byte
            text = data[len(bom) :].decode(encoding)
    if "\0" in text:
        raise TableError(f"{shown(path)} is no text: save it as CSV in UTF-8, and give that")
    return text, encoding, bom


def _separator(text: str) -> str:
    """That of the first line that says something, outside of quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=bare.count)


def _rows(path: Path, text: str, separator: str) -> list[list[Cell]]:
    """The rows that are not empty, after RFC 4180: a cell in quotes may hold separators, line ends and doubled quotes."""
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    plainly = re.compile(f"[^{separator}\r\n]*")
    at, end = 0, len(text)
    while at < end or row:
        start, value = at, ""
        if text[at : at + 1] == '"':
            at, value = _in_quotes(path, text, at)
        rest = plainly.match(text, at)  # all of a cell without quotes, or what stands behind them
        assert rest is not None
        at = rest.end()
        row.append(Cell(value + rest[0], start, at))
        if text[at : at + 1] == separator:
            at += 1
            continue
        at += 2 if text[at : at + 2] == "\r\n" else 1
        if len(row) > 1 or row[0].text.strip():
            rows.append(row)
        row = []
    return rows


def _in_quotes(path: Path, text: str, start: int) -> tuple[int, str]:
    """Where a cell's quotes end, and what is in them."""
    pieces, at = [], start + 1
    while (close := text.find('"', at)) >= 0:
        pieces.append(text[at:close])
        if text[close + 1 : close + 2] != '"':
            return close + 1, "".join(pieces)
        pieces.append('"')
        at = close + 2
    line = text.count("\n", 0, start) + 1
    raise TableError(f"{shown(path)}, line {line}: a quote is opened and never closed")
