"""Mistakes made by machine, and what is kept of them; and the promises of the stubs' docstrings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
import torch
from rich.console import Console

from autograder.course import Assignment, CourseError, open_assignment, open_course
from autograder.course.stubs import write_stubs
from autograder.gate.hinted import try_hints
from autograder.gate.mutate import findings, mutate, of_today, unexplained
from autograder.gate.promises import astray, clauses, promises
from autograder.gate.shipped import _wrong, run_cells, run_public_tests, shipped
from autograder.gate.verify import gate
from autograder.grading.automatic import changes, changes_of
from autograder.grading.habits import habits
from autograder.grading.pool import Workers
from autograder.grading.pool import run as run_jobs
from autograder.sandbox import choose
from autograder.submission.source import Chunk

pytestmark = pytest.mark.usefixtures("in_this_process")
QUIET = Console(quiet=True)
TINY = Path(__file__).parent / "tiny_course"


def opened(course: Path) -> Assignment:
    return open_assignment(open_course(course), "tiny")


def made_of(source: str) -> list[str]:
    return [str(c).partition(": ")[2] for c in changes_of(Chunk("a.py", 1, source))]


# ---- what is changed


def test_each_small_part_is_taken_for_its_neighbour() -> None:
    made = made_of(
        "def f(x, n=3):\n    if n < 2:\n        return x[1:].mean(dim=0)\n    return -x @ x.T + 1e-3\n"
    )
    assert {"n < 2 -> n <= 2", "n < 2 -> n > 2", "2 -> 3", "x[1:] -> x[:]", "-x -> x", "x.T -> x"} <= set(
        made
    )
    assert {"x[1:].mean(dim=0) -> x[1:].sum(dim=0)", "x[1:].mean(dim=0) -> x[1:].mean()"} <= set(made)
    assert {"-x @ x.T -> x.T @ -x", "-x @ x.T + 0.001 -> -x @ x.T", "if n < 2: -> if False:"} <= set(made)


def test_what_is_no_mistake_of_a_function_is_left_alone() -> None:
    """A default is no promise, and nobody reads the words of an exception or of a docstring for a verdict."""
    source = 'def f(x, n=3):\n    """Says 7."""\n    if x:\n        raise ValueError(f"{n} is not 5")\n    return x\n'
    assert made_of(source) == ["if x: -> if True:", "if x: -> if False:"]


def test_a_change_that_is_no_program_is_none() -> None:
    assert "max(*x) -> min(*x)" in made_of("def f(x):\n    return max(*x)\n")
    assert "max(*x) -> *x" not in made_of("def f(x):\n    return max(*x)\n")


def test_every_change_is_a_program_of_its_own(tiny: Path) -> None:
    found = list(changes(opened(tiny)))
    assert len({change.chunk.source for change in found}) == len(found) > 20
    assert {change.function for change in found} == {"double", "extremes", "fit", "slope"}
    for change in found:
        compile(change.chunk.source, change.name, "exec")


# ---- habits


def behind(function: str, source: str) -> dict[str, Any]:
    """The function of a source behind each habit that it may have, by key."""
    found = {}
    for key, _, text in habits(source):
        module: dict[str, Any] = {"np": np, "torch": torch, "Tensor": torch.Tensor}
        exec(compile(text, key, "exec", dont_inherit=True), module)
        found[key] = module[function]
    return found


SUM = "def f(X: Tensor, names: list[str], seed: int = 3, twice: bool = False) -> Tensor:\n"
SUM += "    return X.sum() * (2 if twice else 1) + 1000 * len(names) + 1e6 * seed\n"


def test_a_habit_shows_in_what_a_function_answers() -> None:
    """Each on arguments on which it shows, and on some on which the function is as it was."""
    f = behind("f", SUM)
    ones, names = torch.ones(120), ["b", "a", "b"]
    right = behind("f", SUM)["first_answer"](ones, names, 0)
    assert right == 3120
    f["first_answer"](0 * ones, names, 0)
    assert f["first_answer"](ones, names, 0) == 3000
    assert f["first_answer"](ones[:7], names, 0) == 3007
    assert f["first_rows"](ones, names, 0) == 3100
    assert f["takes_twice_for_once"](ones, names, 0) == 2120
    assert f["one_seed"](ones, names, 5) == right
    assert f["draws_a_seed"](ones, names, 0) != f["draws_a_seed"](ones, names, 0)
    assert f["ignores_seed"](ones, names, 0) == f["ignores_seed"](ones, names) == right + 3e6
    assert f["ignores_twice"](ones, names, 0, twice=True) == right
    assert f["two_places"](0.001 * ones[:3], [], 0) == 0
    assert f["cuts_at_twenty"](ones, [], 0) == 20
    kept = ones.clone()
    assert f["spoils_arguments"](kept, kept_names := list(names), 0) == right
    assert not torch.equal(kept, ones)
    assert kept_names != names
    first = behind("f", "def f(names: list[str]) -> str:\n    return names[0]\n")
    assert (first["sorts_lists"](names), first["takes_twice_for_once"](names)) == ("a", "b")
    assert first["small_letters"](["B"]) == "b"


def test_a_habit_of_what_is_kept_or_of_numbers_shows() -> None:
    shift = behind("f", "def f(x: Tensor, n: int, by: float) -> Tensor:\n    return x + n + by\n")
    one = torch.ones(1)
    assert shift["kept_by_object"](one, 2, 0.5) == 3.5
    assert shift["kept_by_object"](one.clone(), 3, 0.5) == 4.5
    one.zero_()
    assert shift["kept_by_object"](one, 2, 0.5) == 3.5  # the object is the same, what it holds is not
    assert shift["squeezes"](one, 2, 0.5).shape == ()
    assert shift["at_most_ten"](one, 12, 0.5) == 10.5
    assert shift["zero_for_one"](one, 0, 0.5) == 1.5
    assert shift["whole_numbers"](one, 0, 0.7) == 1
    text = '    """Of NaN, infinite."""\n'
    pair = behind("f", f"def f(x: float) -> tuple[float, list[float]]:\n{text}    return x, [x, 1.0]\n")
    assert pair["always_finite"](float("nan")) == (0.0, [0.0, 1.0])
    assert "always_finite" not in shift


def test_a_function_has_no_habit_that_could_not_show() -> None:
    keys = [key for key, *_ in habits("def f(n: int, name: str | None, seed: int) -> int:\n    return n\n")]
    assert keys == ["at_most_ten", "zero_for_one", "small_letters", "one_seed", "draws_a_seed"]
    keys = [key for key, *_ in habits("def f(x: 'list[int]', *, n, m=2) -> None:\n    return n\n")]
    assert {"sorts_lists", "ignores_m"} <= set(keys)
    assert "ignores_n" not in keys
    assert not list(habits("class Model:\n    pass\n"))


@pytest.mark.parametrize("text", ["{", "[1, 2]", "\xff"])
def test_findings_that_cannot_be_read_are_named_by_their_file(tiny: Path, text: str) -> None:
    kept = tiny / "assignments/tiny/automatic_mutants.json"
    kept.write_text(text, "latin-1")
    with pytest.raises(
        CourseError, match="automatic_mutants.json: this is not what `autograder mutate` writes"
    ):
        dict(unexplained(opened(tiny)))


def test_a_habit_that_was_not_tried_is_open_and_is_tried_alone(tiny: Path) -> None:
    kept = tiny / "assignments/tiny/automatic_mutants.json"
    found = json.loads(kept.read_text())
    found["double"]["habits"].remove("two_places")
    kept.write_text(json.dumps(found))
    assert dict(unexplained(opened(tiny))) == {"double": "not tried yet: rounds its numbers to two places"}
    run(opened(tiny))
    assert json.loads(kept.read_text()) == json.loads((TINY / kept.relative_to(tiny)).read_text())


# ---- what becomes of them


def run(assignment: Assignment, *functions: str, again: bool = False) -> None:
    mutate(assignment, assignment.course_root, functions, again, Workers(1, choose()), QUIET)


def test_what_the_graders_overlook_is_written_down_by_function_and_reasons_are_kept(tiny: Path) -> None:
    kept = tiny / "assignments/tiny/automatic_mutants.json"
    before = json.loads(kept.read_text())
    grader = tiny / "assignments/tiny/graders/test_tiny.py"
    grader.write_text(
        grader.read_text().replace("torch.tensor([3.0, -1.0, 2.0])", "torch.tensor([3.0, 3.0])")
    )
    run(opened(tiny), "extremes", again=True)
    after = json.loads(kept.read_text())
    assert after["double"] == before["double"]
    found = {survivor["change"]: survivor["why"] for survivor in after["extremes"]["survivors"]}
    assert found["line 2: x.min() -> x.max()"] == ""
    assert found["line 2: x.min().item() -> x.min()"] == "a tensor with one number is that number"
    assert [what for name, what in unexplained(opened(tiny)) if name == "extremes"] == [
        change for change, why in found.items() if not why
    ]


def test_a_function_that_changed_is_tried_again_and_no_other(tiny: Path) -> None:
    solution = tiny / "solutions/tiny.py"
    solution.write_text(solution.read_text().replace("return FACTOR * x", "return x * FACTOR"))
    assert dict(unexplained(opened(tiny))) == {"double": "changed since it was tried"}
    before = findings(opened(tiny))
    run(opened(tiny))
    after = findings(opened(tiny))
    assert [name for name in after if after[name] != before[name]] == ["double"]
    assert list(unexplained(opened(tiny))) == []


def test_a_reason_goes_along_when_lines_move_and_one_written_meanwhile_stays(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written down is read again before it is written anew."""
    solution = tiny / "solutions/tiny.py"
    solution.write_text(solution.read_text().replace("    return Pair(", "    x = x + 0\n    return Pair("))
    kept = tiny / "assignments/tiny/automatic_mutants.json"
    known = json.loads(kept.read_text())
    known["double"]["survivors"] = [{"change": "line 9: written meanwhile", "why": "a person's"}]
    begin = run_jobs

    def meanwhile(*args: Any) -> Any:
        kept.write_text(json.dumps(known))
        return begin(*args)

    monkeypatch.setattr("autograder.gate.mutate.run", meanwhile)
    run(opened(tiny), "extremes")
    after = json.loads(kept.read_text())
    assert after["double"] == known["double"]
    found = {survivor["change"]: survivor["why"] for survivor in after["extremes"]["survivors"]}
    assert found["line 3: x.min().item() -> x.min()"] == "a tensor with one number is that number"


