"""The circuit, among decoys that look like it (`planted.planted_circuit`).

One circuit has no twins, one has a twin in layer 0, one in layer 1, one in both: attention alone finds one of four.
"""

import pytest


@pytest.fixture
def found(student, circuits):
    """The student's answer for each circuit, asked for when a check asks."""
    return lambda: [student.find_circuit(circuit.model) for circuit in circuits]


@pytest.mark.task("circuit")
def test_previous_token_head(found, circuits, credit):
    """The head that notes the previous token is found among decoys that attend as it does"""
    right = sum(pair[0] == (0, circuit.previous) for pair, circuit in zip(found(), circuits, strict=True))
    credit(right, of=4, message=f"the previous-token head is right in {right} of 4 planted circuits")


@pytest.mark.task("circuit")
def test_induction_head(found, circuits, credit):
    """The head that copies what followed is found among decoys that attend as it does"""
    right = sum(pair[1] == (1, circuit.induction) for pair, circuit in zip(found(), circuits, strict=True))
    credit(right, of=4, message=f"the induction head is right in {right} of 4 planted circuits")
