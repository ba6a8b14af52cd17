"""Gradients of the logit difference with respect to the bits. ReLU, with its kink, is left out."""

import pytest

# right answers in float32 and in float64 differ by 3 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-5}


@pytest.mark.task("saliency", weight=2)
def test_saliency(compare, smooth):
    """The gradients of the logit difference are right"""
    compare("saliency", smooth.model, smooth.X, **VALUES)


@pytest.mark.task("saliency", weight=2)
def test_mean_abs_saliency(compare, smooth):
    """The mean absolute gradients are right

    At some bit of each of these models |mean gradient| is less than two thirds of mean |gradient|.
    """
    compare("mean_abs_saliency", smooth.model, smooth.X, **VALUES)


@pytest.mark.task("saliency", weight=1)
def test_saliency_twice(student, smooth, measure):
    """Asking twice about the same inputs gives the same gradients

    The same tensor is passed both times, so a gradient left in it would be added to. Bitwise the same for the
    reference, 1e-5 for rounding.
    """
    X = student.hold(smooth.X)
    first, second = (student.saliency(smooth.model, X) for _ in range(2))
    assert first.shape == second.shape == smooth.X.shape, "there is not one gradient for each row and bit"
    measure("difference between two calls", (first - second).abs().max().item(), at_most=1e-5)
