"""Metrics by value, on features of which some are tiny and some latents never fire; and the matching."""

import pytest
import torch
from planted import planted_dictionary, random_features
from torch import Tensor

from autograder.checks import Compare, Variant

VALUES = {"atol": 1e-5}


@pytest.fixture
def features(variant: Variant) -> Tensor:
    return random_features(variant.rng("features"))


@pytest.mark.task("metrics")
def test_l0(compare: Compare, features: Tensor) -> None:
    """L0 is right"""
    compare("l0", features, **VALUES)


@pytest.mark.task("metrics")
def test_fraction_of_variance_unexplained(compare: Compare, variant: Variant) -> None:
    """The fraction of variance unexplained is right

    The data's mean is far from 0, in each dimension another; the dimensions differ in size, and so do the errors.
    """
    rng = variant.rng("variance")
    x = rng.normal(rng.permutation([-4.0, 2.0, 3.0, 5.0, 9.0]), rng.uniform(0.3, 2.0, 5), (30, 5))
    reconstruction = x + rng.normal(0.2, rng.uniform(0.1, 0.8, 5), x.shape)
    compare(
        "fraction_of_variance_unexplained",
        *(torch.from_numpy(v).float() for v in (x, reconstruction)),
        **VALUES,
    )


@pytest.mark.task("metrics")
def test_firing_density(compare: Compare, features: Tensor) -> None:
    """The firing densities are right"""
    compare("firing_density", features, **VALUES)


@pytest.mark.task("metrics")
def test_dead_latents(compare: Compare, features: Tensor) -> None:
    """The dead latents are found, and no latent that fires seldom or weakly is called dead"""
    compare("dead_latents", features)


@pytest.mark.task("recover")
@pytest.mark.parametrize("draw", [1, 2])
def test_match_features(compare: Compare, variant: Variant, draw: int) -> None:
    """Features and latents are matched one to one, with the largest sum of cosines

    Each shortcut gives another matching on these dictionaries, and the second-best sum is .001 away at least.
    """
    compare("match_features", *planted_dictionary(variant.rng(f"dictionary {draw}")), atol=1e-5)
