"""The planted circuits are what they are said to be, and attention alone does not find them."""

import numpy as np
import pytest
import torch

TWINS = [(False, False), (True, False), (False, True), (True, True)]


@pytest.fixture(scope="module")
def circuits(planted):
    """Circuits by the twins that they have, four of each."""
    return {
        twins: [
            planted.planted_circuit(np.random.default_rng([seed, *twins]), twins, planted.blank(4, 96, 32))
            for seed in range(4)
        ]
        for twins in TWINS
    }


@pytest.mark.parametrize("twins", TWINS)
def test_the_reference_finds_every_circuit(reference, circuits, twins):
    for circuit in circuits[twins]:
        assert reference.find_circuit(circuit.model) == ((0, circuit.previous), (1, circuit.induction))


@pytest.mark.parametrize("twins", TWINS)
def test_attention_alone_finds_them_only_without_twins(planted, reference, circuits, twins):
    tokens, mask = planted.repeated(np.random.default_rng(0), 20, 9)
    for circuit in circuits[twins]:
        previous = reference.previous_token_score(circuit.model, tokens, mask)[0].argmax().item()
        induction = reference.induction_score(circuit.model, tokens, mask)[1].argmax().item()
        assert (previous != circuit.previous, induction != circuit.induction) == twins


@pytest.mark.parametrize("twins", TWINS)
def test_composition_alone_takes_the_twin_of_layer_1(reference, circuits, twins):
    for circuit in circuits[twins]:
        writes, reads = divmod(int(reference.k_composition(circuit.model).argmax()), 4)
        assert writes == circuit.previous
        assert (reads != circuit.induction) == twins[1]


def test_only_the_two_heads_are_needed(planted, reference, circuits):
    tokens, mask = planted.repeated(np.random.default_rng(1), 20, 9)
    for circuit in (circuit for group in circuits.values() for circuit in group):
        costs = reference.ablation_scores(circuit.model, tokens, mask)
        needed = torch.zeros(2, 4, dtype=torch.bool)
        needed[0, circuit.previous] = needed[1, circuit.induction] = True
        assert costs[needed].min() > 5
        assert costs[~needed].max() < 0.5


def test_the_bridge_computes_what_was_written(planted):
    """The library against the forward pass that the construction is checked with."""
    rng = np.random.default_rng(2)
    weights, previous, _ = planted._draw(rng, (True, True))
    tokens, _ = planted.repeated(rng, 4, 9)
    model = planted.blank(4, 96, 32)
    planted._load(weights, model)
    logits, patterns = planted.run(weights, tokens.numpy())
    with torch.no_grad():
        got, cache = model.run_with_cache(tokens)
    assert np.abs(got.numpy() - logits).max() < 1e-3
    assert np.abs(cache["pattern", 0].numpy() - patterns[:, 0]).max() < 1e-4


def test_every_place_is_drawn(circuits):
    places = {(c.previous, c.induction) for group in circuits.values() for c in group}
    assert len(places) > 5
