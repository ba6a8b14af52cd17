"""Extra credit: soft lesions, forgotten rows, two languages. By value; tolerances as for the rest."""

import math

import pytest
from planted import random_chain, words_of

VALUES = {"atol": 1e-5, "rtol": 1e-4}
TOLERANCE = 1e-5


@pytest.mark.task("soft", weight=3)
def test_soft_lesion(student, chain, softmax, measure):
    """A soft lesion divides the odds of its symbol, and leaves the others their proportions"""
    P = chain.W.double().softmax(dim=1)
    for column, symbol in enumerate(chain.symbols):
        for strength in (0.0, 0.7, 3.0, -1.5):
            odds = P[:, column] / (1 - P[:, column]) * math.exp(-strength)
            p = odds / (1 + odds)
            expected = P * ((1 - p) / (1 - P[:, column]))[:, None]
            expected[:, column] = p
            softened = student.soft_lesion(chain.W, symbol, strength, symbols=chain.symbols)
            error = (softmax(softened, len(P)) - expected).abs().max().item()
            measure("error of a probability", error, at_most=TOLERANCE)


@pytest.mark.task("soft", weight=1)
def test_infinite_strength_deletes(student, reference, one_chain, softmax, measure):
    """A soft lesion of infinite strength deletes"""
    W, symbols = one_chain
    hard = reference.lesion(W, symbols[2], symbols).double().softmax(dim=1)
    soft = softmax(student.soft_lesion(W, symbols[2], math.inf, symbols=symbols), len(symbols))
    measure("error of a probability", (soft - hard).abs().max().item(), at_most=TOLERANCE)


@pytest.mark.task("soft", weight=1)
def test_soft_lesion_leaves_the_model_alone(leaves_alone, one_chain):
    """A soft lesion is made in a copy"""
    leaves_alone("soft_lesion", one_chain, one_chain.symbols[2], 1.0)


@pytest.mark.task("rows", weight=2)
def test_forget(student, chain, softmax, measure):
    """A forgotten row is uniform, and the other rows are as before"""
    for row, symbol in enumerate(chain.symbols):
        expected = chain.W.double().softmax(dim=1)
        expected[row] = 1 / len(expected)
        forgotten = softmax(student.forget(chain.W, symbol, symbols=chain.symbols), len(expected))
        measure("error of a probability", (forgotten - expected).abs().max().item(), at_most=TOLERANCE)


@pytest.mark.task("rows", weight=1)
def test_forget_leaves_the_model_alone(leaves_alone, one_chain):
    """A row is forgotten in a copy"""
    leaves_alone("forget", one_chain, one_chain.symbols[2])


@pytest.mark.task("rows", weight=2)
def test_forgetting_costs(compare, chain, variant):
    """The cost of forgetting each row is right"""
    words = words_of(chain, variant.rng("words to forget"), 50)
    compare("forgetting_costs", chain.W, words, symbols=chain.symbols, **VALUES)


@pytest.mark.task("languages")
def test_language_scores(compare, one_chain, variant):
    """The log-likelihood ratio of each word is right"""
    rng = variant.rng("languages")
    other = random_chain(rng, size=len(one_chain.symbols))._replace(symbols=one_chain.symbols)
    words = words_of(one_chain, rng, 12) + words_of(other, rng, 12)
    compare("language_scores", words, one_chain.W, other.W, symbols=one_chain.symbols, **VALUES)
