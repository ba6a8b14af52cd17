"""What the hidden checks share. Everything drawn is drawn from the student's variant."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest
import torch
from given import TinyMLP, parity_data
from planted import Example, random_model
from torch.nn.utils import parameters_to_vector

from autograder import fail

SMOOTH = ("tanh", "sigmoid", "softplus")


@functools.lru_cache(maxsize=8)
def _drawn(variant: Any, activation: str) -> Example:
    return random_model(variant.rng(activation), activation)


@pytest.fixture(params=SMOOTH)
def smooth(request: pytest.FixtureRequest, variant: Any) -> Example:
    """A random model with each activation that has a gradient everywhere."""
    return _drawn(variant, request.param)


@pytest.fixture(params=(*SMOOTH, "relu"))
def example(request: pytest.FixtureRequest, variant: Any) -> Example:
    """A random model with each activation."""
    return _drawn(variant, request.param)


@pytest.fixture
def rebuilt() -> Callable[..., TinyMLP]:
    """`rebuilt(weights, n_bits)`: the student's weights in a tanh `TinyMLP` of ours."""

    def rebuild(weights: Any, n_bits: int = 3) -> TinyMLP:
        first = weights.tensors.get("fc1.weight")
        if first is None or first.ndim != 2:
            fail("the model that was returned is not a TinyMLP")
        hidden = first.shape[0]
        assert 1 <= hidden <= 64, f"the model has {hidden} hidden neurons; 1 to 64 are allowed"
        return weights.into(TinyMLP(n_bits, hidden))

    return rebuild


@pytest.fixture
def accuracy() -> Callable[..., float]:
    """`accuracy(model, X, y)`: the share of rows that the model gets right, as the grader measures it."""

    def share(model: TinyMLP, X: torch.Tensor, y: torch.Tensor) -> float:
        with torch.no_grad():
            return (model(X).argmax(dim=1) == y).double().mean().item()

    return share


@pytest.fixture
def distance() -> Callable[[TinyMLP, TinyMLP], float]:
    """`distance(one, two)`: the largest difference between two models' weights."""

    def largest(one: TinyMLP, two: TinyMLP) -> float:
        assert one.config == two.config, "two trainings gave models with different numbers of hidden neurons"
        gap = parameters_to_vector(one.parameters()) - parameters_to_vector(two.parameters())
        return gap.abs().max().item()

    return largest


@pytest.fixture
def public_examples() -> dict[str, Callable[[], tuple[Any, ...]]]:
    """Calls that a student can make at home: they are told when one of them raises too."""

    def model() -> TinyMLP:
        torch.manual_seed(0)
        return TinyMLP()

    X, y = parity_data(3)
    return {
        "train": lambda: (X, y, 0),
        "hidden_activations": lambda: (model(), X),
        "label_correlation": lambda: (model(), X, y),
        "ablate": lambda: (model(), X, 0),
        "ablation_sweep": lambda: (model(), X, y),
        "logit_difference_terms": lambda: (model(), X),
        "saliency": lambda: (model(), X),
        "mean_abs_saliency": lambda: (model(), X),
        "explain": lambda: (model(), X, y),
        "noisy_accuracy": lambda: (model(), X, y, 0.25),
        "train_four_bits": lambda: (0,),
        "snapshots": lambda: (X, y, 0),
    }