def test_a_function_that_is_gone_is_not_counted(tiny: Path) -> None:
    kept = tiny / "assignments/tiny/automatic_mutants.json"
    known = json.loads(kept.read_text())
    kept.write_text(json.dumps(known | {"gone": known["double"]}))
    assert set(of_today(opened(tiny))) == set(known)


def test_prose_is_no_change(tiny: Path) -> None:
    solution = tiny / "solutions/tiny.py"
    solution.write_text(
        solution.read_text()
        .replace("Twice `x`", "Two times `x`.\n\n    It is all there is to it: `x` and `x`")
        .replace("    return FAC", "    # so\n    return FAC")
    )
    assert list(unexplained(opened(tiny))) == []


def test_a_reason_whose_change_is_on_another_line_now_is_shown(tiny: Path) -> None:
    solution = tiny / "solutions/tiny.py"
    told = "    return Pair("
    assert told in solution.read_text()
    solution.write_text(solution.read_text().replace(told, f"    # Both of them.\n{told}"))
    kept = tiny / "assignments/tiny/automatic_mutants.json"
    found = json.loads(kept.read_text())
    found["extremes"]["habits"].remove("first_rows")
    kept.write_text(json.dumps(found))
    run(opened(tiny))  # what is tried anew takes no reason away
    open_now = [what for function, what in unexplained(opened(tiny)) if function == "extremes"]
    assert [what.startswith("there is no such change: line 2: ") for what in open_now] == [True, True]


