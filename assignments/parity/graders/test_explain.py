"""Claims about ReLU circuits that we wired so that each has one answer (`planted.parity_circuit`).

The smallest set has one neuron in one circuit, two in another, three in the last, and the most aligned neuron
is a decoy that correlates negatively in at least one.
"""

import functools

import pytest
from given import parity_data
from planted import Circuit, parity_circuit


@functools.lru_cache(maxsize=1)
def _drawn(variant) -> list[Circuit]:
    rng = variant.rng("circuits")
    signs = rng.permutation([-1, -1, 1]).tolist()
    return [parity_circuit(rng, copies, sign) for copies, sign in zip((1, 2, 3), signs, strict=True)]


@pytest.fixture
def circuits(variant) -> list[Circuit]:
    return _drawn(variant)


@pytest.fixture
def claims(student, circuits):
    """What the student claims about each circuit, asked for when a check asks."""
    return lambda: [student.explain(circuit.model, *parity_data(3)) for circuit in circuits]


@pytest.mark.task("explain")
def test_aligned(claims, circuits, credit):
    """The neuron most aligned with the label is found, whatever its sign"""
    right = sum(claim.aligned == circuit.aligned for claim, circuit in zip(claims(), circuits, strict=True))
    credit(right, of=3, message=f"the aligned neuron is right in {right} of 3 planted circuits")


@pytest.mark.task("explain")
def test_causal(claims, circuits, credit):
    """The neuron whose ablation costs the most cross-entropy is found"""
    right = sum(claim.causal == circuit.causal for claim, circuit in zip(claims(), circuits, strict=True))
    credit(right, of=3, message=f"the causal neuron is right in {right} of 3 planted circuits")


@pytest.mark.task("explain")
def test_smallest_set(claims, circuits, credit):
    """The smallest set of neurons that the circuit cannot do without is found"""
    pairs = zip(claims(), circuits, strict=True)
    right = sum(set(claim.smallest_set) == circuit.smallest_set for claim, circuit in pairs)
    credit(right, of=3, message=f"the smallest set is right in {right} of 3 planted circuits")
