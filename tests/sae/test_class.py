"""The example class of the sparse autoencoder scores what it should."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.record import Record

Told = Callable[[Record], str]

FULL = 110.0  # 100 and 10 of extra credit
LOSES: dict[str, set[str]] = {
    "sae_reference": set(),
    "numpy_by_hand": set(),
    "samples_and_projection": set(),
    "no_training_yet": {
        "train",
        "frontier",
        "concepts",
        "contexts",
        "steer",
        "influence",
        "topk",
        "resample",
    },
    "no_b_enc": {"forward", "gradients", "influence", "resample"},
    "l1_mean_for_sum": {"loss", "gradients", "train", "frontier", "concepts"},
    "many_to_one": {"recover"},
    "coactivation": {"influence"},
    "two_linear_layers": {"train", "concepts"},
    "forward_reports_success": {"train", "frontier", "concepts"},
}


def test_everyone_is_graded(records: dict[str, Record]) -> None:
    assert set(records) == set(LOSES)
    assert {r.status for r in records.values()} == {"graded"}


@pytest.mark.parametrize("student", sorted(LOSES))
def test_each_loses_what_its_mistake_costs(records: dict[str, Record], student: str) -> None:
    assert {task.name for task in records[student].lost} == LOSES[student]
    if not LOSES[student]:
        assert records[student].score == FULL


def test_what_training_hides_is_seen_in_the_forward_pass(records: dict[str, Record], told: Told) -> None:
    """Without b_enc every gate of training is passed."""
    train = next(task for task in records["no_b_enc"].tasks if task.name == "train")
    assert train.score == train.points
    assert "do not depend on b_enc" in told(records["no_b_enc"])


def test_whoever_trains_without_effect_is_told_by_how_much(records: dict[str, Record], told: Told) -> None:
    assert "mean cosine with the matched latents is" in told(records["two_linear_layers"])


def test_a_module_that_praises_itself_is_measured_by_its_weights(
    records: dict[str, Record], told: Told
) -> None:
    assert "fraction of variance unexplained on fresh samples" in told(
        records["forward_reports_success"]
    ) or ("mean cosine" in told(records["forward_reports_success"]))
