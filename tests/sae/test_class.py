"""What the example class of the sparse autoencoder shows beside its scores."""

from __future__ import annotations

from autograder.record import Record


def test_what_training_hides_is_seen_in_the_forward_pass(records: dict[str, Record]) -> None:
    """Without b_enc every gate of training is passed."""
    train = next(task for task in records["no_b_enc"].tasks if task.name == "train")
    assert train.score == train.points


def test_a_module_that_praises_itself_is_measured_by_its_weights(records: dict[str, Record]) -> None:
    tasks = records["forward_reports_success"].tasks
    told = " ".join(check.message + check.hint for task in tasks for check in task.checks)
    assert "fraction of variance unexplained on fresh samples" in told or "mean cosine" in told
