"""The example class of the induction head scores what it should."""

from __future__ import annotations

import pytest

from autograder.record import Record

FULL = 110.0  # 100 and 10 of extra credit
LOSES: dict[str, set[str]] = {
    "induction_reference": set(),
    "numpy_and_plain_tensors": set(),
    "hooks_in_a_zip": set(),
    "looks_only": {"train", "cause", "composition", "circuit", "build", "snapshots"},
    "fixed_period": {"train"},
    "three_mistakes": {"detect", "cause", "circuit"},
    "forward_knows_the_answer": {"train", "snapshots"},
}


def test_everyone_has_a_verdict(records: dict[str, Record]) -> None:
    assert len(records) == 10
    assert {r.status for r in records.values()} == {"graded", "rejected"}


@pytest.mark.parametrize("student", sorted(LOSES))
def test_each_loses_what_its_mistake_costs(records: dict[str, Record], student: str) -> None:
    assert {task.name for task in records[student].lost} == LOSES[student]
    if not LOSES[student]:
        assert records[student].score == FULL


def test_each_of_three_mistakes_is_named(records: dict[str, Record]) -> None:
    hints = {
        task.name: {check.hint for check in task.checks if check.hint}
        for task in records["three_mistakes"].tasks
    }
    told = {name: " ".join(hint) for name, hint in hints.items() if hint}
    assert set(told) == {"detect", "cause", "circuit"}
    assert "duplicate-token head" in told["detect"]
    assert "A mean over one sequence is the sequence itself" in told["cause"]
    assert "You go by K-composition alone" in told["circuit"]


def test_a_fixed_period_is_named(records: dict[str, Record]) -> None:
    train = next(task for task in records["fixed_period"].tasks if task.name == "train")
    assert any("copies from a fixed distance" in check.hint for check in train.checks)


def test_a_forward_of_ones_own_counts_for_nothing(records: dict[str, Record]) -> None:
    train = next(task for task in records["forward_knows_the_answer"].tasks if task.name == "train")
    states = {check.title: check.state for check in train.checks}
    assert states["Training reaches 95 % on periods that it was not shown"] == "failed"
    assert states["Without either head the trained model fails"] == "failed"


@pytest.mark.parametrize("student", ["guesses_the_circuit", "looks_for_the_answer"])
def test_who_does_not_look_at_the_model_finds_a_head_by_luck_only(
    records: dict[str, Record], student: str
) -> None:
    circuit = next(task for task in records[student].tasks if task.name == "circuit")
    assert circuit.score is not None
    assert circuit.score < circuit.points
    assert sum(task.score or 0.0 for task in records[student].tasks if task.name != "circuit") == 0


def test_a_notebook_cut_off_is_rejected_in_words(records: dict[str, Record]) -> None:
    assert records["cut_off"].status == "rejected"
    assert "it is not a notebook" in (records["cut_off"].reason or "")
