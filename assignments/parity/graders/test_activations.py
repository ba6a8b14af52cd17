"""Hidden activations and their correlation with the label, by value."""

import pytest
from planted import random_model, with_constant_unit

# right answers in float32 and in float64 differ by 3 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-5}
# r and p divide by a spread that is 0.1 or more, which makes the rounding tenfold
STATISTICS = {"atol": 1e-4}


@pytest.mark.task("activations", weight=2)
def test_hidden_activations(compare, example):
    """The hidden neurons' activations are right"""
    compare("hidden_activations", example.model, example.X, **VALUES)


@pytest.mark.task("activations", weight=2)
def test_label_correlation(compare, example):
    """The correlations with the label and their p-values are right"""
    compare("label_correlation", *example, **STATISTICS)


@pytest.mark.task("activations", weight=1)
@pytest.mark.parametrize("value", [0.0, 40.0], ids=["at rest", "saturated"])
def test_constant_neuron(compare, variant, value):
    """A neuron that never changes has correlation 0 and p-value 1"""
    rng = variant.rng(f"constant {value}")
    example = random_model(rng, "tanh")
    unit = int(rng.integers(example.model.fc1.out_features))
    compare("label_correlation", *with_constant_unit(example, unit, value), **STATISTICS)