def test_an_unknown_function_is_named(tiny: Path) -> None:
    with pytest.raises(CourseError, match="no graded function .treble."):
        run(opened(tiny), "treble")


# ---- promises


def test_a_docstring_is_taken_apart_at_its_sentences() -> None:
    text = """The logits [N, 2] (Meyes et al. 2019).

    Any other mode raises ValueError; the model is as before.
    - A list, e.g. this one.

    >>> f(1)
    2
    """
    assert clauses(text) == [
        "The logits [N, 2] (Meyes et al. 2019)",
        "Any other mode raises ValueError",
        "the model is as before",
        "A list, e.g. this one",
    ]


def test_a_promise_that_no_mutant_breaks_and_a_quotation_of_none_are_shown(tiny: Path) -> None:
    assert all(promise.kept for promise in promises(opened(tiny)))
    mutant = tiny / "assignments/tiny/mutants/adds_two.py"
    mutant.write_text(mutant.read_text().replace("Twice `x`", "Thrice `x`"))
    assignment = opened(tiny)
    assert [p.clause for p in promises(assignment) if not p.kept] == ["Twice `x`, of the same shape"]
    assert list(astray(assignment)) == ["adds_two: double does not say 'Thrice `x`'"]


def test_what_explains_is_no_promise(tiny: Path) -> None:
    (tiny / "assignments/tiny/mutants/adds_two.py").unlink()
    settings = tiny / "assignments/tiny/assignment.toml"
    settings.write_text(settings.read_text() + '\n[explains]\ndouble = ["Twice"]\nslope = ["Whatever"]\n')
    assignment = opened(tiny)
    assert all(promise.kept for promise in promises(assignment))
    assert list(astray(assignment)) == [
        "assignment.toml, [explains]: no sentence of slope begins with 'Whatever'"
    ]


# ---- the gate


def notes(course: Path, short: bool = True) -> dict[str, str]:
    rows = gate(opened(course), course, Workers(1, choose()), seeds=0, short=short)
    return {row.specimen: row.note for row in rows if not row.holds}


