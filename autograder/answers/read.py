"""What a student wrote under each question: the text between the answer's cell and the next cell that was given out.

Students answer in the cell that waits for it, or in cells of their own below it. A notebook that lost its metadata is read
by the question: the answer's place is after the last text before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ..course import Assignment
from ..course.stubs import ANSWER_HERE, source_cells
from ..submission import Candidate, graded_file, read_each
from ..submission.source import MARKER, Unreadable, nbgrader_of, notebook_cells, source_of, text_of

MAX_SHOWN = 20_000  # characters of one answer: ten pages
_WRITTEN = re.compile(r"""\bwritten=["'](?P<name>[^"']+)["']""")


class Question(NamedTuple):
    """A written answer's name and points, what is asked just before it, and what the source says on scoring it."""

    name: str
    points: float
    asked: str
    rubric: str


class _Block(NamedTuple):
    """A text cell; `name` where it waits for an answer. A code cell has the text None."""

    name: str
    text: str | None


def questions(assignment: Assignment) -> list[Question]:
    """The written answers that are asked for, in the order of assignment.toml."""
    asked: dict[str, str] = {}
    rubrics: dict[str, str] = {}
    before = ""
    for cell in source_cells(assignment, rubrics=True):
        if "written" in cell.metadata:
            asked[cell.metadata["written"]] = before
        elif "rubric" in cell.metadata:
            rubrics[cell.metadata["rubric"]] = cell.source
        elif cell.cell_type == "markdown":
            before = cell.source
    return [
        Question(one.name, one.points, asked.get(one.name, ""), rubrics.get(one.name, ""))
        for one in assignment.settings.written
    ]


def answers_of(
    candidates: Iterable[Candidate], assignment: Assignment
) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Each student's answers by name, "" for none; and the students whose hand-in cannot be read."""
    given = [_blocks(name, text) for name, text in assignment.stub.items()]
    known = {_told(block.text) for blocks in given for block in blocks if block.text is not None}
    known -= {ANSWER_HERE}
    befores = {name: _told(before) for blocks in given for name, before in _befores(blocks)}
    a = assignment

    def answers(candidate: Candidate) -> dict[str, str]:
        name, data = graded_file(candidate.files, a.name, a.stub, a.functions, a.provided_texts)
        blocks = _blocks(name, text_of(name, data))
        return {
            one.name: _answer(blocks, one.name, befores.get(one.name, ""), known)
            for one in a.settings.written
        }

    return read_each(candidates, answers)


def _answer(blocks: Sequence[_Block], name: str, before: str, known: set[str]) -> str:
    start = _first(blocks, lambda block: block.name == name)
    if start is None and before:
        asked = _first(blocks, lambda block: block.text is not None and _told(block.text) == before)
        start = None if asked is None else asked + 1
    pieces: list[str] = []
    for block in blocks[start:] if start is not None else ():
        given = not block.name and _told(block.text or "") in known
        if block.text is None or given or block.name not in ("", name):
            break
        pieces.append(block.text.replace(ANSWER_HERE, "").strip())
    answer = "\n\n".join(filter(None, pieces))
    return answer if len(answer) <= MAX_SHOWN else f"{answer[:MAX_SHOWN]}\n[the rest is in the hand-in]"


def _first(blocks: Sequence[_Block], holds: Callable[[_Block], bool]) -> int | None:
    return next((place for place, block in enumerate(blocks) if holds(block)), None)


def _befores(blocks: Sequence[_Block]) -> Iterable[tuple[str, str]]:
    """The text before each answer's cell."""
    before = ""
    for block in blocks:
        if block.name:
            yield block.name, before
        elif block.text is not None:
            before = block.text


def _told(text: str) -> str:
    """A text but for its spaces and line ends, which editors change."""
    return " ".join(text.split())


def _blocks(name: str, text: str) -> list[_Block]:
    return _of_notebook(text) if name.lower().endswith(".ipynb") else _of_script(text)


def _of_script(text: str) -> list[_Block]:
    found: list[_Block] = []
    lines: list[str] = []
    options = ""

    def end() -> None:
        written = _WRITTEN.search(options)
        if "[markdown]" in options or "[md]" in options:
            cell = "\n".join(re.sub(r"^# ?", "", line) for line in lines)
            found.append(_Block(written["name"] if written else "", cell.strip()))
        elif any(line.strip() for line in lines):
            found.append(_Block("", None))

    for line in text.splitlines():
        if marker := MARKER.match(line):
            end()
            lines, options = [], marker["options"] or ""
        else:
            lines.append(line)
    end()
    return found


def _of_notebook(text: str) -> list[_Block]:
    """Raises `Unreadable` for what is no notebook, or too large a one."""
    found: list[_Block] = []
    for number, cell in enumerate(notebook_cells(text), start=1):
        if cell.get("cell_type") != "markdown":
            found.append(_Block("", None))
        elif "source" not in cell:
            raise Unreadable(f"cell {number}: this text has no source")
        else:
            name = str(nbgrader_of(cell).get("grade_id", ""))
            found.append(_Block(name, source_of(cell, number).strip()))
    return found
