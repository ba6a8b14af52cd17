"""What the example class of reversal shows beside its scores."""

from __future__ import annotations

from autograder.record import Record


def test_a_forward_of_ones_own_counts_for_nothing(records: dict[str, Record]) -> None:
    train = next(task for task in records["forward_knows_the_answer"].tasks if task.name == "train")
    assert train.score is not None
    assert train.score <= train.points / 4  # its weights are drawn by the seed, and not trained
    assert "held-out strings is 0" in train.checks[0].message
