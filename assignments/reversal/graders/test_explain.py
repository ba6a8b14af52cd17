"""Claims about networks that we wired so that each has one answer (`planted.permutation_network`).

One moves letters only, of which it has seven, more than `given.ALPHABET`; two rename them as well, and make an
exception for one string, of 6561 and of 625. No permutation is the reversal or its own inverse.
"""

import functools
from types import ModuleType

import pytest
from planted import Network, permutation_network, random_model, reordered

from autograder.checks import Credit, Student, Variant


@functools.lru_cache(maxsize=1)
def _drawn(variant: Variant) -> list[Network]:
    rng = variant.rng("networks")
    shapes = ((7, 3, False), (3, 8, True, "any"), (5, 4, True, "first"))
    return [permutation_network(rng, *shape) for shape in shapes]


@pytest.fixture
def networks(variant: Variant) -> list[Network]:
    return _drawn(variant)


@pytest.mark.task("explain", weight=2)
def test_permutation(student: Student, networks: list[Network], credit: Credit) -> None:
    """The permutation is found, also where the model renames letters, or has an exception"""
    right = sum(student.recover_permutation(network.model) == network.permutation for network in networks)
    credit(right, of=3, message=f"the permutation is right in {right} of 3 planted networks")


@pytest.mark.task("explain", weight=1)
def test_any_string_may_be_the_exception(student: Student, variant: Variant) -> None:
    """The permutation is found whichever string is the exception

    Three letters in three slots: 27 networks, in each another of the 27 strings is the exception. Over all strings the
    input that decides changes the output in .96 of the cases, the others in .08 at most; around the exception
    alone in half of them, and the others always.
    """
    rng = variant.rng("exceptions")
    networks = [permutation_network(rng, 3, 3, True, row) for row in range(27)]
    wrong = sum(student.recover_permutation(network.model) != network.permutation for network in networks)
    assert not wrong, (
        f"the permutation is wrong in {wrong} of 27 networks: in each another string is the exception"
    )


@pytest.mark.task("explain", weight=1)
def test_carriers_of_a_random_network(student: Student, reference: ModuleType, variant: Variant) -> None:
    """The carriers are found in a network that nobody wired, where a neuron at its mean is another than one at 0

    No prediction hangs on a margin below 5e-4, with any neuron at 0 either.
    """
    rng = variant.rng("carriers")
    model = random_model(rng, 2, 4, 16).model
    for layer in ("h1", "h2"):
        claimed = student.carriers(model, layer)
        found = [set(q) for q in claimed] == [set(q) for q in reference.carriers(model, layer)]
        assert found, "the carriers of a random network are not those without which its predictions change"


@pytest.mark.task("explain", weight=1)
def test_one_network_asked_again(student: Student, networks: list[Network]) -> None:
    """The network is left as it was: asked again, it has the same permutation and carriers, and others with other weights"""
    network = networks[2]
    model = student.hold(network.model)
    for _ in range(2):
        for layer in ("h1", "h2"):
            claimed = student.carriers(model, layer)
            assert [set(q) for q in claimed] == network.carriers[layer], "other carriers than the first time"
        found = student.recover_permutation(model)
        assert found == network.permutation, "another permutation than before"
    changed, last = student.put(model, reordered(network.model)), network.model.config["hidden"] - 1
    for layer in ("h1", "h2"):
        turned = [{last - neuron for neuron in needed} for needed in reversed(network.carriers[layer])]
        claimed = student.carriers(changed, layer)
        assert [set(q) for q in claimed] == turned, "not the carriers of the weights that the network has now"
    found = student.recover_permutation(changed)
    assert found == network.permutation[::-1], "not the permutation of the weights that the network has now"


@pytest.mark.task("explain", weight=1)
@pytest.mark.parametrize("layer", ["h1", "h2"])
def test_carriers(student: Student, networks: list[Network], credit: Credit, layer: str) -> None:
    """The neurons that each output position needs are found, be it for one string, and no others"""
    found = [student.carriers(network.model, layer) for network in networks]
    right = sum(
        [set(q) for q in claimed] == network.carriers[layer]
        for claimed, network in zip(found, networks, strict=True)
    )
    credit(right, of=3, message=f"the carriers in {layer} are right in {right} of 3 planted networks")
