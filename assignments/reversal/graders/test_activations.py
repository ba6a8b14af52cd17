"""Activations of every layer, by value."""

import pytest
from planted import Example, louder, many_rows, same_shape

from autograder.checks import Compare, Variant


@pytest.mark.task("activations")
def test_activations(compare: Compare, example: Example) -> None:
    """The activations of every layer are right, h1 and h2 after their ReLU

    Every unit of these models is off on some rows. Right answers in float32 and in float64 differ by 5 % of the
    tolerance (CALIBRATION.md).
    """
    compare("activations", example.model, example.X, atol=1e-5)
    compare("activations", example.model, example.X[:1], atol=1e-5)


@pytest.mark.task("activations")
def test_other_rows_of_the_same_model(compare: Compare, example: Example, variant: Variant) -> None:
    """The same model can come again with other rows, and another model of its shape with the same rows

    The rows can be many, and the activations large.
    """
    model, X, _ = example
    other = same_shape(variant.rng("the same shape"), model)
    compare.in_turn("activations", (model, X), (model, X.flip(0)), (other, X), atol=1e-5)
    compare("activations", louder(model, "fc1"), many_rows(model), atol=1e-5)
