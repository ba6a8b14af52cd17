"""A submission meets the checks: what is scored, what is said, and whose fault it was."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import msgspec
import pytest
import torch

from autograder.checks.failure import CheckFailed
from autograder.checks.shared import running
from autograder.checks.student import Caller, Compare, as_seen, same
from autograder.course import FIXED
from autograder.grading.grade import Grader
from autograder.grading.hints import _Copies
from autograder.record import Check, Record

GradedIn = Callable[[Path, str], Record]
Graded = Callable[[str], Record]

RIGHT = (Path(__file__).parent / "tiny_course/solutions/tiny.py").read_text()
DOUBLE = "    return FACTOR * x\n"


def add_checks(course: Path, source: str) -> None:
    """Puts checks at the end of the tiny assignment's."""
    file = course / "assignments/tiny/graders/test_tiny.py"
    file.write_text(file.read_text() + source)


def check(record: Record, title: str) -> Check:
    """The check whose title begins like this."""
    return next(c for task in record.tasks for c in task.checks if c.title.startswith(title))


def messages(record: Record) -> str:
    """Everything in a record that a student may read."""
    return "\n".join(text for t in record.tasks for c in t.checks for text in (c.title, c.message, c.hint))


def test_the_reference_gets_full_marks(graded: Graded) -> None:
    record = graded(RIGHT)
    assert (record.status, record.score, record.max_score) == ("graded", 100.0, 100.0)
    assert [(m.name, m.points, m.score) for m in record.manual] == [("why", 1.0, None)]
    assert record.variant == "fixed"
    assert record.versions["torch"]


def test_a_record_is_the_documented_json(graded: Graded) -> None:
    record = json.loads(msgspec.json.encode(graded(RIGHT)))
    top = "assignment student status reason score max_score key submission manual tasks sandbox versions started cpu_s wall_s"
    assert set(top.split()) <= set(record)
    assert set(record["submission"]) == {"file", "sha256", "version", "passed_over"}
    assert {"name", "points", "score", "checks"} <= set(record["tasks"][0])
    one = record["tasks"][0]["checks"][0]
    assert {"title", "state", "credit", "message", "hint", "detail", "cpu_s", "wall_s"} <= set(one)


def test_a_missing_function_costs_its_own_checks_only(graded: Graded) -> None:
    record = graded(RIGHT.replace("def extremes", "def extrema"))
    assert {t.name: t.score for t in record.tasks} == {"double": 30.0, "fit": 40.0}
    assert check(record, "The extremes").message == "there is no function extremes in ada.py"


def test_a_function_that_failed_to_load_is_missing_for_a_reason(graded: Graded) -> None:
    needs = (
        "from torch import a_class_that_was_removed as Removed\n\n\ndef extremes(x: Removed):\n    return x\n"
    )
    record = graded(RIGHT.replace("def extremes", "def extrema") + needs)
    said = check(record, "The extremes").message
    assert said.startswith(
        "there is no function extremes in ada.py. When ada.py was loaded, ImportError was raised"
    )
    assert "`from torch import a_class_that_was_removed as Removed`" in said


def test_an_experiment_below_a_function_costs_nothing(graded: Graded) -> None:
    assert graded(RIGHT + "\nfor i in range(10**9):\n    pass\n").score == 100


def test_what_takes_the_time_of_loading_is_blamed_and_no_function_is(graded: Graded) -> None:
    loop = "\nTABLE = {}\nfor i in range(10**9):\n    TABLE[0] = i\n\n\ndef helper():\n    return TABLE\n"
    record = graded(RIGHT + loop)
    line = (RIGHT + loop)[: (RIGHT + loop).index("for i in")].count("\n") + 1
    said = {c.message for t in record.tasks for c in t.checks}
    assert said == {
        f"your file was stopped while it was loaded, at `ada.py`, line {line}: `for i in range(10**9):`: it used more "
        "than 1 s of processor time. What stands at top level and makes what a function uses runs each time: move it into a "
        'cell of its own, or under `if __name__ == "__main__"`'
    }
    assert {c.diagnosis for t in record.tasks for c in t.checks} == {""}
    assert record.limits_hit == ["cpu"]


def test_a_stub_reads_as_not_written_yet(graded: Graded) -> None:
    record = graded(RIGHT.replace(DOUBLE, '    raise NotImplementedError("double is not written yet")\n'))
    assert check(record, "Doubling").message == "double is not written yet"


def test_partial_credit_counts_by_weight(graded: Graded) -> None:
    record = graded(RIGHT.replace("torch.manual_seed(seed)", "torch.manual_seed(0)"))
    assert check(record, "The same seed").credit == 0.5
    assert check(record, "The same seed").message == "the seed does not decide the model"
    assert {t.name: t.score for t in record.tasks} == {"double": 60.0, "fit": 40 * (3 * 0.5 + 1) / 4}


def test_an_exception_names_its_type_and_the_students_own_line_but_not_its_text(graded: Graded) -> None:
    record = graded(
        RIGHT.replace(
            DOUBLE, "    if x.shape[0] == 4:\n        raise ValueError(f'hidden {x.tolist()}')\n" + DOUBLE
        )
    )
    failed = check(record, "Doubling")
    assert "double raised ValueError at ada.py, line" in failed.message
    assert "`raise ValueError(f'hidden {x.tolist()}')`" in failed.message
    assert "hidden [[" not in messages(record)
    assert "hidden [[" in failed.detail


def test_a_student_is_told_where_a_public_example_raises_too(graded: Graded) -> None:
    failed = check(graded(RIGHT.replace(DOUBLE, "    raise ValueError(f'length {len(x)}')\n")), "Doubling")
    assert "the public example raises too" in failed.message
    assert "length 2" not in failed.message
    assert "on the public example: ValueError: length 2" in failed.detail


def test_the_public_example_meets_a_process_that_has_seen_nothing(graded: Graded) -> None:
    smuggler = RIGHT.replace(DOUBLE, "    SEEN.append(x.tolist())\n    raise ValueError(f'seen {SEEN}')\n")
    record = graded(smuggler.replace("FACTOR = 2.0", "SEEN = []"))
    assert "on the public example: ValueError: seen [[1.0, 1.0]]" in check(record, "Doubling").detail


def test_an_exception_types_name_is_no_channel(graded: Graded) -> None:
    raising = "    raise type('T' + str(int(x.sum() * 1000)).replace('-', 'm'), (Exception,), {})()\n"
    failed = check(graded(RIGHT.replace(DOUBLE, raising)), "Doubling")
    assert "double raised an exception at ada.py" in failed.message


def test_what_is_printed_is_for_the_ta_alone(graded: Graded) -> None:
    record = graded(RIGHT.replace(DOUBLE, "    print('the input is', x)\n    return x\n"))
    assert "the input is" not in messages(record)
    assert "the input is tensor" in check(record, "Doubling").detail


def test_an_argument_left_changed_fails_the_check(graded: Graded) -> None:
    record = graded(RIGHT.replace(DOUBLE, "    return x.mul_(2)\n"))
    assert check(record, "Doubling").message.startswith("double leaves its argument 1 changed")


def test_a_key_more_in_an_argument_is_a_change() -> None:
    before = {"u": torch.ones(2)}
    assert same(before, as_seen(before))
    assert not same(before, as_seen(before | {"v": torch.ones(2)}))
    assert not same([before], as_seen([before | {"v": torch.ones(2)}]))


@pytest.mark.parametrize(
    "left", [{"u": 1.0}, [1.0], (1.0,), 1.0, "u", None, torch.ones(1), torch.nn.Linear(1, 1)]
)
def test_a_record_in_place_of_an_argument_is_a_change(left: object) -> None:
    """Whatever the argument was: how it can be taken apart is asked of it and not of what came back."""

    @dataclass(slots=True)
    class Claim:
        u: object

    assert same(left, as_seen(left))
    assert not same(left, as_seen(Claim(1.0)))
    assert same(Claim(left), as_seen(Claim(left)))
    assert not same(Claim(left), as_seen(Claim("another")))


