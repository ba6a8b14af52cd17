"""Activations of every layer, by value."""

import pytest
from planted import Example

from autograder.checks import Compare


@pytest.mark.task("activations")
def test_activations(compare: Compare, example: Example) -> None:
    """The activations of every layer are right, h1 and h2 after their ReLU

    Every unit of these models is off on some rows. Right answers in float32 and in float64 differ by 5 % of the
    tolerance (CALIBRATION.md).
    """
    compare("activations", example.model, example.X, atol=1e-5)
    compare("activations", example.model, example.X[:1], atol=1e-5)
