"""What the hidden checks share. Everything drawn is drawn from the student's variant."""

from __future__ import annotations

import functools

import pytest
import torch
from given import Probe, ReversalMLP, ReversalTransformer, all_strings
from planted import Example, every_input, random_model

from autograder.checks import PublicExamples, Variant

SHAPES = {"3 letters, length 3": (3, 3, 20), "2 letters, length 4": (2, 4, 12)}


@functools.lru_cache(maxsize=4)
def _drawn(variant: Variant, shape: str) -> Example:
    return random_model(variant.rng(shape), *SHAPES[shape])


@pytest.fixture(params=list(SHAPES))
def example(request: pytest.FixtureRequest, variant: Variant) -> Example:
    """A random model of each shape, rows to ask about, and answers that it gets right about half of the time."""
    return _drawn(variant, request.param)


@pytest.fixture(scope="session")
def public_examples() -> PublicExamples:
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
        "models_by_size": lambda: (X, Y, [9, 18], 0),
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
