"""The example class of reversal scores what it should."""

from __future__ import annotations

import pytest

from autograder.record import Record

FULL = 110.0  # 100 and 10 of extra credit
LOSES: dict[str, set[str]] = {
    "reversal_reference": set(),
    "numpy_by_hand": set(),
    "logistic_probes": set(),
    "half_way": {"probes", "ablation", "influence", "explain", "transformer", "patching"},
    "softmax_over_slots": {"train", "memorise"},
    "split_overlaps": {"data", "memorise"},
    "eos_counts": {"memorise"},
    "row_for_column": {"ablation", "explain"},
    "scored_on_training_rows": {"probes"},
    "probe_trains_the_model": {"probes"},
    "inverse_permutation": {"explain"},
    "forward_knows_the_answer": {"train", "memorise"},
    "claims_a_perfect_curve": {"memorise"},
}


def test_everyone_is_graded(records: dict[str, Record]) -> None:
    assert set(records) == set(LOSES)
    assert {r.status for r in records.values()} == {"graded"}


@pytest.mark.parametrize("student", sorted(LOSES))
def test_each_loses_what_its_mistake_costs(records: dict[str, Record], student: str) -> None:
    assert {task.name for task in records[student].lost} == LOSES[student]
    if not LOSES[student]:
        assert records[student].score == FULL


def test_a_forward_of_ones_own_counts_for_nothing(records: dict[str, Record]) -> None:
    train = next(task for task in records["forward_knows_the_answer"].tasks if task.name == "train")
    assert train.score is not None
    assert train.score <= train.points / 6  # the seed still decides the weights
    assert "held-out strings is 0" in train.checks[0].message
