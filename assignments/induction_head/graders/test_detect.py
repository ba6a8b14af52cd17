"""Detection scores by value, on a random model: every head attends in a way of its own, and no score is near 0 or 1.

Right answers in float32 and in float64 differ by 1e-7 or so (CALIBRATION.md); known mistakes by 1e-2 and more.
"""

import pytest
from planted import Example

from autograder.checks import Compare

VALUES = {"atol": 1e-4}


@pytest.mark.task("detect", weight=2)
def test_induction_targets(compare: Compare, example: Example) -> None:
    """The induction targets are the positions directly after earlier occurrences of the token

    Of whole sequences, of shorter ones, and of one that holds a single token throughout.
    """
    for tokens in (example.tokens, example.tokens[:3, :11], example.tokens[:1, :1].repeat(1, 6)):
        compare("induction_targets", tokens)


@pytest.mark.task("detect", weight=2)
def test_induction_score(compare: Compare, example: Example) -> None:
    """The induction scores of all heads are right"""
    compare("induction_score", *example, **VALUES)


@pytest.mark.task("detect", weight=2)
def test_previous_token_score(compare: Compare, example: Example) -> None:
    """The previous-token scores of all heads are right"""
    compare("previous_token_score", *example, **VALUES)


@pytest.mark.task("detect", weight=1)
def test_uniform_score(compare: Compare, example: Example) -> None:
    """The score of even attention is right"""
    compare("uniform_score", example.tokens, example.mask, **VALUES)


@pytest.mark.task("detect", weight=2)
def test_copying_score(compare: Compare, example: Example) -> None:
    """The copying scores of all heads are right

    The matrix has rank 7, so 25 of its 32 eigenvalues are 0, or rounding of 1e-6 in float32.
    """
    compare("copying_score", example.model, atol=1e-3)
