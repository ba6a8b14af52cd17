"""The gate holds for a sound assignment, and names what is wrong with any other."""

from __future__ import annotations

import random
import warnings
from collections import OrderedDict
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from autograder.course import CourseError, open_assignment, open_course
from autograder.gate.verify import Part, Row, gate
from autograder.grading.malformed import _SPOIL, LOSES_EVERYTHING
from autograder.grading.pool import Workers
from autograder.grading.specimens import specimens
from autograder.grading.styles import _STYLE, STYLES
from autograder.sandbox import choose

pytestmark = pytest.mark.usefixtures("without_public_tests", "in_this_process")


def running(course: Path, seeds: int = 1, short: bool = False) -> Generator[Row, None, None]:
    opened = open_course(course)
    assignment = open_assignment(opened, "tiny")
    return gate(assignment, opened.root, Workers(2, choose()), seeds=seeds, short=short)


def rows(course: Path, seeds: int = 1, short: bool = False) -> dict[str, Row]:
    return {f"{row.specimen} {row.student}": row for row in running(course, seeds, short)}


def some(course: Path, *kinds: str) -> dict[str, Row]:
    """The gate's rows for the specimens of these kinds alone."""
    tiny = open_assignment(open_course(course), "tiny")
    part = Part(specimens=[name for name in specimens(tiny) if name.partition("/")[0] in kinds])
    return {
        f"{row.specimen} {row.student}": row for row in gate(tiny, course, Workers(1, choose()), part=part)
    }


def row_of(course: Path, specimen: str) -> Row:
    """The gate's first row for a specimen; what would come after it is not run."""
    with closing(running(course)) as found:
        return next(row for row in found if row.specimen == specimen)


