"""What the example class of parity shows beside its scores."""

from __future__ import annotations

import pytest

from autograder.pages.groups import first_trouble
from autograder.record import Record
from examples.classes import parity

from ..conftest import left_to_the_gate


def some(*students: str) -> list[object]:
    left = left_to_the_gate("parity")
    return [
        pytest.param(student, marks=[pytest.mark.long(f"{student} of parity")] if student in left else [])
        for student in students
    ]


@pytest.mark.parametrize("student", some("stub_unchanged", "equal_to_everything"))
def test_no_work_is_no_points(records: dict[str, Record], student: str) -> None:
    assert records[student].score == 0


@pytest.mark.parametrize("student", some("never_counts_on", "eats_memory", "exits", "prints_a_gigabyte"))
def test_a_breach_is_what_the_ta_reads_first(records: dict[str, Record], student: str) -> None:
    (said,) = parity.TOLD[student].values()
    assert said in first_trouble(records[student])
