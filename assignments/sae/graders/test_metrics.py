"""Metrics by value, on features of which some are tiny and some latents never fire; and the matching."""

import pytest
import torch
from planted import (
    crowded_dictionary,
    large_dictionary,
    planted_dictionary,
    random_features,
    rare_latent,
    sparse_features,
    turned_dictionary,
)
from torch import Tensor

from autograder.checks import Compare, Variant

VALUES = {"atol": 1e-5}


@pytest.fixture
def tables(variant: Variant) -> list[Tensor]:
    """Features of many kinds, some that are silent on most of very many samples, and others in the form of the first."""
    others = random_features(variant.rng("other features"))
    others[:20] = 0.0
    return [
        random_features(variant.rng("features")),
        sparse_features(variant.rng("sparse features")),
        others,
    ]


@pytest.mark.task("metrics")
def test_l0(compare: Compare, tables: list[Tensor]) -> None:
    """L0 is right"""
    compare.in_turn("l0", *((features,) for features in tables), **VALUES)


@pytest.mark.task("metrics")
def test_fraction_of_variance_unexplained(compare: Compare, variant: Variant) -> None:
    """The fraction of variance unexplained is right

    The data's mean is far from 0, in each dimension another; the dimensions differ in size, and so do the errors. Once
    the mean lies a hundred times farther away and one dimension does not vary: float32 is enough where the mean is
    subtracted before anything is squared. Once there are thousands of samples, and then a
    reconstruction that is worse than the mean.
    """
    rng = variant.rng("variance")
    for rows, far, varies in ((30, 1.0, 1.0), (30, 100.0, [0.0, 1.0, 1.0, 1.0, 1.0]), (10_000, 1.0, 1.0)):
        sizes = rng.permutation(rng.uniform(0.3, 2.0, 5) * varies)
        x = rng.normal(far * rng.permutation([-4.0, 2.0, 3.0, 5.0, 9.0]), sizes, (rows, 5))
        reconstruction = x + rng.normal(0.2, rng.uniform(0.1, 0.8, 5), x.shape)
        compare(
            "fraction_of_variance_unexplained",
            *(torch.from_numpy(v).float() for v in (x, reconstruction)),
            **VALUES,
        )
    worse = torch.from_numpy(x).float()
    asked = [(worse, -worse), (worse.roll(1, 0), 0.5 * worse)]
    compare.in_turn("fraction_of_variance_unexplained", *asked, **VALUES)


@pytest.mark.task("metrics")
def test_firing_density(compare: Compare, tables: list[Tensor]) -> None:
    """The firing densities are right"""
    compare.in_turn("firing_density", *((features,) for features in tables), **VALUES)
    compare("firing_density", tables[0][:, :1], **VALUES)


@pytest.mark.task("metrics")
def test_dead_latents(compare: Compare, variant: Variant, tables: list[Tensor]) -> None:
    """The dead latents are found, and no latent that fires seldom or weakly is called dead

    One fires on a single sample of 20,000, and one on a single sample of more than a million.
    """
    compare.in_turn("dead_latents", *((features,) for features in tables))
    compare("dead_latents", rare_latent(variant.rng("rare latent")))


@pytest.mark.task("recover")
def test_match_features(compare: Compare, variant: Variant) -> None:
    """Features and latents are matched one to one, with the largest sum of cosines

    Each shortcut gives another matching on these dictionaries, and the second-best sum is .001 away at least.
    """
    drawn = [planted_dictionary(variant.rng(f"dictionary {draw}")) for draw in (1, 2)]
    compare.in_turn("match_features", *drawn, atol=1e-5)
    compare("match_features", *(rows[:1] for rows in drawn[0]), atol=1e-5)


@pytest.mark.task("recover")
def test_match_many_features(compare: Compare, variant: Variant) -> None:
    """More than a hundred features are matched"""
    compare("match_features", *large_dictionary(variant.rng("many features")), atol=1e-5)


@pytest.mark.task("recover")
def test_match_features_that_point_away(compare: Compare, variant: Variant) -> None:
    """A latent that points away from its feature is matched to it where none is left that does not

    There are as many latents as features, and cosines below 0 in the matching with the largest sum.
    """
    compare("match_features", *turned_dictionary(variant.rng("turned")), atol=1e-5)


@pytest.mark.task("recover")
def test_match_features_in_a_crowd(compare: Compare, variant: Variant) -> None:
    """Where all features are near the same few latents, the others are matched for the largest sum, too

    The lengths of the rows differ by a factor of up to a hundred million.
    """
    compare("match_features", *crowded_dictionary(variant.rng("crowd")), atol=1e-5)
