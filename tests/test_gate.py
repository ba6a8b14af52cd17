"""Every assignment of the repository passes the release gate, in its short form (`make gate` is the full one)."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import assignment_names, open_assignment, open_course
from autograder.gate.verify import gate
from autograder.grading.pool import Workers
from autograder.sandbox import choose

from .conftest import specimens_graded_here

NAMES = assignment_names(open_course(Path(__file__).parents[1]))


@pytest.mark.parametrize("name", NAMES)
def test_the_release_gate_holds(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: a worker would import and open it all again. The public tests are left to `make gate`, but for
    parity's, which test_student_folder.py runs."""
    assignment = open_assignment(open_course(root), name)
    specimens_graded_here(monkeypatch, lambda: None, assignment)
    monkeypatch.setattr("autograder.gate.shipped._tried", lambda *_: "")
    rows = list(gate(assignment, root, Workers(1, choose()), seeds=0, short=True))
    kinds = {row.specimen.partition("/")[0].partition(":")[0] for row in rows}
    assert {"promises", "stub", "right", "malformed", "mutant", "automatic"} <= kinds
    assert [row for row in rows if not row.holds] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_short_form_keeps_half_of_the_tasks(root: Path, name: str) -> None:
    tasks = open_assignment(open_course(root), name).settings.tasks
    assert 2 * sum(task.slow for task in tasks) <= len(tasks)
