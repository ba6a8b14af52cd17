"""Ablating heads and patching patterns: values, and a model that is as it was."""

import pytest
import torch
from planted import Example, random_model, spare
from torch import Tensor
from transformer_lens import TransformerBridge

from autograder.checks import Compare, Measure, Refuses, Student, Variant

MODES = pytest.mark.parametrize("mode", ["zero", "mean"])
# logits are of the order of 3; right answers in float32 and in float64 differ by 1e-4 at most (CALIBRATION.md)
VALUES = {"atol": 1e-3}


@pytest.mark.task("cause", weight=2)
@MODES
def test_ablate_head(compare: Compare, example: Example, other: TransformerBridge, mode: str) -> None:
    """Ablating a head gives the right logits

    Of other sequences of the same form too, of other weights, and of some that are there several times.
    """
    for layer, head in ((0, 2), (0, 0), (1, 1)):
        compare("ablate_head", example.model, example.tokens, layer, head, mode=mode, **VALUES)
    calls = [(example.model, tokens, 0, 1, mode) for tokens in (example.tokens[:3], example.tokens[3:6])]
    compare.in_turn("ablate_head", *calls, (other, *calls[0][1:]), **VALUES)
    compare("ablate_head", example.model, example.tokens[[0, 0, 0, 1, 2]], 0, 1, mode=mode, **VALUES)
    compare("ablate_head", example.model, example.tokens[:1, :9], 1, 2, mode=mode, **VALUES)


@pytest.mark.task("cause", weight=2)
@MODES
def test_ablation_scores(
    compare: Compare, example: Example, other: TransformerBridge, crowd: Example, variant: Variant, mode: str
) -> None:
    """The rise of the loss after each head's ablation is right

    Of a few sequences, of very many at once, and of others of the same form in a model with large logits.
    """
    for asked in (example, crowd):
        compare("ablation_scores", *asked, mode=mode, **VALUES)
    if mode == "mean":
        loud = random_model(variant.rng("large logits"), spare(1))
        with torch.no_grad():
            loud.W_U.mul_(30.0)
        mask = example.mask[:2]
        calls = [(loud, example.tokens[rows], mask, mode) for rows in ([0, 1], [1, 2])]
        compare.in_turn("ablation_scores", *calls, **VALUES)
        tokens = example.tokens[:2]
        turns = [(model, tokens, mask, mode) for model in (example.model, other)]
        compare.in_turn("ablation_scores", *turns, **VALUES)


@pytest.mark.task("cause", weight=2)
def test_patch_pattern(
    compare: Compare, example: Example, other: TransformerBridge, crowd: Example, pattern: Tensor
) -> None:
    """Putting another pattern in place of a head's own gives the right logits

    One that a head could have, and one that looks ahead and whose rows have other sums than 1. In other sequences, with other
    weights, and in 120 sequences at once.
    """
    for layer, head in ((0, 1), (1, 2)):
        for attention in (pattern, pattern + 0.5 * pattern.mT):
            compare("patch_pattern", example.model, example.tokens, layer, head, attention, **VALUES)
    first, second = example.tokens[:6].chunk(2)
    asked = [(example.model, first), (example.model, second), (other, first)]
    compare.in_turn("patch_pattern", *((*one, 0, 1, pattern) for one in asked), **VALUES)
    compare("patch_pattern", crowd.model, crowd.tokens[:120], 0, 1, pattern[:12, :12], **VALUES)


@pytest.mark.task("cause", weight=1)
def test_modes(compare: Compare, refuses: Refuses, example: Example) -> None:
    """Zero is the default mode, and a mode that there is not raises ValueError"""
    model, tokens, mask = example
    compare("ablate_head", model, tokens, 0, 1, **VALUES)
    compare("ablation_scores", model, tokens, mask, **VALUES)
    for mode in ("median", "", "Zero", "MEAN"):
        refuses("ablate_head", model, tokens, 1, 0, mode, what=f"the mode {mode!r}")
    refuses("ablation_scores", model, tokens, mask, "median", what="the mode 'median'")


@pytest.mark.task("cause", weight=1)
def test_nothing_is_left_behind(
    student: Student, compare: Compare, example: Example, pattern: Tensor, measure: Measure
) -> None:
    """An ablation or a patch leaves nothing behind for the next call

    Another head of the same model is removed and one patched first, or not: bitwise the same for the reference. And a
    model that was in training mode still is, and only such a one. In the end the logits are the right ones: nothing is
    left behind by a function that does nothing, too.
    """
    model, tokens, _ = example
    alone = student.ablate_head(model, tokens, 1, 1)
    held = student.hold(model)
    student.ablate_head(held, tokens, 0, 0)
    student.patch_pattern(held, tokens, 0, 1, pattern)
    after = student.ablate_head(held, tokens, 1, 1)
    assert alone.shape == after.shape == (*tokens.shape, 32), (
        "there is not one logit for each token of the vocabulary"
    )
    measure("change of the logits by calls before", (alone - after).abs().max().item(), at_most=1e-4)
    mode = model.training
    for training in (True, False):
        held = student.hold(model.train(training))
        model.train(mode)
        student.patch_pattern(held, tokens, 0, 1, pattern)
        kept = held.get("training", bool) == training
        assert kept, "patch_pattern changes whether the model is in training mode"
    compare("ablate_head", model, tokens, 1, 1, **VALUES)
