"""The negative log-likelihood of words, whole and without some targets, by value."""

import pytest
from planted import words_of

# a hundred times the rounding of float32
VALUES = {"atol": 1e-5, "rtol": 1e-4}


@pytest.fixture
def words(one_chain, variant):
    return words_of(one_chain, variant.rng("words to score"), 40)


@pytest.mark.task("loss", weight=2)
def test_nll(compare, one_chain, words):
    """The loss on words is right"""
    compare("nll", one_chain.W, words, symbols=one_chain.symbols, **VALUES)


@pytest.mark.task("loss", weight=2)
def test_nll_without_some_targets(compare, reference, one_chain, words):
    """The loss on what is left is right, before and after a lesion"""
    symbols = one_chain.symbols
    for gone in (symbols[0], symbols[2], symbols[3] + symbols[5]):
        compare("nll", one_chain.W, words, symbols=symbols, without=gone, **VALUES)
    lesioned = reference.lesion(one_chain.W, symbols[2], symbols)
    compare("nll", lesioned, words, symbols=symbols, without=symbols[2], **VALUES)


@pytest.mark.task("loss", weight=1)
def test_nll_of_the_impossible(compare, reference, one_chain, words):
    """The loss is infinite where a word holds what the model rules out"""
    symbols = one_chain.symbols
    gone = max(symbols[1:], key=lambda letter: sum(word.count(letter) for word in words))
    compare("nll", reference.lesion(one_chain.W, gone, symbols), words, symbols=symbols, **VALUES)
