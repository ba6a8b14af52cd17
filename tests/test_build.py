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


def test_of_a_class_its_fields_and_what_has_a_docstring_stay() -> None:
    source = '''class Coder(Base, kind="sparse"):  # ANSWER
    # ANSWER
    """Codes."""  # ANSWER

    K = "ANSWER"
    width: int = 3  # ANSWER
    depth: int; LEARNT = "ANSWER"

    def __init__(self) -> None:
        self.w = "ANSWER"

    @property
    def a(self) -> int:
        """An a."""
        return "ANSWER"

    @a.setter
    def a(self, value):
        self.ANSWER = value

    async def forward(self, x):
        """Features of x."""
        return "ANSWER"

    class Inner:
        """Within."""

        def go(self):
            """Goes."""
            return "ANSWER"

    if True:
        ANSWER = 1
'''
    stub = stub_source(source)
    compile(stub, "stub", "exec")
    assert (
        stub
        == '''class Coder(Base, kind="sparse"):
    """Codes."""

    width: int = 3
    depth: int

    @property
    def a(self) -> int:
        """An a."""
        raise NotImplementedError("a is not written yet")

    async def forward(self, x):
        """Features of x."""
        raise NotImplementedError("forward is not written yet")

    class Inner:
        """Within."""

        def go(self):
            """Goes."""
            raise NotImplementedError("go is not written yet")'''
    )


@pytest.mark.parametrize(
    ("source", "stub"),
    [
        ('def f(x):\n    """É."""  # ANSWER\n    return x', 'def f(x):\n    """É."""\n    RAISES'),
        ('def f(x):\n    """É."""; return x', 'def f(x):\n    """É."""\n    RAISES'),
        ('def f(x): "É."; return x', 'def f(x):\n    "É."\n    RAISES'),
        ('def f(x):\n\t"""Two\n\tlines."""\n\treturn x', 'def f(x):\n\t"""Two\n\tlines."""\n\tRAISES'),
        ('def f(\n    x,  # [N]\n):\n    """A\u2028b."""\n    return x', 'def f(\n    x,  # [N]\n):\n    """A\u2028b."""\n    RAISES'),
        ('%timeit 1\ndef f(x):\n    "#"\n    return x', 'def f(x):\n    "#"\n    RAISES'),
    ],
)  # fmt: skip
def test_a_stub_ends_with_its_docstring(source: str, stub: str) -> None:
    assert stub_source(source) == stub.replace("RAISES", 'raise NotImplementedError("f is not written yet")')


def test_what_gives_a_stub_that_is_not_python_is_an_error(tiny: Path) -> None:
    source = tiny / "solutions/tiny.py"
    source.write_text(
        source.read_text()
        .replace('-> Pair:\n    """', '-> Pair: \\\n    """', 1)
        .replace("    return Pair(x.min().item(), x.max().item())\n", "")
    )
    with pytest.raises(
        CourseError, match="tiny.py: line 20 of the stub that it gives: this is not valid Python"
    ):
        stubs(open_assignment(open_course(tiny), "tiny"))


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
