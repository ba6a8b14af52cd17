"""What the hidden checks share. Everything drawn is drawn from the student's variant."""

from __future__ import annotations

import functools

import pytest
import torch
from given import TinyMLP, parity_data
from planted import Example, random_model

from autograder.checks import PublicExamples, Variant

SMOOTH = ("tanh", "sigmoid", "softplus")


@functools.lru_cache(maxsize=8)
def _drawn(variant: Variant, activation: str) -> Example:
    return random_model(variant.rng(activation), activation)


@pytest.fixture(params=SMOOTH)
def smooth(request: pytest.FixtureRequest, variant: Variant) -> Example:
    """A random model with each activation that has a gradient everywhere."""
    return _drawn(variant, request.param)


@pytest.fixture(params=(*SMOOTH, "relu"))
def example(request: pytest.FixtureRequest, variant: Variant) -> Example:
    """A random model with each activation."""
    return _drawn(variant, request.param)


@pytest.fixture(scope="session")
def public_examples() -> PublicExamples:
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
