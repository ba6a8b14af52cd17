"""Deleting a symbol: what the lesioned model believes, whatever its logits, and the same in every gauge.

Every row of these models has a constant of its own, so a column of zeros means another thing in each. The tolerance
is a hundred times the rounding of float32.
"""

from collections.abc import Callable

import pytest
import torch
from planted import Chain, softmax_of, without
from torch import Tensor

from autograder.checks import Measure, Student, Variant

TOLERANCE = 1e-5


def lesioned_beliefs(student: Student, W: Tensor, symbol: str, symbols: str) -> Tensor:
    """Softmax of what the student's `lesion` returns, in float64.

    Softmax and not logits: equal models may differ by a constant in each row.
    """
    return softmax_of(student.lesion(W, symbol, symbols=symbols), len(symbols))


@pytest.mark.task("lesion", weight=2)
def test_never_chosen(chain: Chain, student: Student, measure: Measure) -> None:
    """A deleted symbol can never be chosen"""
    for column, symbol in enumerate(chain.symbols):
        P = lesioned_beliefs(student, chain.W, symbol, chain.symbols)
        measure("largest probability of the deleted symbol", P[:, column].max().item(), at_most=0.0)
        gap = (P - without(chain.W, column)).abs().max().item()
        measure("distance from beliefs of this model at all", gap, at_most=0.2)


@pytest.mark.task("lesion", weight=3)
def test_the_others_share_what_is_free(chain: Chain, student: Student, measure: Measure) -> None:
    """The other symbols keep their proportions, and share the probability that has become free"""
    W = chain.W.clone()
    W[1, 2] = W[1].max() + 60  # a rule so sure that 1 - p is 0, in float64 too
    W[4, 2] = W[4].max() + 150  # and here float32 has 0 for all the others
    for column, symbol in enumerate(chain.symbols):
        error = (lesioned_beliefs(student, W, symbol, chain.symbols) - without(W, column)).abs().max().item()
        measure("error of a probability", error, at_most=TOLERANCE)


@pytest.mark.task("lesion", weight=1)
def test_a_second_lesion(chain: Chain, far: Chain, student: Student, measure: Measure) -> None:
    """A model that has a lesion can get another one, or the same one again, and so can one with -inf here and there

    One row has two symbols left, and then one. The model without lesions gets the same ones first. In the last model every
    symbol is ruled out in some rows and left in others, and all logits are very low.
    """
    W, symbols = chain.W.clone(), chain.symbols
    W[:, 3] = -torch.inf
    W[1, [i for i in range(len(W)) if i not in (0, 5)]] = -torch.inf
    for column in (0, 3, 5):
        for model in (chain.W, W):
            P = lesioned_beliefs(student, model, symbols[column], symbols)
            error = (P - without(model, column)).abs().max().item()
            measure("error of a probability", error, at_most=TOLERANCE)
    for column, symbol in enumerate(far.symbols):
        P = lesioned_beliefs(student, far.W, symbol, far.symbols)
        error = (P - without(far.W, column)).abs().max().item()
        measure("error of a probability", error, at_most=TOLERANCE)


@pytest.mark.task("lesion", weight=2)
def test_the_gauge_does_not_matter(
    one_chain: Chain, student: Student, variant: Variant, measure: Measure
) -> None:
    """Models with equal probabilities are equal after the same lesion, in any gauge

    The end is deleted in three gauges, a constant added to each row. The constants are whole and the logits multiples
    of 1/1024, so their sums are exact in float32: equal models stay equal. In a fourth one, in float64, every logit is lower
    by a million millions, more than anything that somebody may put in the place of minus infinity; there only the end is
    looked at, since float32 has no room for the others.
    """
    end, rng = one_chain.symbols[0], variant.rng("gauges")
    size = len(one_chain.symbols)
    W = (one_chain.W * 1024).round() / 1024
    gauges = [torch.from_numpy(rng.integers(-900, 900, (size, 1))).float() for _ in range(3)]
    lesioned = [lesioned_beliefs(student, W + gauge, end, one_chain.symbols) for gauge in gauges]
    apart = max((lesioned[0] - other).abs().max().item() for other in lesioned[1:])
    measure("largest difference between gauges", apart, at_most=TOLERANCE)
    gap = (lesioned[0] - without(W, 0)).abs().max().item()
    measure("distance from beliefs of this model at all", gap, at_most=0.2)
    lesioned.append(lesioned_beliefs(student, W.double() - 1e12, end, one_chain.symbols))
    measure("largest probability of the end", max(P[:, 0].max().item() for P in lesioned), at_most=0.0)


@pytest.mark.task("lesion", weight=1)
def test_the_model_is_left_alone(leaves_alone: Callable[..., None], one_chain: Chain) -> None:
    """A lesion is made in a copy: the model itself is not changed"""
    leaves_alone("lesion", one_chain, one_chain.symbols[2])
