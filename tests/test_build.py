"""One source gives the student's stub in both forms, and gives nothing away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.course import CourseError, open_assignment, open_course
from autograder.course.stubs import stub_source, stubs, write_stubs
from autograder.gate.shipped import _right


def test_a_stub_keeps_signatures_and_docstrings_and_loses_the_answer(tiny: Path) -> None:
    course = open_course(tiny)
    for text in stubs(open_assignment(course, "tiny")).values():
        assert "def double(x: torch.Tensor) -> torch.Tensor:" in text
        assert "Twice `x`" in text
        assert "double is not written yet" in text
        for answer in ("FACTOR", "x.min()", "Nothing.", 'word \\"nothing\\"', 'word "nothing"'):
            assert answer not in text


def test_both_forms_are_the_same_bytes_each_time_and_one_work(tiny: Path) -> None:
    course = open_course(tiny)
    assignment = open_assignment(course, "tiny")
    assert stubs(assignment) == stubs(assignment)
    write_stubs(assignment)
    from autograder.submission import read

    module, notebook = (
        read("ada", [assignment.for_students / name], "tiny", stub={}, functions=assignment.functions)
        for name in ("tiny.py", "tiny.ipynb")
    )
    assert module.digest == notebook.digest


def test_a_notebooks_cells_carry_what_nbgrader_needs(tiny: Path) -> None:
    course = open_course(tiny)
    notebook = json.loads(stubs(open_assignment(course, "tiny"))["tiny.ipynb"])
    marks = {
        c["metadata"]["nbgrader"]["grade_id"]: c["metadata"]["nbgrader"]
        for c in notebook["cells"]
        if c["metadata"]
    }
    assert set(marks) == {"double", "fit", "why"}
    assert marks["why"]["points"] == 1
    assert marks["double"]["solution"]


@pytest.mark.parametrize(
    "mark", ['solution="duble"', 'solutoin="double"', 'written="double"', 'solution="fit" written="why"']
)
def test_a_mark_that_assignment_toml_does_not_know_is_an_error(tiny: Path, mark: str) -> None:
    source = tiny / "solutions/tiny.py"
    source.write_text(source.read_text().replace('solution="double"', mark))
    course = open_course(tiny)
    with pytest.raises(CourseError, match="marked"):
        stubs(open_assignment(course, "tiny"))


def test_a_mark_that_two_cells_have_is_an_error(tiny: Path) -> None:
    """nbgrader would take only one of them."""
    source = tiny / "solutions/tiny.py"
    source.write_text(source.read_text() + '\n# %% solution="fit"\nx = 1\n')
    with pytest.raises(CourseError, match="two cells are marked solution='fit'"):
        stubs(open_assignment(open_course(tiny), "tiny"))


def test_methods_with_a_docstring_are_the_students_and_others_are_provided() -> None:
    source = '''class Coder:
    """Codes."""

    def __init__(self) -> None:
        self.w = 1

    def forward(self, x):
        """Features of x."""
        return self.w * x
'''
    stub = stub_source(source)
    assert "self.w = 1" in stub
    assert "self.w * x" not in stub
    assert 'raise NotImplementedError("forward is not written yet")' in stub
    compile(stub, "stub", "exec")


def test_a_byte_order_mark_changes_nothing(tiny: Path) -> None:
    """Some editors write one at the beginning of a file."""

    def seen() -> tuple[object, ...]:
        a = open_assignment(open_course(tiny), "tiny")
        found = (stubs(a), a.reference_chunks, a.provided, [mutant.mistake for mutant in a.mutants])
        return (*found, a.content_digest, [text for text, _ in _right(a).values()])

    before = seen()
    for file in (f for f in tiny.rglob("*.py") if "student_template" not in f.parts):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert seen() == before


def test_the_stubs_in_the_repository_are_what_the_sources_say(root: Path) -> None:
    course = open_course(root)
    for file in sorted((root / "assignments").glob("*/assignment.toml")):
        assignment = open_assignment(course, file.parent.name)
        for name, text in stubs(assignment).items():
            assert (file.parent / "student" / name).read_text("utf-8") == text, (
                f"{name} is old: run `make build`"
            )
