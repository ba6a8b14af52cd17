"""Extra credit: soft lesions, forgotten rows, two languages. By value; tolerances as for the rest."""

import math
from collections.abc import Callable
from types import ModuleType

import pytest
import torch
from planted import Chain, random_chain, softmax_of, without, words_of
from torch import Tensor

from autograder.checks import Compare, Measure, Student, Variant

VALUES = {"atol": 1e-5, "rtol": 1e-4}
TOLERANCE = 1e-5


def softened(W: Tensor, column: int, strength: float) -> Tensor:
    """The beliefs as they should be, by the logarithm of the odds, since a probability may round to 1."""
    others = W.double()
    odds = (
        others[:, column]
        - others.where(torch.arange(len(W)) != column, -math.inf).logsumexp(dim=1)
        - strength
    )
    expected = without(W, column) * odds.neg().sigmoid()[:, None]
    expected[:, column] = odds.sigmoid()
    return expected


@pytest.mark.task("soft", weight=3)
def test_soft_lesion(student: Student, chain: Chain, far: Chain, measure: Measure) -> None:
    """A soft lesion divides the odds of its symbol, and the others keep their proportions

    Two rules are so sure that their probability rounds to 1, in float64 too. In another model every symbol is impossible in
    some rows and possible in others, and all logits are very low: of strengths, too, float32 holds there what it has of the
    logits, so both are multiples of 2048.
    """
    W = chain.W.clone()
    W[1, 2] = W[1].max() + 60
    W[4, 2] = W[4].max() + 40
    for (model, symbols), strengths in (
        ((W, chain.symbols), (0.0, 0.7, 3.0, -1.5, 60.0)),
        (far, (0.0, 4096.0, -4096.0)),
    ):
        for column, symbol in enumerate(symbols):
            for strength in strengths:
                P = softmax_of(student.soft_lesion(model, symbol, strength, symbols=symbols), len(symbols))
                error = (P - softened(model, column, strength)).abs().max().item()
                measure("error of a probability", error, at_most=TOLERANCE)


@pytest.mark.task("soft", weight=1)
def test_infinite_strength_deletes(
    student: Student, reference: ModuleType, one_chain: Chain, far: Chain, measure: Measure
) -> None:
    """A soft lesion of infinite strength deletes its symbol, also where that is impossible in some rows already"""
    for W, symbols in (one_chain, far):
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
def test_forget(student: Student, chain: Chain, far: Chain, measure: Measure) -> None:
    """A forgotten row is uniform, and the other rows are as before

    Also where a symbol was deleted, or is ruled out in some rows: after the forgotten row it can be chosen again. And where
    the logits are large numbers, or very low.
    """
    lesioned = chain.W.clone()
    lesioned[:, 2] = -math.inf
    models = [chain._replace(W=W) for W in (lesioned, chain.W, chain.W + 900)]
    for W, symbols in (*models, far):
        for row, symbol in enumerate(symbols):
            expected = W.double().softmax(dim=1)
            expected[row] = 1 / len(expected)
            forgotten = softmax_of(student.forget(W, symbol, symbols=symbols), len(expected))
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
    compare: Compare, reference: ModuleType, one_chain: Chain, far: Chain, variant: Variant
) -> None:
    """To forget the row of a symbol that never occurs costs 0, also where the model rules the symbol out

    The costs are right as well where all logits are -inf or very low.
    """
    W, symbols = one_chain
    lesioned = one_chain._replace(W=reference.lesion(W, symbols[4], symbols))
    words = words_of(lesioned, variant.rng("words without a letter"), 30)
    for model in (W, lesioned.W):
        compare("forgetting_costs", model, words, symbols=symbols, **VALUES)
    compare(
        "forgetting_costs",
        far.W,
        words_of(far, variant.rng("words far down"), 9),
        symbols=far.symbols,
        **VALUES,
    )


@pytest.mark.task("languages")
def test_language_scores(compare: Compare, reference: ModuleType, one_chain: Chain, variant: Variant) -> None:
    """The log-likelihood ratio of each word is right, of more than a hundred, also where a model finds a letter improbable

    And where the logits are large numbers, of which exp(900) is more than float64 holds, and exp(-900) less.
    """
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
    constants = torch.linspace(-900, 900, len(rare))[:, None]
    compare(
        "language_scores", words, rare + constants, other.W - constants, symbols=one_chain.symbols, **VALUES
    )
    (W, symbols), few = one_chain, words[:9]
    asked = [(few, W, other.W), (words[9:18], W, other.W), (few, other.W.clone(), W.roll(1, 0))]
    compare.in_turn("language_scores", *((*one, symbols) for one in asked), **VALUES)
