"""The folder of an assignment's pages, `RESULTS/NAME/pages/`: written beside the old one, then put in its place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ..outcome import Standing
from ..record import Record, Store, as_csv
from . import told
from .class_page import class_page, figures, tables
from .student import student_markdown, student_page
from .text import address


class Written(NamedTuple):
    """Pages that were written: the class's, and how many students'."""

    page: Path  # the class's
    students: int
    damaged: list[Path]  # records that cannot be read


class NoRecords(Exception):
    """There is nothing to make pages of."""


def write_pages(store: Store, title: str, stands: Callable[[Record], Standing] = Standing) -> Written:
    """Writes a page for each student with a record, as HTML and Markdown, and the class's, with its CSV files; `title` is
    the assignment's, `stands` says what counts of a record. What was there before is replaced as a whole. Raises `OSError` when the disk does not take them:
    the pages before are still there then. Raises `NoRecords` where there are none.
    """
    folder = store.folder / "pages"
    standings = [stands(record) for record in store.current()]
    records = [standing.record for standing in standings]
    if not records:
        raise NoRecords(f"there are no records in {store.folder}")
    places = {record.student: f"students/{store.path(record.student).stem}" for record in records}
    new = Path(tempfile.mkdtemp(dir=store.folder, prefix=".pages-"))
    try:
        new.chmod(0o755)
        (new / "students").mkdir()
        for standing in standings:
            record, remarks = standing.record, told.remarks(standing)
            place = new / places[record.student]
            place.with_name(f"{place.name}.html").write_bytes(student_page(record, title, remarks))
            place.with_name(f"{place.name}.md").write_bytes(student_markdown(record, title, remarks))
        shown = figures(records, title)
        for name, rows in tables(shown).items():
            (new / name).write_bytes(as_csv(rows))
        page = class_page(shown, lambda student: address(f"{places[student]}.html"))
        (new / "index.html").write_bytes(page)
        if folder.exists():
            old = Path(tempfile.mkdtemp(dir=store.folder, prefix=".pages-"))
            folder.rename(old / "pages")
            new.rename(folder)
            shutil.rmtree(old, ignore_errors=True)
        else:
            new.rename(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return Written(folder / "index.html", len(records), store.index().damaged)
