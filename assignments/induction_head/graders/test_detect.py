"""Detection scores by value, on a random model: every head attends in a way of its own, and no score is near 0 or 1.

Right answers in float32 and in float64 differ by 1e-7 or so (CALIBRATION.md); known mistakes by 1e-2 and more.
"""

import pytest
from planted import Example, random_model, spare
from transformer_lens import TransformerBridge

from autograder.checks import Compare, Variant

VALUES = {"atol": 1e-4}


@pytest.mark.task("detect", weight=2)
def test_induction_targets(compare: Compare, example: Example) -> None:
    """The induction targets are the positions directly after earlier occurrences of the token

    Of whole sequences, of shorter ones, of one that holds a single token throughout, and of some that are a single token.
    """
    one_token = example.tokens[:1, :1].repeat(1, 6)
    for tokens in (example.tokens, example.tokens[:3, :11], one_token, example.tokens[:2, :1]):
        compare("induction_targets", tokens)


@pytest.mark.task("detect", weight=2)
def test_induction_score(compare: Compare, example: Example, crowd: Example) -> None:
    """The induction scores of all heads are right"""
    for asked in (example, crowd):
        compare("induction_score", *asked, **VALUES)


@pytest.mark.task("detect", weight=2)
def test_previous_token_score(compare: Compare, example: Example, crowd: Example) -> None:
    """The previous-token scores of all heads are right

    Also where the mask is true at the beginning, where nothing is a target yet.
    """
    model, tokens, mask = example
    wider = mask.clone()
    wider[:, 0] = True
    for asked in (example, crowd, (model, tokens, wider)):
        compare("previous_token_score", *asked, **VALUES)


@pytest.mark.task("detect", weight=1)
def test_uniform_score(compare: Compare, example: Example, crowd: Example) -> None:
    """The score of even attention is right

    Of a few sequences, of others of the same form, and of very many.
    """
    _, few, known = example
    compare.in_turn("uniform_score", (few, known), (few.flip(0), known), **VALUES)
    compare("uniform_score", crowd.tokens, crowd.mask, **VALUES)


@pytest.mark.task("detect", weight=2)
def test_copying_score(
    compare: Compare, example: Example, other: TransformerBridge, variant: Variant
) -> None:
    """The copying scores of all heads are right

    The matrix has rank 7, so 25 of its 32 eigenvalues are 0, or rounding of 1e-6 in float32.
    And of a model with two heads in each layer, and of the first again, also with other weights.
    """
    two_heads = random_model(variant.rng("another model"), spare(2))
    compare.in_turn("copying_score", (example.model,), (two_heads,), (other,), atol=1e-3)


@pytest.mark.task("detect", weight=1)
@pytest.mark.parametrize("function", ["induction_score", "previous_token_score"])
def test_one_model_on_other_sequences(
    compare: Compare, example: Example, other: TransformerBridge, function: str
) -> None:
    """The same model and the same mask can come again, with other sequences and other weights"""
    model, tokens, mask = example
    calls = [(model, tokens, mask), (model, tokens.flip(0), mask), (other, tokens, mask)]
    compare.in_turn(function, *calls, **VALUES)
