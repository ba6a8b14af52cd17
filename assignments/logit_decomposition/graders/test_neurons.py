"""Hidden MLP units: what they add to a logit, which add most, and where they fire."""

import pytest
import torch
from planted import (
    DEEP,
    LOUD_FORM,
    Example,
    asked_again,
    clear_contexts,
    clear_ranking,
    equal_contexts,
    long_contexts,
    loud_contexts,
    moved_on,
    renamed,
    zeros_at_the_end,
)

from autograder.checks import Compare, Student, Variant, fail

# right answers in float32 and in float64 differ by 5 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-4}


@pytest.mark.task("neurons", weight=2)
def test_neuron_attribution(compare: Compare, example: Example, deep: Example, loud: Example) -> None:
    """What each neuron adds to the logit is right, in every layer, for many prompts and for one

    Some of the many come again, with another target. Some end in token 0, which is no padding. In the last model, neurons add
    much to 120 prompts' logits.
    """
    model, tokens, targets = asked_again(example)
    compare("neuron_attribution", model, tokens, targets, 0, **VALUES)
    compare("neuron_attribution", model, tokens[7:8, :5], targets[7:8], 1, **VALUES)
    compare("neuron_attribution", model, tokens[8:17], targets[8:17], 2, **VALUES)
    compare("neuron_attribution", deep.model, deep.tokens[:3], deep.targets[:3], 10, **VALUES)
    compare("neuron_attribution", *zeros_at_the_end(example), 1, **VALUES)
    compare("neuron_attribution", *loud, 0, **VALUES)


@pytest.mark.task("neurons", weight=1)
def test_top_neurons(
    compare: Compare, example: Example, deep: Example, loud: Example, variant: Variant
) -> None:
    """The neurons that add most are found, in order, over all layers

    They come from all layers; of a model with eleven layers it is all neurons, those that lower the logit too. No two
    neighbours in the ranking are closer than .0002. One prompt of the first model comes three times, and without that
    the ranking would be another; so it would be by the first hundred of the last model's 120 prompts.
    """
    every = DEEP["n_layers"] * DEEP["d_mlp"]
    for asked, prompts, k in ((example, 8, 8), (deep, 3, every)):
        tokens, targets = clear_ranking(asked, variant.rng("ranking"), prompts, k)
        compare("top_neurons", asked.model, tokens, targets, k)
    compare("top_neurons", *loud, LOUD_FORM["d_mlp"])


@pytest.mark.task("neurons", weight=1)
def test_max_activating_contexts(
    compare: Compare, example: Example, deep: Example, loud: Example, variant: Variant
) -> None:
    """The contexts in which a neuron fires most are found, whatever their lengths

    No two neighbours in the ranking are closer than .001, and the last activations are negative: there the activation
    function falls, and the order before it is another. In the model of eleven layers, most contexts are
    longer than the other model, or the facts model, could read, and one ends with token 0, one with token 1. In the last
    model, activations are large.
    """
    contexts, layer, neuron, k = clear_contexts(example, variant.rng("contexts"))
    compare("max_activating_contexts", example.model, contexts, layer, neuron, k, **VALUES)
    contexts, layer, neuron, k = long_contexts(deep, variant.rng("long contexts"))
    compare("max_activating_contexts", deep.model, contexts, layer, neuron, k, **VALUES)
    compare("max_activating_contexts", loud.model, *loud_contexts(loud), **VALUES)


@pytest.mark.task("neurons", weight=1)
def test_equal_contexts(student: Student, example: Example, variant: Variant) -> None:
    """Contexts with equal tokens count each

    Which of them is named first is not looked at.
    """
    contexts, layer, neuron, k, values = equal_contexts(example, variant.rng("contexts"))
    indices, activations = student.max_activating_contexts(example.model, contexts, layer, neuron, k)
    if len(indices) != k or activations.shape != (k,) or len(set(indices)) != k:
        fail(f"max_activating_contexts: not {k} different contexts, or not an activation for each")
    if not all(0 <= i < len(contexts) for i in indices):
        fail("max_activating_contexts: an index is not one of the list's")
    best = values.topk(k).values
    for got in (activations, values[indices]):
        if not torch.allclose(got.double(), best.double(), atol=1e-3, rtol=0):
            fail("max_activating_contexts: these are not the largest activations, or not of these contexts")


@pytest.mark.task("neurons", weight=1)
def test_one_model_on_other_prompts(compare: Compare, example: Example, variant: Variant) -> None:
    """The same model can come again, with other prompts, targets and weights"""
    model, tokens, targets = example
    asked = [(tokens[:6], targets[:6]), (tokens[:6], targets[6:12]), (tokens[6:12], targets[:6])]
    other = renamed(model)
    calls = [*((model, *prompts, 1) for prompts in asked), (other, *asked[0], 1)]
    compare.in_turn("neuron_attribution", *calls, **VALUES)
    rng = variant.rng("in turn")
    asked = [clear_ranking(example, rng, 8, 8) for _ in range(2)]
    turned = (other, asked[0][0], moved_on(asked[0][1]), 8)
    compare.in_turn("top_neurons", *((model, *prompts, 8) for prompts in asked), turned)
    first, second = ([tokens[i : i + 1]] for i in range(2))
    contexts = [(model, first), (model, second), (other, first)]
    compare.in_turn("max_activating_contexts", *((*one, 1, 7, 1) for one in contexts), **VALUES)
