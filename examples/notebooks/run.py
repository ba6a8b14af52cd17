"""Runs an assignment's notebook with the reference filled in, in a student's folder, and keeps what it shows."""

from __future__ import annotations

import base64
import os
import re
import tempfile
import textwrap
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from autograder.course import Assignment, Course
from autograder.course.stubs import as_notebook, source_cells
from autograder.course.student_folder import write_student_folder

from .figure_problems import MIME, Looked

LOOKING = Path(__file__).with_name("figure_problems.py")
# The first and the last cell, which the notebook that is kept does not have
BEFORE = """\
import importlib.util
spec = importlib.util.spec_from_file_location("figure_problems", {path!r})
looking = importlib.util.module_from_spec(spec)
spec.loader.exec_module(looking)
looking.watch()
import matplotlib.style
matplotlib.style.use({style!r})
del importlib, spec, looking
"""
AFTER = """\
import time
from IPython.display import publish_display_data
publish_display_data({{{mime!r}: {{"cpu_s": time.process_time()}}}})
"""
QUIET = ["--Application.log_level=40"]  # errors only
SECONDS = 600
"""for one cell; what takes longer is stuck"""


class Picture(NamedTuple):
    """A figure as the notebook shows it."""

    png: bytes
    section: str
    """the heading that it stands under"""
    looked: Looked


class Ran(NamedTuple):
    """One notebook, run."""

    name: str
    title: str
    notebook: str
    """its text, outputs and all"""
    pictures: list[Picture]
    pages: int
    """outputs that are HTML, to be moved about in"""
    seconds: float
    cpu_s: float
    """of the notebook's process, the start of Python and its libraries included"""
    slowest: str
    """the first line of the cell that took longest, and how long that was"""
    words: int
    folds: int
    links: int
    error: str
    """where and why it stopped; empty where it ran to its end"""

    @property
    def problems(self) -> int:
        """How many there are in all pictures together."""
        return sum(len(picture.looked.problems) for picture in self.pictures)


def run(course: Course, assignment: Assignment, dark: bool = False) -> Ran:
    """Runs the notebook of an assignment, its tasks solved by the reference, on one thread; its figures light or dark.

    An error in a cell ends the run and is in what is returned. Raises what a notebook without a kernel raises.
    """
    notebook = nbformat.reads(as_notebook(assignment, source_cells(assignment)), as_version=4)
    before = BEFORE.format(path=str(LOOKING), style="dark_background" if dark else "default")
    notebook.cells = [_cell(before), *notebook.cells, _cell(AFTER.format(mime=MIME))]
    error, started = "", time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        write_student_folder(assignment, course.root, Path(folder))
        where = {"metadata": {"path": folder}}
        client = NotebookClient(
            notebook, timeout=SECONDS, kernel_name="python3", resources=where, extra_arguments=QUIET
        )
        try:
            client.execute(env={**os.environ, "OMP_NUM_THREADS": "1"})
        except CellExecutionError as stopped:
            error = f"{stopped.ename}: {stopped.evalue}".strip()
        except CellTimeoutError:
            error = f"a cell took more than {SECONDS} seconds"
        except DeadKernelError:
            error = "its process ended: was it out of memory?"
    seconds = time.monotonic() - started
    published = [data[MIME] for data in _data(notebook.cells[-1]) if MIME in data]
    notebook.cells = notebook.cells[1:-1]
    slowest = _slowest(notebook.cells)
    pictures = list(_pictures(notebook.cells))
    pages = sum("text/html" in data for cell in notebook.cells for data in _data(cell))
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if MIME not in output.get("data", {})]
    told = "\n".join(
        c.source for c in source_cells(assignment) if c.cell_type == "markdown" and not c.metadata
    )
    return Ran(
        assignment.name,
        assignment.settings.title,
        nbformat.writes(notebook),
        pictures,
        pages,
        seconds,
        published[0]["cpu_s"] if published else 0.0,
        slowest,
        words=len(told.split()),
        folds=told.count("<details>"),
        links=len(re.findall(r"<https?://|\]\(https?://", told)),
        error=error,
    )


def _cell(source: str) -> Any:
    return nbformat.v4.new_code_cell(source)


def _data(cell: Any) -> Iterator[Any]:
    """What a cell shows, each thing in all its forms."""
    for output in cell.get("outputs", []):
        if "data" in output:
            yield output["data"]


def _pictures(cells: list[Any]) -> Iterator[Picture]:
    section = ""
    for cell in cells:
        if cell.cell_type == "markdown":
            headings = re.findall(r"^#{1,4} (.+)$", cell.source, re.MULTILINE)
            section = headings[-1] if headings else section
            continue
        shown = list(_data(cell))
        looked = [Looked(**data[MIME]) for data in shown if MIME in data]
        for data in shown:
            if "image/png" in data:
                unseen = Looked(["nothing looked at it: it is no figure of pyplot's"], 0.0, 0.0)
                yield Picture(
                    base64.b64decode(data["image/png"]), section, looked.pop(0) if looked else unseen
                )


def _slowest(cells: list[Any]) -> str:
    took: list[tuple[float, str]] = [(0.0, "")]
    for cell in cells:
        times = cell.metadata.get("execution", {})
        if "iopub.status.idle" in times and "iopub.status.busy" in times:
            start, end = (
                datetime.fromisoformat(times[f"iopub.status.{state}"]) for state in ("busy", "idle")
            )
            lines = [line.strip() for line in cell.source.splitlines()]
            first = next((line for line in lines if line and not line.startswith("if __name__")), "")
            took.append(((end - start).total_seconds(), first))
    seconds, line = max(took)
    return f"{seconds:.0f} s: {textwrap.shorten(line, 48, placeholder=' …')}" if line else ""
