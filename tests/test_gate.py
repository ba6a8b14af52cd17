"""Every assignment of the repository passes the release gate, in its short form (`make gate` is the full one)."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import assignment_names, open_assignment, open_course
from autograder.gate.verify import gate
from autograder.grading.pool import Workers
from autograder.sandbox import choose

NAMES = assignment_names(open_course(Path(__file__).parents[1]))


@pytest.mark.parametrize("name", NAMES)
def test_the_release_gate_holds(root: Path, name: str) -> None:
    """One worker to a gate: other tests use the other cores."""
    rows = list(
        gate(open_assignment(open_course(root), name), root, Workers(1, choose()), seeds=0, short=True)
    )
    assert len(rows) > 4
    assert [row for row in rows if not row.holds] == []
