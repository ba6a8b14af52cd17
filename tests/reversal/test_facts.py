"""What the handout says was measured over many networks, measured again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from torch import Tensor

pytestmark = pytest.mark.long("some hundred networks trained anew")

SEEDS = range(20)
MIRRORED = torch.eye(4).flip(0)


class Strings(NamedTuple):
    """All 1296 strings, their reversals, and 700 rows to train on with the others held out, by seed."""

    X: Tensor
    Y: Tensor
    split: Callable[[int], tuple[Tensor, Tensor]]


@pytest.fixture(scope="module")
def strings(reference) -> Strings:
    X = reference.encode(reference.all_strings(4))
    return Strings(X, reference.targets(X), lambda seed: reference.split(len(X), 700, seed))


@pytest.fixture(scope="module")
def networks(reference, strings) -> dict[tuple[int, str], list[Any]]:
    """Twenty networks by the number of their neurons, trained and untrained."""
    made = {}
    for hidden in (32, 16):
        for name, how in (("trained", {}), ("untrained", {"epochs": 0})):
            made[hidden, name] = [
                reference.train(
                    strings.X[strings.split(s)[0]], strings.Y[strings.split(s)[0]], s, hidden=hidden, **how
                )[0]
                for s in SEEDS
            ]
    return made


def test_the_first_700_in_dictionary_order(reference, strings):
    X, Y, _ = strings
    right = [
        reference.sequence_accuracy(reference.train(X[:700], Y[:700], s)[0], X[700:], Y[700:]) for s in SEEDS
    ]
    assert np.median(right) == pytest.approx(0.11, abs=0.01)


def test_how_many_learn_to_reverse(reference, strings):
    X, Y, split = strings
    rows, held_out = split(0)
    right = [
        reference.sequence_accuracy(reference.train(X[rows], Y[rows], s)[0], X[held_out], Y[held_out])
        for s in range(200)
    ]
    assert sum(share == 1 for share in right) == pytest.approx(199, abs=1)
    assert min(right) > 0.996


def test_the_demos_losses_and_what_it_learns_of_18_strings(reference):
    X = reference.encode(reference.all_strings(3, "abc"), "abc")
    Y, losses, right = reference.targets(X), [], []
    for seed in range(10):
        drawn = torch.randint(27, (2000,), generator=torch.Generator().manual_seed(seed))
        losses.append(reference.train(X[drawn], Y[drawn], seed, epochs=100, lr=1e-3, hidden=16)[1][-1])
    assert (min(losses), max(losses)) == pytest.approx((3e-5, 7e-5), rel=0.1)
    assert sum(f"{loss:.4f}" == "0.0000" for loss in losses) == 9
    for seed in SEEDS:
        rows, others = reference.split(27, 18, seed)
        model, _ = reference.train(X[rows], Y[rows], seed, epochs=1500, hidden=16)
        right.append(round(9 * reference.sequence_accuracy(model, X[others], Y[others])))
    assert (min(right), max(right)) == (2, 9)
    assert np.median(right) == pytest.approx(6.5, abs=0.5)


def test_what_few_strings_teach(reference, strings):
    X, Y, _ = strings
    right = []
    for seed in SEEDS:
        models = reference.models_by_size(X, Y, [25, 50, 100, 200, 400], seed)
        others = [reference.all_but(rows, len(X)) for _, rows in models]
        right.append(
            [
                reference.sequence_accuracy(model, X[unseen], Y[unseen])
                for (model, _), unseen in zip(models, others, strict=True)
            ]
        )
    assert np.median(right, axis=0) == pytest.approx([0.12, 0.41, 0.81, 0.98, 1.0], abs=0.01)


def test_what_the_neurons_do(reference, strings, networks):
    """How often they are on and small, how many never are, and what the letter at the best position explains."""
    X, shares, explained = strings.X, [], []
    for model in networks[32, "trained"]:
        layers = [reference.activations(model, X)[layer].double() for layer in ("h1", "h2")]
        shares.append(
            [
                [(H > 0).double().mean(), H.lt(H.max() / 20).double().mean(), (H.amax(0) == 0).sum()]
                for H in layers
            ]
        )
        H = layers[1][:, layers[1].var(dim=0) > 1e-9]
        by_position = []
        for column in X[:, :4].T:
            means = torch.stack([H[column == letter].mean(dim=0) for letter in range(6)])
            by_position.append((means - H.mean(dim=0)).square().mean(dim=0) / H.var(dim=0, unbiased=False))
        explained.append(torch.stack(by_position).amax(dim=0))
    assert np.mean(shares, axis=0) == pytest.approx(
        np.array([[0.91, 0.13, 1.5], [0.81, 0.21, 5.5]]), abs=0.006
    )
    best = torch.cat(explained)
    assert best.median().item() == pytest.approx(0.47, abs=0.01)
    assert best.max() < 0.86


def test_what_probes_read(reference, strings, networks):
    gaps = {}
    for hidden, expected in (
        (32, [[1.0, 1.0], [1.0, 0.96], [1.0, 0.83]]),
        (16, [[1.0, 1.0], [0.97, 0.78], [0.96, 0.62]]),
    ):
        read = torch.tensor(
            [
                [
                    [
                        reference.probe_with_controls(trained, untrained, strings.X, layer, position, seed)[
                            :2
                        ]
                        for position in range(4)
                    ]
                    for layer in ("embed", "h1", "h2")
                ]
                for seed, trained, untrained in zip(
                    SEEDS, networks[hidden, "trained"], networks[hidden, "untrained"], strict=True
                )
            ]
        ).mean(dim=2)
        assert read.mean(dim=0).numpy() == pytest.approx(np.array(expected), abs=0.006)
        gaps[hidden] = read[:, 2, 0] - read[:, 2, 1]
    assert (gaps[16] > 0.2).all()
    assert gaps[32].mean().item() == pytest.approx(0.17, abs=0.005)
    assert (gaps[32] < 0.15).sum() == pytest.approx(6, abs=1)


def test_what_ablations_cost(reference, strings, networks):
    X, Y, _ = strings
    costs, matter, several = [], 0, 0
    for model in networks[32, "trained"]:
        (zero, zero_loss), (mean, mean_loss) = (
            reference.ablation_sweep(model, X, Y, "h2", mode) for mode in ("zero", "mean")
        )
        costs.append([-zero.mean(), -mean.mean(), zero_loss.mean(), mean_loss.mean()])
        hit = (-zero >= 0.01).sum(dim=1)
        matter, several = matter + int((hit >= 1).sum()), several + int((hit >= 2).sum())
    assert np.mean(costs, axis=0) == pytest.approx([0.024, 0.0005, 0.071, 0.003], abs=5e-4)
    assert several / matter == pytest.approx(0.69, abs=0.01)


def test_each_letter_decides_the_mirrored_one_in_all_of_them(reference, strings, networks):
    for seed, model in zip(SEEDS, networks[32, "trained"], strict=True):
        assert reference.influence(model, strings.X[strings.split(seed)[1]]).tolist() == MIRRORED.tolist()


def test_patching_moves_the_logits_of_a_memoriser_less_than_its_predictions(reference, strings):
    X, Y, _ = strings
    moved, flipped, elsewhere = [], [], ~MIRRORED.bool()
    for seed in range(10):
        few, _ = reference.split(len(X), 50, seed)
        model, _ = reference.train(X[few], Y[few], seed, epochs=440)
        order = torch.randperm(len(X), generator=torch.Generator().manual_seed(seed))
        moved.append(reference.patching_effect(model, X, X[order])[elsewhere].mean().item())
        flipped.append(reference.influence(model, X)[elsewhere].mean().item())
    assert (min(moved), max(moved)) == pytest.approx((0.06, 0.09), abs=0.005)
    assert np.mean(flipped) == pytest.approx(0.2, abs=0.03)


def test_what_the_transformer_learns(reference, strings):
    X, Y, split = strings
    rows, held_out = split(0)
    mirrored, right, of_few, of_nonsense = 0, 0, [], []
    for seed in range(200):
        model, _ = reference.train_transformer(X[rows], Y[rows], seed)
        right += reference.sequence_accuracy(model, X[held_out], Y[held_out]) >= 0.98
        pattern = reference.attention_patterns(model, X).mean(dim=0)[0, :4, :4]
        mirrored += bool((pattern.flip(1).diagonal() > 0.9).all())
    assert right == pytest.approx(199, abs=1)
    assert mirrored == pytest.approx(178, abs=2)
    for seed in SEEDS:
        few, others = reference.split(len(X), 50, seed)
        model, _ = reference.train_transformer(X[few].repeat(14, 1), Y[few].repeat(14, 1), seed)
        of_few.append(reference.sequence_accuracy(model, X[others], Y[others]))
    assert np.median(of_few) == 1
    assert min(of_few) == pytest.approx(0.94, abs=0.01)
    for seed in range(10):
        few, _ = reference.split(len(X), 50, seed)
        letters = torch.randint(6, (len(X), 4), generator=torch.Generator().manual_seed(seed))
        answers = torch.cat([letters, X[:, -1:]], dim=1)
        model, _ = reference.train_transformer(X[few].repeat(14, 1), answers[few].repeat(14, 1), seed)
        of_nonsense.append(reference.sequence_accuracy(model, X[few], answers[few]))
    assert max(of_nonsense) <= 0.16
