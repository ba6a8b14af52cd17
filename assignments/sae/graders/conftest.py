"""What the hidden checks share: what the student's functions are called on, and what the student has trained.

Graders are loaded anew for each submission, so what is kept here is one student's.
"""

from __future__ import annotations

import functools
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from given import Feature, SparseAutoencoder, Toy, load_facts, make_toy, split_facts
from planted import (
    SITE,
    Example,
    Facts,
    Once,
    Question,
    Training,
    Wired,
    answer_directions,
    blank,
    facts_activations,
    facts_of,
    neurons_in_any_order,
    planted_concepts,
    planted_dictionary,
    prompts_of,
    random_features,
    random_model,
    random_sae,
    rebuilt,
    sae_with_dead_latents,
    spare,
    superposed,
    trained,
    wired_model,
)
from torch import Tensor

from autograder.checks import CheckFailed, PublicExamples, Student, Variant

LATENTS, SAMPLES = 96, 8192
_trained: dict[str, SparseAutoencoder | CheckFailed] = {}


@pytest.fixture
def example(variant: Variant) -> Example:
    """A random autoencoder with large biases, and activations to show it."""
    return random_sae(variant.rng("autoencoder"))


@functools.lru_cache(maxsize=1)
def _toy(variant: Variant) -> tuple[Toy, Tensor]:
    seed = int(variant.rng("toy").integers(2**31))
    toy = make_toy(seed)
    return toy, superposed(toy, SAMPLES, seed + 1)


@pytest.fixture
def toy(variant: Variant) -> Toy:
    """The student's own toy: 64 features in 32 dimensions."""
    return _toy(variant)[0]


@pytest.fixture
def samples(variant: Variant) -> Tensor:
    """Samples of the toy to train on, none of which shows the offset or a feature by itself."""
    return _toy(variant)[1]


@pytest.fixture
def fresh(variant: Variant, toy: Toy) -> Tensor:
    """Samples of the toy that nobody has trained on."""
    return toy.sample(SAMPLES, int(variant.rng("fresh samples").integers(2**31)))


@pytest.fixture
def once() -> Once:
    """`once(name, training)`: trains for the first check that asks; a training that failed fails each of them."""

    def ask(name: str, training: Training) -> SparseAutoencoder:
        if name not in _trained:
            try:
                _trained[name] = training()
            except CheckFailed as failure:
                _trained[name] = failure
        kept = _trained[name]
        if isinstance(kept, CheckFailed):
            raise kept
        return kept

    return ask


@pytest.fixture
def sae(student: Student, variant: Variant, samples: Tensor, once: Once) -> Training:
    """What the student trains on the toy, with the student's own number of steps."""
    seed = int(variant.rng("training").integers(10_000))

    def training() -> SparseAutoencoder:
        weights = student.train(samples, n_latents=LATENTS, l1=0.3, seed=seed)
        return rebuilt(weights, samples.shape[1], LATENTS)

    return lambda: once("toy", training)


@pytest.fixture
def facts(variant: Variant) -> Facts:
    """The facts that the student's autoencoder of the facts model is trained on, and those held out."""
    return facts_of(variant.rng("held-out facts"))


@pytest.fixture
def activations(variant: Variant) -> Tensor:
    """The facts model's activations [150, 256], the neurons in the student's own order."""
    return neurons_in_any_order(variant.rng("order of the neurons"))


@functools.lru_cache(maxsize=1)
def _question(variant: Variant, reference: ModuleType) -> Question:
    rng = variant.rng("model")
    for _ in range(100):
        question = random_model(rng, spare())
        influence = reference.feature_influence(*question)
        unclipped = reference.feature_influence(*question[:3], _always_on(question.target))
        everywhere = _taken_out_everywhere(question, reference)
        others = [(influence - other).abs().max() > 0.02 for other in (unclipped, everywhere)]
        if (influence.abs() > 0.02).sum() >= 5 and all(others):
            return question
    raise ValueError("no source has an influence on its target")


def _taken_out_everywhere(question: Question, reference: ModuleType) -> Tensor:
    """What the target loses if the source is taken out at every position, not at the last alone: [B]."""
    model, tokens, source, target = question
    seen = []

    def remove(value: Tensor, hook: Any) -> Tensor:
        strength = reference.forward(source.sae, value)[1][..., [source.latent]]
        return value - strength * source.sae.W_dec[source.latent]

    def read(value: Tensor, hook: Any) -> None:
        seen.append(reference.forward(target.sae, value[:, -1])[1][:, target.latent])

    reading = (target.hook_name, read)
    with torch.no_grad():
        model.run_with_hooks(tokens, fwd_hooks=[reading])
        model.run_with_hooks(tokens, fwd_hooks=[(source.hook_name, remove), reading])
    return seen[0] - seen[1]


def _always_on(feature: Feature) -> Feature:
    sae = SparseAutoencoder(**feature.sae.config)
    sae.load_state_dict(feature.sae.state_dict())
    sae.b_enc.data += 100
    return feature._replace(sae=sae)


@pytest.fixture
def question(variant: Variant, reference: ModuleType) -> Question:
    """A random model, prompts, and two latents of which the first influences the second on five prompts at least; on
    another prompt it would, were it not for the second's ReLU, and elsewhere it does so from earlier positions too."""
    return _question(variant, reference)


@functools.lru_cache(maxsize=1)
def _wired(variant: Variant) -> Wired:
    return wired_model(variant.rng("wired"))


@pytest.fixture
def wired(variant: Variant) -> Wired:
    """A model that we wired: a latent that causes, one that only goes along, one that holds down."""
    return _wired(variant)


@pytest.fixture(scope="session")
def public_examples() -> PublicExamples:
    """Calls that a student can make at home: they are told when one of them raises too."""
    rng = np.random.default_rng(0)
    sae, x = random_sae(rng)
    features, concepts = random_features(rng), planted_concepts(rng)
    toy = make_toy(0)
    x_train = toy.sample(2048, 1)

    def steered() -> tuple[Any, ...]:
        return trained(), prompts_of("capital"), Feature(answer_directions(), SITE, 0)

    def dead() -> tuple[Any, ...]:
        (sae, x), moments = sae_with_dead_latents(np.random.default_rng(0))
        return sae, moments, x

    return {
        "forward": lambda: (sae, x),
        "loss": lambda: (x, x + 1, features[:9], 0.1),
        "gradients": lambda: (sae, x, 0.1),
        "train": lambda: (x_train, 96, 0.3, 20),
        "l0": lambda: (features,),
        "fraction_of_variance_unexplained": lambda: (x, x + 1),
        "firing_density": lambda: (features,),
        "dead_latents": lambda: (features,),
        "match_features": lambda: tuple(planted_dictionary(rng)),
        "frontier": lambda: (x_train, [0.1, 1.0], 0, 96, 20),
        "train_on_activations": lambda: (facts_activations()[split_facts(load_facts())[0]],),
        "top_contexts": lambda: (concepts.features, concepts.contexts, 0, 3),
        "label": lambda: (concepts.features, concepts.answers, 0),
        "steer": lambda: (*steered(), 1.0),
        "feature_influence": lambda: tuple(random_model(np.random.default_rng(0), blank())),
        "topk_forward": lambda: (sae, x, 3),
        "train_topk": lambda: (x_train, 4, 96, 20),
        "resample": dead,
    }
