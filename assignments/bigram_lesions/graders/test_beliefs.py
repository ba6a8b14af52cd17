"""Beliefs and their distance from the data, by value.

The tolerance is a hundred times the rounding of float32 (CALIBRATION.md).
"""

from types import ModuleType

import pytest
import torch
from planted import Chain, transitions, words_of
from torch import Tensor

from autograder.checks import Compare, Variant

VALUES = {"atol": 1e-5, "rtol": 1e-4}


@pytest.fixture
def data(chain: Chain, variant: Variant) -> Tensor:
    """Counts of words that another model could have written: rows and columns in another proportion."""
    drawn = transitions(words_of(chain, variant.rng("data"), 80), chain.symbols, 10**6)
    turned = variant.rng("turned").permutation(len(chain.symbols) - 1) + 1
    order = [0, *turned.tolist()]
    counts = torch.from_numpy(drawn[order][:, order]).long()
    counts[1, 2] = 0  # a pair that never occurs
    return counts.to(chain.W.dtype if chain.W.dtype == torch.float64 else torch.int64)


@pytest.mark.task("beliefs", weight=2)
def test_beliefs(compare: Compare, chain: Chain) -> None:
    """The belief after a symbol is right"""
    for symbol in chain.symbols:
        compare("beliefs", chain.W, symbol, symbols=chain.symbols, **VALUES)


@pytest.mark.task("beliefs", weight=1)
def test_beliefs_of_a_lesioned_model(
    compare: Compare, reference: ModuleType, one_chain: Chain, far: Chain
) -> None:
    """The belief after a symbol is right where some symbols have probability 0, also where all logits are very low"""
    lesioned = reference.lesion(one_chain.W, one_chain.symbols[3], one_chain.symbols)
    for W, symbols in ((lesioned, one_chain.symbols), far):
        for symbol in symbols:
            compare("beliefs", W, symbol, symbols=symbols, **VALUES)


@pytest.mark.task("beliefs", weight=1)
def test_beliefs_in_far_gauges(compare: Compare, chain: Chain) -> None:
    """The belief after a symbol is right where the logits are large numbers

    exp(900) is more than float64 holds, and exp(-900) less. The constants are exact in float32, and what they round
    off is rounded off before the reference sees it.
    """
    constants = torch.linspace(-900, 900, len(chain.W))[:, None]
    for symbol in (chain.symbols[0], chain.symbols[1], chain.symbols[-1]):
        compare("beliefs", chain.W + constants, symbol, symbols=chain.symbols, **VALUES)
        far = chain.W.double() + 1e7  # float64 keeps eight digits of it after the point, float32 none
        compare("beliefs", far, symbol, symbols=chain.symbols, **VALUES)


@pytest.mark.task("beliefs", weight=2)
def test_belief_gap(compare: Compare, chain: Chain, data: Tensor) -> None:
    """The gap between belief and data is right"""
    compare("belief_gap", chain.W, data, **VALUES)


@pytest.mark.task("beliefs", weight=1)
def test_other_models_of_the_same_symbols(compare: Compare, chain: Chain, data: Tensor) -> None:
    """Another model can come with the same symbols, or other data with the same model"""
    turned = chain.W.roll(1, 0)
    compare.in_turn("beliefs", *((W, chain.symbols[2], chain.symbols) for W in (chain.W, turned)), **VALUES)
    compare.in_turn("belief_gap", (chain.W, data), (turned, data), (chain.W, data.roll(1, 0)), **VALUES)


@pytest.mark.task("beliefs", weight=1)
def test_belief_gap_at_its_edges(
    compare: Compare, reference: ModuleType, chain: Chain, data: Tensor, far: Chain
) -> None:
    """The gap is 0 for a row without data, and infinite where the model gives probability 0 to a pair that the data has

    One row has a single transition, three a pair that the model finds all but impossible, and two have none of the pairs
    that the lesioned model rules out. Of another model all logits are very low; the data have what it leaves, and then all.
    """
    data[2:4] = 0
    data[3, 1] = 1
    data[5:7, 4], data[0, 4] = 0, 3
    W = chain.W.clone()
    data[6, 2], W[6, 2] = 5, W[6, 2] - 20
    data[7, 2], W[7, 2] = 5, W[7, 2] - 150  # exp(-150) is 0 in float32, and its logarithm is not infinite
    data[8, 2], W[8, 2] = 5, W[8, 2] - 1000  # exp(-1000) is 0 in float64 too
    compare("belief_gap", W, data, **VALUES)
    compare("belief_gap", reference.lesion(W, chain.symbols[4], chain.symbols), data, **VALUES)
    some = torch.arange(far.W.numel()).reshape(far.W.shape) % 5 + 1
    for counts in (some * far.W.isfinite(), some):
        compare("belief_gap", far.W, counts, **VALUES)
