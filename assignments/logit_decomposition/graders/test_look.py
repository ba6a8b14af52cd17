"""Predictions and activations, by value."""

import pytest
from planted import random_vocabulary

# right answers in float32 and in float64 differ by 5 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-4}
NAMES = [
    "hook_embed",
    "hook_pos_embed",
    "blocks.1.attn.hook_pattern",
    "blocks.2.attn.hook_z",
    "blocks.0.mlp.hook_post",
    "blocks.1.hook_resid_mid",
    "blocks.2.hook_mlp_out",
    "ln_final.hook_scale",
]


@pytest.mark.task("look")
def test_predict(compare, example, variant):
    """The most probable next word and its probability are right, in another vocabulary

    No prediction of this model wins by less than .001.
    """
    vocabulary = random_vocabulary(variant.rng("words"))
    for row in example.tokens[:6]:
        compare("predict", example.model, vocabulary, vocabulary.decode(row[1:]), **VALUES)


@pytest.mark.task("look")
def test_named_activations(compare, example):
    """The activations are those that their names say, and no hook stays behind"""
    compare("named_activations", example.model, example.tokens[:9], NAMES, **VALUES)
