"""What the hidden checks of this assignment share: the models that a student's functions are called on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from given import new_model
from planted import (
    FORM,
    Example,
    Planted,
    deep_of,
    example_of,
    facts_of,
    loud_of,
    random_vocabulary,
    relations,
    trained,
    two_digits_of,
)

from autograder.checks import PublicExamples, Variant


@pytest.fixture
def example(variant: Variant) -> Example:
    """A random model with large biases and gains, 64 prompts, and a target for each."""
    return example_of(variant)


@pytest.fixture
def deep(variant: Variant) -> Example:
    """A random model of eleven layers of eleven heads with a large eps, 12 prompts, and a target for each."""
    return deep_of(variant)


@pytest.fixture
def loud(variant: Variant) -> Example:
    """A random model of one layer whose activations and logits pass ±20, 120 prompts, and a target for each."""
    return loud_of(variant)


@pytest.fixture
def two_digits(variant: Variant) -> list[Example]:
    """A random model of one layer with eleven heads and one of eleven layers with one head, two prompts and targets for each."""
    return two_digits_of(variant)


@pytest.fixture
def planted(variant: Variant) -> list[Planted]:
    """The facts model with one more fact, three times, each in another layer."""
    return facts_of(variant)


@pytest.fixture(scope="session")
def public_examples() -> PublicExamples:
    """Calls that a student can make at home: the text of an exception in one of them may be shown."""
    tokens, targets = torch.arange(12).reshape(2, 6), torch.tensor([3, 4])

    def question() -> tuple[Any, ...]:
        return new_model(0, **FORM), tokens, targets

    def planted() -> tuple[Any, ...]:
        return trained(), relations()["capital"][1][:1], 5

    return {
        "predict": lambda: (new_model(0, **FORM), random_vocabulary(np.random.default_rng(0)), ""),
        "named_activations": lambda: (*question()[:2], ["hook_embed", "blocks.0.attn.hook_z"]),
        "logit_lens": question,
        "jump_layers": question,
        "decompose_logit": question,
        "neuron_attribution": lambda: (*question(), 1),
        "top_neurons": lambda: (*question(), 5),
        "max_activating_contexts": lambda: (question()[0], [tokens[:1], tokens[1:, :4]], 1, 7, 2),
        "ablate_component": lambda: (*question()[:2], "L1H2"),
        "direct_and_total": question,
        "find_fact": planted,
        "edit_fact": lambda: (*planted(), [group[1][1:] for group in relations().values()]),
    }