@pytest.fixture
def without_public_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ships is tried in test_mutate.py; it takes longer than all the specimens of the small course."""
    monkeypatch.setattr("autograder.gate.verify.shipped", lambda *_: iter(()))


def broken(found: dict[str, Row]) -> list[str]:
    return sorted({row.specimen for row in found.values() if not row.holds})


@pytest.fixture
def built(tiny: Path) -> Path:
    """The small course with its stub written."""
    from autograder.course.stubs import write_stubs

    write_stubs(open_assignment(open_course(tiny), "tiny"))
    return tiny


def test_a_mutant_of_two_tasks_is_told_from_another_where_one_task_is_verified(built: Path) -> None:
    """Both do the same in `double`: what each loses beside it tells them apart."""
    folder = built / "assignments/tiny"
    with (folder / "assignment.toml").open("a") as settings:
        settings.write('\n[[tasks]]\nname = "single"\npoints = 5\n')
    with (folder / "graders/test_tiny.py").open("a") as grader:
        grader.write(
            '\n\n@pytest.mark.task("single")\ndef test_single(compare):\n'
            '    """One number is doubled."""\n    compare("double", torch.tensor(3.0))\n'
        )
    (folder / "mutants/adds_two.py").unlink()
    for name, loses, code in (
        (
            "adds_and_forgets",
            "fit",
            "2 * x if x.ndim == 0 else x + 2\n\n\ndef slope(model, x):\n    return x",
        ),
        ("adds_to_one", "single", "x + 2"),
    ):
        (folder / f"mutants/{name}.py").write_text(
            f'"""Adds."""\n\nLOSES = {{"double", "{loses}"}}\nHINT = "As {name} does."\n'
            f'BREAKS = {{"double": "Twice `x`"}}\n\n\ndef double(x):\n    return {code}\n'
        )
    tiny = open_assignment(open_course(built), "tiny")
    found = gate(tiny, built, Workers(1, choose()), seeds=0, part=Part(tasks=frozenset({"double"})))
    shown = sorted((row.specimen, row.holds, row.note) for row in found if "mutant/adds" in row.specimen)
    assert shown == [("mutant/adds_and_forgets", True, ""), ("mutant/adds_to_one", True, "")]


def test_a_check_without_a_docstring_is_named_while_one_writes_too(built: Path) -> None:
    file = built / "assignments/tiny/graders/test_tiny.py"
    file.write_text(file.read_text().replace('    """The extremes of a tensor are found"""\n', ""))
    course = open_course(built)
    part = Part(tasks=frozenset({"double"}))
    with closing(gate(open_assignment(course, "tiny"), built, Workers(1, choose()), part=part)) as found:
        row = next(found)
    assert (row.specimen, row.holds) == ("graders/test_tiny.py, line 16", False)
    assert row.note == "`test_extremes` has no docstring: students read the first line of it"


def test_some_specimens_are_graded_alone(built: Path) -> None:
    """Each on all tasks, so a mutant that loses another one too shows."""
    tiny = open_assignment(open_course(built), "tiny")
    asked = Part(specimens=["adds_two", "right/numpy_lists", "stub"])
    found = gate(tiny, built, Workers(1, choose()), part=asked)
    assert {row.specimen: row.score for row in found} == {
        "mutant/adds_two": 70,
        "right/numpy_lists": 100,
        "stub": 0,
    }
    with pytest.raises(CourseError, match="no specimen 'adds_tow': did you mean 'adds_two'"):
        list(gate(tiny, built, Workers(1, choose()), part=Part(specimens=["adds_tow"])))


@pytest.mark.parametrize("short", [False, True])
def test_the_gate_holds_for_the_small_course(built: Path, short: bool) -> None:
    found = rows(built, seeds=3, short=short)
    assert broken(found) == []
    graded = [row.specimen for row in found.values() if row.student.startswith("student-")]
    assert graded.count("reference") == 3
    assert graded.count("right/numpy_lists") == (0 if short else 3), (
        "a check may fail one right answer in five"
    )
    assert found["stub the-gate"].score == 0
    assert found["mutant/adds_two the-gate"].lost == {"double"}


@pytest.mark.parametrize(
    ("slow", "whole", "mutant"), [(["double"], 40, "seed_ignored"), (["double", "fit"], 100, "adds_two")]
)
def test_the_short_form_leaves_out_what_is_slow_where_something_is_left(
    built: Path, slow: list[str], whole: float, mutant: str
) -> None:
    for task in slow:
        change(
            built / "assignments/tiny/assignment.toml",
            f'name = "{task}"\n',
            f'name = "{task}"\nslow = true\n',
        )
    found = rows(built, seeds=1, short=True)
    assert broken(found) == []
    whole_of = ("right/numpy_lists (checks in reverse) the-gate", "reference student-1")
    assert [found[name].score for name in whole_of] == [whole, whole]
    assert [name for name in found if name.startswith("mutant/")] == [f"mutant/{mutant} the-gate"]


@pytest.mark.parametrize("settings", ['draw = "fixed"', ""], ids=["fixed draw", "no secret yet"])
def test_every_student_of_the_gate_has_a_variant_of_their_own(built: Path, settings: str) -> None:
    """A check that fails for about half of all variants fails for some of twelve students and not for others. Whatever
    draw the course has: the gate's is its own."""
    (built / "course.toml").write_text(f"{settings}\n")
    change(
        built / "assignments/tiny/graders/test_tiny.py",
        '    compare("double", x)\n',
        '    compare("double", x)\n    assert x[0, 0] > 0\n',
    )
    students = [
        row for row in rows(built, seeds=12, short=True).values() if row.student.startswith("student-")
    ]
    assert 0 < sum(row.holds for row in students) < len(students)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_gate_shows_each_thing_that_can_be_wrong(built: Path) -> None:
    folder = built / "assignments/tiny"
    mutants = folder / "mutants"
    change(mutants / "adds_two.py", '{"double"}', '{"double", "fit"}')  # says it loses more than it does
    change(mutants / "seed_ignored.py", "len(set(factors)) == 1", "False")  # its hint is never given
    change(folder / "right/numpy_lists.py", "2 * np", "2.01 * np")  # a right solution that is not
    (mutants / "harmless.py").write_text(
        '"""Nothing."""\n\nLOSES = {"fit"}\nHINT = "x"\n\n\ndef slope(model, x):\n    return model.factor.detach().expand(x.shape)\n'
    )
    found = some(built, "stub", "reference", "right", "mutant")
    assert broken(found) == [
        "mutant/adds_two",
        "mutant/harmless",
        "mutant/seed_ignored",
        "right/numpy_lists",
    ]
    notes = {name: found[f"mutant/{name} the-gate"].note for name in ("adds_two", "harmless", "seed_ignored")}
    assert notes["adds_two"] == "loses double, says double, fit"
    assert notes["harmless"].startswith("loses nothing, says fit: does a check ask for it at all")
    why = "its SIGNATURE raises, takes some seconds, or says no of the calls of a task that it loses"
    assert notes["seed_ignored"] == f"not named by its hint in fit: {why}"


