"""Interchange interventions, by value, on networks in which every weight is drawn."""

import numpy as np
import pytest
import torch
from explanation import Site
from given import ANSWER
from planted import random_network
from questions import random_inputs, skew_site

from autograder.checks import Compare, Variant

# right answers in float32 and in float64 differ by a few percent of this (CALIBRATION.md)
VALUES = {"atol": 1e-4, "rtol": 1e-4}


def _mixed(rng: np.random.Generator) -> torch.Tensor:
    """A matrix [2, 2] that leaves no basis orthonormal, and its span as it was."""
    return torch.from_numpy(rng.normal(size=(2, 2)) + 2 * np.eye(2)).float()


@pytest.mark.task("interchange", weight=2)
@pytest.mark.parametrize(("layer", "position"), [(0, 0), (1, 2), (2, 4), (1, 4), (3, 4)])
def test_one_site(compare: Compare, variant: Variant, layer: int, position: int) -> None:
    """One subspace is taken from the source, whatever basis it is given in, with long columns or short ones"""
    rng = variant.rng(f"one {layer} {position}")
    site = skew_site(rng, layer, position, 3)
    model, base, source = random_network(rng, 4), random_inputs(rng, 40), random_inputs(rng, 40)
    for length in (10 ** rng.uniform(-5, -3.5), 10 ** rng.uniform(1, 3)):
        swaps = [(source, [Site(layer, position, length * site.basis)])]
        compare("interchange", model, base, swaps, **VALUES)


@pytest.mark.task("interchange")
def test_several_sites(compare: Compare, variant: Variant) -> None:
    """Several sites of one source are taken in one run"""
    rng = variant.rng("several")
    sites = [skew_site(rng, layer, position, 2) for layer, position in ((1, 0), (1, 3), (2, 1))]
    swaps = [(random_inputs(rng, 40), sites)]
    compare("interchange", random_network(rng, 4), random_inputs(rng, 40), swaps, **VALUES)


@pytest.mark.task("interchange", weight=2)
def test_several_sources(compare: Compare, variant: Variant) -> None:
    """Sources are run clean, and later layers see what was changed in earlier ones, in any order of the swaps"""
    rng = variant.rng("sources")
    places = ((2, ANSWER), (1, 0), (1, 2), (2, 1))
    swaps = [(random_inputs(rng, 40), [skew_site(rng, layer, x, 2)]) for layer, x in places]
    compare("interchange", random_network(rng, 5), random_inputs(rng, 40), swaps, **VALUES)


@pytest.mark.task("interchange")
@pytest.mark.parametrize("sources", [1, 2])
def test_two_sites_at_one_place(compare: Compare, variant: Variant, sources: int) -> None:
    """Where two sites are at one place, both are taken, from one source or from two"""
    rng = variant.rng("one place")
    Q = torch.linalg.qr(skew_site(rng, 1, 2, 4).basis)[0]
    sites = [Site(1, 2, part @ _mixed(rng)) for part in (Q[:, :2], Q[:, 2:])]
    swaps = [(random_inputs(rng, 40), [site]) for site in sites]
    if sources == 1:
        swaps = [(swaps[0][0], sites)]
    compare("interchange", random_network(rng, 4), random_inputs(rng, 40), swaps, **VALUES)


@pytest.mark.task("interchange")
def test_one_network_on_several_inputs(compare: Compare, variant: Variant) -> None:
    """The same network, swaps and inputs can come again, with others, with other weights, and with many rows"""
    rng = variant.rng("in turn")
    model, base = random_network(rng, 4), random_inputs(rng, 300)
    swaps = [[(random_inputs(rng, 300), [skew_site(rng, 1, 2, 2)])] for _ in range(2)]
    calls = [(model, base, swaps[0]), (model, base, swaps[1]), (model, base.flip(0), swaps[0])]
    compare.in_turn("interchange", *calls, (random_network(rng, 4), base, swaps[0]), **VALUES)


@pytest.mark.task("interchange")
def test_no_swap(compare: Compare, variant: Variant) -> None:
    """Without a swap the logits are the network's own"""
    rng = variant.rng("none")
    compare("interchange", random_network(rng, 2), random_inputs(rng, 30), [], **VALUES)
