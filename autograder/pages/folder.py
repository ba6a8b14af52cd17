"""The folder of an assignment's pages, `RESULTS/NAME/pages/`: written beside the old one, then put in its place."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ..outcome import Standing
from ..record import Record, Store, as_csv, replaced
from . import told
from .class_page import class_page, figures, tables
from .student import student_markdown, student_page
from .text import address


class Written(NamedTuple):
    """Pages that were written: the class's, and those of the students, by how these stand."""

    page: Path  # the class's
    standings: list[Standing]
    damaged: list[Path]  # records
    lost: list[str]  # students in scores.csv without a record that counts
    gone: list[str]  # who had a page before, and has none now: its file's name


class Class(NamedTuple):
    """An assignment's records, its title, and what counts of a record."""

    store: Store
    title: str
    stands: Callable[[Record], Standing] = Standing


class NoRecords(Exception):
    """There is nothing to make pages of."""


def write_pages(store: Store, title: str, stands: Callable[[Record], Standing] = Standing) -> Written:
    """Writes a page for each student with a record, as HTML and Markdown, and the class's, with its CSV files; `title` is
    the assignment's, `stands` says what counts of a record. What was there before is replaced as a whole. Raises `OSError` when the disk does not take them:
    the pages before are still there then. Raises `NoRecords` where there are none.
    """
    folder = store.folder / "pages"
    found = store.current()
    standings = [stands(record) for record in found.records]
    records = [standing.record for standing in standings]
    if not records:
        raise NoRecords(f"there are no records in {store.folder}")
    places = {record.student: f"students/{store.path(record.student).stem}" for record in records}
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(
            errno.ENOTDIR, "there is a file where the folder of pages belongs", str(folder)
        )
    before = {file.stem for file in (folder / "students").glob("*.html")}
    gone = sorted(before - {Path(place).name for place in places.values()})
    with replaced(folder) as new:
        (new / "students").mkdir()
        for standing in standings:
            record, beside = standing.record, told.beside(standing)
            place = new / places[record.student]
            place.with_name(f"{place.name}.html").write_bytes(student_page(record, title, beside))
            place.with_name(f"{place.name}.md").write_bytes(student_markdown(record, title, beside))
        shown = figures(standings, title)
        for name, rows in tables(shown).items():
            (new / name).write_bytes(as_csv(rows))
        page = class_page(shown, lambda student: address(f"{places[student]}.html"))
        (new / "index.html").write_bytes(page)
    return Written(folder / "index.html", standings, found.damaged, found.lost, gone)
