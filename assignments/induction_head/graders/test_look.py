"""Attention patterns by value."""

import pytest
import torch
from planted import Example
from torch import Tensor
from transformer_lens import TransformerBridge

from autograder.checks import Compare


@pytest.mark.task("look", weight=2)
@pytest.mark.parametrize("length", [32, 19])
def test_attention_patterns(compare: Compare, example: Example, length: int) -> None:
    """The attention patterns of all heads are right

    Weights are between 0 and 1; right answers in float32 and float64 differ by 5e-6 (CALIBRATION.md). The model has
    to be as it was, and without hooks.
    """
    compare("attention_patterns", example.model, example.tokens[:, :length], atol=1e-4)


@pytest.mark.task("look", weight=1)
def test_one_model_on_other_sequences(
    compare: Compare, example: Example, other: TransformerBridge, crowd: Example
) -> None:
    """The same model can come again, with other sequences, with 120 of them, and with other weights"""
    calls = [(example.model, tokens) for tokens in (example.tokens[:3], example.tokens[3:6])]
    compare.in_turn("attention_patterns", *calls, (other, calls[0][1]), atol=1e-4)
    compare("attention_patterns", crowd.model, crowd.tokens[:120], atol=1e-4)


@pytest.mark.task("look", weight=1)
def test_most_attended(compare: Compare, pattern: Tensor) -> None:
    """The positions that a token attends to most are named in order, with their weights

    Two weights of a row differ by more than a tenth of the smaller, so the order is not a matter of rounding, or
    by a hundredth in the last one, of a pattern of 110 positions. And another pattern can come with the same query.
    """
    for query, k in ((25, 5), (31, 3), (12, 4), (2, 5), (0, 1), (4, 5), (17, 18)):
        compare("most_attended", pattern, query, k, atol=1e-5)
    compare("most_attended", pattern, 20, atol=1e-5)
    faint = pattern.clone()
    faint[9, :10] = 10.0 ** -torch.arange(10)
    faint[9, 3] = 0.0
    compare("most_attended", faint, 9, 10, atol=1e-5)
    other = pattern.clone()
    other[14, :15] = pattern[14, :15].flip(0)
    compare.in_turn("most_attended", (pattern, 14, 5), (other, 14, 5), atol=1e-5)
    wide = torch.arange(1.0, 111.0).repeat(110, 1).tril()
    compare("most_attended", wide / wide.sum(dim=1, keepdim=True), 104, 3, atol=1e-5)


@pytest.mark.task("look", weight=1)
def test_later_positions_do_not_count(compare: Compare, pattern: Tensor) -> None:
    """Positions after the query are never named, whatever the pattern holds there

    A pattern with larger weights after the query than before it, and the largest directly after it.
    """
    ahead = pattern + 2 * pattern.mT + torch.ones(len(pattern) - 1).diag(1)
    for query, k in ((9, 3), (3, 6)):
        compare("most_attended", ahead, query, k, atol=1e-5)
