"""The example class of parity scores what it should, and nothing in it stops the run."""

from __future__ import annotations

import pytest

from autograder.class_run import to_look_at
from autograder.record import Record

FULL = 110.0  # 100 and 10 of extra credit
REJECTED = {
    "both_forms_changed": "both `parity.py` and `parity.ipynb` were changed",
    "empty": "is empty",
    "latin_1": "not UTF-8",
    "not_python": "not valid Python",
}
LOSES = {
    "mean_for_zero": {"ablation"},
    "sweep_accumulates": {"ablation"},
    "weights_left_changed": {"ablation"},
    "nan_on_dead_unit": {"activations"},
    "gradient_accumulates": {"saliency"},
    "signed_argmax": {"explain"},
    "seed_ignored": {"train"},
    "loops_for_ever": {"ablation"},
    "eats_memory": {"ablation"},
    "exits": {"ablation"},
    "prints_a_gigabyte": {"ablation"},
    "half_done": {"direct", "saliency", "explain", "noise", "four_bits", "snapshots"},
    "reference_module": set(),
    "reference_notebook": set(),
    "reference_in_a_zip": set(),
    "numpy_by_hand": set(),
    "hooks_and_jacobians": set(),
    "plots_and_training": set(),
}
BREACHES = {
    "loops_for_ever": "used more than 10 s of processor time",
    "eats_memory": "used more than 1024 MB of memory",
    "exits": "ended the Python process",
    "prints_a_gigabyte": "printed more than 8 MB",
}


def test_everyone_has_a_verdict(records: dict[str, Record]) -> None:
    assert len(records) == 24
    assert {r.status for r in records.values()} == {"graded", "rejected"}


@pytest.mark.parametrize("student", sorted(LOSES))
def test_each_loses_what_its_mistake_costs(records: dict[str, Record], student: str) -> None:
    assert {task.name for task in records[student].lost} == LOSES[student]
    if not LOSES[student]:
        assert records[student].score == FULL


@pytest.mark.parametrize("student", ["stub_unchanged", "equal_to_everything"])
def test_no_work_is_no_points(records: dict[str, Record], student: str) -> None:
    assert records[student].score == 0


@pytest.mark.parametrize("student", sorted(REJECTED))
def test_what_cannot_be_read_is_rejected_in_words(records: dict[str, Record], student: str) -> None:
    assert records[student].status == "rejected"
    assert records[student].score == 0
    assert REJECTED[student] in (records[student].reason or "")


@pytest.mark.parametrize("student", sorted(BREACHES))
def test_a_breach_is_named(records: dict[str, Record], student: str) -> None:
    assert BREACHES[student] in to_look_at(records[student])
