"""What students get, tried as they would: the stub is built, the folder written, and the public tests run in it with
nothing of the engine in reach. A right solution passes all of them in both forms, the stub fails all of them. And the
notebook's cells run, those between the tasks too, which no test calls."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from ..authoring.leaks import leaks
from ..course import Assignment, CourseError
from ..course.problem import text_of
from ..course.stubs import as_notebook, source_cells, stubs
from ..course.student_folder import write_student_folder

WALL_S = 900.0
NONE_RUN = "all"


class Shipped(NamedTuple):
    """Something that was tried in the student's folder: what it is, and how it is not as it should be."""

    what: str
    problem: str


def shipped(assignment: Assignment, course_root: Path, at_once: int, short: bool) -> Iterator[Shipped]:
    """What is built, the public tests on it and its cells, `at_once` at a time. `short` takes the public tests on the
    reference's notebook alone."""
    try:
        built = stubs(assignment)
    except (CourseError, SyntaxError, ValueError) as error:
        yield Shipped("stub: built from the solution", f"{type(error).__name__}: {error}")
        return
    old = [name for name, text in built.items() if assignment.stub.get(name) != text]
    problem = (
        f"{', '.join(old)}: not what the solution gives: `autograder build {assignment.name}`" if old else ""
    )
    yield Shipped("stub: built from the solution", problem)
    for leak in leaks(assignment, course_root):
        yield Shipped(f"student/{leak.file.name}: nothing that students should not have", leak.what)
    handed_in: dict[str, tuple[str, bool]] = {}
    if not short:
        handed_in |= {name: (text, False) for name, text in built.items()}
        handed_in |= {f"right/{n}": v for n, v in _right(assignment).items()}
        handed_in["reference.py"] = (text_of(assignment.solution), True)
    handed_in["reference.ipynb"] = (as_notebook(assignment, source_cells(assignment)), True)
    with ThreadPoolExecutor(at_once) as pool:
        tried = {
            f"{name if right else f'stub as {name}'}: public tests": pool.submit(
                _tried, assignment, course_root, Path(name).suffix, text, right
            )
            for name, (text, right) in handed_in.items()
        }
        if not short:
            look = partial(run_cells, handed_in["reference.ipynb"][0])
            ran = pool.submit(_in_a_folder, assignment, course_root, look)
            tried["reference.ipynb: its cells, in their order"] = ran
        for what, outcome in tried.items():
            yield Shipped(what, outcome.result())


def _right(assignment: Assignment) -> dict[str, tuple[str, bool]]:
    """Each other right solution as it is, and as a notebook."""
    found = {}
    for name, file in assignment.right.items():
        text = text_of(file)
        found[f"{name}.py"] = (text, True)
        cells = jupytext.reads(text, fmt="py:percent").cells
        for cell in cells:
            cell.metadata.clear()
        found[f"{name}.ipynb"] = (as_notebook(assignment, cells), True)
    return found


def _tried(assignment: Assignment, course_root: Path, form: str, text: str, right: bool) -> str:
    """What is wrong with the outcome of the public tests on a file; nothing if they say what they should."""

    def tested(folder: Path) -> str:
        for other in (".py", ".ipynb"):
            (folder / f"{assignment.name}{other}").unlink(missing_ok=True)
        (folder / f"{assignment.name}{form}").write_text(text, "utf-8")
        return _wrong(run_public_tests(folder), right)

    return _in_a_folder(assignment, course_root, tested)


def _in_a_folder(assignment: Assignment, course_root: Path, look: Callable[[Path], str]) -> str:
    """What a look finds wrong in a student's folder of its own, or why there is none."""
    with tempfile.TemporaryDirectory(prefix="gate-") as scratch:
        folder = Path(scratch) / assignment.name
        try:
            write_student_folder(assignment, course_root, folder)
        except CourseError as error:
            return str(error)
        return look(folder)


def run_cells(text: str, folder: Path) -> str:
    """Which cell of a notebook stops it where its cells are run in their order in a folder, and by what; nothing where none
    does. With the caller's rights, as `run_public_tests`."""
    notebook = nbformat.reads(text, as_version=4)
    begun: list[int] = []
    client = NotebookClient(
        notebook, timeout=WALL_S, kernel_name="python3", resources={"metadata": {"path": folder}},
        on_cell_start=lambda cell, cell_index: begun.append(cell_index),
        extra_arguments=["--Application.log_level=40"],  # errors only
    )  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    try:
        client.execute(env=environment)
    except CellExecutionError as error:
        what = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        what = f"not done after {WALL_S:g} s"
    except DeadKernelError:
        what = "its process ended"
    else:
        return ""
    first = next(line.strip() for line in notebook.cells[begun[-1]].source.splitlines() if line.strip())
    return f"cell {begun[-1] + 1}, `{first}`: {what}"


def _wrong(outcomes: Mapping[str, str | None], right: bool) -> str:
    passed = [name for name, message in outcomes.items() if message is None]
    failed = [name for name, message in outcomes.items() if message is not None]
    if not outcomes:
        return "no public test was run"
    if failed == [NONE_RUN]:  # a stub that is not loaded fails, too, and not as one that is unwritten
        return f"no public test was run: {outcomes[NONE_RUN]}"
    if right and failed:
        return f"fails {len(failed)} of {len(outcomes)}: {failed[0]}: {outcomes[failed[0]]}"
    if not right and passed:
        return f"passes {len(passed)} of {len(outcomes)}: {', '.join(passed[:3])}"
    return ""


def run_public_tests(folder: Path) -> dict[str, str | None]:
    """Each public test of a student's folder, with the first lines of why it does not pass, or None. Runs what is in the
    folder with the caller's rights: for the course's own files."""
    report = folder.parent / "report.xml"
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTEST_ADDOPTS")
    }
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # a student has pytest alone; and each takes its time
    try:
        done = subprocess.run(
            [*command, f"--junitxml={report}"], cwd=folder, capture_output=True, text=True, env=environment,
            timeout=WALL_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {NONE_RUN: f"not done after {WALL_S:g} s"}
    if not report.is_file():
        return {NONE_RUN: (done.stdout + done.stderr).strip().rpartition("\n")[2]}
    outcomes: dict[str, str | None] = {}
    for case in xml.parse(report).iter("testcase"):
        trouble = [child for child in case if child.tag in ("failure", "error", "skipped")]
        message = trouble[0].get("message", "") if trouble else ""
        told = " ".join(line.strip() for line in message.splitlines()[:3])  # what, got, expected
        outcomes[case.get("name", "")] = (told or trouble[0].tag) if trouble else None
    return outcomes
