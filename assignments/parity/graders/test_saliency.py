"""Gradients of the logit difference with respect to the bits. ReLU, with its kink, is left out."""

import pytest
from planted import Example, louder
from torch import Tensor

from autograder.checks import Compare, Measure, Student

# right answers in float32 and in float64 differ by 3 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-5}


@pytest.mark.task("saliency", weight=2)
def test_saliency(compare: Compare, smooth: Example) -> None:
    """The gradients of the logit difference are right, of a single row too"""
    compare("saliency", smooth.model, smooth.X, **VALUES)
    compare("saliency", smooth.model, smooth.X[:1], **VALUES)


@pytest.mark.task("saliency", weight=2)
def test_mean_abs_saliency(compare: Compare, smooth: Example) -> None:
    """The mean absolute gradients are right

    At some bit of each of these models |mean gradient| is less than two thirds of mean |gradient|.
    """
    compare("mean_abs_saliency", smooth.model, smooth.X, **VALUES)


@pytest.mark.task("saliency", weight=1)
def test_other_rows_of_the_same_model(compare: Compare, smooth: Example) -> None:
    """The same model can come again with other rows, with many of them, and with other weights

    Of the many rows the first hundreds are the same. Of the last model the gradients are large.
    """
    model, X = smooth.model, smooth.X
    for name in ("saliency", "mean_abs_saliency"):
        calls = [(model, rows) for rows in (X[:5], X[5:10], X.repeat_interleave(130, dim=0))]
        compare.in_turn(name, *calls, (louder(model, "fc2"), calls[0][1]), **VALUES)


@pytest.mark.task("saliency", weight=1)
def test_saliency_twice(student: Student, compare: Compare, smooth: Example, measure: Measure) -> None:
    """Two calls on the same inputs give the same gradients

    The same tensor is passed both times, so a gradient left in it would be added to, or overwritten by the next call; and it
    must not be left asking for gradients. Bitwise the same for the reference, 1e-5 for rounding. In the end they are
    gradients at all: nothing is as good as itself, too.
    """
    X = student.hold(smooth.X)
    first, second = (student.saliency(smooth.model, X) for _ in range(2))
    assert not X.get("requires_grad", bool), "saliency leaves X with requires_grad set: work on a copy"
    left = X.get("grad", Tensor | None)
    assert left is None, "saliency leaves a gradient in X.grad: work on a copy"
    assert first.shape == second.shape == smooth.X.shape, "there is not one gradient for each row and bit"
    measure("difference between two calls", (first - second).abs().max().item(), at_most=1e-5)
    compare("saliency", smooth.model, smooth.X, **VALUES)
