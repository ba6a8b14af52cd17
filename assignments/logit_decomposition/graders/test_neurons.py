"""Hidden MLP units: what they add to a logit, which add most, and where they fire."""

import pytest
from planted import clear_contexts, clear_ranking

# right answers in float32 and in float64 differ by 5 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-4}


@pytest.mark.task("neurons", weight=2)
def test_neuron_attribution(compare, example):
    """What each hidden unit adds to the logit is right, in every layer"""
    for layer in range(example.model.cfg.n_layers):
        compare("neuron_attribution", *example, layer, **VALUES)


@pytest.mark.task("neurons", weight=1)
def test_top_neurons(compare, example, variant):
    """The neurons that add most are found, in order, over all layers

    No two neighbours in the ranking are closer than .001.
    """
    tokens, targets, k = clear_ranking(example, variant.rng("ranking"))
    compare("top_neurons", example.model, tokens, targets, k)


@pytest.mark.task("neurons", weight=1)
def test_max_activating_contexts(compare, example, variant):
    """The contexts in which a neuron fires most are found, whatever their lengths

    No two neighbours in the ranking are closer than .001.
    """
    contexts, layer, neuron, k = clear_contexts(example, variant.rng("contexts"))
    compare("max_activating_contexts", example.model, contexts, layer, neuron, k, **VALUES)
