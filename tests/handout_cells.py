"""The handouts' own cells, run as a notebook runs them, for tests of what the text says that they show."""

from __future__ import annotations

import re
from typing import Any

import matplotlib

from autograder.course import Assignment

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def run_cell(assignment: Assignment, mark: str, **known: Any) -> dict[str, Any]:
    """Runs the one code cell of an assignment's source that contains `mark`; returns all names as they are afterwards.

    The cell finds the reference's names, and in `known` those that earlier cells would have left. Its figures stay open.
    """
    cells = re.split(r"^# %%.*$", assignment.solution.read_text("utf-8"), flags=re.MULTILINE)
    (cell,) = [
        cell for cell in cells if mark in cell and cell.lstrip().startswith('if __name__ == "__main__"')
    ]
    plt.close("all")
    names = dict(vars(assignment.reference), **known, __name__="__main__")
    exec(compile(cell, f"the cell with {mark!r}", "exec"), names)
    return names
