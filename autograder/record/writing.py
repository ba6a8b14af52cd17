"""How what outlives a run is written: files and folders that are there whole or not at all, JSON that every program reads,
tables that no spreadsheet runs."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

# Where a cell may begin, in a row of whichever separator, after any end of a line, quoted or not, and in it a sign that
# makes it a formula; the wide signs do so in spreadsheets of East Asia. Apostrophes before it count as part of it, so that
# one more can be told.
_BEGINS = r"""(?P<before>(?:\A|[,;\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029])[,;\s"]*)"""
_SIGNED = r"(?P<formula>'*[=+\-@＝＋－＠])"
_FORMULA, _PLAIN = re.compile(_BEGINS + _SIGNED), re.compile(f"{_BEGINS}'{_SIGNED}")
_NO_ASCII = re.compile(r"[^ -~]")


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV; what of a text a spreadsheet would take for a formula gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([plain(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def plain(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula, nor any part of it where another separator than ours
    divides columns: each sign that could then begin a formula has an apostrophe more before it.

    >>> plain("=1+1"), plain("ada;=1+1"), plain("'=1"), plain("2-1")
    ("'=1+1", "ada;'=1+1", "''=1", '2-1')
    """
    return _FORMULA.sub(r"\g<before>'\g<formula>", text)


def unplain(text: str) -> str:
    """The text of a cell that `plain` made: `unplain(plain(text)) == text` for every text."""
    return _PLAIN.sub(r"\g<before>\g<formula>", text)


def encoded(value: Any, encode: Any = msgspec.json.encode) -> bytes:
    """A struct as JSON, or by another encoder: halves of a character, which no encoder takes, as question marks."""
    try:
        return bytes(encode(value))
    except UnicodeEncodeError:
        return bytes(encode(_without_halves(msgspec.to_builtins(value, builtin_types=(bytes,)))))


def json_line(value: Any) -> bytes:
    """A struct as a line of JSON for other programs. Where it holds what is not printable, that is its code, `\\u2028`: some
    programs take it for the line's end, and a terminal obeys it."""
    text = encoded(value).decode()
    if not text.isprintable():
        text = _NO_ASCII.sub(lambda c: c[0] if c[0].isprintable() else json.dumps(c[0])[1:-1], text)
    return text.encode() + b"\n"


def _without_halves(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list | tuple | set | frozenset):
        return [_without_halves(item) for item in value]
    if isinstance(value, dict):
        return {_without_halves(key): _without_halves(item) for key, item in value.items()}
    return value


def write_atomically(path: Path, data: bytes) -> None:
    """Writes a file beside `path`, brings it to disk, then puts it in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
        _bring_to_disk(path.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        _name(error, path)
        raise


@contextlib.contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """A new folder to write into, which takes the place of `folder` once all is written: whatever ends it before, `folder` is
    as it was."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        new.chmod(0o755)
        yield new
        if folder.exists():
            old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
            folder.rename(old / folder.name)
            new.rename(folder)
            shutil.rmtree(old, ignore_errors=True)
        else:
            new.rename(folder)
    except BaseException as error:
        shutil.rmtree(new, ignore_errors=True)
        _name(error, folder)
        raise


def _name(error: BaseException, path: Path) -> None:
    """Puts a path into an error of the disk's that names none: a full one does not say what it has no space for."""
    if isinstance(error, OSError) and error.errno is not None and error.filename is None:
        error.filename = str(path)


def _bring_to_disk(folder: Path) -> None:
    """A file's new name is in its folder, which has to reach the disk too."""
    with contextlib.suppress(OSError):  # some file systems cannot
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
