"""The example class of bigram_lesions scores what it should."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.record import Record

FULL = 110.0  # 100 and 10 of extra credit
LOSES: dict[str, set[str]] = {
    "bigram_reference": set(),
    "numpy_closed_form": set(),
    "momentum_and_masks": set(),
    "lesions_only": {"length", "loss", "sampling", "program", "lab", "soft", "rows", "languages"},
    "zero_for_deleted": {"lesion", "lab"},
    "lesion_in_place": {"lesion", "lab"},
    "add_one_smoothing": {"train"},
    "counts_transposed": {"count", "train", "loss", "rows", "languages"},
    "pseudo_inverse": {"length", "lab"},
    "temperature_multiplies": {"sampling"},
    "rules_by_logit": {"program", "lab"},
    "loads_its_own_words": {"train"},
    "one_lab_for_all": {"lab"},
    "words_with_markup": {"sampling", "lab"},
}


def test_everyone_is_graded(records: dict[str, Record]) -> None:
    assert set(records) == set(LOSES)
    assert {r.status for r in records.values()} == {"graded"}


@pytest.mark.parametrize("student", sorted(LOSES))
def test_each_loses_what_its_mistake_costs(records: dict[str, Record], student: str) -> None:
    assert {task.name for task in records[student].lost} == LOSES[student]
    if not LOSES[student]:
        assert records[student].score == FULL


def test_zero_is_named_as_the_mistake_that_it_is(
    records: dict[str, Record], told: Callable[[Record], str]
) -> None:
    assert "A logit of 0 is not a probability of 0" in told(records["zero_for_deleted"])


def test_work_that_is_no_known_mistake_gets_no_hint(records: dict[str, Record]) -> None:
    for student in ("loads_its_own_words", "one_lab_for_all", "words_with_markup"):
        assert not any(check.hint for task in records[student].tasks for check in task.checks)


def test_whoever_loads_the_words_is_shown_where_and_the_ta_why(records: dict[str, Record]) -> None:
    checks = [
        check for task in records["loads_its_own_words"].tasks for check in task.checks if check.message
    ]
    assert any("FileNotFoundError" in c.message and "load_words()" in c.message for c in checks)
    assert any("a graded function gets its words as an argument" in c.detail for c in checks)
