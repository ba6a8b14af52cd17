"""Every assignment of the repository passes the release gate, in its short form (`make gate` is the full one)."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.assignment import open_assignment
from autograder.batch import Crew
from autograder.course import open_course
from autograder.sandbox import choose
from autograder.verify import gate

NAMES = sorted(
    file.parent.name for file in (Path(__file__).parents[1] / "assignments").glob("*/assignment.toml")
)


@pytest.mark.parametrize("name", NAMES)
def test_the_release_gate_holds(root: Path, name: str) -> None:
    rows = list(gate(open_assignment(open_course(root), name), root, Crew(2, choose()), seeds=3, short=True))
    assert len(rows) > 4
    assert [row for row in rows if not row.holds] == []
