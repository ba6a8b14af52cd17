"""Extra credit: soft lesions, forgotten rows, two languages. By value; tolerances as for the rest."""

import math
from collections.abc import Callable
from types import ModuleType

import pytest
from planted import Chain, random_chain, softmax_of, words_of

from autograder.checks import Compare, Measure, Student, Variant

VALUES = {"atol": 1e-5, "rtol": 1e-4}
TOLERANCE = 1e-5


@pytest.mark.task("soft", weight=3)
def test_soft_lesion(student: Student, chain: Chain, measure: Measure) -> None:
    """A soft lesion divides the odds of its symbol, and the others keep their proportions"""
    P = chain.W.double().softmax(dim=1)
    for column, symbol in enumerate(chain.symbols):
        for strength in (0.0, 0.7, 3.0, -1.5):
            odds = P[:, column] / (1 - P[:, column]) * math.exp(-strength)
            p = odds / (1 + odds)
            expected = P * ((1 - p) / (1 - P[:, column]))[:, None]
            expected[:, column] = p
            softened = student.soft_lesion(chain.W, symbol, strength, symbols=chain.symbols)
            error = (softmax_of(softened, len(P)) - expected).abs().max().item()
            measure("error of a probability", error, at_most=TOLERANCE)


@pytest.mark.task("soft", weight=1)
def test_infinite_strength_deletes(
    student: Student, reference: ModuleType, one_chain: Chain, measure: Measure
) -> None:
    """A soft lesion of infinite strength deletes its symbol"""
    W, symbols = one_chain
    hard = reference.lesion(W, symbols[2], symbols).double().softmax(dim=1)
    soft = softmax_of(student.soft_lesion(W, symbols[2], math.inf, symbols=symbols), len(symbols))
    measure("error of a probability", (soft - hard).abs().max().item(), at_most=TOLERANCE)


@pytest.mark.task("soft", weight=1)
def test_a_strong_lesion_can_be_undone(student: Student, one_chain: Chain, measure: Measure) -> None:
    """A lesion of strength 60 is not yet infinite: one of strength -60 undoes it

    Twice 2e-6 are lost on the way in float32.
    """
    W, symbols = one_chain
    student.soft_lesion(
        W.roll(1, 0), symbols[2], 60.0, symbols=symbols
    )  # of another model of the same symbols
    strong = student.soft_lesion(W, symbols[2], 60.0, symbols=symbols)
    left = softmax_of(strong, len(symbols))[:, 2].max().item()
    measure("largest probability of the symbol in between", left, at_most=1e-12)
    undone = softmax_of(student.soft_lesion(strong, symbols[2], -60.0, symbols=symbols), len(symbols))
    error = (undone - W.double().softmax(dim=1)).abs().max().item()
    measure("error of a probability", error, at_most=TOLERANCE)


@pytest.mark.task("soft", weight=1)
def test_soft_lesion_leaves_the_model_alone(leaves_alone: Callable[..., None], one_chain: Chain) -> None:
    """A soft lesion is made in a copy: the model itself is not changed"""
    leaves_alone("soft_lesion", one_chain, one_chain.symbols[2], 1.0)


@pytest.mark.task("rows", weight=2)
def test_forget(student: Student, chain: Chain, measure: Measure) -> None:
    """A forgotten row is uniform, and the other rows are as before

    Also where a symbol was deleted: after the forgotten row it can be chosen again. And where the logits are large
    numbers.
    """
    lesioned = chain.W.clone()
    lesioned[:, 2] = -math.inf
    for row, symbol in enumerate(chain.symbols):
        for W in (lesioned, chain.W, chain.W + 900):
            expected = W.double().softmax(dim=1)
            expected[row] = 1 / len(expected)
            forgotten = softmax_of(student.forget(W, symbol, symbols=chain.symbols), len(expected))
            measure("error of a probability", (forgotten - expected).abs().max().item(), at_most=TOLERANCE)


@pytest.mark.task("rows", weight=1)
def test_forget_leaves_the_model_alone(leaves_alone: Callable[..., None], one_chain: Chain) -> None:
    """A row is forgotten in a copy: the model itself is not changed"""
    leaves_alone("forget", one_chain, one_chain.symbols[2])


@pytest.mark.task("rows", weight=2)
def test_forgetting_costs(compare: Compare, reference: ModuleType, chain: Chain, variant: Variant) -> None:
    """The cost of forgetting each row is right, also where the model finds a letter all but impossible

    Of more than a hundred words. A row that all but rules out what comes costs less than -20 nats: to forget it is a gain.
    """
    words = words_of(chain, variant.rng("words to forget"), 130)
    rare = reference.soft_lesion(chain.W, words[0][0], 150.0, chain.symbols)
    few = words[:20]
    for some, model in ((words, chain.W), (few, chain.W), ([*few, 99 * words[0][0]], rare)):
        compare("forgetting_costs", model, some, symbols=chain.symbols, **VALUES)
    asked = [(chain.W, few), (chain.W, words[20:40]), (chain.W.roll(1, 0), few)]
    compare.in_turn("forgetting_costs", *((*one, chain.symbols) for one in asked), **VALUES)


@pytest.mark.task("rows", weight=1)
def test_what_never_occurs_costs_nothing(
    compare: Compare, reference: ModuleType, one_chain: Chain, variant: Variant
) -> None:
    """To forget the row of a symbol that never occurs costs 0, also where the model rules the symbol out"""
    W, symbols = one_chain
    lesioned = one_chain._replace(W=reference.lesion(W, symbols[4], symbols))
    words = words_of(lesioned, variant.rng("words without a letter"), 30)
    for model in (W, lesioned.W):
        compare("forgetting_costs", model, words, symbols=symbols, **VALUES)


@pytest.mark.task("languages")
def test_language_scores(compare: Compare, reference: ModuleType, one_chain: Chain, variant: Variant) -> None:
    """The log-likelihood ratio of each word is right, of more than a hundred, also where a model finds a letter improbable"""
    rng = variant.rng("languages")
    other = random_chain(rng, size=len(one_chain.symbols))._replace(symbols=one_chain.symbols)
    words = words_of(one_chain, rng, 60) + words_of(other, rng, 60)
    compare("language_scores", words, one_chain.W, other.W, symbols=one_chain.symbols, **VALUES)
    for few in ([words[3]], [words[0], "", words[0]]):  # one word; one that is empty, and one twice
        compare(
            "language_scores",
            few,
            one_chain.W.double(),
            other.W.double(),
            symbols=one_chain.symbols,
            **VALUES,
        )
    rare = reference.soft_lesion(one_chain.W, words[0][0], 150.0, one_chain.symbols)
    compare("language_scores", words, rare, other.W, symbols=one_chain.symbols, **VALUES)
    (W, symbols), few = one_chain, words[:9]
    asked = [(few, W, other.W), (words[9:18], W, other.W), (few, other.W.clone(), W.roll(1, 0))]
    compare.in_turn("language_scores", *((*one, symbols) for one in asked), **VALUES)