def test_a_mutant_that_no_replay_knows_again_needs_a_signature(built: Path) -> None:
    (built / "assignments/tiny/mutants/unseeded.py").write_text(
        '"""No seed."""\n\nLOSES = {"fit"}\nHINT = "Seed it."\nEDITS = """\n@@ fit\n'
        '-    torch.manual_seed(seed)\n+    torch.seed()\n"""\n'
    )
    found = some(built, "stub", "reference", "right", "mutant")
    assert broken(found) == ["mutant/unseeded"]
    assert found["mutant/unseeded the-gate"].note.endswith(
        "as after training, give it a SIGNATURE; and where another mutant returns the same, one HINT to both"
    )


def test_a_planted_model_that_raises_for_one_variant_is_shown_with_the_way_to_see_it_again(
    built: Path,
) -> None:
    change(
        built / "assignments/tiny/graders/test_tiny.py",
        '    compare("double", x)\n',
        "    if x[0, 0] < 0:\n        raise ZeroDivisionError('planted')\n" + '    compare("double", x)\n',
    )
    shown = [
        row
        for row in rows(built, seeds=12, short=True).values()
        if not row.holds and row.student != "the-gate"
    ]
    assert shown
    assert "ZeroDivisionError: planted, File " in shown[0].note
    again = f"autograder verify tiny --task double --student {shown[0].student}"
    assert again in shown[0].note
    course = open_course(built)
    part = Part(tasks=frozenset({"double"}), students=[shown[0].student])
    (row,) = gate(open_assignment(course, "tiny"), built, Workers(1, choose()), part=part)
    assert "ZeroDivisionError: planted" in row.note


def test_a_limit_that_leaves_a_right_answer_no_room_is_shown(built: Path) -> None:
    """Twice what it takes is asked: CPU seconds differ between machines."""
    change(built / "solutions/tiny.py", "    torch.manual_seed(seed)\n", BUSY)
    change(built / "assignments/tiny/assignment.toml", "cpu_s = 1\n", "cpu_s = 0.5\n")
    note = row_of(built, "reference").note
    assert "CPU-s of cpu_s = 0.5: a limit leaves a right answer at least 2 times what it takes" in note


BUSY = """    import time
    end = time.process_time() + 0.12
    while time.process_time() < end:
        pass
    torch.manual_seed(seed)
"""


def test_a_grader_that_gives_points_for_nothing_is_shown(built: Path) -> None:
    grader = built / "assignments/tiny/graders/test_tiny.py"
    change(grader, 'compare("extremes", torch.tensor([3.0, -1.0, 2.0]))', "pass")
    stub = row_of(built, "stub")
    assert not stub.holds
    assert "earns points in double" in stub.note


