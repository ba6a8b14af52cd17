"""Which algorithm a network runs, and where its variables live, on networks that we made."""

from __future__ import annotations

import numpy as np
import pytest
from carry_out import outputs, same_variables
from explanation import CausalModel
from given import Place, hypotheses
from planted import SYMMETRIC, TOLD_APART, Planted, plant, random_network

from autograder.checks import Credit, Refuses, Student, Variant, fail

FORMS = ("copies", "together", "late", "chain")


def _network(rng: np.random.Generator, form: str) -> Planted:
    if form == "chain":
        return plant(rng, str(rng.choice(["sum_chain", "clamp"])))
    return plant(rng, str(rng.choice(TOLD_APART if form == "together" else SYMMETRIC)), form)


def _rivals(planted: Planted) -> list[CausalModel]:
    """The hypotheses of the same outputs as the network's algorithm, without the algorithm."""
    truth = planted.truth.causal
    return [c for c in hypotheses() if outputs(c) == outputs(truth) and not same_variables(c, truth)]


def _candidates(rng: np.random.Generator, planted: Planted) -> tuple[list[CausalModel], int]:
    """The truth, twice, among up to three rivals and some others, in random order; and its index."""
    (true,) = (c for c in hypotheses() if same_variables(c, planted.truth.causal))
    rivals = _rivals(planted)
    others = [c for c in hypotheses() if outputs(c) != outputs(true)]
    drawn = [
        *(rivals[i] for i in rng.permutation(len(rivals))[:3]),
        *(others[i] for i in rng.permutation(len(others))[:5]),
    ]
    every = [true, true, *drawn]
    found = [every[i] for i in rng.permutation(len(every))]
    first = next(i for i, causal in enumerate(found) if causal is true)
    fitting = [i for i, causal in enumerate(found) if outputs(causal) == outputs(true) and causal is not true]
    if fitting and first < fitting[0]:  # a rival comes first
        found[first], found[fitting[0]] = found[fitting[0]], true
    return found, next(i for i, causal in enumerate(found) if causal is true)


def _same_places(got: list[Place], planted: Planted) -> bool:
    """Whether these are the planted places, whatever the variables are called."""
    want, have = (
        sorted((len(p.names), p.layer, tuple(p.positions)) for p in places)
        for places in (planted.places, got)
    )
    return want == have


@pytest.mark.task("choose", weight=2)
@pytest.mark.parametrize("form", FORMS)
def test_choose(student: Student, variant: Variant, credit: Credit, form: str) -> None:
    """Of the algorithms with the network's outputs, the one that it runs is found, and its places

    Half for each. The first of two that are the same is asked for.
    """
    rng = variant.rng(f"choose {form}")
    planted = _network(rng, form)
    candidates, true = _candidates(rng, planted)
    index, places = student.choose_algorithm(planted.model, candidates)
    if index != true:
        fail("choose_algorithm: another index than that of the network's algorithm")
    message = "choose_algorithm: the algorithm is right, and a place is not"
    credit(1 + _same_places(places, planted), of=2, message=message)


@pytest.mark.task("choose")
@pytest.mark.parametrize("form", FORMS)
def test_places(student: Student, variant: Variant, form: str) -> None:
    """The places of a causal model's variables are found, with their names, in order"""
    planted = _network(variant.rng(f"choose {form}"), form)
    got = student.find_places(planted.model, planted.truth.causal)
    if [(tuple(p.names), p.layer, tuple(p.positions)) for p in got] != [tuple(p) for p in planted.places]:
        fail("find_places: a variable's place is another, or missing")


@pytest.mark.task("choose")
def test_no_place(student: Student, variant: Variant) -> None:
    """A causal model of the right outputs whose variables the network does not compute has no places

    Also where it computes one of them: a sum, one after the other, with its last two inputs exchanged.
    """
    rng = variant.rng("no place")
    tree, chain = plant(rng, str(rng.choice(SYMMETRIC)), "apart"), plant(rng, "sum_chain")
    first = chain.truth.causal.variables[0].parents
    half = [c for c in _rivals(chain) if len(c.inner) == 2 and set(c.variables[0].parents) == set(first)]
    for planted, rivals in (
        (tree, _rivals(tree)[:2]),
        (chain, [c for c in half if "u" in c.inner[1].parents]),
    ):
        if any(student.find_places(planted.model, causal) for causal in rivals):
            fail("find_places: places for variables that the network does not compute")


@pytest.mark.task("choose")
def test_none_fits(refuses: Refuses, variant: Variant) -> None:
    """Where no causal model fits, ValueError is raised"""
    rng = variant.rng("none fits")
    some = [hypotheses()[i] for i in rng.permutation(len(hypotheses()))[:20].tolist()]
    refuses(
        "choose_algorithm", random_network(rng, 5), some, what="a network that runs none of the causal models"
    )