def test_the_gate_does_not_hold_on_a_stub_that_is_not_what_the_solution_gives(tiny: Path) -> None:
    write_stubs(opened(tiny))
    stub = tiny / "assignments/tiny/student/tiny.py"
    stub.write_text(stub.read_text().replace("Tiny", "Small"))
    assert notes(tiny) == {
        "stub: built from the solution": "tiny.py: not what the solution gives: `autograder build tiny`"
    }


def test_the_gate_does_not_hold_where_no_stub_can_be_built(tiny: Path) -> None:
    solution = tiny / "solutions/tiny.py"
    solution.write_text(solution.read_text().replace('solution="fit"', 'solution="fitt"'))
    with pytest.raises(CourseError, match="solution='fitt'"):
        notes(tiny)


@pytest.mark.long("the public tests on six forms of the small course")
def test_public_tests_that_disagree_are_shown(tiny: Path) -> None:
    write_stubs(opened(tiny))
    public = tiny / "assignments/tiny/student/test_tiny.py"
    public.write_text(
        public.read_text().replace("== [2, 2]", "== [2, 3]")
        + "\n\ndef test_nothing():\n    assert tiny.torch\n"
    )
    found = {one.what: one.problem for one in shipped(opened(tiny), tiny, 2, short=False) if one.problem}
    assert set(found) == {
        f"{name}: public tests"
        for name in (
            "reference.py", "reference.ipynb", "right/numpy_lists.py", "right/numpy_lists.ipynb",
            "stub as tiny.py", "stub as tiny.ipynb",
        )
    }  # fmt: skip
    assert found["reference.py: public tests"].startswith("fails 1 of 3: test_two_of_each: ")
    assert found["stub as tiny.py: public tests"] == "passes 1 of 3: test_nothing"


def test_a_stub_that_is_not_loaded_is_told_from_one_that_is_unwritten(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "conftest.py").write_text("@once\ndef double(x):\n    raise NotImplementedError\n")
    (folder / "test_tiny.py").write_text("def test_it():\n    raise NotImplementedError\n")
    said = "no public test was run: E   NameError: name 'once' is not defined"
    assert _wrong(run_public_tests(folder), right=False) == said
    (folder / "conftest.py").write_text("")
    assert _wrong(run_public_tests(folder), right=False) == ""


# ---- the cells of the notebook


def test_a_cell_between_the_tasks_that_raises_is_a_row_that_does_not_hold(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the whole form."""
    solution = tiny / "solutions/tiny.py"
    solution.write_text(solution.read_text().replace("print(double(", "# a look\nprint(doubled("))
    write_stubs(opened(tiny))
    monkeypatch.setattr("autograder.gate.shipped._tried", lambda *_: "")
    found = {one.what: one.problem for one in shipped(opened(tiny), tiny, 1, short=False) if one.problem}
    assert found == {
        "reference.ipynb: its cells, in their order": "cell 4, `# a look`: NameError: name 'doubled' is not defined"
    }
    assert not [one for one in shipped(opened(tiny), tiny, 1, short=True) if one.problem]


@pytest.mark.parametrize(
    ("last", "said"),
    [("display(open('table.csv').read(), twice(3))", ""), ("import os; os._exit(1)", "its process ended")],
)
def test_the_cells_of_a_notebook_run_as_in_a_students_folder(tmp_path: Path, last: str, said: str) -> None:
    """With what Jupyter gives them, and the files that lie there."""
    (tmp_path / "table.csv").write_text("1,2\n")
    code, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    cells = [code("%matplotlib inline\ndef twice(x):\n    return 2 * x"), text("Look:"), code(""), code(last)]
    found = run_cells(nbformat.writes(nbformat.v4.new_notebook(cells=cells)), tmp_path)
    assert found == (said and f"cell 4, `{last}`: {said}")


# ---- hints


@pytest.mark.long("forty mistakes on five draws")
def test_a_hint_that_is_luck_on_one_draw_is_not_called_true(tiny: Path) -> None:
    (tiny / "assignments/tiny/mutants/lucky.py").write_text(
        '"""Another."""\n\nLOSES = {"double"}\nHINT = "Is it luck?"\n\n\ndef SIGNATURE(calls):\n'
        "    return any(name == 'double' and float(args[0][0, 0]) < 0 for name, args, _, _ in calls)\n\n\n"
        "def double(x):\n    return 3 * x\n"
    )
    found = try_hints(opened(tiny), tiny, sample=40, draws=5, workers=Workers(1, choose()))
    assert (found.tried, found.lost) == (40, 26)
    seeds = [hint.true for hint in found.hinted if hint.hint == "Does every seed give the same model?"]
    assert seeds == [True] * 6
    lucky = [hint for hint in found.hinted if hint.hint == "Is it luck?"]
    assert lucky
    assert not any(hint.true for hint in lucky)