def test_checks_that_lean_on_each_other_are_shown(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.gate.verify.specimens", lambda _: ["reference"])
    monkeypatch.setattr("autograder.gate.verify.AUTOMATIC", 1)
    grader = built / "assignments/tiny/graders/test_tiny.py"
    text = (
        grader.read_text()
        + '\n\nSEEN = []\n\n\n@pytest.mark.task("double")\ndef test_last(student):\n    """Last"""\n    assert SEEN, "nothing came before"\n'
    )
    grader.write_text(text.replace('values"""\n', 'values"""\n    SEEN.append(1)\n'))
    assert broken(rows(built)) == ["reference (checks in reverse)"]


Mark = Callable[[Any, dict[str, Any], Any, torch.nn.Module], bool]
MARKS: dict[str, Mark] = {
    "arrays": lambda values, _, mask, __: isinstance(values, np.ndarray) and isinstance(mask, np.ndarray),
    "nested_lists": lambda values, *_: values == [1.0, 2.5],
    "doubles": lambda values, *_: values.dtype is torch.float64,
    "singles": lambda values, *_: values.dtype is torch.float32,
    "gradients": lambda values, *_: values.requires_grad,
    "views": lambda values, *_: not values.is_contiguous(),
    "numbers": lambda _, named, *__: isinstance(named["a"][0], np.int64) and torch.is_tensor(named["a"][1]),
    "containers": lambda _, named, *__: isinstance(named, OrderedDict) and isinstance(named["a"], tuple),
    "whole_numbers": lambda _, __, mask, ___: mask.dtype is torch.int32,
    "training_mode": lambda *answer: answer[-1].training and next(answer[-1].parameters()).grad is not None,
    "no_gradients": lambda *_: not torch.is_grad_enabled(),
    "talks": lambda *_: random.random() != random.Random(0).random(),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_style_is_another_form_of_the_same(style: str) -> None:
    """Of a call from outside, and of no call by another of the student's functions."""
    room: dict[str, Any] = {}
    exec(_STYLE.format(style=style, functions=[]), room)
    model = torch.nn.Linear(3, 2).eval()
    answer = (torch.tensor([1.0, 2.5]), {"a": [1, 0.5, True]}, torch.tensor([True, False]), model)
    inner = room["_styled"](lambda: answer)

    def calls_inner() -> Any:
        assert inner() is answer
        return answer

    random.seed(0)
    with torch.enable_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values, named, mask, same = room["_styled"](calls_inner)()
        assert MARKS[style](values, named, mask, same)
        assert torch.as_tensor(values).tolist() == [1.0, 2.5]
        assert [float(number) for number in named["a"]] == [1.0, 0.5, 1.0]
        assert [bool(one) for one in mask] == [True, False]
        assert same is model


def test_a_check_that_a_malformed_answer_upsets_is_shown(built: Path) -> None:
    """Its student would read that a check cannot work with the answer, and not what is wrong with it."""
    grader = built / "assignments/tiny/graders/test_tiny.py"
    check = '\n\n@pytest.mark.task("double")\ndef test_index(student):\n    """Double fits a list"""\n'
    body = "    [0, 1][student.double(torch.zeros(2)).long().shape[0] - 1]\n"
    grader.write_text(grader.read_text() + check + body)
    found = some(built, "stub", "reference", "malformed")
    assert broken(found) == ["malformed/scalar", "malformed/too_many"]
    note = found["malformed/too_many the-gate"].note
    assert note.startswith(
        "Double fits a list: the check's own code raised on this answer, and not on the ref"
    )
    assert "IndexError" in note


def test_a_task_that_a_malformed_answer_keeps_is_shown(built: Path) -> None:
    grader = built / "assignments/tiny/graders/test_tiny.py"
    text = grader.read_text()
    grader.write_text(
        text.replace('    compare("double", x)\n', "").replace('compare("extremes", torch', "print(torch")
    )
    nan = row_of(built, "malformed/nan")
    assert not nan.holds
    assert nan.note == "keeps all points of double"


def test_a_task_that_an_answer_of_zeros_keeps_is_shown(built: Path) -> None:
    grader = built / "assignments/tiny/graders/test_tiny.py"
    zero = grader.read_text().replace('    compare("double", x)\n', '    compare("double", 0 * x)\n')
    grader.write_text(zero.replace("torch.tensor([3.0, -1.0, 2.0])", "torch.zeros(3)"))
    assert row_of(built, "malformed/zeros").note == "keeps all points of double"


def test_a_check_that_a_function_passes_which_always_raises_is_shown(built: Path) -> None:
    """Whoever refuses everything has refused nothing: the check asks the same function for an answer, too."""
    grader = built / "assignments/tiny/graders/test_tiny.py"
    text = grader.read_text()
    refusing = '    """Booleans are refused"""\n    refuses("double", torch.ones(3, dtype=torch.bool), what="booleans")\n'
    check = '\n\n@pytest.mark.task("double")\ndef test_booleans(student, refuses):\n'
    grader.write_text(text + check + refusing)
    assert row_of(built, "malformed/raises").note == "earns points in double"
    grader.write_text(text + check + refusing + "    student.double(torch.ones(3))\n")
    assert row_of(built, "malformed/raises").holds


@pytest.mark.parametrize(("kind", "shape"), [("scalar", ()), ("deeper", (1, 2, 3))])
def test_a_malformed_answer_has_no_axis_or_one_more(kind: str, shape: tuple[int, ...]) -> None:
    room: dict[str, Any] = {}
    exec(_SPOIL.format(kind=kind, functions=[]), room)
    x = torch.arange(6.0).reshape(2, 3)
    spoiled = room["_spoil"]({"a": [x, x.numpy()], "b": (x.bool(), 1.5, "text", True)})
    assert [tuple(part.shape) for part in (*spoiled["a"], spoiled["b"][0])] == [shape] * 3
    assert spoiled["b"][1:] == [1.5, "text", True]
    assert torch.as_tensor(room["_spoil"](x[:0])).ndim == len(shape)


@pytest.mark.parametrize("kind", LOSES_EVERYTHING)
def test_a_malformed_model_is_not_the_model_that_it_was(kind: str) -> None:
    room: dict[str, Any] = {}
    exec(_SPOIL.format(kind=kind, functions=[]), room)
    model = torch.nn.Linear(3, 2)
    spoiled = room["_spoil"](model)
    kept = {} if spoiled is None else spoiled.state_dict()
    assert not any(
        torch.equal(kept[name], tensor) for name, tensor in model.state_dict().items() if name in kept
    )
