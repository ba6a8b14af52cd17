"""Ablation of heads and MLPs, and the two kinds of effect."""

import pytest
from given import components
from planted import FORM, Example, asked_again, indirect, renamed

from autograder.checks import Compare, Refuses, Student, Variant

# right answers in float32 and in float64 differ by 5 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-4}


@pytest.mark.task("ablate", weight=2)
@pytest.mark.parametrize("mode", ["zero", "mean"])
def test_ablate_component(
    compare: Compare, example: Example, loud: Example, variant: Variant, mode: str
) -> None:
    """Ablating a head or an MLP gives the right logits, and leaves nothing behind

    A head in every layer and the MLPs of two, on batches of several sizes; but for the last, one of a single prompt, the
    first prompt comes three times, and counts three times in a mean. And a head on 120 prompts with large logits. Zero-ablation of every component is also
    behind the total effects.
    """
    rng = variant.rng(f"ablated {mode}")
    heads = [f"L{layer}H{rng.integers(FORM['n_heads'])}" for layer in rng.permutation(FORM["n_layers"])]
    mlps = [f"L{layer}.mlp" for layer in rng.permutation(FORM["n_layers"])]
    for name, prompts in zip(heads + mlps, (16, 5, 3, 9, 1), strict=False):
        rows = [*range(prompts), 0, 0] if prompts > 1 else [0]
        tokens = example.tokens[rows, : 7 - prompts % 3]
        compare("ablate_component", example.model, tokens, name, mode=mode, **VALUES)
    compare("ablate_component", loud.model, loud.tokens, "L0H1", mode=mode, **VALUES)


@pytest.mark.task("ablate", weight=1)
def test_what_is_asked_for(
    student: Student, compare: Compare, refuses: Refuses, example: Example, deep: Example, variant: Variant
) -> None:
    """Zero is the default mode, numbers in names may have two digits, and what there is not raises ValueError"""
    rng = variant.rng("two digits")
    for name in ("L10H10", "L10.mlp", f"L10H{rng.integers(1, 10)}", f"L{rng.integers(1, 10)}H10"):
        compare("ablate_component", deep.model, deep.tokens, name, **VALUES)
    model, tokens = student.hold(example.model), example.tokens[:3]
    for name, mode in (("L1H2", "median"), ("L1.mlp", "median"), ("L0H1", ""), ("L2.mlp", "Zero")):
        refuses("ablate_component", model, tokens, name, mode, what="a mode that there is not")
    for name in ("L1H-1", "L0H3", "L3.mlp", "L-1.mlp", "L2.b_O", "embed", "L1", "L00H1", "L1H02", "L02.mlp"):
        refuses("ablate_component", model, tokens, name, what="a name that is no head and no MLP")
    for name in (
        "L0.mlp.b_out",
        "L1H2.b_O",
        "xL1H2",
        "L1H",
        "l1h2",
        " L1.mlp",
        "L1.mlp\n",
        "L1H2\n",
        "L1H 2",
        "L1H+2",
        "L1xmlp",
        "L\u0661.mlp",
        "",
    ):
        refuses("ablate_component", model, tokens, name, what="a name that is not quite one")


@pytest.mark.task("ablate", weight=2)
def test_direct_and_total(
    compare: Compare, example: Example, loud: Example, two_digits: list[Example]
) -> None:
    """The direct and the total effect of every component are right, and of no other

    Of 16 prompts, six of which are there twice, with two targets, and of 120 in a model of large effects. And where
    the direct effect of a head and of an MLP is 0: of 100 models their total effects on eight prompts reach .038 or more.
    And in a layer of eleven heads, and in eleven layers.
    """
    pair = compare("direct_and_total", *indirect(example), **VALUES)
    model, tokens, targets = asked_again(example)
    rows = [*range(10), *range(-6, 0)]
    compare("direct_and_total", model, tokens[rows], targets[rows], **VALUES)
    for asked in (loud, *two_digits):
        compare("direct_and_total", *asked, **VALUES)
    compare("direct_and_total", model, tokens[:1], targets[:1], **VALUES)
    for effects in pair:  # last: whoever also lacks a name is told of that
        others = effects.keys() - set(components(example.model))  # counted alone, as a name may say anything
        assert not others, f"{len(others)} names that are no head's and no MLP's"


@pytest.mark.task("ablate", weight=1)
def test_one_model_on_other_prompts(compare: Compare, example: Example) -> None:
    """The same model can come again, with other prompts, components, modes, targets and weights"""
    model, tokens, targets = example
    calls = [(model, tokens[:4], "L1H2", "zero"), (model, tokens[4:8], "L1H2", "zero")]
    calls += [(model, tokens[:4], "L1H1", "zero"), (model, tokens[:4], "L1H2", "mean")]
    other = renamed(model)
    compare.in_turn("ablate_component", *calls, (other, *calls[0][1:]), **VALUES)
    asked = [
        (model, tokens[:2], targets[:2]),
        (model, tokens[:2], targets[2:4]),
        (model, tokens[2:4], targets[:2]),
    ]
    compare.in_turn("direct_and_total", *asked, (other, *asked[0][1:]), **VALUES)
