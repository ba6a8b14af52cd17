"""What the handout says was measured, measured again.

The statistics are of a thousand networks, trained side by side in one batch: the same draws, the same steps.
"""

import math
import re
from typing import NamedTuple

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, softplus

from ..handout_cells import run_cell

pytestmark = pytest.mark.long("a thousand networks trained anew")

ODD = torch.tensor([-1.0, 1.0])  # what logit[1] - logit[0] takes from the two logits


class Networks(NamedTuple):
    """Those of `seeds` that reached 100 %: activations and terms [S, N, H], bias [S], gradients [S, N, bits]."""

    reached: int
    H: Tensor
    terms: Tensor
    bias: Tensor
    gradients: Tensor
    y: Tensor

    def loss(self, difference: Tensor) -> Tensor:
        return softplus(-difference * (2 * self.y - 1)).mean(dim=1)

    @property
    def difference(self) -> Tensor:
        return self.terms.sum(dim=2) + self.bias[:, None]

    def without(self, neuron: int, instead: Tensor | float = 0.0) -> Tensor:
        return self.difference - self.terms[:, :, neuron] + instead

    def losses(self, mode: str) -> Tensor:
        """The loss [S, H] without each neuron."""
        means = self.terms.mean(dim=1) * (mode == "mean")
        return torch.stack([self.loss(self.without(j, m[:, None])) for j, m in enumerate(means.T)], dim=1)

    def free(self) -> Tensor:
        """Whether accuracy is still 1 [S, H] without each neuron."""
        right = [(self.without(j) > 0) == (self.y == 1) for j in range(self.H.shape[2])]
        return torch.stack(right).all(dim=2).T

    def r(self) -> Tensor:
        H, y = self.H - self.H.mean(dim=1, keepdim=True), self.y.double() - self.y.double().mean()
        return torch.einsum("snh,n->sh", H, y) / (H.norm(dim=1) * y.norm())


def trained(given, n_bits: int, hidden: int, epochs: int, seeds: int) -> Networks:
    X, y = given.parity_data(n_bits)
    drawn = []
    for seed in range(seeds):
        torch.manual_seed(seed)
        drawn.append([p.detach() for p in given.TinyMLP(n_bits, hidden).parameters()])
    W1, b1, W2, b2 = parameters = [torch.stack(p).requires_grad_() for p in zip(*drawn, strict=True)]
    adam = torch.optim.Adam(parameters, lr=0.05)
    labels = y.repeat(seeds)
    for _ in range(epochs):
        logits = torch.tanh(X @ W1.mT + b1[:, None]) @ W2.mT + b2[:, None]
        adam.zero_grad()
        (cross_entropy(logits.flatten(0, 1), labels, reduction="sum") / len(X)).backward()
        adam.step()
    W1, b1, W2, b2 = (p.detach().double() for p in parameters)
    H = torch.tanh(X.double() @ W1.mT + b1[:, None])
    readout, bias = W2[:, 1] - W2[:, 0], b2[:, 1] - b2[:, 0]
    terms = H * readout[:, None]
    reached = ((terms.sum(dim=2) + bias[:, None] > 0) == (y == 1)).all(dim=1)
    gradients = ((1 - H**2) * readout[:, None]) @ W1
    kept = (t[reached] for t in (H, terms, bias, gradients))
    return Networks(int(reached.sum()), *kept, y)


def share(holds: Tensor) -> float:
    return holds.double().mean().item()


@pytest.fixture(scope="module")
def six(reference) -> Networks:
    return trained(reference, 3, 6, 500, 1000)


@pytest.fixture(scope="module")
def four(reference) -> Networks:
    return trained(reference, 3, 4, 2000, 1000)


def test_how_many_learn_parity(six, four):
    assert (six.reached, four.reached) == (998, 982)


def test_the_most_aligned_neuron(six, four):
    top = six.r().abs().max(dim=1).values
    assert [top.max().item(), top.median().item()] == pytest.approx([0.491, 0.46], abs=0.001)
    for networks, apart, costs_nothing in ((six, 0.38, 0.96), (four, 0.43, 0.66)):
        aligned, causal = networks.r().abs().argmax(dim=1), networks.losses("zero").argmax(dim=1)
        assert share(aligned != causal) == pytest.approx(apart, abs=0.006)
        assert share(networks.free().gather(1, aligned[:, None])) == pytest.approx(costs_nothing, abs=0.006)


def test_zero_against_mean(six):
    assert six.H.mean(dim=1).abs().median().item() == pytest.approx(0.015, abs=5e-4)
    assert share(six.losses("zero").argmax(dim=1) != six.losses("mean").argmax(dim=1)) == pytest.approx(
        0.025, abs=0.002
    )
    assert share(six.free().all(dim=1)) == pytest.approx(0.95, abs=0.005)


def test_the_largest_terms_are_not_always_the_most_needed(six, four):
    for networks, apart in ((six, 0.07), (four, 0.20)):
        largest = networks.terms.abs().mean(dim=1).argmax(dim=1)
        assert share(largest != networks.losses("zero").argmax(dim=1)) == pytest.approx(apart, abs=0.006)


def test_averaging_gradients_before_the_absolute_value(six):
    right, wrong = six.gradients.abs().mean(dim=1), six.gradients.mean(dim=1).abs()
    assert (wrong / right).median().item() == pytest.approx(0.37, abs=0.006)
    assert share(right.argmax(dim=1) != wrong.argmax(dim=1)) == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(("hidden", "reached"), [(4, 99), (8, 496), (16, 500)])
def test_how_many_learn_four_bits(reference, hidden, reached):
    assert trained(reference, 4, hidden, 500, 500).reached == reached


