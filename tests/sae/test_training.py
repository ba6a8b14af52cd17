"""What the handout says of training and of the facts model holds for the reference."""

from __future__ import annotations

import re
from pathlib import Path

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


@pytest.mark.parametrize("how", [{"lr": 1e-3}, {"steps": 150}])
def test_slow_or_short_training_finds_a_few_percent(reference, toy, x, how):
    assert recovered(reference, reference.train(x, seed=1, **how), toy) < 0.1


@pytest.mark.long("training with a mean for a sum")
def test_what_a_mean_for_a_sum_does(reference, x):
    """An error that is 32 times too small, and a penalty that is 96 times too small."""
    strong, weak = (reference.forward(reference.train(x, l1=l1, seed=1), x)[1] for l1 in (0.3 * 32, 0.3 / 96))
    assert reference.l0(strong) < 0.5
    assert reference.l0(weak) > 40


def test_a_latent_fires_more_often_than_its_feature_and_spare_latents_are_weak_copies(reference, toy, x):
    sae = reference.train(x, seed=1)
    assignment, _ = reference.match_features(sae.W_dec, toy.directions)
    density = reference.firing_density(reference.forward(sae, toy.sample(8192, 7))[1].detach())
    assert density[assignment].mean().item() == pytest.approx(0.09, abs=0.01)
    cosines = (sae.W_dec.detach() @ toy.directions.T).amax(dim=1)
    spare = cosines[[j for j in range(96) if j not in assignment]]
    assert 0.5 < ((spare > 0.6) & (spare < 0.95)).double().mean() < 0.85


@pytest.mark.long("five trainings in two dimensions")
def test_of_five_seeds_one_gets_stuck_in_two_dimensions(reference, given):
    angles = 2 * torch.pi * torch.arange(5) / 5
    directions = torch.stack([angles.cos(), angles.sin()], dim=1)
    flat = given.make_toy(0, n_features=5, d=2)._replace(directions=directions)
    x = flat.sample(8192, seed=1)
    found = [recovered(reference, reference.train(x, 5, 0.4, 1200, seed), flat) for seed in range(5)]
    assert sum(share == 1.0 for share in found) == 4
    assert found[4] == 1.0  # the one that is shown


@pytest.mark.long("what a penalty shrinks")
def test_topk_is_not_shrunk_and_a_penalty_cut_to_the_k_largest_is(reference, toy, x):
    fresh, factors = toy.sample(8192, 7), []
    for sae in (reference.train_topk(x, 4, seed=1), reference.train(x, seed=1)):
        made = reference.topk_forward(sae, fresh, 4)[0] - sae.b_dec
        factors.append(((made * (fresh - sae.b_dec)).sum() / made.square().sum()).item())
    assert factors[0] < 1.02 < 1.2 < factors[1]


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
    """In the model's own units, on the facts trained on; a random model of the same form is the control."""
    facts = planted.Facts(*given.split_facts(given.load_facts()))
    prompts = [fact.prompt for fact in given.load_facts()]
    control = given.activations_at_end(given.new_model(3), given.facts_vocabulary(), prompts, planted.SITE)
    found = []
    for x in (planted.facts_activations(), control):
        _, features = reference.forward(reference.train_on_activations(x[facts.seen]), x)
        found.append(planted.answers_found(features, facts.seen))
    assert found[0] >= 13
    assert found[1] == 0


@pytest.mark.long("training with resampling and without")
def test_resampling_brings_back_features_that_dead_latents_would_have_missed(reference, given, toy, x):
    left, revived = (
        given.train_with_resampling(reference.forward, how, x) for how in (None, reference.resample)
    )
    assert left[1] == [48] * 6
    assert revived[1][-1] <= 8
    assert recovered(reference, revived[0], toy) >= 0.95


@pytest.mark.parametrize(
    ("name", "column", "said"),
    [
        ("distance from the mean", "median", "a distance of about 7.5 from their mean"),
        ("shared answers with a latent, of 15", "to", "it finds 12 to 15 of the 15 shared answers"),
        ("L0, trained on", "median", "trained on 1.4 latents fire"),
        ("FVU, trained on", "median", "and .12 of the variance is unexplained"),
        ("L0, held out", "median", "on those held out 4.3 and .18 (medians)"),
        ("FVU, held out", "median", "on those held out 4.3 and .18 (medians)"),
        ("the same with the answers shuffled", "none", "shuffled answers: no shared answer passes .8"),
        ("relations with a latent", "none", "no relation and no place had a latent"),
        ("places with a latent", "none", "no relation and no place had a latent"),
        ("recall, held out", "to", "recall is 1."),
        ("precision, trained on", "median", "precision falls from .99 to .58"),
        ("precision, held out", "median", "precision falls from .99 to .58"),
        ("F1, trained on", "median", "F1 from .99 to .73 (medians)"),
        ("F1, held out", "median", "F1 from .99 to .73 (medians)"),
        ("steering: own", "median", "by 2.3 (median)"),
        ("steering: raised most", "count", "in 139 of 141 cases"),
        ("steering: second", "median", "still gains 1.0"),
        ("steering: random", "median", "moves an answer by .35 up or down"),
        ("influence: share of it lost without the same word's", "of", "median of the 55 pairs"),
    ],
)
def test_the_handout_says_what_was_measured(root, name, column, said):
    """`measured.txt` is what `measure.py` printed."""
    handout = " ".join((root / "solutions/sae.py").read_text("utf-8").replace("\n#", " ").split())
    assert said in handout
    table = (Path(__file__).parent / "measured.txt").read_text("utf-8").splitlines()
    row = next(line.removeprefix(name) for line in table if re.match(re.escape(name) + " ", line))
    median, mean, least, most, number = (float(figure) for figure in re.findall(r"-?\d+\.?\d*", row))
    numbers = [float(figure) for figure in re.findall(r"\d*\.?\d+", said)]
    if column == "median":
        assert any(abs(median - figure) < (0.007 if figure < 1 else 0.07) for figure in numbers)
    elif column == "to":
        assert {least, most} <= set(numbers)
    elif column == "none":
        assert most == 0
    elif column == "count":
        assert numbers == [round(mean * number), number]
    else:
        assert number in numbers
