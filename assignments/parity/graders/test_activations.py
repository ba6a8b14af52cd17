"""Hidden activations and their correlation with the label, by value."""

import pytest
import torch
from given import parity_data
from planted import (
    Example,
    louder,
    of_units,
    random_model,
    reordered,
    telling_units,
    three_rows,
    with_constant_unit,
)

from autograder.checks import Compare, Variant

# right answers in float32 and in float64 differ by 3 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-5}
# r and p divide by a spread that is 0.1 or more, which makes the rounding tenfold
STATISTICS = {"atol": 1e-4}


@pytest.mark.task("activations", weight=2)
def test_hidden_activations(compare: Compare, example: Example) -> None:
    """The hidden neurons' activations are right, of a single row and of a single neuron too"""
    compare("hidden_activations", example.model, example.X, **VALUES)
    compare("hidden_activations", of_units(example.model, [2]), example.X[:1], **VALUES)


@pytest.mark.task("activations", weight=1)
def test_other_rows_of_the_same_model(compare: Compare, example: Example) -> None:
    """The same model can come again with other rows, labels or weights, and rows can be given many times

    Of the many rows the first hundred are of a few patterns. The labels of every pattern of the bits are those of the
    model's rows, and not parity.
    """
    model, X, y = example
    other = reordered(model)
    compare.in_turn("hidden_activations", (model, X), (model, X.flip(0)), (other, X), **VALUES)
    compare("hidden_activations", louder(model, "fc1"), X.repeat_interleave(30, dim=0), **VALUES)
    times = 12 * (torch.arange(len(X)) % 3 + 1)
    often = (model, X.repeat_interleave(times, dim=0), y.repeat_interleave(times))
    every = parity_data(4)[0]
    asked = [(model, X, y), (model, X, y.roll(1)), often, (other, X, y)]
    compare.in_turn("label_correlation", *asked, **STATISTICS)
    compare("label_correlation", model, every, (every[:, 0] * every[:, 1]).long(), **STATISTICS)


@pytest.mark.task("activations", weight=2)
def test_label_correlation(compare: Compare, example: Example) -> None:
    """The correlations with the label and their p-values are right, of a single neuron too"""
    compare("label_correlation", *example, **STATISTICS)
    compare("label_correlation", of_units(example.model, [2]), example.X, example.y, **STATISTICS)


@pytest.mark.task("activations", weight=1)
@pytest.mark.parametrize("value", [0.0, 40.0], ids=["at rest", "saturated"])
def test_constant_neuron(compare: Compare, variant: Variant, value: float) -> None:
    """A neuron that never changes has correlation 0 and p-value 1"""
    rng = variant.rng(f"constant {value}")
    example = random_model(rng, "tanh")
    unit = int(rng.integers(example.model.fc1.out_features))
    compare("label_correlation", *with_constant_unit(example, unit, value), **STATISTICS)


@pytest.mark.task("activations", weight=2)
def test_limits_of_correlation(compare: Compare, variant: Variant) -> None:
    """Correlations are right at their limits: 1 and -1, neurons that hardly vary, and neurons that rounding varies

    One neuron's activations differ by 6e-7, another's by 1.6e-6, though by less from the first row's, and by 4e-6 those of
    one near 1; the docstring draws the line at 1e-6.
    """
    compare("label_correlation", *telling_units(variant.rng("limits of correlation")), **STATISTICS)


@pytest.mark.task("activations", weight=1)
def test_few_rows(compare: Compare, variant: Variant) -> None:
    """Three rows are enough, and a correlation near 1 is not 1

    Of three rows even r = .9999 has a p of .01, a hundred times the tolerance.
    """
    compare("label_correlation", *three_rows(variant.rng("few rows")), **STATISTICS)
