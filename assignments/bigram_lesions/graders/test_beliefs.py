"""Beliefs and their distance from the data, by value.

The tolerance is a hundred times the rounding of float32 (CALIBRATION.md).
"""

import pytest
import torch
from planted import transitions, words_of

VALUES = {"atol": 1e-5, "rtol": 1e-4}


@pytest.fixture
def data(chain, variant):
    """Counts of words that another model could have written: rows and columns in another proportion."""
    counts = transitions(words_of(chain, variant.rng("data"), 80), chain.symbols, 10**6)
    turned = variant.rng("turned").permutation(len(chain.symbols) - 1) + 1
    order = [0, *turned.tolist()]
    counts = torch.from_numpy(counts[order][:, order]).long()
    counts[1, 2] = 0  # a pair that never occurs
    return counts


@pytest.mark.task("beliefs", weight=2)
def test_beliefs(compare, chain):
    """The belief after a symbol is right"""
    for symbol in chain.symbols:
        compare("beliefs", chain.W, symbol, symbols=chain.symbols, **VALUES)


@pytest.mark.task("beliefs", weight=1)
def test_beliefs_of_a_lesioned_model(compare, reference, one_chain):
    """The belief after a symbol is right where something is ruled out"""
    lesioned = reference.lesion(one_chain.W, one_chain.symbols[3], one_chain.symbols)
    for symbol in one_chain.symbols:
        compare("beliefs", lesioned, symbol, symbols=one_chain.symbols, **VALUES)


@pytest.mark.task("beliefs", weight=2)
def test_belief_gap(compare, chain, data):
    """The gap between belief and data is right"""
    compare("belief_gap", chain.W, data, **VALUES)


@pytest.mark.task("beliefs", weight=1)
def test_belief_gap_at_its_edges(compare, reference, chain, data):
    """The gap is 0 without data, and infinite where the model rules out what the data holds"""
    data[2] = 0
    compare("belief_gap", chain.W, data, **VALUES)
    compare("belief_gap", reference.lesion(chain.W, chain.symbols[4], chain.symbols), data, **VALUES)
