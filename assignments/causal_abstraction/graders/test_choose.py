"""Which algorithm a network runs, and where its variables live, on networks that we made."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from given import Place, all_inputs, hypotheses
from planted import SYMMETRIC, Planted, plant, random_network

from autograder.checks import Credit, Refuses, Student, Variant, fail

FORMS = ("copies", "together", "late", "chain")


def _network(rng: np.random.Generator, form: str) -> Planted:
    if form == "chain":
        return plant(rng, str(rng.choice(["sum_chain", "clamp"])))
    kinds = ("equality", "comparison", "max_of_mins") if form == "together" else SYMMETRIC
    return plant(rng, str(rng.choice(kinds)), form)


def _outputs(causal: object, reference_run: object) -> torch.Tensor:
    return reference_run(causal, all_inputs())["y"]  # type: ignore[operator, no-any-return]


def _index(planted: Planted, run: object) -> int:
    """Where the network's own algorithm is among the hypotheses: by the values of its variables."""

    def key(causal: object) -> list[bytes]:
        values = run(causal, all_inputs())  # type: ignore[operator]
        inner = sorted(x.numpy().tobytes() for name, x in values.items() if name != "y")
        return [values["y"].numpy().tobytes(), *inner]

    return [key(causal) for causal in hypotheses()].index(key(planted.truth.causal))


def _candidates(rng: np.random.Generator, planted: Planted, run: object) -> tuple[list[object], int]:
    """The truth, twice, among all its rivals of the same outputs and some others, in random order; and its index."""
    true = _index(planted, run)
    y = _outputs(planted.truth.causal, run)
    rivals = [
        i for i, causal in enumerate(hypotheses()) if i != true and torch.equal(_outputs(causal, run), y)
    ]
    others = [i for i in rng.permutation(len(hypotheses())).tolist() if i != true and i not in rivals][:6]
    order = rng.permutation([true, true, *rivals, *others]).tolist()
    return [hypotheses()[i] for i in order], order.index(true)


def _same_places(got: list[Place], planted: Planted, chosen: object) -> bool:
    """Whether the variables of the chosen model, which may be called otherwise, are at the planted places."""
    want = [(len(p.names), p.layer, tuple(p.positions)) for p in planted.places]
    have = [(len(p.names), p.layer, tuple(p.positions)) for p in got]
    return sorted(want) == sorted(have)


@pytest.mark.task("choose", weight=2)
@pytest.mark.parametrize("form", FORMS)
def test_choose(student: Student, reference: object, variant: Variant, credit: Credit, form: str) -> None:
    """Of the algorithms with the network's outputs, the one that it runs is found, and its places

    Half for each. The first of two that are the same is asked for.
    """
    rng = variant.rng(f"choose {form}")
    planted = _network(rng, form)
    candidates, true = _candidates(rng, planted, reference.run_causal)  # type: ignore[attr-defined]
    index, places = student.choose_algorithm(planted.model, candidates)
    right = index == true
    credit(right + (right and _same_places(places, planted, candidates[true])), of=2, message=(
        "the algorithm is right, and a place is not" if right else "another algorithm than the network's is chosen"
    ))  # fmt: skip


@pytest.mark.task("choose")
@pytest.mark.parametrize("form", FORMS)
def test_places(student: Student, reference: object, variant: Variant, form: str) -> None:
    """The places of a causal model's variables are found, with their names, in order"""
    planted = _network(variant.rng(f"choose {form}"), form)
    got = student.find_places(planted.model, planted.truth.causal)
    if [(tuple(p.names), p.layer, tuple(p.positions)) for p in got] != [tuple(p) for p in planted.places]:
        fail("find_places: a variable's place is another, or missing")


@pytest.mark.task("choose")
def test_no_place(student: Student, reference: object, variant: Variant) -> None:
    """A causal model of the right outputs whose variables the network does not compute has no places"""
    rng = variant.rng("choose late")
    planted = _network(rng, "late")
    run = reference.run_causal  # type: ignore[attr-defined]
    candidates, true = _candidates(rng, planted, run)
    y, own = _outputs(planted.truth.causal, run), _index(planted, run)
    for causal in candidates:
        if causal is not hypotheses()[own] and torch.equal(_outputs(causal, run), y):
            if len(student.find_places(planted.model, causal)):
                fail("find_places: places for variables that the network does not compute")


@pytest.mark.task("choose")
def test_none_fits(refuses: Refuses, variant: Variant) -> None:
    """Where no causal model fits, ValueError is raised"""
    rng = variant.rng("none fits")
    some = [hypotheses()[i] for i in rng.permutation(len(hypotheses()))[:20].tolist()]
    refuses(
        "choose_algorithm", random_network(rng, 5), some, what="a network that runs none of the causal models"
    )
