"""What students read of their verdict, in the zips of files that Canvas and Moodle take back.

Both know a person by the name that they gave to the file or folder in their own download, so that is what it is called.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from ..outcome import Standing
from ..pages import told
from ..pages.student import student_markdown, student_page
from ..record import Record
from ..submission.names import of_canvas, of_moodle

_SAME_TIME = (1980, 1, 1, 0, 0, 0)  # the same feedback is the same file


class Feedback(NamedTuple):
    """A zip, whose feedback is in it, and whose is not, with the reason."""

    data: bytes
    students: list[str]
    left_out: list[tuple[str, str]]


def feedback_zip(standings: Iterable[Standing], system: str) -> Feedback:
    """The feedback of everybody with a verdict, for Canvas or Moodle."""
    packed, students, left_out = io.BytesIO(), [], []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for standing in standings:
            record = standing.record
            if standing.total is None:
                left_out.append((record.student, standing.why_none))
            elif (name := _name(record, system)) is None:
                handed = record.handed_in.system == system
                why = (
                    "no file was handed in"
                    if handed
                    else f"what was graded was no download of {system.title()}"
                )
                left_out.append((record.student, why))
            else:
                entry = zipfile.ZipInfo(name, _SAME_TIME)
                archive.writestr(entry, _content(standing, name), zipfile.ZIP_DEFLATED)
                students.append(record.student)
    return Feedback(packed.getvalue(), students, left_out)


def page(standing: Standing) -> bytes:
    """All of a verdict that is its student's, as a web page."""
    return student_page(standing.record, standing.record.assignment, told.beside(standing))


def text(standing: Standing) -> str:
    """The same as text."""
    return student_markdown(standing.record, standing.record.assignment, told.beside(standing)).decode()


def _name(record: Record, system: str) -> str | None:
    """What the feedback is called in the zip; None of what the system does not know."""
    handed_in = record.handed_in
    if handed_in.system != system:
        return None
    if system == "canvas":  # which files it attaches is in the name: the user's number, then the file's
        for name in (record.submission.file, handed_in.place):
            if (found := of_canvas(name)) is not None and found.file:
                return name
        return None
    found = of_moodle(handed_in.place)
    if found is None:
        return None
    folder = handed_in.place.removesuffix(found.file) if found.file else handed_in.place
    (whose,) = found.handed_in.people  # Moodle takes what stands behind the first `_` for the id
    return f"{whose.name.replace('_', ' ')}{folder.removeprefix(whose.name)}/feedback.html"


def _content(standing: Standing, name: str) -> bytes:
    """Feedback in the form that the name promises: Canvas shows the file under the name of what the student handed in."""
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".html":
        return page(standing)
    if ending == ".py":
        return "".join(f"# {line}".rstrip() + "\n" for line in text(standing).splitlines()).encode(
            "utf-8", "replace"
        )
    if ending == ".ipynb":
        cell = {"cell_type": "markdown", "id": "feedback", "metadata": {}, "source": text(standing)}
        return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    if ending == ".zip":
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as archive:
            archive.writestr(zipfile.ZipInfo("feedback.html", _SAME_TIME), page(standing))
        return inner.getvalue()
    return text(standing).encode("utf-8", "replace")
