"""Causal models, run by value."""

import pytest
import torch
from questions import random_causal_model, random_chain, random_inputs, random_model_without_an_input

from autograder.checks import Compare, Variant


@pytest.mark.task("causal")
@pytest.mark.parametrize("draw", range(2))
def test_without_an_intervention(compare: Compare, variant: Variant, draw: int) -> None:
    """Every variable's value is right where nothing is set, on many inputs and on one"""
    rng = variant.rng(f"clean {draw}")
    causal = random_causal_model(rng)
    for rows in (60, 1):
        compare("run_causal", causal, random_inputs(rng, rows))


@pytest.mark.task("causal")
def test_an_input_that_nothing_reads(compare: Compare, variant: Variant) -> None:
    """The columns of X are the inputs in the order of NAMES, also where the first is read by no variable"""
    rng = variant.rng("without an input")
    compare("run_causal", random_model_without_an_input(rng), random_inputs(rng, 60))


@pytest.mark.task("causal", weight=2)
@pytest.mark.parametrize("names", ["u", "w", "uw", "vw", "vu", "y", "yu"])
def test_interventions(compare: Compare, variant: Variant, names: str) -> None:
    """A variable that is set has its value, and what is computed from it follows

    In these models u is a parent of v, and u, v and w are parents of the output y. Of two that are set, the later one may
    be named first.
    """
    rng = variant.rng(f"set {names}")
    causal = random_causal_model(rng)
    sizes = {v.name: v.size for v in causal.variables}
    do = {name: torch.from_numpy(rng.integers(0, sizes[name], 60)) for name in names}
    compare("run_causal", causal, random_inputs(rng, 60), do)


@pytest.mark.task("causal")
def test_one_intervention_on_several_inputs(compare: Compare, variant: Variant) -> None:
    """The same variables can be set again, for other inputs, and for many"""
    rng = variant.rng("in turn")
    causal, do = random_causal_model(rng), {"v": torch.from_numpy(rng.integers(0, 4, 300))}
    compare.in_turn("run_causal", *((causal, random_inputs(rng, 300), do) for _ in range(2)))


@pytest.mark.task("causal")
def test_a_long_chain(compare: Compare, variant: Variant) -> None:
    """What is computed from a variable that is set follows, however many steps later

    Each of five variables is a parent of the next, with an input.
    """
    rng = variant.rng("long chain")
    causal = random_chain(rng)
    for name in [v.name for v in causal.variables[:3]]:
        do = {name: torch.from_numpy(rng.integers(0, 4, 60))}
        compare("run_causal", causal, random_inputs(rng, 60), do)


@pytest.mark.task("causal")
@pytest.mark.parametrize("value", [0, 1])
def test_one_value_for_all(compare: Compare, variant: Variant, value: int) -> None:
    """A variable that is set to one value in every row, 0 too, has it"""
    rng = variant.rng(f"constant {value}")
    do = {name: torch.full((60,), value) for name in "uv"}
    compare("run_causal", random_causal_model(rng), random_inputs(rng, 60), do)
