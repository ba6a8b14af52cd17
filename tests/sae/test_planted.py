"""What is planted is what it says, for many draws."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from autograder.course import open_course
from autograder.grading.grade import Grader
from autograder.grading.specimens import grade_specimen


@pytest.fixture(params=range(6))
def rng(request):
    return np.random.default_rng(request.param)


def test_every_bias_shows_on_a_random_autoencoder(reference, planted, rng):
    sae, x = planted.random_sae(rng)
    right = reference.forward(sae, x)[1]
    for name in ("b_enc", "b_dec"):
        changed = type(sae)(**sae.config)
        changed.load_state_dict(sae.state_dict())
        getattr(changed, name).data.zero_()
        assert (reference.forward(changed, x)[1] - right).abs().max() > 0.1


def test_no_gradient_hangs_on_a_kink(planted, rng):
    sae, x = planted.random_sae(rng)
    assert ((x - sae.b_dec) @ sae.W_enc + sae.b_enc).abs().min() > 0.01


def test_as_many_latents_are_dead_as_were_asked_for(reference, planted, rng):
    (sae, x), moments = planted.sae_with_dead_latents(rng, 3)
    assert len(reference.dead_latents(reference.forward(sae, x)[1])) == 3
    assert all(moment.min() > 0 for moment in moments.values())


def test_features_hold_every_kind_of_latent(reference, planted, rng):
    features = planted.random_features(rng)
    density = reference.firing_density(features)
    assert len(reference.dead_latents(features)) == 2
    assert density.max() == 1
    assert (density == 1 / len(features)).any()
    assert any(0 < features[:, j].max() < 0.011 for j in range(features.shape[1]))


def test_no_sample_to_train_on_shows_the_offset_or_a_feature_by_itself(planted, given, rng):
    toy = given.make_toy(int(rng.integers(1000)))
    plain = toy._replace(directions=torch.eye(64), offset=torch.zeros(64))
    sizes, x = (planted.superposed(one, 8192, seed=3) for one in (plain, toy))
    assert torch.allclose(x, sizes @ toy.directions + toy.offset, atol=1e-5)
    assert len(x) == 8192
    assert (sizes > 0).sum(dim=1).min() == 2


def test_every_shortcut_matches_a_dictionary_wrongly(reference, planted, rng):
    W_dec, W_true = planted.planted_dictionary(rng)
    right, cosines = reference.match_features(W_dec, W_true)
    assert len(set(right)) == len(right)
    every = torch.nn.functional.normalize(W_true, dim=1) @ torch.nn.functional.normalize(W_dec, dim=1).T
    assert every.argmax(dim=1).tolist() != right
    assert torch.allclose(cosines.float(), every[range(10), right], atol=1e-5)


def test_a_latent_that_fires_for_one_answer_is_found_and_an_ever_firing_one_is_not_trusted(
    reference, planted, rng
):
    concepts = planted.planted_concepts(rng)
    claims = [
        reference.label(concepts.features, concepts.answers, j) for j in range(concepts.features.shape[1])
    ]
    assert ("", 0.0) in claims
    assert sum(f1 == 1.0 for _, f1 in claims) >= 2  # the exact latent and the faint one
    density = reference.firing_density(concepts.features)
    assert claims[int(density.argmax())][1] < 0.6


def test_the_wiring_is_what_it_says(reference, planted, rng):
    wired = planted.wired_model(rng)
    cause, companion, brake = (
        reference.feature_influence(wired.model, wired.tokens, source, wired.target)
        for source in (wired.cause, wired.companion, wired.brake)
    )
    assert wired.driven.sum() == wired.held.sum() == 4
    assert cause[wired.driven].min() > 2
    assert cause[~wired.driven].abs().max() < 1e-5
    assert companion.abs().max() == 0
    assert brake[wired.held].max() < -0.9
    ends = activations(wired)
    fires = [reference.forward(f.sae, ends)[1][:, f.latent] > 1e-3 for f in (wired.cause, wired.companion)]
    assert torch.equal(*fires)  # co-activation cannot tell them apart


def activations(wired):
    with torch.no_grad():
        _, cache = wired.model.run_with_cache(wired.tokens)
    return cache[wired.cause.hook_name][:, -1]


def test_an_answers_direction_raises_that_answer(reference, planted, given):
    model, tokens, sae = planted.trained(), planted.prompts_of("capital"), planted.answer_directions()
    places = [given.facts_vocabulary().token(word) for word in planted.shared_answers()]
    with torch.no_grad():
        before = model(tokens)[:, -1]
    for latent in range(len(places)):
        feature = given.Feature(sae, planted.SITE, latent)
        rise = (reference.steer(model, tokens, feature, 6.0) - before).mean(dim=0)[places]
        assert rise.argmax() == latent
        assert rise[latent] > 3 > 1 > rise.abs().sort().values[-2]


@pytest.mark.long("a mistake of `influence` for another student")
def test_taking_the_source_out_everywhere_is_told_apart(root, assignment) -> None:
    """One student in ten had a source that fires at the last position only: there this mistake was right."""
    with Grader(open_course(root), assignment) as grader:
        record = grade_specimen(
            grader,
            "mutant/removes_everywhere",
            "student-1",
            frozenset({"influence"}),
            backwards=False,
            hints=False,
        )
    assert record.status == "graded"
    assert [task.name for task in record.lost] == ["influence"]
