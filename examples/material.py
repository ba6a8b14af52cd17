"""What the example classes are made of: an assignment's reference, its stub, its known mistakes, and notebooks of them."""

from __future__ import annotations

import json
import re
from collections.abc import Container

from autograder.course import Assignment
from autograder.course.stubs import as_notebook, source_cells


class Source:
    """The material that submissions are made of."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.reference = assignment.solution.read_text("utf-8").split("# ---\n\n", 1)[-1]
        self.stub = {
            form: (assignment.for_students / f"{assignment.name}{form}").read_text("utf-8")
            for form in (".py", ".ipynb")
        }
        self.solved = as_notebook(assignment, source_cells(assignment))

    def mutant(self, *names: str) -> str:
        """The reference with the functions of known mistakes in place of its own."""
        mutants = {mutant.name: mutant for mutant in self.assignment.mutants}
        cells = ["\n\n\n".join(chunk.source for chunk in mutants[name].chunks) + "\n" for name in names]
        return "\n\n# %%\n".join([self.reference, *cells])

    def right(self, name: str) -> str:
        return self.assignment.right[name].read_text("utf-8")

    def half_done(self, tasks: Container[str]) -> str:
        """The stub's notebook with these tasks written."""
        solved = {_task(cell): cell["source"] for cell in json.loads(self.solved)["cells"]}
        half = json.loads(self.stub[".ipynb"])
        for cell in half["cells"]:
            if _task(cell) in tasks:
                cell["source"] = solved[_task(cell)]
        return json.dumps(half, indent=1)


def plain_notebook(module: str) -> str:
    """A plain notebook without nbgrader's metadata: each top-level block a cell."""
    blocks = [block.strip("\n") for block in re.split(r"\n\n\n+", module) if block.strip()]
    return notebook_of(blocks)


def notebook_of(blocks: list[str]) -> str:
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "id": f"cell-{i}",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": text,
        }
        for i, text in enumerate(blocks)
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def _task(cell: dict[str, dict[str, dict[str, str]]]) -> str:
    """The task of a graded cell, an empty string for any other."""
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")
