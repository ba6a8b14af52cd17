"""Interventions: steering with a latent, and the influence of one latent on another."""

from types import ModuleType

import pytest
from given import Feature, SparseAutoencoder, facts_vocabulary
from planted import (
    SITE,
    Question,
    Wired,
    answer_directions,
    many_prompts,
    prompts_of,
    random_sae,
    shared_answers,
    streams_of,
    trained,
)

from autograder.checks import Compare, Measure, Variant

# right answers in float32 and in float64 differ by 5 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-4}


@pytest.mark.task("steer")
@pytest.mark.parametrize("scale", [2.0, -1.5])
def test_steer(compare: Compare, variant: Variant, question: Question, scale: float) -> None:
    """Steering with a latent gives the right logits, in hidden layers and in the residual stream, and leaves no trace"""
    model, tokens, source, target = question
    stream = random_sae(variant.rng("stream"), d=model.cfg.d_model, n_latents=5, rows=3).sae
    for feature in (source, target, Feature(stream, "blocks.0.hook_resid_post", 3)):
        compare("steer", model, tokens, feature, scale, **VALUES)
    for others in (tokens[:1], tokens[:, :3], many_prompts(variant.rng("many prompts"))):
        compare("steer", model, others, source, scale, **VALUES)
    compare("steer", model, tokens, source, 0.0, **VALUES)
    asked = [(tokens, source), (tokens.flip(1), source), (tokens.flip(1), source._replace(latent=0))]
    compare.in_turn("steer", *((model, *one, scale) for one in asked), **VALUES)


@pytest.mark.task("steer")
def test_steering_towards_an_answer(compare: Compare, variant: Variant, measure: Measure) -> None:
    """Steering the facts model with a latent that writes one answer raises this answer and hardly any other

    The latent's decoder row was solved for through the model's weights. Over all answers and prompts about capitals
    the reference raises the answer by 4 to 6 and moves the others by .3 on average (CALIBRATION.md).
    """
    vocabulary, words = facts_vocabulary(), list(shared_answers())
    latent = int(variant.rng("answer").integers(len(words)))
    tokens = prompts_of("capital")
    before = trained()(tokens)[:, -1].detach().double()
    feature = Feature(answer_directions(), SITE, latent)
    moved = compare("steer", trained(), tokens, feature, 6.0, **VALUES) - before
    own, *others = (
        moved[:, vocabulary.token(word)] for word in (words[latent], *words[:latent], *words[latent + 1 :])
    )
    measure("rise of the answer's logit", own.mean(), at_least=2)
    measure(
        "mean change of the others", sum(other.abs().mean() for other in others) / len(others), at_most=0.8
    )


@pytest.mark.task("influence", weight=2)
def test_feature_influence(compare: Compare, variant: Variant, question: Question) -> None:
    """The influence of a source on a target is right, and nothing is left behind

    Taking the source out changes the target by .02 at least on five of the twelve prompts. There are also a single
    prompt, shorter ones, and many; other prompts for the same model, and other sources for the same prompts; and a target a
    thousand times as strong, for which float32 is right to .01 or so.
    """
    many, few = many_prompts(variant.rng("many prompts")), question.tokens
    for tokens in (many, few, few[:1], few[:, :3]):
        compare("feature_influence", question.model, tokens, *question[2:], **VALUES)
    model, _, source, target = question
    other = source._replace(latent=(source.latent + 1) % len(source.sae.W_dec))
    asked = [(few, source), (many[: len(few)], source), (many[: len(few)], other)]
    compare.in_turn("feature_influence", *((model, *one, target) for one in asked), **VALUES)
    strong = SparseAutoencoder(**question.target.sae.config)
    strong.load_state_dict(question.target.sae.state_dict())
    for parameter in (strong.W_enc, strong.b_enc):
        parameter.data *= 1000
    target = question.target._replace(sae=strong)
    compare("feature_influence", *question[:3], target, atol=0.1)


@pytest.mark.task("influence", weight=1)
def test_influence_of_the_stream(
    compare: Compare, variant: Variant, question: Question, reference: ModuleType
) -> None:
    """Source and target may be latents of the residual stream, too, or of what an MLP writes there

    Taking the source out changes the target by .02 at least on some prompt.
    """
    model, tokens, source, target = question
    early, *others = streams_of(variant.rng("streams"), question, reference.feature_influence)
    compare("feature_influence", model, tokens, early, target, **VALUES)
    for other in others:
        compare("feature_influence", model, tokens, source, other, **VALUES)


@pytest.mark.task("influence", weight=1)
def test_cause_and_company(compare: Compare, wired: Wired, measure: Measure) -> None:
    """A source that causes the target is told from one that only fires with it, and one that suppresses it is found

    In a model that we wired, by value; the companion's influence is 0 exactly, the cause's 2 and more.
    """
    cause, companion, brake = (
        compare("feature_influence", wired.model, wired.tokens, source, wired.target, **VALUES)
        for source in (wired.cause, wired.companion, wired.brake)
    )
    measure("influence of the cause where it fires", cause[wired.driven].min(), at_least=1)
    measure("influence of the companion", companion.abs().max(), at_most=1e-3)
    measure("influence of the brake where it fires", brake[wired.held].max(), at_most=-0.5)
