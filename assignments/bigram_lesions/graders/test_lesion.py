"""Deleting a symbol: what the lesioned model believes, whatever its logits, and the same in every gauge.

Every row of these models has a constant of its own, so a column of zeros means another thing in each. The tolerance
is a hundred times the rounding of float32.
"""

import pytest
import torch

TOLERANCE = 1e-5


@pytest.mark.task("lesion", weight=2)
def test_never_chosen(chain, lesioned_beliefs, measure):
    """A deleted symbol can never be chosen"""
    for column, symbol in enumerate(chain.symbols):
        P = lesioned_beliefs(chain.W, symbol, chain.symbols)
        measure("largest probability of the deleted symbol", P[:, column].max().item(), at_most=0.0)


@pytest.mark.task("lesion", weight=3)
def test_the_others_share_what_is_free(chain, lesioned_beliefs, measure):
    """The other symbols keep their proportions, and share what has become free"""
    P = chain.W.double().softmax(dim=1)
    for column, symbol in enumerate(chain.symbols):
        expected = P / (1 - P[:, [column]])
        expected[:, column] = 0.0
        error = (lesioned_beliefs(chain.W, symbol, chain.symbols) - expected).abs().max().item()
        measure("error of a probability", error, at_most=TOLERANCE)


@pytest.mark.task("lesion", weight=2)
def test_the_gauge_does_not_matter(one_chain, lesioned_beliefs, variant, measure):
    """Equal models are equal after the same lesion, in whatever gauge their logits are

    The end is deleted in three gauges, a constant added to each row.
    """
    end, rng = one_chain.symbols[0], variant.rng("gauges")
    size = len(one_chain.symbols)
    gauges = [torch.from_numpy(rng.uniform(-6, 6, (size, 1))).float() for _ in range(3)]
    lesioned = [lesioned_beliefs(one_chain.W + gauge, end, one_chain.symbols) for gauge in gauges]
    apart = max((lesioned[0] - other).abs().max().item() for other in lesioned[1:])
    measure("largest difference between gauges", apart, at_most=TOLERANCE)
    measure("largest probability of the end", max(P[:, 0].max().item() for P in lesioned), at_most=0.0)


@pytest.mark.task("lesion", weight=1)
def test_the_model_is_left_alone(leaves_alone, one_chain):
    """A lesion is made in a copy: the model itself is as before"""
    leaves_alone("lesion", one_chain, one_chain.symbols[2])