def test_what_cannot_be_looked_at_afterwards_is_a_change(
    graded: Graded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check that could not be judged would be tried again until the student is lucky."""
    monkeypatch.setattr("autograder.checks.student.compare_values", lambda *values: 1 / 0)
    found = check(graded(RIGHT.replace(DOUBLE, "    x.resize_(1)\n    return x\n")), "Doubling")
    assert found.state == "failed"
    assert found.message.startswith("double leaves its argument 1 changed")


def test_what_is_kept_from_one_call_to_the_next_fails_the_check() -> None:
    """And what several calls have in common is put into the student's process once."""
    held: list[torch.Tensor] = []

    def add(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return x + y

    def turns(answer: Callable[..., torch.Tensor]) -> Compare:
        session = SimpleNamespace(
            hold=lambda value: held.append(value) or value, put=lambda there, value: value
        )
        caller = SimpleNamespace(
            session=session, promised=lambda name: add, call=lambda name, args, kwargs: answer(*args)
        )
        return Compare(cast("Caller", caller), lambda name, ratio: None)

    x, kept = torch.ones(2), dict[torch.Size, torch.Tensor]()
    calls = [(x, torch.zeros(2)), (x, torch.ones(2))]
    turns(add).in_turn("add", *calls)
    assert sum(one is x for one in held) == 1
    with pytest.raises(CheckFailed, match="add: 2 of 2 values are off"):
        turns(lambda x, y: kept.setdefault(y.shape, x + y)).in_turn("add", *calls)


IN_TURN = """

@pytest.mark.task("fit")
def test_slopes(compare):
    \"\"\"The slopes of two models\"\"\"
    x = torch.ones(2, 3)
    compare.in_turn("slope", (Scale(3), x), (scaled(2.0), x))


def scaled(by):
    model = Scale(3)
    with torch.no_grad():
        model.factor *= by
    return model
"""


@pytest.mark.parametrize("kept", ["lru_cache", "attribute", ""])
def test_what_is_kept_by_an_object_whose_values_change_fails_the_check(
    graded_in: GradedIn, tiny: Path, kept: str
) -> None:
    """As a model's weights change in training: it is one object with other values."""
    add_checks(tiny, IN_TURN)
    slope = "    x = x.detach().clone().requires_grad_(True)\n    return torch.autograd.grad(model(x).sum(), x)[0]\n"
    source = RIGHT
    if kept == "lru_cache":
        source = RIGHT.replace("def slope(", "from functools import lru_cache\n\n@lru_cache\ndef slope(")
    if kept == "attribute":
        told = "    if not hasattr(model, 'told'):\n        object.__setattr__(model, 'told', model.factor.detach() + 0 * x)\n"
        source = RIGHT.replace(slope, told + "    return model.told.clone()\n")
    assert (source != RIGHT) == bool(kept)
    found = check(graded_in(tiny, source), "The slopes of two models")
    assert found.state == ("failed" if kept else "passed")
    assert not kept or "slope: 6 of 6 values are off" in found.message


STIRRED = """

@pytest.mark.task("fit")
def test_fits_again(student, stir):
    \"\"\"A second fit, and a third\"\"\"
    once = student.fit(3)[0].tensors["factor"]
    for _ in range(2):
        stir()
        assert torch.equal(once, student.fit(3)[0].tensors["factor"]), "one seed gives two models"


@pytest.mark.task("double")
def test_doubles_again(student, stir):
    \"\"\"A second double\"\"\"
    once = student.double(torch.ones(2))
    stir()
    assert torch.equal(once, student.double(torch.ones(2))), "two answers"
"""


def test_a_model_that_is_kept_and_handed_out_again_fails_the_check(graded_in: GradedIn, tiny: Path) -> None:
    """Somebody may have changed it by then; who makes a new one has nothing to fear."""
    add_checks(tiny, STIRRED)
    kept = RIGHT.replace("def fit(", "import functools\n\n@functools.cache\ndef fit(")
    assert kept != RIGHT
    assert check(graded_in(tiny, RIGHT), "A second fit").state == "passed"
    assert check(graded_in(tiny, kept), "A second fit").message.startswith("one seed gives two models")


def test_what_is_kept_of_what_no_seed_decided_fails_the_check(graded_in: GradedIn, tiny: Path) -> None:
    """In another process the same seed would give others: a copy of what was drawn is no seed."""
    add_checks(tiny, STIRRED)
    drawn = "torch.tensor(KEPT.setdefault(seed, [random.SystemRandom().random() for _ in range(3)]))"
    kept = RIGHT.replace("torch.rand(3)", drawn) + "\n\nimport random\n\nKEPT = {}\n"
    kept = kept.replace("FACTOR * x", "FACTOR * x + KEPT.setdefault('x', random.SystemRandom().random())")
    assert kept.count("KEPT") == 3
    record = graded_in(tiny, kept)
    assert check(record, "A second fit").message.startswith("one seed gives two models")
    assert check(record, "A second double").message.startswith("two answers")


@pytest.mark.parametrize("tensor", ["factor.clone()", "factor[:1].expand(3)"], ids=["inference", "expanded"])
def test_a_model_that_cannot_be_changed_is_as_good(graded_in: GradedIn, tiny: Path, tensor: str) -> None:
    """One whose tensors nothing may be written into comes out of a new training each time."""
    add_checks(tiny, STIRRED)
    returned = "    return model, [1.0, 0.5]\n"
    frozen = f"model.factor = torch.nn.Parameter(model.{tensor}, requires_grad=False)"
    source = RIGHT.replace(returned, f"    with torch.inference_mode():\n        {frozen}\n{returned}")
    assert source != RIGHT
    assert check(graded_in(tiny, source), "A second fit").state == "passed"


@pytest.mark.parametrize("done", ["model.factor = torch.nn.Parameter(torch.ones(2))", "del model.factor"])
def test_an_object_that_is_left_unfit_for_the_next_call_fails_the_check(
    graded_in: GradedIn, tiny: Path, done: str
) -> None:
    add_checks(tiny, IN_TURN)
    careless = RIGHT.replace(
        "    return torch.autograd.grad(model(x).sum(), x)[0]",
        f"    found = torch.autograd.grad(model(x).sum(), x)[0]\n    {done}\n    return found",
    )
    assert careless != RIGHT
    found = check(graded_in(tiny, careless), "The slopes of two models")
    assert found.state == "failed"
    assert "slope" in found.message or "left unfit" in found.message


def test_a_model_left_changed_fails_the_check(graded: Graded) -> None:
    careless = RIGHT.replace(
        "    x = x.detach()", "    model.register_forward_hook(lambda *a: None)\n    x = x.detach()"
    )
    assert check(graded(careless), "The slope").message.startswith("slope leaves the model changed")


def test_a_mistake_with_a_mutant_gets_its_hint_and_others_none(graded: Graded) -> None:
    assert check(graded(RIGHT.replace(DOUBLE, "    return 2 + x\n")), "Doubling").hint.startswith(
        "This adds two"
    )
    assert check(graded(RIGHT.replace(DOUBLE, "    return 3 + x\n")), "Doubling").hint == ""
    assert check(graded(RIGHT.replace("(seed)\n", "(7)\n")), "The same seed").hint.startswith(
        "Does every seed give"
    )


def test_a_hint_needs_every_call_of_the_task(graded: Graded) -> None:
    both = RIGHT.replace(DOUBLE, "    return 2 + x\n").replace("x.min()", "x.max()")
    assert check(graded(both), "Doubling").hint == ""


@pytest.mark.parametrize("others", [[], ["adds_two_at_heart.py"]], ids=["alone", "beside one that fits less"])
def test_a_mistake_that_costs_less_than_its_mutant_gets_its_hint(
    graded_in: GradedIn, tiny: Path, others: list[str]
) -> None:
    """Who writes out again what the reference calls, loses one task by a mistake that elsewhere loses two."""
    mutants = tiny / "assignments/tiny/mutants"
    text = (mutants / "adds_two.py").read_text()
    (mutants / "adds_two.py").write_text(text if others else text.replace('{"double"}', '{"double", "fit"}'))
    for name in others:
        (mutants / name).write_text(text.replace('{"double"}', '{"double", "fit"}').replace("doubling", "it"))
    record = graded_in(tiny, RIGHT.replace(DOUBLE, "    return 2 + x\n"))
    assert check(record, "Doubling").hint == "This adds two; doubling multiplies."


@pytest.mark.parametrize("fault", ["HINT = HINT.split()", "SIGNATURE = len(HINT)", "HINT = 1 / 0"])
def test_a_mutant_that_is_at_fault_keeps_nobody_from_being_graded(
    graded_in: GradedIn, tiny: Path, fault: str
) -> None:
    mutant = tiny / "assignments/tiny/mutants/adds_two.py"
    mutant.write_text(mutant.read_text().replace("\n\n\ndef", f"\n{fault}\n\n\ndef"))
    record = graded_in(tiny, RIGHT.replace(DOUBLE, "    return x + 2\n"))
    assert (record.status, record.score) == ("graded", 70.0)
    assert (check(record, "Doubling").state, check(record, "Doubling").hint) == ("failed", "")


@pytest.mark.parametrize(
    "ends",
    ["while True: pass", "import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)", "x.resize_(2**40)"],
)
def test_a_mutant_that_ends_its_replay_keeps_no_other_from_being_named(
    graded_in: GradedIn, tiny: Path, ends: str
) -> None:
    """Of two that come before the one that fits, and one that comes after it."""
    mutants = tiny / "assignments/tiny/mutants"
    text = (mutants / "adds_two.py").read_text().replace("This adds two; doubling multiplies.", "Never.")
    for name in ("aa.py", "ab.py", "zz.py"):
        (mutants / name).write_text(text.replace("return x + 2", f"{ends}\n    return x + 2"))
    record = graded_in(tiny, RIGHT.replace(DOUBLE, "    return 2 + x\n"))
    assert check(record, "Doubling").hint == "This adds two; doubling multiplies."


@pytest.mark.parametrize(
    "change",
    [
        lambda model: model.weight.data.zero_(),
        lambda model: model.bias.data.fill_(float("nan")),
        lambda model: model.register_forward_hook(lambda *_: None),
        lambda model: model.double(),
        lambda model: model(torch.ones(2)).sum().backward(),
    ],
)
def test_a_model_that_a_mutant_changed_is_not_the_next_ones(
    change: Callable[[torch.nn.Linear], object],
) -> None:
    """Mutants share a copy of each model as long as it is as it was."""
    copies, model = _Copies(), torch.nn.Linear(2, 3)
    first = copies.of(model)
    assert copies.of(model) is first
    change(first)
    second = copies.of(model)
    assert second is not model
    assert second is not first
    assert same(model, as_seen(second))


def test_a_tensor_that_a_mutant_changed_is_not_the_next_ones() -> None:
    copies, tensor = _Copies(), torch.ones(2)
    first = copies.of(tensor)
    assert copies.of(tensor) is first
    first.requires_grad_(True).sum().backward()
    second = copies.of(tensor)
    assert second is not first
    assert second.grad is None


def test_hints_have_a_time_in_all(graded_in: GradedIn, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it is over the tasks that are left have none; the verdict stands."""
    monkeypatch.setattr("autograder.grading.hints.TOTAL_CPU_S", 0)
    record = graded_in(tiny, RIGHT.replace(DOUBLE, "    return 2 + x\n"))
    assert record.status == "graded"
    assert check(record, "Doubling").state == "failed"
    assert check(record, "Doubling").hint == ""


def test_a_signature_may_leave_the_question_to_the_values(graded_in: GradedIn, tiny: Path) -> None:
    """None from a mutant's own test: the task's calls are replayed as if it had none."""
    mutant = tiny / "assignments/tiny/mutants/adds_two.py"
    mutant.write_text(mutant.read_text() + "\n\ndef SIGNATURE(calls):\n    return None\n")
    for wrong, hint in (("2 + x", "This adds two; doubling multiplies."), ("3 + x", "")):
        record = graded_in(tiny, RIGHT.replace(DOUBLE, f"    return {wrong}\n"))
        assert check(record, "Doubling").hint == hint


def test_a_function_leaves_its_arguments_as_they_were_whoever_calls_it(
    graded_in: GradedIn, tiny: Path
) -> None:
    """A check that compares nothing sees it too."""
    add_checks(
        tiny,
        """

@pytest.mark.task("double")
def test_called(student):
    \"\"\"Called\"\"\"
    student.double(torch.ones(2))


@pytest.mark.task("double")
def test_by_name(student):
    \"\"\"By name\"\"\"
    student.double(x=torch.ones(2))
""",
    )
    assert check(graded_in(tiny, RIGHT), "Called").state == "passed"
    record = graded_in(tiny, RIGHT.replace(DOUBLE, "    x *= 2\n    return x.clone()\n"))
    assert check(record, "Called").message.startswith("double leaves its argument 1 changed")
    assert check(record, "By name").message.startswith("double leaves its argument x changed")


def test_a_training_that_passed_says_nothing_of_a_mistake_in_another_function(
    graded_in: GradedIn, tiny: Path
) -> None:
    """It cannot be replayed; where the mutant's own function trains it could tell, and nobody is named."""
    add_checks(
        tiny,
        """

@pytest.mark.task("double")
def test_training(student):
    \"\"\"A model trained\"\"\"
    student.fit(int(torch.seed() % 1000))
""",
    )
    wrong = RIGHT.replace(DOUBLE, "    return 2 + x\n").replace("[1.0, 0.5]", "[0.8, 0.4]")
    record = graded_in(tiny, wrong)
    assert check(record, "Doubling").hint == "This adds two; doubling multiplies."
    mutant = tiny / "assignments/tiny/mutants/adds_two.py"
    mutant.write_text(
        mutant.read_text() + "\n\ndef fit(seed):\n    return Scale(3), [double(torch.ones(1)).item()]\n"
    )
    record = graded_in(tiny, wrong)
    assert check(record, "Doubling").hint == ""


def test_a_signature_is_given_what_a_check_put_into_the_students_process(
    graded_in: GradedIn, tiny: Path
) -> None:
    """The value itself: an author writes a signature for the arguments that the function has."""
    grader_file = tiny / "assignments/tiny/graders/test_tiny.py"
    held = grader_file.read_text().replace('compare("double", x)', 'compare("double", compare.hold(x))')
    grader_file.write_text(
        held.replace(
            "def test_double(compare, variant)", "def test_double(compare, student, variant)"
        ).replace("compare.hold", "student.hold")
    )
    mutant = tiny / "assignments/tiny/mutants/adds_two.py"
    mutant.write_text(
        mutant.read_text()
        + """

def SIGNATURE(calls):
    return all(torch.equal(value, args[0] + 2) for name, args, _, value in calls if name == "double")
"""
    )
    record = graded_in(tiny, RIGHT.replace(DOUBLE, "    return 2 + x\n"))
    assert check(record, "Doubling").hint == "This adds two; doubling multiplies."


def test_a_mistake_that_changes_its_arguments_is_no_other_of_the_same_values(
    graded_in: GradedIn, tiny: Path
) -> None:
    mutants = tiny / "assignments/tiny/mutants"
    text = (mutants / "adds_two.py").read_text()
    for name, body in (("in_place", "x.mul_(2)"), ("of_three", "2 * x if x.shape[1] == 3 else x")):
        (mutants / f"{name}.py").write_text(text.replace("This adds two", name).replace("x + 2", body))
    record = graded_in(tiny, RIGHT.replace(DOUBLE, "    return x.mul_(2)\n"))
    assert check(record, "Doubling").message.startswith("double leaves its argument 1 changed")
    assert check(record, "Doubling").hint.startswith("in_place")


def test_mistakes_with_one_hint_need_not_be_told_apart(graded_in: GradedIn, tiny: Path) -> None:
    mutants = tiny / "assignments/tiny/mutants"
    text = (mutants / "adds_two.py").read_text()
    for hint, given in (("This adds two; doubling multiplies.", True), ("Something else.", False)):
        (mutants / "adds_two_too.py").write_text(text.replace("This adds two; doubling multiplies.", hint))
        record = graded_in(tiny, RIGHT.replace(DOUBLE, "    return 2 + x\n"))
        assert bool(check(record, "Doubling").hint) == given


def test_no_mutant_is_asked_for_the_values_of_a_call_that_raised(
    graded_in: GradedIn, tiny: Path, tmp_path: Path
) -> None:
    """It might train for seconds, and there is nothing to compare its values with."""
    mutant, asked = tiny / "assignments/tiny/mutants/adds_two.py", tmp_path / "asked"
    told = f"    open({str(asked)!r}, 'w').close()\n    return"
    mutant.write_text(
        mutant.read_text().replace("    return", told) + "\n\ndef SIGNATURE(calls):\n    return None\n"
    )
    graded_in(tiny, RIGHT.replace(DOUBLE, "    raise NotImplementedError\n"))
    assert not asked.exists()
    graded_in(tiny, RIGHT.replace(DOUBLE, "    return 3 + x\n"))
    assert asked.exists()


CENTRED = '''
import dataclasses


@dataclasses.dataclass
class Both:
    difference: torch.Tensor
    outputs: torch.Tensor


def centred(model: Scale, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The model's outputs less its factors, and its outputs: (difference, outputs)."""
    return model(x) - model.factor, model(x)
'''
DERIVED = """

@pytest.mark.task("fit")
@pytest.mark.parametrize("of", [None, "outputs"])
def test_derived(compare, of):
    \"\"\"Derived\"\"\"
    compare.gradients("centred", Scale(3), torch.full((2, 3), 2.0, requires_grad=True), of=of)
"""
NOT_THE_GRADIENT = "centred: the values are right, but not their gradient by"
UNDERIVED = "centred: the values are right, but deriving them raised RuntimeError"
DETACHED = "centred: the values are right, but no gradient flows back through them: they are detached"


@pytest.mark.parametrize(
    ("returns", "of_both", "of_outputs"),
    [
        ("[model(x) - model.factor, x * model.factor]", "", ""),
        ("list(model(x) - model.factor), torch.stack([*model(x)])", "", ""),
        ("model(x) - model.factor.detach(), model(x)", f"{NOT_THE_GRADIENT} factor of argument 1: ", ""),
        ("model(x) - model.factor, model(x.detach())", *2 * [f"{NOT_THE_GRADIENT} argument 2: "]),
        (
            "model(x) - model.factor, model(x).detach()",
            f"{NOT_THE_GRADIENT} factor of argument 1: ",
            DETACHED,
        ),
        ("(model(x) - model.factor).detach(), model(x).tolist()", DETACHED, ""),
        ("model(x).exp().zero_() + model(x) - model.factor, model(x)", UNDERIVED, ""),
        ("x.numpy() - model.factor.detach().numpy(), x.numpy() * 1", "", ""),
        ("Both(model(x) - model.factor, model(x))", "", ""),
        ("Both(model(x).detach() - model.factor, model(x))", NOT_THE_GRADIENT, ""),
        ("model(x) + model.factor, model(x)", *2 * ["centred: difference: "]),
        ("print(x), model(x)", *2 * ["centred returned the wrong kind of value"]),
    ],
)
def test_the_gradients_of_a_value_are_compared(
    graded_in: GradedIn, tiny: Path, returns: str, of_both: str, of_outputs: str
) -> None:
    """Of all of it or of one part, in any form of an answer; what is detached fails, what is in NumPy has none."""
    solution = tiny / "solutions/tiny.py"
    solution.write_text(solution.read_text() + CENTRED)
    add_checks(tiny, DERIVED)
    right = "model(x) - model.factor, model(x)"
    assert right in CENTRED
    record = graded_in(tiny, RIGHT + CENTRED.replace(right, returns))
    for of, said in (("None", of_both), ("outputs", of_outputs)):
        found = check(record, f"Derived ({of})")
        assert found.state == ("failed" if said else "passed")
        assert found.message.startswith(said)


def test_gradients_are_asked_for_where_a_submission_has_turned_them_off(
    graded_in: GradedIn, tiny: Path
) -> None:
    solution = tiny / "solutions/tiny.py"
    solution.write_text(solution.read_text() + CENTRED)
    add_checks(tiny, DERIVED)
    record = graded_in(tiny, RIGHT + CENTRED + "\n\ntorch.set_grad_enabled(False)\n")
    assert check(record, "Derived (None)").state == "passed"


def test_a_mistake_that_shows_in_gradients_alone_gets_its_hint(graded_in: GradedIn, tiny: Path) -> None:
    solution = tiny / "solutions/tiny.py"
    solution.write_text(solution.read_text() + CENTRED)
    add_checks(tiny, DERIVED)
    factor_detached = CENTRED.replace("- model.factor", "- model.factor.detach()")
    x_detached = CENTRED.replace("model(x) -", "model(x.detach()) -")
    for name, source in (("factor", factor_detached), ("x", x_detached)):
        text = f'"""Detaches."""\n\nLOSES = {{"fit"}}\nHINT = "Is {name} detached?"\n{source}'
        (tiny / f"assignments/tiny/mutants/detaches_{name}.py").write_text(text)
    for name, source in (("factor", factor_detached), ("x", x_detached)):
        record = graded_in(tiny, RIGHT + source)
        assert check(record, "Derived (None)").hint == f"Is {name} detached?"
        assert check(record, "Derived (outputs)").state == "passed"


def test_gradients_that_the_reference_does_not_have_are_not_the_students_fault(
    graded_in: GradedIn, tiny: Path
) -> None:
    add_checks(
        tiny,
        """

@pytest.mark.task("fit")
@pytest.mark.parametrize("requires_grad", [False, True])
def test_derived(compare, requires_grad):
    \"\"\"Derived\"\"\"
    x = torch.ones(2, 3, requires_grad=requires_grad)
    compare.gradients("extremes", x)
""",
    )
    record = graded_in(tiny, RIGHT)
    for requires in (False, True):
        found = check(record, f"Derived ({requires})")
        assert found.state == "not_judged"
        assert "the reference's extremes has no gradients" in found.detail


@pytest.mark.parametrize("tolerance", ["-1e-3 * size", "float('nan') * size", "float('inf') * size"])
@pytest.mark.parametrize("by", ["compare", "compare.gradients", "compare.in_turn"])
def test_a_tolerance_that_comes_out_as_none_is_the_checks_fault(
    graded_in: GradedIn, tiny: Path, tolerance: str, by: str
) -> None:
    call = f'{by}("double", {"(x,), (2 * x,)" if by == "compare.in_turn" else "x"}, rtol={tolerance})'
    body = (
        f'    "Tolerant"\n    x = torch.ones(3, requires_grad=True)\n    size = float(x.sum())\n    {call}\n'
    )
    add_checks(tiny, f'\n\n@pytest.mark.task("double")\ndef test_tolerant(compare):\n{body}')
    for answer in (RIGHT, RIGHT.replace(DOUBLE, "    return 3 * x\n")):
        found = check(graded_in(tiny, answer), "Tolerant")
        assert found.state == "not_judged"
        assert "ValueError: compare('double') has rtol=" in found.detail
        assert "a tolerance is a number, 0 or above" in found.detail


def test_one_check_without_a_verdict_is_told_as_one(graded_in: GradedIn, tiny: Path) -> None:
    add_checks(tiny, '\n\n@pytest.mark.task("fit")\ndef test_it():\n    "It"\n    raise ValueError\n')
    assert graded_in(tiny, RIGHT).reason == "1 check could not be judged: It"


def test_a_model_that_is_held_and_what_is_passed_beside_it_are_compared_twice(
    graded_in: GradedIn, tiny: Path
) -> None:
    """The arrays of the held model come back before those of the other argument."""
    add_checks(
        tiny,
        """

@pytest.mark.task("fit")
def test_slope_twice(student, compare):
    \"\"\"The slope of a held model, twice\"\"\"
    model = student.hold(Scale(3))
    for _ in range(2):
        compare("slope", model, torch.ones(2, 3))
""",
    )
    record = graded_in(tiny, RIGHT)
    assert check(record, "The slope of a held model").state == "passed"


def test_a_loop_without_end_fails_its_check_and_the_next_goes_on(graded: Graded) -> None:
    record = graded(RIGHT.replace(DOUBLE, "    while True: pass\n"))
    assert check(record, "Doubling").message == "double used more than 1 s of processor time"
    assert check(record, "The extremes").state == "passed"
    assert record.limits_hit == ["cpu"]
    assert record.status == "graded"


DOUBLED_AGAIN = """

@pytest.mark.task("double")
@pytest.mark.parametrize("time", [2, 3])
def test_double_again(student, time):
    \"\"\"Doubling once more\"\"\"
    assert student.double(torch.ones(1)).item() == 2


@pytest.mark.task("fit")
def test_extremes_again(compare):
    \"\"\"The extremes once more\"\"\"
    compare("extremes", torch.tensor([1.0, 2.0]))
"""


def test_a_function_that_was_stopped_twice_is_not_called_again_and_the_others_are(
    graded_in: GradedIn, tiny: Path
) -> None:
    """Two limits at most for each function that loops; an honest student's other functions lose nothing by it."""
    grader_file = tiny / "assignments/tiny/graders/test_tiny.py"
    grader_file.write_text(grader_file.read_text() + DOUBLED_AGAIN)
    record = graded_in(tiny, RIGHT.replace(DOUBLE, "    while True: pass\n"))
    said = [c.message for task in record.tasks for c in task.checks if c.state == "failed"]
    stopped = "double used more than 1 s of processor time"
    assert said == [
        stopped,
        stopped,
        "double was stopped 2 times in earlier checks, and was not called again",
    ]
    assert check(record, "The extremes once more").state == "passed"
    assert record.cpu_s < 3


def test_a_submission_that_uses_up_its_total_is_stopped_but_judged(graded: Graded) -> None:
    record = graded(RIGHT.replace("FACTOR = 2.0", "while True: FACTOR = 2.0"))
    assert record.score == 0
    assert record.cpu_s < 6


def test_too_much_memory_is_named(graded: Graded) -> None:
    record = graded(RIGHT.replace(DOUBLE, "    return [bytearray(1 << 26) for _ in range(100)]\n"))
    assert check(record, "Doubling").message.startswith(
        "double used more than 256 MB of memory at ada.py, line "
    )
    assert record.limits_hit == ["memory"]


@pytest.mark.parametrize("leaving", ["os._exit(0)", "os.kill(os.getpid(), 9)", "os.abort()"])
def test_ending_the_process_gains_nothing(graded: Graded, leaving: str) -> None:
    record = graded("import os\n" + RIGHT.replace(DOUBLE, f"    {leaving}\n"))
    assert check(record, "Doubling").state == "failed"
    assert check(record, "The extremes").state == "passed"


EQUAL = """
class Equal:
    def __eq__(self, other): return True
    def __getattr__(self, name): return Equal()
    def __call__(self, *a, **k): return Equal()
    def __iter__(self): return iter([Equal(), Equal()])
    def __float__(self): return 1.0
    def __len__(self): return 2
"""


def test_an_object_equal_to_everything_is_no_answer(graded: Graded) -> None:
    record = graded(EQUAL + "def double(x): return Equal()\nextremes = fit = slope = double\n")
    assert record.score == 0
    assert check(record, "Doubling").message == (
        "double returned the wrong kind of value: expected a tensor or array of numbers, got an object of another type"
    )


def test_a_name_made_by_an_experiment_is_explained(graded: Graded) -> None:
    source = RIGHT.replace(DOUBLE, "    return table * x\n").replace(
        "# %%\nprint", "# %%\ntable = double(1)\nprint"
    )
    message = check(graded(source), "Doubling").message
    assert "double raised NameError" in message
    assert "`table` is made in ada.py, line" in message
    assert "pass it to the function as an argument" in message


@pytest.mark.parametrize(
    ("future", "state"), [("", "failed"), ("from __future__ import annotations\n", "passed")]
)
def test_annotations_are_read_as_the_submission_says(graded: Graded, future: str, state: str) -> None:
    """A name that exists nowhere may stand in an annotation only under the future import."""
    source = future + RIGHT.replace("def double(x: torch.Tensor)", "def double(x: Nowhere)")
    assert check(graded(source), "Doubling").state == state


def test_a_message_has_an_end_whatever_the_names_in_it(graded: Graded) -> None:
    """Each of a hundred checks' messages would hold them, and so would the record, the terminal and the pages."""
    long = "a" * 9_000
    source = RIGHT.replace(DOUBLE, f"    return {long} * x\n") + f"\n\n{long} = fit(1)\n"
    found = check(graded(source), "Doubling")
    assert found.message.startswith("double raised TypeError at ada.py, line 15: `return aaa")
    assert found.message.endswith(
        "; the public example raises too: call it at home, or run the public tests, and see why"
    )
    assert len(found.message) < 1100


def test_a_failed_import_is_explained_where_it_bites(graded: Graded) -> None:
    record = graded("import seaborn\n" + RIGHT.replace(DOUBLE, "    return seaborn.double(x)\n"))
    message = check(record, "Doubling").message
    assert "ModuleNotFoundError" in message
    assert check(record, "The extremes").state == "passed"


@pytest.mark.parametrize(
    ("imports", "call"),
    [
        ("", "display(x)"),
        ("", "display(x, display_id=True).update(x + 1)"),
        ("from IPython.display import clear_output, display\n", "clear_output(wait=True); display(x)"),
        ("import IPython.display\n", "IPython.display.display(IPython.display.Markdown('**x**'))"),
        ("import IPython\n", "assert IPython.get_ipython() is None"),
        ("", "from IPython.display import HTML, display; display(HTML('x'))"),
    ],
)
def test_what_a_notebook_shows_on_the_way_costs_nothing(graded: Graded, imports: str, call: str) -> None:
    record = graded(imports + RIGHT.replace(DOUBLE, f"    {call}\n{DOUBLE}"))
    assert record.score == 100.0, messages(record)


def test_a_rejected_submission_scores_nothing_and_says_why(tiny_grader: Grader, tmp_path: Path) -> None:
    file = tmp_path / "bob.py"
    file.write_text("def double(x):\n    return x\n" * 999 + "def double(x:\n")
    record = tiny_grader.grade_files("bob", [file], FIXED)
    assert record is not None
    assert (record.status, record.score) == ("rejected", 0.0)
    assert "line 1999" in (record.reason or "")
    assert record.grader_cpu_s > 0, "it costs something to read"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("raise ValueError", ""),
        ("class NoBooleans(ValueError): pass\n    raise NoBooleans", ""),
        ("x.decode('utf-8')", "double raised AttributeError"),
        ("return FACTOR * x", "double raises no ValueError for booleans"),
        ("raise NotImplementedError('not written yet')", "double is not written yet"),
        ("'\\udcff'.encode()", ""),  # a UnicodeEncodeError is a ValueError
        ("class Odd(Exception): pass\n    raise Odd", "double raised an exception"),
        ("raise torch.linalg.LinAlgError('a RuntimeError')", "double raised an exception"),
        ("while True: pass", "double used more than 1 s"),
        ("x[0] = False; raise ValueError", "double leaves its argument 1 changed where it raises"),
    ],
)
def test_what_a_function_has_to_refuse(graded_in: GradedIn, tiny: Path, body: str, message: str) -> None:
    """And the hint is of the mistake that refuses it too: one with the same values that takes booleans is not this one."""
    grader = tiny / "assignments/tiny/graders/test_tiny.py"
    mutants = tiny / "assignments/tiny/mutants"
    takes_all = (mutants / "adds_two.py").read_text()
    (mutants / "takes_all.py").write_text(takes_all.replace("This adds two", "This takes booleans"))
    refusing = "def double(x):\n    if x.dtype == torch.bool:\n        raise ValueError\n"
    (mutants / "adds_two.py").write_text(takes_all.replace("def double(x):\n", refusing))
    refusal = '''

@pytest.mark.task("double")
def test_booleans(refuses):
    """Booleans are refused"""
    refuses("double", torch.ones(3, dtype=torch.bool), what="booleans")
'''
    grader.write_text(grader.read_text() + refusal)
    guarded = f"    if x.dtype == torch.bool:\n        {body.replace(chr(10), chr(10) + '    ')}\n    return 2 + x\n"
    record = graded_in(tiny, RIGHT.replace(DOUBLE, guarded))
    assert check(record, "Booleans").message.startswith(message)
    assert (check(record, "Booleans").state == "passed") == (not message)
    if not message:
        assert check(record, "Doubling").hint.startswith("This adds two")


def test_the_order_of_the_checks_changes_nothing(tiny_grader: Grader, tmp_path: Path) -> None:
    file = tmp_path / "ada.py"
    file.write_text(RIGHT.replace("x.min()", "x.max()"))
    submission = tiny_grader.read("ada", [file])
    forth, back = (tiny_grader.grade(submission, FIXED, backwards=b) for b in (False, True))
    assert [t.score for t in forth.tasks] == [t.score for t in back.tasks]


def test_the_same_work_has_one_key_and_is_not_graded_twice(tiny_grader: Grader, tmp_path: Path) -> None:
    file = tmp_path / "ada.py"
    file.write_text(RIGHT)
    record = tiny_grader.grade_files("ada", [file], FIXED)
    assert record is not None
    file.write_text("# a comment more\n" + RIGHT)
    assert tiny_grader.grade_files("ada", [file], FIXED, known_key=record.key) is None
    file.write_text(RIGHT.replace("FACTOR * x", "x + x"))
    assert tiny_grader.grade_files("ada", [file], FIXED, known_key=record.key) is not None


def a_broken_grader(graded_in: GradedIn, tiny: Path, body: str) -> Record:
    graders = tiny / "assignments/tiny/graders/test_tiny.py"
    graders.write_text(graders.read_text() + body)
    return graded_in(tiny, RIGHT)


@pytest.mark.parametrize(
    "body",
    [
        '\n\n@pytest.mark.task("double")\ndef test_broken(student):\n    """Broken"""\n    raise KeyError("ours")\n',
        '\n\n@pytest.mark.task("double")\ndef test_broken(no_such_fixture):\n    """Broken"""\n',
        '\n\n@pytest.mark.task("double")\ndef test_broken(compare):\n    """Broken"""\n    compare("unknown_to_the_reference")\n',
        '\n\n@pytest.mark.task("no such task")\ndef test_broken(student):\n    """Broken"""\n',
        "\n\nraise RuntimeError('while loading')\n",
        "\n\ndef test_without_a_task():\n    pass\n",
        '\n\n@pytest.mark.task("double", wieght=3)\ndef test_broken():\n    """Broken"""\n',
        '\n\n@pytest.mark.task("double", 3)\ndef test_broken():\n    """Broken"""\n',
        *(
            f'\n\n@pytest.mark.task("double")\ndef test_broken(credit, measure):\n    """Broken"""\n    {what}\n'
            for what in (
                "credit(float('nan'))",
                "credit(float('inf'))",
                "credit(1, of=0)",
                "credit(-1, of=-2)",
                "credit(1, of=float('inf'))",
                "measure('x', 1.0, at_least=float('nan'))",
            )
        ),
        '\n\n@pytest.mark.task("double")\ndef test_broken():\n    """Broken"""\n    pytest.skip("not here")\n',
    ],
)
def test_a_fault_of_the_grader_is_never_a_students_zero(graded_in: GradedIn, tiny: Path, body: str) -> None:
    record = a_broken_grader(graded_in, tiny, body)
    assert record.status == "not_graded"
    assert record.score is None
    assert record.reason
    assert not record.reusable


def test_a_number_of_the_students_that_is_none_fails_its_measure(graded_in: GradedIn, tiny: Path) -> None:
    body = '\n\n@pytest.mark.task("double")\ndef test_nan(measure):\n    """NaN"""\n    measure("x", float("nan"), at_least=0)\n'
    record = a_broken_grader(graded_in, tiny, body)
    assert record.status == "graded"
    assert [check.state for check in record.tasks[0].checks] == ["passed", "passed", "failed"]


def test_a_fixture_that_there_is_not_is_told_with_the_line_that_asks_for_it(
    graded_in: GradedIn, tiny: Path
) -> None:
    body = '\n\n@pytest.mark.task("double")\ndef test_broken(exmaple):\n    """Broken"""\n'
    detail = a_broken_grader(graded_in, tiny, body).tasks[0].checks[-1].detail
    file = tiny / "assignments/tiny/graders/test_tiny.py"
    assert detail == f"File \"{file}\", line 49, in test_broken\nthere is no fixture 'exmaple'"


def test_graders_that_cannot_be_loaded_are_not_said_to_lack_checks(graded_in: GradedIn, tiny: Path) -> None:
    body = '\n\n@pytest.mark.task("double", weight=float("in" + "f"))\ndef test_broken():\n    """Broken"""\n'
    record = a_broken_grader(graded_in, tiny, body)
    assert record.reason is not None
    assert record.reason.startswith(
        "the graders could not be loaded: assignments/tiny/graders/test_tiny.py::test_broken"
    )
    assert [check.detail for check in record.tasks[0].checks] == ["no check of it was run"]


def test_a_hook_that_takes_checks_out_is_told_with_their_names(graded_in: GradedIn, tiny: Path) -> None:
    conftest = tiny / "assignments/tiny/graders/conftest.py"
    hook = "\n\ndef pytest_collection_modifyitems(items):\n    items[:] = ORDER\n"
    conftest.write_text(conftest.read_text() + hook.replace("ORDER", "items[:2] + items[3:]"))
    reason = graded_in(tiny, RIGHT).reason
    assert reason is not None
    assert "takes out assignments/tiny/graders/test_tiny.py::test_fit_depends_on_the_seed, and so" in reason
    conftest.write_text(conftest.read_text().replace("items[:2] + items[3:]", "items[::-1]"))
    assert graded_in(tiny, RIGHT).score == 100.0


OWN = '''

def draw():
    assert False, "no margin"


def near(value, expected):
    assert torch.equal(value, expected), "it is another"


@pytest.mark.task("double")
def test_own(student, compare, reference):
    """Own"""
    BODY
'''


@pytest.mark.parametrize(
    ("body", "state", "told"),
    [
        ("draw()", "not_judged", "AssertionError: no margin"),
        (
            "student.double(torch.ones(1)); reference.double(torch.ones(9))",
            "not_judged",
            "AssertionError: nine",
        ),
        (
            "student.double(torch.ones(1)); compare('double', torch.ones(9))",
            "not_judged",
            "AssertionError: nine",
        ),
        ("pytest.fail('it is another')", "not_judged", "use fail and refuses, or an assert"),
        ("near(student.double(torch.ones(2)), torch.ones(2))", "failed", "it is another"),
        ("assert student is None, 'as another check has seen'", "failed", "as another check has seen"),
        (
            "pytest.importorskip('autograder.checks').fail('it lacks something')",
            "failed",
            "it lacks something",
        ),
    ],
)
def test_an_assertion_costs_points_where_it_may_be_about_the_students_work(
    graded_in: GradedIn, tiny: Path, body: str, state: str, told: str
) -> None:
    """Not where the reference makes it, nor a helper where nothing of the student's has been called."""
    solution = tiny / "solutions/tiny.py"
    solution.write_text(RIGHT.replace(DOUBLE, f"    assert len(x) != 9, 'nine'\n{DOUBLE}"))
    add_checks(tiny, OWN.replace("BODY", body))
    record = graded_in(tiny, RIGHT)
    found = check(record, "Own")
    assert found.state == state
    assert told in (found.message if state == "failed" else found.detail)
    assert (record.score is None) == (state == "not_judged")


WORKS_WITH = '''

@pytest.fixture
def doubled(student):
    return {2.0: "two"}[float(student.double(torch.ones(1)))]


@pytest.mark.task("double")
def test_works(ASKED):
    """Works"""
    BODY
'''


@pytest.mark.parametrize(
    ("asked", "body", "factor", "state"),
    [
        ("student", "[0, 1, 2][int(student.double(torch.ones(1)))]", 9, "failed"),
        ("student", "torch.zeros(3) + torch.zeros(1 + int(student.double(torch.ones(1))))", 9, "failed"),
        ("student, reference", "reference.double(student.double(torch.ones(1)))", 9, "failed"),
        ("doubled", "pass", 9, "failed"),
        ("student", "[0][int(student.double(torch.ones(1)))]", 9, "not_judged"),
        ("student", "[0, 1, 2][int(student.double(torch.ones(1)))]", 2, "passed"),
        ("student", "if student.double(torch.ones(1)) == 9: raise OSError(28)", 9, "not_judged"),
        ("student", "if student.double(torch.ones(1)) == 9: raise MemoryError", 9, "not_judged"),
    ],
)
def test_a_grader_that_raises_on_an_answer_and_not_on_the_references_has_found_it_wrong(
    graded_in: GradedIn, tiny: Path, asked: str, body: str, factor: int, state: str
) -> None:
    """Else whoever wants no verdict has none. What the reference runs into too, or the machine may have, is nobody's zero."""
    solution = tiny / "solutions/tiny.py"
    solution.write_text(RIGHT.replace(DOUBLE, f"    assert float(x.max()) < 9, 'nine'\n{DOUBLE}"))
    add_checks(tiny, WORKS_WITH.replace("ASKED", asked).replace("BODY", body))
    record = graded_in(tiny, RIGHT.replace(DOUBLE, f"    return {factor} * x\n"))
    found = check(record, "Works")
    assert found.state == state
    assert (record.score is None) == (state == "not_judged")
    if state == "failed":
        assert "this check cannot work with what `double` returns" in found.message
        assert "tell whoever grades" in found.message
        assert found.detail.startswith(
            "the check's own code raised on this answer, and not on the reference's:"
        )
        assert "Error" in found.detail


FIRST = '''

@pytest.fixture
def asks(student):
    return student


@pytest.mark.task("double")
def test_own(ASKED):
    """Own"""
    assert "its answer" == "ours", "what the check has drawn"
'''


@pytest.mark.parametrize(
    ("asked", "first", "state"),
    [("student", True, "not_judged"), ("", False, "not_judged"), ("variant", False, "not_judged"),
     ("asks", False, "failed"), ("refuses", False, "failed")],
)  # fmt: skip
def test_an_assertion_of_a_check_that_has_asked_nothing_is_the_graders(
    graded_in: GradedIn, tiny: Path, asked: str, first: bool, state: str
) -> None:
    """Nor has any check before it, or it has nobody to ask: what it looks at is none of the student's."""
    name = "test_before.py" if first else "test_tiny_more.py"
    (tiny / "assignments/tiny/graders" / name).write_text("import pytest\n" + FIRST.replace("ASKED", asked))
    found = check(graded_in(tiny, RIGHT), "Own")
    assert found.state == state
    assert ("an assert says nothing of a student's work" in found.detail) == (state == "not_judged")


@pytest.mark.parametrize(
    "body",
    [
        "import numpy; numpy.testing.assert_allclose(student.double(torch.ones(2)), [5.25, 2.0])",
        "import unittest; unittest.TestCase().assertEqual(student.double(torch.ones(2)).tolist(), [5.25, 2.0])",
    ],
)
def test_what_a_librarys_assertion_says_is_for_the_ta_alone(
    graded_in: GradedIn, tiny: Path, body: str
) -> None:
    """The right values are in it."""
    add_checks(tiny, OWN.replace("BODY", body))
    found = check(graded_in(tiny, RIGHT), "Own")
    assert (found.state, found.message) == (
        "failed", "the answer does not have the property that the check asks for"
    )  # fmt: skip
    assert "5.25" in found.detail


NAMED = '''

@pytest.mark.task("double")
@pytest.mark.parametrize("x", [1.0, 2.0], ids=["größe", "a b"])
def test_named(compare, x):
    """Twice"""
    compare("double", torch.tensor([x]))
'''


def test_a_parameters_name_is_shown_as_its_author_wrote_it(graded_in: GradedIn, tiny: Path) -> None:
    add_checks(tiny, NAMED)
    record = graded_in(tiny, RIGHT)
    assert [check(record, title).state for title in ("Twice (größe)", "Twice (a b)")] == ["passed"] * 2


CHANGING = '''

import os
import planted


@pytest.fixture(scope="module", autouse=True)
def in_double_precision():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.mark.task("double")
def test_changing(compare, reference, monkeypatch):
    """Changing"""
    BODY


@pytest.mark.task("double")
def test_later(compare):
    """Later"""
    assert torch.get_default_dtype() is torch.float64
    compare("double", torch.ones(2))
    assert (torch.is_grad_enabled(), hasattr(planted, "more"), os.getcwd() != "/") == (True, False, True)
'''


STARTING = '''

import subprocess


@pytest.fixture(scope="module")
def server():
    process = subprocess.Popen(["sleep", "31"])
    yield process
    process.kill()
    process.wait()


@pytest.mark.task("double")
def test_starting(compare, server):
    """Starting"""
    compare("double", torch.ones(1))
    BODY


@pytest.mark.task("double")
def test_served(compare, server):
    """Served"""
    compare("double", torch.ones(1))
    assert (server.poll(), torch.is_grad_enabled()) == (None, True)
'''


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("torch.set_grad_enabled(False); subprocess.Popen(['sleep', '32'])", "leaves a process running, which was ended now, `sleep 32`: wait for it, or end it"),
        ("subprocess.run(['true'], check=True)", ""),
    ],
)  # fmt: skip
def test_a_process_that_a_check_leaves_running_is_ended_and_told(
    graded_in: GradedIn, tiny: Path, body: str, told: str
) -> None:
    """What a fixture of several checks starts is its own to end, and a student's process is none of the check's."""
    add_checks(tiny, STARTING.replace("BODY", body))
    record = graded_in(tiny, RIGHT)
    found = check(record, "Starting")
    assert found.state == ("not_judged" if told else "passed")
    assert told in found.detail
    assert check(record, "Served").state == "passed"
    assert not [command for command in running().values() if command.startswith("sleep")]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("reference.double = lambda x: 0 * x", "reference.double"),
        ("planted.more = 1", "planted.more"),
        ("torch.set_default_dtype(torch.float16)", "torch's default dtype"),
        ("torch.set_grad_enabled(False)", "whether torch keeps gradients"),
        ("os.chdir('/'); compare('double', None)", "the working directory"),
        ("__import__('numpy').seterr(all='raise')", "what NumPy does about overflow and the like"),
        ("__import__('sys').setrecursionlimit(300)", "Python's recursion limit"),
        ("torch.use_deterministic_algorithms(True)", "whether torch allows what is not deterministic"),
        ("monkeypatch.setattr(reference, 'double', None); monkeypatch.chdir('/')", None),
        ("planted.counted(); planted.held(1)", None),
    ],
)
def test_what_a_check_leaves_changed_is_its_own_fault_and_nobody_elses(
    graded_in: GradedIn, tiny: Path, body: str, what: str | None
) -> None:
    """The checks after it find all as it was; what is cached may stay, and what a fixture of all checks sets up."""
    counting = "count = 0\n\n\ndef counted():\n    global count\n    count += 1\n"
    caching = "import functools\n\n\n@functools.cache\ndef held(x):\n    return x\n"
    (tiny / "assignments/tiny/graders/planted.py").write_text(caching + counting)
    add_checks(tiny, CHANGING.replace("BODY", body))
    record = graded_in(tiny, RIGHT)
    found = check(record, "Changing")
    assert check(record, "Later").state == "passed"
    assert found.state == ("passed" if what is None else "not_judged")
    assert what is None or f"this check leaves {what} changed for those after it" in found.detail
    assert torch.get_default_dtype() is torch.float32


