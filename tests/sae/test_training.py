"""What the handout says of training and of the facts model holds for the reference."""

from __future__ import annotations

import pytest
import torch


@pytest.fixture(scope="module")
def toy(given):
    return given.make_toy(5)


@pytest.fixture(scope="module")
def x(toy):
    return toy.sample(8192, 6)


def recovered(reference, sae, toy) -> float:
    """The share of the features found."""
    _, cosines = reference.match_features(sae.W_dec, toy.directions)
    return (cosines > 0.9).double().mean().item()


def test_the_toy_has_superposed_features_and_an_offset(given, toy, x):
    assert toy.directions.shape == (64, 32)
    assert torch.allclose(toy.directions.norm(dim=1), torch.ones(64))
    assert torch.allclose(toy.sample(10, 1), toy.sample(10, 1))
    present = toy._replace(directions=torch.eye(64), offset=torch.zeros(64)).sample(20_000, 1)
    assert (present > 0).double().mean().item() == pytest.approx(0.05, abs=0.002)
    assert present[present > 0].min() >= 0.5
    assert present.max() <= 1.5
    assert x.mean(dim=0).norm() > 2


def test_an_untrained_autoencoder_of_the_toys_seed_knows_nothing(reference, given):
    """Two draws of one seed must not be the same numbers."""
    toy = given.make_toy(7)
    assert recovered(reference, reference.train(toy.sample(500, 1), steps=0, seed=7), toy) == 0.0


def test_every_feature_is_found_and_without_a_penalty_none(reference, toy, x):
    assert recovered(reference, reference.train(x, seed=1), toy) == 1.0
    free = reference.train(x, l1=0.0, seed=1)
    reconstruction, features = reference.forward(free, x)
    assert recovered(reference, free, toy) < 0.05
    assert reference.fraction_of_variance_unexplained(x, reconstruction.detach()) < 0.01
    assert reference.l0(features) > 40


def test_untrained_and_repeated(reference, x):
    one, again = (reference.train(x, steps=30, seed=3) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), again.parameters(), strict=True))
    assert not torch.equal(reference.train(x, steps=0, seed=3).W_dec, one.W_dec)


def test_answers_have_latents_and_an_untrained_models_have_none(reference, given, planted):
    """In the model's own units; a random model of the same form is the control."""
    prompts = [fact.prompt for fact in given.load_facts()]
    control = given.activations_at_end(given.new_model(3), given.facts_vocabulary(), prompts, planted.SITE)
    found = []
    for x in (planted.facts_activations(), control):
        _, features = reference.forward(reference.train_on_activations(x), x)
        found.append(planted.answers_found(features))
    assert found[0] >= 13
    assert found[1] == 0


def test_resampling_brings_back_features_that_dead_latents_would_have_missed(reference, given, toy, x):
    left, revived = (
        given.train_with_resampling(reference.forward, how, x) for how in (None, reference.resample)
    )
    assert left[1] == [48] * 6
    assert revived[1][-1] <= 8
    assert recovered(reference, revived[0], toy) >= 0.95
