"""The circuit, among decoys that look like it (`planted.planted_circuit`).

One circuit has no twins, one has a twin in layer 0, one in layer 1, two in both: attention alone finds one of five.
The last has six heads in each layer and three twins among them, so the two that look best hold no true head. In two
of the five most of what the induction head reads, by K-composition, comes of a head that passes nothing on: composition
with the right induction head still finds three of five. Ablation, which the docstring speaks of, finds all.
"""

from collections.abc import Callable

import pytest
from given import Head
from planted import Circuit

from autograder.checks import Credit, Student

Found = Callable[[], list[tuple[Head, Head]]]


@pytest.fixture
def found(student: Student, circuits: list[Circuit]) -> Found:
    """The student's answer for each circuit, asked for when a check asks."""
    return lambda: [student.find_circuit(circuit.model) for circuit in circuits]


@pytest.mark.task("circuit")
def test_previous_token_head(found: Found, circuits: list[Circuit], credit: Credit) -> None:
    """The previous-token head is found among decoys that attend as it does"""
    right = sum(pair[0] == (0, circuit.previous) for pair, circuit in zip(found(), circuits, strict=True))
    credit(right, of=5, message=f"the previous-token head is right in {right} of 5 planted circuits")


@pytest.mark.task("circuit")
def test_induction_head(found: Found, circuits: list[Circuit], credit: Credit) -> None:
    """The induction head is found among decoys that attend as it does"""
    right = sum(pair[1] == (1, circuit.induction) for pair, circuit in zip(found(), circuits, strict=True))
    credit(right, of=5, message=f"the induction head is right in {right} of 5 planted circuits")
