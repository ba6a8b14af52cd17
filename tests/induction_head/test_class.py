"""What the example class of the induction head shows beside its scores."""

from __future__ import annotations

import pytest

from autograder.record import Record


def test_only_the_tasks_of_three_mistakes_have_hints(records: dict[str, Record]) -> None:
    tasks = records["three_mistakes"].tasks
    hinted = {task.name for task in tasks if any(check.hint for check in task.checks)}
    assert hinted == {"detect", "cause", "circuit"}


def test_a_forward_of_ones_own_counts_for_nothing(records: dict[str, Record]) -> None:
    train = next(task for task in records["forward_knows_the_answer"].tasks if task.name == "train")
    states = {check.title: check.state for check in train.checks}
    assert states["Training reaches 95 % on held-out periods"] == "failed"
    assert states["With either head ablated, the trained model fails"] == "failed"


@pytest.mark.parametrize("student", ["guesses_the_circuit", "looks_for_the_answer"])
def test_who_does_not_look_at_the_model_finds_a_head_by_luck_only(
    records: dict[str, Record], student: str
) -> None:
    assert sum(task.score or 0.0 for task in records[student].tasks if task.name != "circuit") == 0
