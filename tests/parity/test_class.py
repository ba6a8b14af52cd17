"""What the example class of parity shows beside its scores."""

from __future__ import annotations

import pytest

from autograder.pages.groups import first_trouble
from autograder.record import Record
from examples.classes import parity


@pytest.mark.parametrize("student", ["stub_unchanged", "equal_to_everything"])
def test_no_work_is_no_points(records: dict[str, Record], student: str) -> None:
    assert records[student].score == 0


@pytest.mark.parametrize(
    "student",
    [
        pytest.param("never_counts_on", marks=pytest.mark.long("an endless loop")),
        "eats_memory",
        "exits",
        "prints_a_gigabyte",
    ],
)
def test_a_breach_is_what_the_ta_reads_first(records: dict[str, Record], student: str) -> None:
    (said,) = parity.TOLD[student].values()
    assert said in first_trouble(records[student])
