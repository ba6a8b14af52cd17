"""Claims about models that we made so that each has one answer.

Of the ReLU circuits (`planted.parity_circuit`) one has a smallest set of one neuron, another of two, the last of
three, and the most aligned neuron is a decoy that correlates negatively in at least one. The others compute
something else (`planted.claimable_model`, `planted.deciders`).
"""

import functools
from collections.abc import Callable

import pytest
import torch
from given import Claims, parity_data
from planted import Circuit, always_on, claimable_model, deciders, parity_circuit, spoilers

from autograder.checks import Credit, Refuses, Student, Variant


@functools.lru_cache(maxsize=1)
def _drawn(variant: Variant) -> list[Circuit]:
    rng = variant.rng("circuits")
    signs = rng.permutation([-1, -1, 1]).tolist()
    return [parity_circuit(rng, copies, sign) for copies, sign in zip((1, 2, 3), signs, strict=True)]


@pytest.fixture
def circuits(variant: Variant) -> list[Circuit]:
    return _drawn(variant)


@pytest.fixture
def claims(student: Student, circuits: list[Circuit]) -> Callable[[], list[Claims]]:
    """What the student claims about each circuit, asked for when a check asks."""
    return lambda: [student.explain(circuit.model, *parity_data(3)) for circuit in circuits]


@pytest.mark.task("explain", weight=2)
def test_aligned(claims: Callable[[], list[Claims]], circuits: list[Circuit], credit: Credit) -> None:
    """The neuron most aligned with the label is found, whatever its sign"""
    right = sum(claim.aligned == circuit.aligned for claim, circuit in zip(claims(), circuits, strict=True))
    credit(right, of=3, message=f"the aligned neuron is right in {right} of 3 planted circuits")


@pytest.mark.task("explain", weight=2)
def test_causal(claims: Callable[[], list[Claims]], circuits: list[Circuit], credit: Credit) -> None:
    """The neuron whose ablation costs the most cross-entropy is found"""
    right = sum(claim.causal == circuit.causal for claim, circuit in zip(claims(), circuits, strict=True))
    credit(right, of=3, message=f"the causal neuron is right in {right} of 3 planted circuits")


@pytest.mark.task("explain", weight=2)
def test_smallest_set(claims: Callable[[], list[Claims]], circuits: list[Circuit], credit: Credit) -> None:
    """The smallest set of neurons without which the circuit fails is found"""
    pairs = zip(claims(), circuits, strict=True)
    right = sum(set(claim.smallest_set) == circuit.smallest_set for claim, circuit in pairs)
    credit(right, of=3, message=f"the smallest set is right in {right} of 3 planted circuits")


@pytest.mark.task("explain", weight=2)
def test_another_function(student: Student, variant: Variant, credit: Credit) -> None:
    """The claims are right about models of other functions, on some of their inputs

    Softplus neurons, of which one does harm; 11 of the 16 patterns of 4 bits, so that no accuracy is 1/2.
    """
    right = 0
    for kind in ("neurons", "sets", "labels"):
        example, known = claimable_model(variant.rng(kind), kind)
        claim = student.explain(*example)
        right += (claim.aligned == known.aligned) + (claim.causal == known.causal)
        right += set(claim.smallest_set) == set(known.smallest_set)
    credit(right, of=9, message=f"{right} of 9 claims about three models of other functions are right")


@pytest.mark.task("explain", weight=1)
def test_limits_of_the_smallest_set(student: Student, variant: Variant, credit: Credit) -> None:
    """The smallest set holds all neurons where each would do alone, four of five where the fifth does nothing, and none
    where the model does no better"""
    rng = variant.rng("deciders")
    example = deciders(rng, 5, idle=1)
    four = set(student.explain(*example).smallest_set) == {0, 1, 2, 3}
    model, X, y = deciders(rng)
    nothing = not student.explain(model, X, 1 - y).smallest_set
    # whoever looks at the first hundred rows sees one label
    many = y.argsort(descending=True).repeat_interleave(30)
    everything = set(student.explain(model, X[many], y[many]).smallest_set) == {0, 1, 2}
    told = "a smallest set that holds all neurons, four of five, or none, is not found"
    credit(four + nothing + everything, of=3, message=told)


@pytest.mark.task("explain", weight=1)
def test_always_on(student: Student, variant: Variant, credit: Credit) -> None:
    """A neuron that is the same on every row is never the aligned one; and it is in the smallest set, or the causal one, where
    the others rely on it

    Without it, or without both of two, the bias outvotes all the others, of which each would do alone.
    """
    right = 0
    for constants in (1, 2):
        example, those = always_on(variant.rng(f"always on {constants}"), constants)
        claim = student.explain(*example)
        right += (set(claim.smallest_set) == those) + (claim.aligned not in those)
        right += constants == 1 and claim.causal in those
    told = f"{right} of 5 claims about models are right in which neurons are the same on every row"
    credit(right, of=5, message=told)


@pytest.mark.task("explain", weight=1)
def test_all_neurons_would_not_do(student: Student, variant: Variant) -> None:
    """A smallest set is found where removing all neurons would not do, since three labels in four are the same"""
    example, spoiler = spoilers(variant.rng("spoilers"))
    found = set(student.explain(*example).smallest_set)
    assert found == {spoiler}, "a set that does, where all neurons together do not, is not found"


@pytest.mark.task("explain", weight=1)
def test_no_set(student: Student, variant: Variant, refuses: Refuses) -> None:
    """Only where no set of neurons would do, ValueError is raised

    Without its neurons the model answers 1, and that is right on two thirds of these rows.
    """
    model, X, y = deciders(variant.rng("no set"))
    student.explain(model, X, y)
    some = torch.cat([(y == 1).nonzero()[:, 0], (y == 0).nonzero()[:2, 0]])
    refuses("explain", model, X[some], y[some], what="rows on which no set of neurons would do")