SENT = '''

from typing import NamedTuple


class Own(Scale):
    pass


class Two(NamedTuple):
    x: torch.Tensor


def built(kind=Scale, size=4, **attributes):
    model = kind(size)
    vars(model).update(attributes)
    return model


@pytest.mark.task("fit")
def test_sent(student, compare, stir):
    """Sent"""
    student.double(torch.ones(2))
    x = torch.ones(2, 4)
    BODY
'''
CONFIG = 'keep the constructor\'s arguments, self.config = {"size": size}'


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("compare('slope', built(config={}), x)", f"Scale(**{{}}) gives factor as [3] of float32, and here there is factor as [4] of float32: {CONFIG}"),
        ("student.hold(built(config={'width': 4}))", f"raises TypeError: Scale.__init__() got an unexpected keyword argument 'width': {CONFIG}"),
        ("student.hold(built(config=4))", CONFIG),
        ("compare('slope', built().double(), x.double())", "gives factor as [4] of float32, and here there is factor as [4] of float64"),
        ("student.slope(built(Own), x)", "no module of the folder student/ has its class, Own"),
        ("student.double([Two(x)])", "no module of the folder student/ has its class, Two"),
        ("torch.manual_seed(3); one = torch.rand(1); torch.manual_seed(3); student.hold(built()); assert torch.equal(one, torch.rand(1))", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_built_again_in_the_students_process_is_the_graders_fault(
    graded_in: GradedIn, tiny: Path, body: str, told: str
) -> None:
    """And is told with its class and what to do."""
    add_checks(tiny, SENT.replace("BODY", body))
    found = check(graded_in(tiny, RIGHT), "Sent")
    assert found.state == ("not_judged" if told else "passed")
    assert told in found.detail


def test_a_class_that_a_submission_spoils_is_its_own_fault(graded: Graded) -> None:
    """What a model is built with in its process is looked at in the grader's."""
    for spoilt in ("del given.Scale", "given.Scale.__init__ = None", "given.Scale = lambda size: None"):
        record = graded(f"{RIGHT}\nimport given\n\n\ndef spoil():\n    {spoilt}\n\n\nSPOILT = spoil()\n")
        assert (record.status, check(record, "The slope").state) == ("graded", "failed")


DRAWN = '''

import random

import numpy as np
import planted

ABOVE = np.random.rand()


@pytest.fixture(scope="module")
def shared():
    return random.random()


@pytest.mark.task("double")
def test_drawn(compare, measure, shared):
    """Drawn"""
    drawn = [ABOVE, shared, planted.DRAWN, np.random.rand(), random.random(), torch.rand(1)]
    compare("double", torch.rand(2))
    for value in (*drawn, np.random.rand(), torch.rand(1)):
        measure("drawn", value)


@pytest.mark.task("double")
def test_drawn_again(measure):
    """Another check"""
    measure("drawn", np.random.rand())
'''


def test_what_checks_draw_without_their_variant_is_drawn_anew_the_next_time(
    graded_in: GradedIn, tiny: Path
) -> None:
    """As their modules are loaded, in fixtures and in checks, by any library's own generator."""
    (tiny / "assignments/tiny/graders/planted.py").write_text("import random\n\nDRAWN = random.random()\n")
    add_checks(tiny, DRAWN)
    (one, other), (again, _) = (
        [
            [m.value for m in check(record, title).measures if m.name == "drawn"]
            for title in ("Drawn", "Another")
        ]
        for record in (graded_in(tiny, RIGHT), graded_in(tiny, RIGHT))
    )
    assert one == again
    assert len(set(one)) == 8
    assert not set(other) & set(one)


def test_a_zygote_that_dies_costs_one_submission_a_second_try(
    tiny_grader: Grader, graded: Callable[[str], Record]
) -> None:
    zygote = tiny_grader.zygote
    assert zygote._process is not None
    zygote._process.kill()
    zygote._process.wait()
    assert not zygote.alive
    assert graded(RIGHT).score == 100


def test_a_model_s_shapes_carry_no_message(graded: Graded) -> None:
    model = (
        "    model.factor = torch.nn.Parameter(torch.zeros(0, 1999, 1993))\n    return model, [1.0, 0.5]\n"
    )
    record = graded(RIGHT.replace("    return model, [1.0, 0.5]\n", model))
    message = check(record, "The same seed").message
    assert "another shape" in message
    assert "1999" not in message


def test_text_that_no_encoding_holds_fails_its_check_and_says_so(graded: Graded) -> None:
    record = graded(RIGHT.replace(DOUBLE, "    return chr(0xD800)\n"))
    failed = check(record, "Doubling")
    assert (failed.state, record.status, record.limits_hit) == ("failed", "graded", [])
    assert "ended the Python process" not in failed.message
    assert check(record, "The extremes").state == "passed"


def test_a_rejected_file_is_neither_followed_nor_waited_for(tiny_grader: Grader, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "link.py").symlink_to("/dev/zero")
    odd = tmp_path / os.fsdecode(b"\xff\x1b.py")
    odd.write_bytes(b"(")
    for file in (tmp_path / "pipe.py", tmp_path / "link.py", odd):
        record = tiny_grader.grade_files("ada", [file], FIXED)
        assert record is not None
        assert record.status == "rejected"
        assert msgspec.json.encode(record)


def test_a_reply_to_another_question_is_none(graded: Graded) -> None:
    says = (
        "    import gc, msgspec, socket, struct\n"
        "    end = next(o for o in gc.get_objects() if isinstance(o, socket.socket))\n"
        "    data = msgspec.msgpack.encode({'reply': 'loaded', 'functions': [str(x)], 'troubles': []})\n"
        "    end.sendall(struct.pack('<IQ', len(data), 0) + data)\n"
    )
    record = graded(RIGHT.replace(DOUBLE, says + DOUBLE))
    assert check(record, "Doubling").message == "double returned something that cannot be read"


def test_a_conftest_above_the_graders_changes_nothing(graded_in: GradedIn, tiny: Path) -> None:
    """An instructor's own tests may lie around the course."""
    (tiny / "conftest.py").write_text(
        "import pytest\n\n@pytest.fixture\ndef reference():\n    raise RuntimeError('another one')\n"
    )
    assert graded_in(tiny, RIGHT).score == 100.0


def test_a_reference_that_changes_its_model_is_the_graders_fault(graded_in: GradedIn, tiny: Path) -> None:
    """It runs on the model that the student is given next."""
    solution = tiny / "solutions/tiny.py"
    solution.write_text(
        RIGHT.replace('with respect to `x`."""\n', 'with respect to `x`."""\n    model.factor.data += 1\n')
    )
    record = graded_in(tiny, RIGHT)
    assert record.score is None
    failed = [c for task in record.tasks for c in task.checks if c.state != "passed"]
    assert [(c.state, "the reference's slope changes its model" in c.message + c.detail) for c in failed] == [
        ("not_judged", True)
    ]


def test_what_came_in_the_archive_is_where_the_program_looks_for_it(
    tiny_grader: Grader, tmp_path: Path
) -> None:
    """Data by a path from the working folder and from `__file__`, of the program and of a module in a package."""
    reads = """
from pathlib import Path

from tools.numbers import two

FACTOR = int(open("data/two.txt").read()) * two() // int((Path(__file__).parent / "data" / "two.txt").read_text())
"""
    work = tmp_path / "tiny.zip"
    with zipfile.ZipFile(work, "w") as archive:
        archive.writestr("tiny/tiny.py", reads + RIGHT.replace("FACTOR = 2.0\n", ""))
        archive.writestr("tiny/data/two.txt", "2")
        archive.writestr("tiny/tools/__init__.py", "")
        archive.writestr("tiny/tools/two.json", "2")
        archive.writestr(
            "tiny/tools/numbers.py",
            "import json, pathlib\n\n\ndef two():\n"
            "    return json.loads(pathlib.Path(__file__).with_name('two.json').read_text())\n",
        )
    record = tiny_grader.grade_files("ada", [work], FIXED)
    assert record is not None
    assert (record.score, messages(record).count("raised")) == (100.0, 0)


def test_a_line_of_a_module_is_named_with_its_folder(tiny_grader: Grader, tmp_path: Path) -> None:
    work = tmp_path / "tiny.zip"
    with zipfile.ZipFile(work, "w") as archive:
        archive.writestr(
            "tiny.py", RIGHT.replace(DOUBLE, "    from tools.numbers import two\n    return two()\n")
        )
        archive.writestr("tools/numbers.py", "def two():\n    return 1 / 0\n")
    record = tiny_grader.grade_files("ada", [work], FIXED)
    assert record is not None
    assert "double raised ZeroDivisionError at tools/numbers.py, line 2: `return 1 / 0`" in messages(record)


def test_a_hint_is_told_where_its_mistake_shows_and_hides_no_other(graded: Graded) -> None:
    """Two mistakes in one task: the signature of the first says nothing of the checks that the second fails."""
    first = RIGHT.replace("    torch.manual_seed(seed)\n", "    torch.manual_seed(0)\n")
    record = graded(first.replace("(model(x).sum(), x)[0]", "(-model(x).sum(), x)[0]"))
    assert check(record, "The same seed").hint == "Does every seed give the same model?"
    assert check(record, "The slope").state == "failed"
    assert check(record, "The slope").hint == ""
