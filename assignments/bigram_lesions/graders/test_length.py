"""The exact expected length of a word.

Right answers differ by less than 1 % of the tolerance. The nearest mistake, to forget that a word may be empty, is off
by more than ten times the tolerance, since no probability of these models is below .002 (CALIBRATION.md).
"""

from types import ModuleType

import pytest
import torch
from planted import Chain, corridor, random_chain, with_trap

from autograder.checks import Compare, Variant

VALUES = {"atol": 1e-4, "rtol": 1e-4}


@pytest.mark.task("length", weight=2)
def test_expected_length(compare: Compare, chain: Chain, far: Chain) -> None:
    """The expected length of a word is right, also where the same matrix comes again with other numbers

    And where a rule is so sure that its probability rounds to 1, and where all logits are -inf or very low.
    """
    compare.in_turn("expected_length", (chain.W,), (chain.W.roll(1, 0),), **VALUES)
    sure = chain.W.clone()
    sure[1, 2] = sure[1].max() + 60
    for W in (sure, far.W):
        compare("expected_length", W, **VALUES)


@pytest.mark.task("length", weight=2)
def test_expected_length_after_a_lesion(compare: Compare, reference: ModuleType, chain: Chain) -> None:
    """The expected length is right after any letter is deleted"""
    for symbol in chain.symbols[1:]:
        compare("expected_length", reference.lesion(chain.W, symbol, chain.symbols), **VALUES)


@pytest.mark.task("length", weight=2)
def test_without_an_end(compare: Compare, reference: ModuleType, one_chain: Chain, far: Chain) -> None:
    """After the end is deleted, words are infinitely long, also where all logits are very low"""
    for W, symbols in (one_chain, far):
        compare("expected_length", reference.lesion(W, symbols[0], symbols), **VALUES)


@pytest.mark.task("length", weight=1)
@pytest.mark.parametrize(
    "door",
    [0.3, 1e-30, 1e-80, 0.0],
    ids=["within reach", "hardly ever within reach", "all but out of reach", "out of reach"],
)
def test_letters_without_a_way_out(compare: Compare, variant: Variant, door: float) -> None:
    """Letters from which no word can end make the length infinite only if a word can reach them

    1e-80 is more than 0 in float64, which the text names, and 0 in float32.
    """
    compare("expected_length", with_trap(variant.rng(f"trap {door}"), door).W, **VALUES)


@pytest.mark.task("length", weight=1)
@pytest.mark.parametrize(
    ("ends", "stays", "size"),
    [(True, 0.0, 9), (True, 0.2, 9), (False, 0.2, 9), (True, 0.0, 24), (False, 0.0, 24)],
    ids=[
        "it leads out",
        "it leads out some day",
        "it is a dead end",
        "it is longer",
        "it is longer, and a dead end",
    ],
)
def test_a_long_way(compare: Compare, variant: Variant, ends: bool, stays: float, size: int) -> None:
    """The expected length is right where each letter leads to one other only

    Of 8 letters and of 23: whoever doubles the steps too few times may come far enough by one number, not by both.
    """
    rng = variant.rng(f"corridor {ends} {stays} {size}")
    compare("expected_length", corridor(rng, ends, stays, size).W, **VALUES)


@pytest.mark.task("length", weight=1)
def test_words_that_hardly_end(compare: Compare, variant: Variant) -> None:
    """The expected length is right where the end is improbable, and words have hundreds of thousands of letters

    In float64 the system is right to 1e-9 there; float32, which the text warns of, rounds 1 - p, p near 2e-6, to steps of
    6e-8, which is .1 % and more. Few terms of the series are a tenth of the sum, and whoever takes such a p for 0 says
    infinite. Powers of the matrix by 30 doublings come to 0; 2^20 letters are not enough.
    """
    W = random_chain(variant.rng("hardly ends")).W
    W[1:, 0] = W[1:, 1:].logsumexp(dim=1) - 13
    compare("expected_length", W, atol=0.0, rtol=1e-5)


@pytest.mark.task("length", weight=1)
def test_only_empty_words(compare: Compare, one_chain: Chain) -> None:
    """Words that are all empty have 0 letters"""
    W = one_chain.W.clone()
    W[0, 1:] = -torch.inf
    compare("expected_length", W, **VALUES)
