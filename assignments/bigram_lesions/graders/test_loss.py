"""The negative log-likelihood of words, whole and without some targets, by value."""

from types import ModuleType

import pytest
from planted import Chain, words_of

from autograder.checks import Compare, Variant

# a hundred times the rounding of float32
VALUES = {"atol": 1e-5, "rtol": 1e-4}


@pytest.fixture
def words(one_chain: Chain, variant: Variant) -> list[str]:
    return words_of(one_chain, variant.rng("words to score"), 130)


@pytest.mark.task("loss", weight=2)
def test_nll(compare: Compare, one_chain: Chain, words: list[str]) -> None:
    """The loss on words is right: on more than a hundred, on one, and on an empty one"""
    for W in (one_chain.W, one_chain.W.double()):
        compare("nll", W, words, symbols=one_chain.symbols, **VALUES)
    for few in ([words[0]], ["", words[1]]):
        compare("nll", one_chain.W, few, symbols=one_chain.symbols, **VALUES)


@pytest.mark.task("loss", weight=2)
def test_nll_without_some_targets(
    compare: Compare, reference: ModuleType, one_chain: Chain, words: list[str]
) -> None:
    """The loss on the transitions that are left is right, before and after a lesion"""
    symbols = one_chain.symbols
    for gone in (symbols[0], symbols[2], symbols[3] + symbols[-1]):
        compare("nll", one_chain.W, words, symbols=symbols, without=gone, **VALUES)
    lesioned = reference.lesion(one_chain.W, symbols[2], symbols)
    compare("nll", lesioned, words, symbols=symbols, without=symbols[2], **VALUES)


@pytest.mark.task("loss", weight=1)
def test_nll_in_turn(compare: Compare, one_chain: Chain, words: list[str]) -> None:
    """The same model can come again with other words, and the same words with another model"""
    W, symbols = one_chain
    backwards = [word[::-1] for word in words]
    compare.in_turn(
        "nll", (W, words, symbols), (W, backwards, symbols), (W.roll(1, 0), words, symbols), **VALUES
    )


@pytest.mark.task("loss", weight=1)
def test_nll_of_the_impossible(
    compare: Compare,
    reference: ModuleType,
    one_chain: Chain,
    words: list[str],
    far: Chain,
    variant: Variant,
) -> None:
    """The loss is infinite where a word has a transition of probability 0, and only there, also where all logits are very low"""
    symbols = one_chain.symbols
    gone = max(symbols[1:], key=lambda letter: sum(word.count(letter) for word in words))
    compare("nll", reference.lesion(one_chain.W, gone, symbols), words, symbols=symbols, **VALUES)
    # exp(-150) is 0 in float32, exp(-1000) in float64 too, and their logarithms are not infinite
    for strength in (30.0, 150.0, 1000.0):
        rare = reference.soft_lesion(one_chain.W, gone, strength, symbols)
        compare("nll", rare, words, symbols=symbols, **VALUES)
    possible = words_of(far, variant.rng("words far down"), 30)
    here, there = (far.W[1:, 1:].isneginf().nonzero()[0] + 1).tolist()
    for some in (possible, [*possible, far.symbols[here] + far.symbols[there]]):
        compare("nll", far.W, some, symbols=far.symbols, **VALUES)
