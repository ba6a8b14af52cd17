"""docs/writing-an-assignment.md is true: what it says to write, written into a new course, holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.authoring import open_checked
from autograder.authoring.new import new_assignment, new_course
from autograder.course import Assignment, open_course
from autograder.course.stubs import write_stubs
from autograder.gate.mutate import findings, mutate
from autograder.gate.promises import astray, promises
from autograder.gate.shipped import shipped
from autograder.gate.verify import Part, gate
from autograder.grading.pool import Workers
from autograder.sandbox import choose

from .test_mutate import QUIET

KEEPS = "keeps its answer for the objects that it is given, whatever they hold by now"
GUIDE = Path(__file__).parents[1] / "docs/writing-an-assignment.md"


def written(guide: str) -> list[tuple[str, str]]:
    """What the guide's blocks have for which file: a line with its name is followed by what goes to its end."""
    parts: list[tuple[str, str]] = []
    for block in re.findall(r"^```(?:python|toml)\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL):
        before, *named = re.split(r"^# ((?:solutions|assignments)/\S+)\n", block, flags=re.MULTILINE)
        assert not before, f"a block of the guide names no file first:\n{block}"
        parts += zip(named[::2], named[1::2], strict=True)
    return parts


@pytest.fixture
def neuron(tmp_path: Path) -> Assignment:
    """The assignment that whoever follows the guide has in the end."""
    new_course(tmp_path / "course")
    course = open_course(tmp_path / "course")
    new_assignment(course, "neuron")
    for name, text in written(GUIDE.read_text("utf-8")):
        file = course.root / name
        before = file.read_text("utf-8").rstrip() + "\n\n\n" if file.is_file() else ""
        file.write_text(before + text, "utf-8")
    write_stubs(open_checked(course, "neuron")[0])
    return open_checked(course, "neuron")[0]


def test_what_the_guide_writes_is_an_assignment(neuron: Assignment) -> None:
    tasks = {task.name for task in neuron.settings.tasks}
    assert tasks == {"ablation", "fit"}
    assert [answer.name for answer in neuron.settings.written] == ["why"]
    assert [promise for promise in promises(neuron) if not promise.kept] == []
    assert list(astray(neuron)) == []


@pytest.mark.long("the gate of the guide's task")
def test_what_the_guide_writes_holds(neuron: Assignment) -> None:
    rows = list(
        gate(neuron, neuron.course_root, Workers(1, choose()), seeds=1, part=Part(tasks=frozenset({"fit"})))
    )
    assert [row for row in rows if not row.holds] == []
    named = {row.specimen for row in rows}
    own = {f"mutant/{m.name}" for m in neuron.mutants if "fit" in m.loses}
    assert {"reference", "stub", "right/by_hand_in_numpy"} | own <= named
    assert len(own) == 3
    assert [one for one in shipped(neuron, neuron.course_root, 1, short=True) if one.problem] == []


@pytest.mark.long("the guide's task by machine, and malformed answers to it")
def test_what_the_guide_says_of_changes_made_by_machine_is_so(neuron: Assignment) -> None:
    workers = Workers(1, choose())
    mutate(neuron, neuron.course_root, ["fit"], False, workers, QUIET)
    left = [survivor.change.partition(": ")[2] for survivor in findings(neuron)["fit"].survivors]
    assert left[:3] == ["0.03 -> 0.06", "model(X) - y -> y - model(X)", "loss.item() -> loss"]
    assert [s.change for s in findings(neuron)["fit"].survivors[3:]] == [KEEPS]
    rows = list(gate(neuron, neuron.course_root, workers, seeds=2))
    unexplained = {"automatic mutant of fit"}
    assert [row for row in rows if not row.holds and row.specimen not in unexplained] == []


def test_the_guide_is_about_three_pages() -> None:
    assert len(GUIDE.read_text("utf-8").splitlines()) <= 262
