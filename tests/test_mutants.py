"""A mutant says how it differs from the reference, exactly, and the engine says where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Assignment, CourseError, Mutant, open_assignment, open_course

ROOT = Path(__file__).parents[1]
NAMES = sorted(file.parent.name for file in ROOT.glob("assignments/*/assignment.toml"))
HEAD = '"""A mistake."""\n\nLOSES = {"fit"}\nHINT = "Look."\n\nEDITS = """\n'


def mutant(course: Path, edits: str, rest: str = "") -> Mutant:
    """The mutant of these edits; their first line is line 7 of its file."""
    file = course / "assignments/tiny/mutants/edits.py"
    file.write_text(f'{HEAD}{edits}"""\n{rest}')
    return next(m for m in open_assignment(open_course(course), "tiny").mutants if m.name == "edits")


def refusal(course: Path, edits: str) -> str:
    with pytest.raises(CourseError) as error:
        mutant(course, edits)
    return str(error.value)


@pytest.mark.parametrize("name", NAMES)
def test_every_mutant_of_an_assignment_loads(name: str) -> None:
    assignment = Assignment(ROOT / "assignments" / name, ROOT)
    files = {file.stem for file in (assignment.folder / "mutants").iterdir() if file.suffix == ".py"}
    assert {mutant.name for mutant in assignment.mutants} == files
    assert all(mutant.chunks for mutant in assignment.mutants)


def test_an_edited_function_is_the_references_with_other_lines(tiny: Path) -> None:
    edits = """\
@@ slope
-    x = x.detach().clone().requires_grad_(True)
+    # the student's own x
+    x.requires_grad_(True)

@@ fit
         model.factor.copy_(torch.rand(3))
+    model.factor.data[0] = seed
@@ fit
-    return model, [1.0, 0.5]
+    return model, helper()
"""
    made = mutant(tiny, edits, "\n\ndef helper():\n    return [0.25]\n")
    slope, fit, helper = made.chunks
    assert slope.source.endswith(
        "    # the student's own x\n"
        "    x.requires_grad_(True)\n"
        "    return torch.autograd.grad(model(x).sum(), x)[0]"
    )
    assert slope.source.startswith("def slope(model: Scale, x: torch.Tensor)")
    assert "torch.rand(3))\n    model.factor.data[0] = seed\n    return model, helper()" in fit.source
    assert helper.source.startswith("def helper")
    model, losses = made.module.fit(7)
    assert (model.factor[0].item(), losses) == (7, [0.25])


@pytest.mark.parametrize(
    ("edits", "line", "said"),
    [
        ("@@ double\n-    return 3 * x\n+    return x\n", 7, "0 times:\n    return 3 * x"),
        ("@@ fit\n+    pass\n", 7, "0 times:\n(no line"),
        ("@@ double\n     return FACTOR * x\n", 7, "changes nothing"),
        ("@@ double\n-    return FACTOR * x\n+    return FACTOR * x\n", 7, "changes nothing"),
        ("\n@@ half\n-    return x\n", 8, "the reference defines no 'half'"),
        ("@@ double\n-    return FACTOR * x\n+    return (FACTOR * x\n", 7, "not valid Python ('(' was never closed)"),
        ("@@ double\n-    return FACTOR * x\nreturn x\n", 9, "EDITS has `@@ FUNCTION`"),
        ("-    return FACTOR * x\n", 7, "EDITS has `@@ FUNCTION`"),
    ],
)  # fmt: skip
def test_an_edit_that_does_not_fit_is_refused_with_its_line(
    tiny: Path, edits: str, line: int, said: str
) -> None:
    message = refusal(tiny, edits)
    assert message.startswith(f"{tiny / 'assignments/tiny/mutants/edits.py'}, line {line}: ")
    assert said in message


def test_lines_that_the_function_has_twice_are_refused(tiny: Path) -> None:
    """Neighbours too, which a search that goes on behind a find would count once."""
    solution = tiny / "solutions/tiny.py"
    solution.write_text(solution.read_text().replace("    model = Scale(3)\n", "    model = Scale(3)\n" * 2))
    message = refusal(tiny, "@@ fit\n-    model = Scale(3)\n+    model = Scale(2)\n")
    assert "'fit' must have these lines once, and has them 2 times:\n    model = Scale(3)" in message
    above = "     torch.manual_seed(seed)\n"
    mutant(tiny, f"@@ fit\n{above}-    model = Scale(3)\n+    model = Scale(2)\n")


def test_edits_are_one_string(tiny: Path) -> None:
    file = tiny / "assignments/tiny/mutants/adds_two.py"
    file.write_text(file.read_text() + '\n\nEDITS = {"double": "x"}\n')
    with pytest.raises(CourseError, match="EDITS is one string"):
        _ = open_assignment(open_course(tiny), "tiny").mutants


def test_a_mutant_that_changes_no_function_is_refused(tiny: Path) -> None:
    file = tiny / "assignments/tiny/mutants/typo.py"
    file.write_text(HEAD.replace("EDITS", "EDIT") + '@@ slope\n"""\n')
    with pytest.raises(CourseError, match="neither EDITS nor a function"):
        _ = open_assignment(open_course(tiny), "tiny").mutants


def test_comments_do_not_count_in_an_edit(tiny: Path) -> None:
    """Prose of the reference may be reworded without breaking a mutant."""
    solution = tiny / "solutions/tiny.py"
    source = solution.read_text("utf-8")
    line = "    return FACTOR * x"
    assert line in source
    edits = f"@@ double\n-{line}  # as it was\n+    return x + x * 0\n"
    for comment in ("", "  # twice as much", "  # two times"):
        solution.write_text(source.replace(line, line + comment), "utf-8")
        assert mutant(tiny, edits).chunks[0].source.endswith("    return x + x * 0")
