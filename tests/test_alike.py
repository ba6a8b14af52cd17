"""Submissions that are alike beyond what everybody was given: found though renamed and commented, and said as a hint."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.alike import Pair, alike, documents, page, public_documents
from autograder.course import Assignment, open_assignment, open_course
from autograder.submission import gather

from .conftest import Command

OWN = '''
def double(x):
    """{doc}"""
    {total} = torch.zeros_like(x)
    for {step} in range(3):
        if {step} % 2 == 0:
            {total} = {total} + x * (1.0 + {step}) / 3.0
        else:
            {total} = torch.where(x > {step}, {total} - x / 7.0, {total} + x * 0.25)
    {rest} = [value for value in x.flatten().tolist() if value > 0.125]
    return {total} + sum({rest}) * 0.0 + torch.clamp(x, min=-9.5, max=9.5) * 2.0
'''
OTHER = """
def double(x):
    shape = tuple(x.shape)
    flat = x.reshape(-1)
    pieces = torch.stack([flat, flat, torch.full_like(flat, 0.5)], dim=0)
    halves = torch.linspace(0.0, 1.0, steps=pieces.shape[0])
    weights = torch.softmax(halves * 1000.0, dim=-1).unsqueeze(1)
    while pieces.ndim > 2:
        pieces = pieces.mean(dim=0)
    return (pieces * weights).sum(dim=0).mul(4.0).reshape(shape)
"""
FIRST = OWN.format(doc="Twice.", total="total", step="step", rest="rest")
RENAMED = "import torch as t\n" + re.sub(
    r"\n(    \S)", r"\n    # my own\n\1", OWN.format(doc="Mine", total="acc", step="i", rest="kept")
).replace("torch.", "t.")


BEHIND_IMPORTS = re.sub(r"\n(    +)(\w+ = |return )", r"\n\1import math; \2", FIRST)


@pytest.fixture
def assignment(tiny: Path) -> Assignment:
    return open_assignment(open_course(tiny), "tiny")


def compared(tmp_path: Path, assignment: Assignment, **files: str) -> list[Pair]:
    (tmp_path / "class").mkdir()
    for name, source in files.items():
        (tmp_path / "class" / f"{name}.py").write_text("import torch\n" + source)
    submissions, unread = documents(gather([tmp_path / "class"], "tiny"), assignment)
    assert unread == []
    return alike(submissions, *public_documents(assignment))


def named(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.one.name, pair.other.name) for pair in pairs]


def test_a_renamed_and_commented_copy_is_found_and_another_answer_is_not(
    tmp_path: Path, assignment: Assignment
) -> None:
    (pair,) = compared(tmp_path, assignment, ada=FIRST, bob=RENAMED, cy=OTHER)
    assert (pair.one.name, pair.other.name) == ("ada", "bob")
    assert pair.share > 0.95
    assert pair.names < 0.5, "x and value are the task's, and the rest was renamed"


def test_what_stands_behind_an_import_on_its_line_is_seen(tmp_path: Path, assignment: Assignment) -> None:
    (pair,) = compared(tmp_path, assignment, ada=FIRST, bob=BEHIND_IMPORTS)
    assert pair.share > 0.95


def test_what_came_with_the_assignment_is_nobodys_own(tmp_path: Path, assignment: Assignment) -> None:
    given = assignment.folder / "student/given.py"
    given.write_text(given.read_text() + OTHER.replace("double", "blend"))
    assignment = open_assignment(open_course(assignment.folder.parents[1]), "tiny")
    pasted = OTHER.replace("double", "blend")
    assert (
        compared(
            tmp_path, assignment, ada=pasted + FIRST, bob=pasted + "\n\ndef double(x):\n    return x + x\n"
        )
        == []
    )


def test_a_public_solution_is_named_the_one_that_is_most_like_it(
    tmp_path: Path, assignment: Assignment
) -> None:
    source = (assignment.folder / "right/numpy_lists.py").read_text()
    told = compared(tmp_path, assignment, ada=re.sub(r"\bvalues\b", "mine", source), bob=OTHER)
    assert named(told) == [("ada", "solution: right/numpy_lists")]


def test_what_many_have_is_what_the_task_asks_for(tmp_path: Path, assignment: Assignment) -> None:
    """Eleven with the same loop, of whom two share more."""
    more = "\n\ndef extremes(x):\n" + OTHER.split("\n", 2)[2]
    files = {f"s{n:02}": FIRST + f"\nseen{n} = {n}\n" for n in range(9)}
    assert named(compared(tmp_path, assignment, **files, yan=FIRST + more, zoe=FIRST + more)) == [
        ("yan", "zoe")
    ]


def test_the_page_marks_what_is_shared_and_runs_nothing(tmp_path: Path, assignment: Assignment) -> None:
    sly = RENAMED.replace("# my own", "# <script>alert(1)</script>", 1)
    text = page("T<b>", compared(tmp_path, assignment, ada=FIRST, bob=sly))
    assert "T&lt;b&gt;" in text
    assert "<script>" not in text
    assert "<mark>            total = total + x * (1.0 + step) / 3.0</mark>" in text
    assert "<mark>            acc = acc + x * (1.0 + i) / 3.0</mark>" in text


def test_the_command_shows_the_pairs_and_names_what_cannot_be_read(command: Command, tiny: Path) -> None:
    (tiny / "class").mkdir()
    for name, source in (("ada", FIRST), ("bob", RENAMED), ("cy", "this is no Python")):
        (tiny / f"class/{name}.py").write_text(source)
    ended = command("alike", "class", "-a", "tiny", "-o", "alike.html")
    assert ended.code == 0
    assert "2 submissions compared, 1 pair alike" in ended.out
    assert "not read: cy" in ended.out
    assert (tiny / "alike.html").read_text().count('<div class="pair">') == 1


@pytest.mark.parametrize("output", ["class/ada.py", "class/bob.html", "course.toml", "other.py"])
def test_the_page_is_written_over_no_hand_in(command: Command, tiny: Path, output: str) -> None:
    (tiny / "class").mkdir()
    for name in ("class/ada.py", "class/bob.html", "other.py"):
        (tiny / name).write_text("def double(x):\n    return 2 * x\n")
    before = (tiny / output).read_bytes()
    ended = command("alike", "class", "-a", "tiny", "-o", output)
    assert ended.code == 2
    assert (tiny / output).read_bytes() == before
