"""A graded submission as a notebook: what was handed in, the assignment's own cells in their places, the reports.

Which cells there are, what they say and what they are worth comes from the assignment, never from the submission.
"""

from __future__ import annotations

import glob
from collections.abc import Container, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from nbformat import NotebookNode

from ..course import Assignment, CourseError
from ..course.stubs import ANSWER_HERE, checks_id
from ..record import Record
from ..submission import listed
from .cells import copied, markdown, notebook
from .report import outputs, preface
from .source import BEGIN_MARK_SCHEME, END_MARK_SCHEME, HIDDEN, gradebook_cells, rubric_of

OURS = "autograder"  # metadata of cells that are not the student's: what they are for
MISSING = "*There was no answer here: its cell was missing. It may stand elsewhere in the notebook.*"


class Score(msgspec.Struct, frozen=True):
    """What the gradebook gets for a cell. Without `points` a person has to look; `extra` is beyond the maximum. Of
    what could not be judged the gradebook keeps the score that it has."""

    points: float | None
    extra: float | None = None
    comment: str | None = None
    judged: bool = True


def graded_notebook(assignment: Assignment, record: Record, shown: Sequence[Any]) -> NotebookNode:
    """The notebook of a submission whose own cells are `shown`."""
    cells = _in_place(gradebook_cells(assignment), shown)
    results = {checks_id(task.name): task for task in record.tasks}
    rubrics = rubric_of(assignment)
    for cell in cells:
        name = grade_id(cell)
        if name in results:
            cell["source"] = cell["source"].partition(HIDDEN)[0] + HIDDEN  # less the way to run public tests
            cell["outputs"] = outputs(results[name], record.status == "rejected")
        elif name in rubrics:
            text = cell["source"].partition(BEGIN_MARK_SCHEME)[2].replace(END_MARK_SCHEME, "").strip()
            cell["source"] = f"**Rubric of the answer above; its student does not see it.**\n\n{text}"
            cell["metadata"] = {OURS: {"rubric": rubrics[name]}}
    if text := preface(record):
        cells.insert(0, markdown(text, {OURS: {"preface": record.status}}))
    whole = notebook(cells)
    whole["metadata"][OURS] = {"draw": record.draw}
    return whole


class _Graded(msgspec.Struct):
    """Of a graded notebook, what is said of the whole."""

    metadata: dict[str, Any] = {}


def refuse_another_draw(directory: Any, assignment: str, draw: str, again: Container[str]) -> None:
    """Raises `CourseError` if nbgrader's course in `directory` has work that was graded with another draw than the one
    of this name, but for what is now graded `again`, by student: the gradebook would compare the two."""
    pattern = directory.format_path(directory.autograded_directory, "*", assignment)
    others = []
    for file in sorted(glob.glob(f"{pattern}/{assignment}.ipynb")):
        student = Path(file).parent.parent.name
        if student not in again and _draw_of(Path(file)) != draw:
            others.append(student)
    if others:
        raise CourseError(
            f"work in {Path(pattern).parent.parent} was graded with another draw ({listed(others, 3)}), and one gradebook is "
            f"of one draw: grade all of it again, with nbgrader autograde {assignment} --force"
        )


def _draw_of(file: Path) -> str | None:
    """The draw that a graded notebook was graded with, as its record names it; None where it does not say."""
    try:
        ours = msgspec.json.decode(file.read_bytes(), type=_Graded).metadata.get(OURS)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return ours.get("draw") if isinstance(ours, dict) else None


def scores(assignment: Assignment, record: Record, cells: Iterable[Any]) -> dict[str, Score]:
    """The score of each cell of a graded notebook that has one, and of its rubrics, which have none to give."""
    found = dict.fromkeys(rubric_of(assignment), Score(0.0))
    for task in record.tasks:
        own = Score(0.0, task.score) if task.extra else Score(task.score)
        found[checks_id(task.name)] = Score(None, judged=False) if task.score is None else own
    written = {answer.name for answer in assignment.settings.written}
    given = {answer.name: answer.score for answer in record.manual if answer.score is not None}
    for cell in cells:
        if grade_id(cell) in given:
            found[grade_id(cell)] = Score(given[grade_id(cell)])
        elif grade_id(cell) in written:
            found[grade_id(cell)] = Score(0.0, comment="No response.") if _blank(cell) else Score(None)
    return found


def grade_id(cell: Any) -> str:
    """nbgrader's name of a cell; empty for any other cell."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _in_place(ours: Sequence[Any], shown: Sequence[Any]) -> list[Any]:
    """The submission's cells, each cell of ours in the place of the student's, or after the one before it.

    Of several cells with one name the last that was changed counts; the others are cells like any other.
    """
    by_name = {grade_id(cell): cell for cell in ours}
    place: dict[str, int] = {}
    for i, cell in enumerate(shown):
        name = grade_id(cell)
        if name in by_name and (name not in place or not _blank(cell)):
            place[name] = i
    cells: list[Any] = []
    for i, cell in enumerate(shown):
        own = by_name.get(grade_id(cell))
        if own is not None and place[grade_id(cell)] == i:
            cells.append(_with_answer(own, cell))
        elif own is None or not own["metadata"]["nbgrader"]["locked"]:
            cells.append(_without_name(cell))
    before = -1  # where the last of our cells stands
    for own in ours:
        at = next((i for i, cell in enumerate(cells) if grade_id(cell) == grade_id(own)), None)
        if at is None:
            at = before + 1 if before >= 0 else len(cells)
            cells.insert(at, _missing(own))
        before = at
    return cells


def _with_answer(own: Any, cell: Any) -> Any:
    """Our cell with the student's text in it, where it is theirs to write; one of another kind stays text."""
    metadata = own["metadata"]["nbgrader"]
    if not metadata["solution"]:
        return copied(own)
    answer = copied(own, source=cell["source"])
    if own["cell_type"] == cell["cell_type"] == "code":
        answer["outputs"] = cell["outputs"]
    elif own["cell_type"] == cell["cell_type"] and "attachments" in cell:
        answer["attachments"] = cell["attachments"]
    return answer


def _missing(own: Any) -> Any:
    """Our cell, where the submission has none."""
    if not own["metadata"]["nbgrader"]["solution"]:
        return copied(own)
    text = MISSING if own["cell_type"] == "markdown" else "# there was no such cell"
    return copied(own, source=text)


def _without_name(cell: Any) -> Any:
    return copied(cell, metadata={})


def _blank(cell: Any) -> bool:
    return cell["source"].strip() in ("", ANSWER_HERE)
