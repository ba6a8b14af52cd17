"""Hidden MLP units: what they add to a logit, which add most, and where they fire."""

import pytest
from planted import Example, clear_contexts, clear_ranking

from autograder.checks import Compare, Variant

# right answers in float32 and in float64 differ by 5 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-4}


@pytest.mark.task("neurons", weight=2)
def test_neuron_attribution(compare: Compare, example: Example) -> None:
    """What each neuron adds to the logit is right, in every layer, for many prompts and for one"""
    model, tokens, targets = example
    compare("neuron_attribution", model, tokens, targets, 0, **VALUES)
    compare("neuron_attribution", model, tokens[7:8, :5], targets[7:8], 1, **VALUES)
    compare("neuron_attribution", model, tokens[8:17], targets[8:17], 2, **VALUES)


@pytest.mark.task("neurons", weight=1)
def test_top_neurons(compare: Compare, example: Example, variant: Variant) -> None:
    """The neurons that add most are found, in order, over all layers

    They come from all layers, and no two neighbours in the ranking are closer than .001.
    """
    tokens, targets, k = clear_ranking(example, variant.rng("ranking"))
    compare("top_neurons", example.model, tokens, targets, k)


@pytest.mark.task("neurons", weight=1)
def test_max_activating_contexts(compare: Compare, example: Example, variant: Variant) -> None:
    """The contexts in which a neuron fires most are found, whatever their lengths

    No two neighbours in the ranking are closer than .001, and the last activations are negative.
    """
    contexts, layer, neuron, k = clear_contexts(example, variant.rng("contexts"))
    compare("max_activating_contexts", example.model, contexts, layer, neuron, k, **VALUES)