def test_no_tanh_neuron_passes_one_half(reference):
    """Such a neuron rises along one direction. Of all that do, the isotonic fit to the label has the largest r."""
    X, y = (t.numpy().astype(float) for t in reference.parity_data(3))
    orders = {tuple(np.argsort(X @ w)) for w in np.random.default_rng(0).normal(size=(20_000, 3))}
    assert len(orders) == 96  # all there are in general position
    best = max(np.std(isotonic(y[list(order)])) / np.std(y) for order in orders)
    assert best == pytest.approx(0.5, abs=1e-12)
    majority = (X.sum(axis=1) > 1.5) * 2.0 - 1
    assert abs(np.corrcoef(majority, y)[0, 1]) == pytest.approx(0.5, abs=1e-12)


def isotonic(values: np.ndarray) -> np.ndarray:
    """The rising sequence that is nearest, by pooling adjacent violators."""
    pools: list[list[float]] = []
    for value in values:
        pools.append([value])
        while len(pools) > 1 and np.mean(pools[-2]) >= np.mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    return np.concatenate([np.full(len(pool), np.mean(pool)) for pool in pools])


def test_r_that_is_significant_with_eight_inputs(reference):
    t = reference.scipy.stats.t.isf(0.025, 6)
    assert t / np.sqrt(6 + t**2) == pytest.approx(0.71, abs=0.005)


@pytest.fixture(scope="module")
def ours(reference):
    X, y = reference.parity_data(3)
    return reference.train(X, y, seed=39)[0], X, y


def test_what_the_worked_network_shows(reference, ours):
    """n3 is the most aligned, n0 the most causal; without both, accuracy is 1/2, and no other pair does that."""
    model, X, y = ours
    r, _ = reference.label_correlation(*ours)
    accuracy_delta, loss_delta = reference.ablation_sweep(*ours)
    assert int(r.abs().argmax()) == 3
    assert [round(r[j].item(), 2) for j in (3, 0)] == [-0.47, 0.44]
    assert [round(loss_delta[j].item(), 3) for j in (3, 0)] == [0.034, 0.096]
    assert int(loss_delta.argmax()) == 0
    assert (accuracy_delta == 0).all()
    halves = [
        pair
        for pair in reference.itertools.combinations(range(6), 2)
        if reference._score_without(model, X, y, pair)[0] <= 0.5
    ]
    assert halves == [(0, 3)]


def test_nothing_makes_up_for_an_ablated_neuron(reference, ours):
    """Redundancy, and no Hydra effect: the difference falls by the neuron's term and by nothing less."""
    model, X, _ = ours
    terms, _ = reference.logit_difference_terms(model, X)
    intact = model(X).detach()
    for j in range(6):
        lost = (intact - reference.ablate(model, X, j)) @ ODD
        assert torch.allclose(lost, terms[:, j], atol=1e-5)


def test_how_the_worked_circuit_forms(reference, ours):
    _, X, y = ours
    models = reference.snapshots(X, y, seed=39, every=10, epochs=150)
    right = [bool((m(X).argmax(dim=1) == y).all()) for m in models]
    cost = [reference.ablation_sweep(m, X, y)[1][4].item() for m in models]
    assert right.index(True) == 5
    assert cost[5] == pytest.approx(0.37, abs=0.005)
    assert cost[15] < 0.05


def test_the_printed_weights_are_counts_and_votes(assignment, reference, ours, capsys):
    """Two rows of one size and sign: one is on below two ones, the other from one on; both vote for odd."""
    model, X, _ = ours
    run_cell(assignment, "W1, b1, W2, _", model=model, X=X, y=ours[2])
    rows = [
        list(map(float, re.findall(r"[+-]\d+\.\d+", line))) for line in capsys.readouterr().out.splitlines()
    ]
    rounded = rows[1:]
    assert [-3.0, -2.9, -2.8, 3.9, 7.7] in rounded
    assert [3.1, 3.1, 3.1, -0.8, 3.3] in rounded
    assert [-3.3, -3.1, 3.3, 1.4] in [row[:4] for row in rounded]
    H = reference.hidden_activations(model, X)
    few, some = (rounded.index(row) for row in ([-3.0, -2.9, -2.8, 3.9, 7.7], [3.1, 3.1, 3.1, -0.8, 3.3]))
    assert ((H[:, few] > 0) == (X.sum(dim=1) < 2)).all()
    assert ((H[:, some] > 0) == (X.sum(dim=1) >= 1)).all()


def test_a_row_with_all_its_signs_changed_is_the_same_neuron(reference, ours):
    model, X, _ = ours
    other = reference.TinyMLP(**model.config)
    other.load_state_dict(model.state_dict())
    with torch.no_grad():
        for part in (other.fc1.weight[2], other.fc1.bias[2], other.fc2.weight[:, 2]):
            part.neg_()
    assert torch.allclose(other(X), model(X), atol=1e-5)
    assert 2**6 * math.factorial(6) == 46_080


@pytest.mark.parametrize(("hidden", "alone", "together"), [(8, 5, {2, 3}), (16, 16, {8, 10, 11})])
def test_how_many_neurons_can_go_alone_and_together(reference, hidden, alone, together):
    """Of all sets of neurons, in 20 networks on four bits."""
    networks = trained(reference, 4, hidden, 500, 20)
    assert networks.reached == 20
    stays = ((torch.arange(2**hidden)[:, None] >> torch.arange(hidden)) & 1).double()
    singles, largest = [], set()
    for terms, bias in zip(networks.terms, networks.bias, strict=True):
        right = ((stays @ terms.T + bias > 0) == (networks.y == 1)).all(dim=1)
        gone = hidden - stays.sum(dim=1)
        singles.append(int(right[gone == 1].sum()))
        largest.add(int(gone[right].max()))
    assert np.median(singles) == alone
    assert largest == together
