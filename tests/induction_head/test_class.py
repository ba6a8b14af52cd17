"""The example class of the induction head scores what it should."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.record import Record

ExampleClass = Callable[[str], dict[str, Record]]
FULL = 110.0  # 100 and 10 of extra credit
LOSES: dict[str, set[str]] = {
    "induction_reference": set(),
    "numpy_and_plain_tensors": set(),
    "hooks_and_ablation": set(),
    "looks_only": {"train", "cause", "composition", "circuit", "build", "snapshots"},
    "fixed_period": {"train"},
    "duplicates_for_followers": {"detect"},
    "mean_of_one_sequence": {"cause"},
    "scores_edited": {"cause"},
    "q_for_k": {"composition", "circuit"},
    "attention_alone": {"circuit"},
    "forward_knows_the_answer": {"train", "snapshots"},
    "guesses_the_circuit": {
        *("data", "train", "look", "detect", "cause", "composition", "circuit", "build", "snapshots")
    },
}


@pytest.fixture(scope="module")
def records(example_class: ExampleClass) -> dict[str, Record]:
    return example_class("induction_head")


def lost(record: Record) -> set[str]:
    return {task.name for task in record.tasks if task.score is None or task.score < task.points}


def test_everyone_is_graded(records: dict[str, Record]) -> None:
    assert set(records) == set(LOSES)
    assert {r.status for r in records.values()} == {"graded"}


@pytest.mark.parametrize("student", sorted(LOSES))
def test_each_loses_what_its_mistake_costs(records: dict[str, Record], student: str) -> None:
    assert lost(records[student]) == LOSES[student]
    if not LOSES[student]:
        assert records[student].score == FULL


def test_a_forward_of_ones_own_counts_for_nothing(records: dict[str, Record]) -> None:
    train = next(task for task in records["forward_knows_the_answer"].tasks if task.name == "train")
    states = {check.title: check.state for check in train.checks}
    assert states["Training reaches 95 % on periods that it was not shown"] == "failed"
    assert states["Without either head the trained model fails"] == "failed"


def test_a_guess_finds_a_head_by_luck_only(records: dict[str, Record]) -> None:
    circuit = next(task for task in records["guesses_the_circuit"].tasks if task.name == "circuit")
    assert circuit.score is not None
    assert circuit.score < circuit.points
