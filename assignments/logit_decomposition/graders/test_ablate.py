"""Ablation of heads and MLPs, and the two kinds of effect."""

import pytest
from given import components

# right answers in float32 and in float64 differ by 5 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-4}


@pytest.mark.task("ablate", weight=2)
@pytest.mark.parametrize("mode", ["zero", "mean"])
def test_ablate_component(compare, example, variant, mode):
    """Ablating a head or an MLP gives the right logits, and leaves nothing behind"""
    names = variant.rng(f"ablated {mode}").permutation(components(example.model)).tolist()
    heads, mlps = ([name for name in names if name.endswith("mlp") == is_mlp] for is_mlp in (False, True))
    for name in heads[:4] + mlps[:2]:
        compare("ablate_component", example.model, example.tokens[:16], name, mode=mode, **VALUES)


@pytest.mark.task("ablate", weight=2)
def test_direct_and_total(compare, example):
    """The direct and the total effect of every component are right"""
    compare("direct_and_total", example.model, example.tokens[:16], example.targets[:16], **VALUES)
