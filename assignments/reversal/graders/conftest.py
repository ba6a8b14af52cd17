"""What the hidden checks share. Everything drawn is drawn from the student's variant."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest
import torch
from given import Probe, ReversalMLP, ReversalTransformer, all_strings
from planted import Example, every_input, random_model
from torch import Tensor
from torch.nn.utils import parameters_to_vector

from autograder import fail

SHAPES = {"3 letters, length 3": (3, 3, 20), "2 letters, length 4": (2, 4, 12)}


@functools.lru_cache(maxsize=4)
def _drawn(variant: Any, shape: str) -> Example:
    return random_model(variant.rng(shape), *SHAPES[shape])


@pytest.fixture(params=list(SHAPES))
def example(request: pytest.FixtureRequest, variant: Any) -> Example:
    """A random model of each shape, rows to ask about, and answers that it gets right about half of the time."""
    return _drawn(variant, request.param)


@pytest.fixture
def rebuilt() -> Callable[..., ReversalMLP]:
    """`rebuilt(weights, n_letters, length)`: the student's weights in a `ReversalMLP` of ours."""

    def rebuild(weights: Any, n_letters: int = 6, length: int = 4) -> ReversalMLP:
        embed, first = (weights.tensors.get(name) for name in ("embed.weight", "fc1.weight"))
        if embed is None or first is None or embed.ndim != 2 or first.ndim != 2:
            fail("the model that was returned is not a ReversalMLP")
        width, hidden = embed.shape[1], first.shape[0]
        assert 1 <= width <= 128, f"the embedding's width is {width}; 1 to 128 are allowed"
        assert 1 <= hidden <= 128, f"a layer has {hidden} hidden neurons; 1 to 128 are allowed"
        return weights.into(ReversalMLP(n_letters, length, width, hidden))

    return rebuild


@pytest.fixture
def rebuilt_transformer() -> Callable[[Any], ReversalTransformer]:
    """`rebuilt_transformer(weights)`: the student's weights in a `ReversalTransformer` of one head of ours."""

    def rebuild(weights: Any) -> ReversalTransformer:
        embed = weights.tensors.get("embed.weight")
        if embed is None or embed.ndim != 2:
            fail("the model that was returned is not a ReversalTransformer")
        assert 1 <= embed.shape[1] <= 128, f"the width is {embed.shape[1]}; 1 to 128 are allowed"
        return weights.into(ReversalTransformer(width=embed.shape[1]))

    return rebuild


@pytest.fixture
def accuracy() -> Callable[..., float]:
    """`accuracy(model, X, Y)`: the share of rows whose letters are all right, as the grader measures it."""

    def share(model: torch.nn.Module, X: Tensor, Y: Tensor) -> float:
        with torch.no_grad():
            return (model(X).argmax(dim=2) == Y)[:, :-1].all(dim=1).double().mean().item()

    return share


@pytest.fixture
def distance() -> Callable[[ReversalMLP, ReversalMLP], float]:
    """`distance(one, two)`: the largest difference between two models' weights."""

    def largest(one: ReversalMLP, two: ReversalMLP) -> float:
        assert one.config == two.config, "two trainings gave models of different size"
        gap = parameters_to_vector(one.parameters()) - parameters_to_vector(two.parameters())
        return gap.abs().max().item()

    return largest


@pytest.fixture
def public_examples() -> dict[str, Callable[[], tuple[Any, ...]]]:
    """Calls that a student can make at home: they are told when one of them raises too."""
    X = every_input(3, 3)
    Y = torch.cat([X[:, :3].flip(1), X[:, 3:]], dim=1)

    def model() -> ReversalMLP:
        torch.manual_seed(0)
        return ReversalMLP(3, 3)

    def transformer() -> ReversalTransformer:
        torch.manual_seed(0)
        return ReversalTransformer(3, 3)

    def probe() -> Probe:
        return Probe(torch.eye(32, 3), torch.zeros(3))

    return {
        "encode": lambda: (all_strings(3, "abc"), "abc"),
        "targets": lambda: (X,),
        "split": lambda: (27, 18, 0),
        "train": lambda: (X, Y, 0),
        "sequence_accuracy": lambda: (model(), X, Y),
        "letter_accuracy": lambda: (model(), X, Y),
        "memorisation_curve": lambda: (X, Y, [9, 18], 0),
        "activations": lambda: (model(), X),
        "fit_probe": lambda: (torch.eye(3).repeat(9, 1), torch.arange(27) % 3),
        "probe_accuracy": lambda: (probe(), torch.eye(32), torch.arange(32) % 3),
        "probe_with_controls": lambda: (model(), model(), X, "h2", 0, 0),
        "ablate": lambda: (model(), X, "h1", 0),
        "ablation_sweep": lambda: (model(), X, Y, "h1"),
        "influence": lambda: (model(), X),
        "recover_permutation": lambda: (model(),),
        "carriers": lambda: (model(), "h1"),
        "train_transformer": lambda: (X, Y, 0),
        "attention_patterns": lambda: (transformer(), X),
        "patch_embedding": lambda: (model(), X, X.flip(0), 0),
        "patching_effect": lambda: (model(), X, X.flip(0)),
    }
