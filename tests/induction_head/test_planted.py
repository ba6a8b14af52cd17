"""The planted circuits are what they are said to be, and attention alone does not find them."""

import itertools

import numpy as np
import pytest
import torch

TWINS = [(0, 0), (1, 0), (0, 1), (1, 1)]


@pytest.fixture(scope="module")
def circuits(planted):
    """Circuits by the twins that they have, four of each."""
    return {
        twins: [
            planted.planted_circuit(
                np.random.default_rng([seed, *twins]), twins, planted.blank(4, planted.D_MODEL, 32)
            )
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


def test_of_six_heads_the_two_that_look_best_are_twins(planted, reference):
    tokens, mask = planted.repeated(np.random.default_rng(0), 20, 9)
    model = planted.blank(6, planted.D_MODEL, 32)
    circuit = planted.planted_circuit(np.random.default_rng(3), (3, 3), model, n_heads=6)
    previous = reference.previous_token_score(circuit.model, tokens, mask)[0]
    induction = reference.induction_score(circuit.model, tokens, mask)[1]
    assert circuit.previous not in previous.topk(2).indices
    assert circuit.induction not in induction.topk(2).indices
    assert reference.find_circuit(circuit.model) == ((0, circuit.previous), (1, circuit.induction))


@pytest.mark.parametrize("twins", TWINS)
def test_composition_alone_takes_the_twin_of_layer_1(reference, circuits, twins):
    for circuit in circuits[twins]:
        writes, reads = divmod(int(reference.k_composition(circuit.model).argmax()), 4)
        assert writes == circuit.previous
        assert (reads != circuit.induction) == twins[1]


@pytest.mark.parametrize("twins", [(1, 0), (1, 1)])
def test_a_barred_circuit_is_found_by_ablation_and_not_by_composition(planted, reference, twins):
    for seed in range(3):
        circuit = planted.planted_circuit(
            np.random.default_rng([seed, *twins]), twins, planted.blank(4, planted.D_MODEL, 32), barred=True
        )
        assert reference.find_circuit(circuit.model) == ((0, circuit.previous), (1, circuit.induction))
        assert int(reference.copying_score(circuit.model)[1].argmax()) == circuit.induction
        read = reference.k_composition(circuit.model)[:, circuit.induction]
        assert int(read.argmax()) != circuit.previous


def test_a_circuit_that_noise_breaks_is_drawn_again_and_a_construction_that_never_holds_is_told(
    planted, reference, monkeypatch
):
    model = planted.blank(4, planted.D_MODEL, 32)
    problems = iter(["broken", ""])
    monkeypatch.setattr(planted, "_problem", lambda *_: next(problems))
    circuit = planted.planted_circuit(np.random.default_rng(0), (0, 0), model)
    assert reference.find_circuit(circuit.model) == ((0, circuit.previous), (1, circuit.induction))
    monkeypatch.setattr(planted, "_problem", lambda *_: "broken")
    with pytest.raises(ValueError, match="broken; broken; broken"):
        planted.planted_circuit(np.random.default_rng(0), (0, 0), model)


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
    weights, previous, _ = planted._draw(rng, (1, 1))
    tokens, _ = planted.repeated(rng, 4, 9)
    model = planted.blank(4, planted.D_MODEL, 32)
    planted._load(weights, model)
    logits, patterns = planted.run(weights, tokens.numpy())
    with torch.no_grad():
        got, cache = model.run_with_cache(tokens)
    assert np.abs(got.numpy() - logits).max() < 1e-3
    assert np.abs(cache["pattern", 0].numpy() - patterns[:, 0]).max() < 1e-4


def test_every_place_is_drawn(circuits):
    places = {(c.previous, c.induction) for group in circuits.values() for c in group}
    assert len(places) > 5


def statistics(matrices):
    """Numbers [head] of each of the matrices [head, ., .] of one layer, by their names."""
    norms = {f"norm of {name}": torch.linalg.matrix_norm(W) for name, W in matrices.items()}
    singular = {name: torch.linalg.svdvals(W)[:, :32] for name, W in matrices.items()}
    largest = {f"largest singular value of {name}": values[:, 0] for name, values in singular.items()}
    median = {f"median singular value of {name}": values[:, 16] for name, values in singular.items()}
    spread = {f"spread of {name}": values[:, 0] / values[:, 16] for name, values in singular.items()}
    counted = {
        f"singular values of {name} in an interval": (
            (values > 6.2 * 32**0.5) & (values < 7.8 * 32**0.5)
        ).sum(1)
        for name, values in singular.items()
    }
    squares = {name: matrices[name] for name in ("QK", "OV")}
    traces = {f"trace of {name}": W.diagonal(dim1=1, dim2=2).sum(1) for name, W in squares.items()}
    again = {f"square of {name}": torch.linalg.matrix_norm(W @ W) for name, W in squares.items()}
    return norms | largest | median | spread | counted | traces | again


def test_no_single_matrix_names_a_true_head(planted):
    """By the largest or the smallest in its layer, among the heads that do not look at position 0 alone: no more often than
    picking one of the three or four would, with four standard deviations of 60 draws."""
    found = {}
    for seed in range(60):
        twins = TWINS[seed % 4]
        weights, *true = planted._draw(np.random.default_rng([seed, 5]), twins)
        for layer in range(2):
            matrices = {part: torch.from_numpy(weights[f"W_{part}"][layer]) for part in "QKVO"}
            matrices |= {"QK": matrices["Q"] @ matrices["K"].mT, "OV": matrices["V"] @ matrices["O"]}
            values = statistics(matrices)
            open_to = (values["spread of QK"] < 3).nonzero().flatten()
            for (name, of_heads), end in itertools.product(values.items(), ("argmax", "argmin")):
                pick = open_to[getattr(of_heads[open_to], end)()].item()
                found.setdefault((name, end, layer), []).append(pick == true[layer])
    rates = {rule: sum(hits) / len(hits) for rule, hits in found.items()}
    assert max(rates.values()) < 0.55, max(rates, key=rates.get)
