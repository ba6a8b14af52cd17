"""Hidden MLP units: what they add to a logit, which add most, and where they fire."""

import pytest
from planted import DEEP, Example, clear_contexts, clear_ranking

from autograder.checks import Compare, Variant

# right answers in float32 and in float64 differ by 5 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-4}


@pytest.mark.task("neurons", weight=2)
def test_neuron_attribution(compare: Compare, example: Example, deep: Example) -> None:
    """What each neuron adds to the logit is right, in every layer, for many prompts and for one"""
    model, tokens, targets = example
    compare("neuron_attribution", model, tokens, targets, 0, **VALUES)
    compare("neuron_attribution", model, tokens[7:8, :5], targets[7:8], 1, **VALUES)
    compare("neuron_attribution", model, tokens[8:17], targets[8:17], 2, **VALUES)
    compare("neuron_attribution", deep.model, deep.tokens[:3], deep.targets[:3], 10, **VALUES)


@pytest.mark.task("neurons", weight=1)
def test_top_neurons(compare: Compare, example: Example, deep: Example, variant: Variant) -> None:
    """The neurons that add most are found, in order, over all layers

    They come from all layers; of a model with eleven layers it is all neurons, those that lower the logit too. No two
    neighbours in the ranking are closer than .0002.
    """
    every = DEEP["n_layers"] * DEEP["d_mlp"]
    for asked, prompts, k in ((example, 8, 8), (deep, 3, every)):
        tokens, targets = clear_ranking(asked, variant.rng("ranking"), prompts, k)
        compare("top_neurons", asked.model, tokens, targets, k)


@pytest.mark.task("neurons", weight=1)
def test_max_activating_contexts(compare: Compare, example: Example, variant: Variant) -> None:
    """The contexts in which a neuron fires most are found, whatever their lengths

    No two neighbours in the ranking are closer than .001, and the last activations are negative: there the activation
    function falls, and the order before it is another.
    """
    contexts, layer, neuron, k = clear_contexts(example, variant.rng("contexts"))
    compare("max_activating_contexts", example.model, contexts, layer, neuron, k, **VALUES)
