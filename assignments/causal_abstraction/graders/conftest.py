"""What the hidden checks share. Everything drawn is drawn from the student's variant."""

from __future__ import annotations

import functools

import numpy as np
import pytest
import torch
from given import KINDS, TREES, Place, all_inputs, hypotheses, practice_explanation, practice_network
from planted import SYMMETRIC, TOLD_APART, UNLIKE, Planted, plant

from autograder.checks import PublicExamples, Variant

OTHERS = tuple(kind for kind in KINDS if kind not in (*TREES, "majority"))


@functools.lru_cache(maxsize=8)
def _unknown(variant: Variant, purpose: str) -> dict[str, Planted]:
    """Two networks: one with copies, and one whose variables share a position; and those that the purpose asks for. To
    explain, an algorithm of another form than a tree, and one of three variables; for values, that form; to align, two whose
    variables differ in size, of which in one they share a position at layer 1 and another at layer 2."""
    rng = variant.rng(purpose)
    found = {
        "copies": plant(rng, str(rng.choice([*TOLD_APART, *SYMMETRIC])), "copies"),
        "together": plant(rng, str(rng.choice(TOLD_APART)), "together"),
    }
    if purpose == "align":
        found["together_moved"] = plant(rng, UNLIKE, "together_moved")
        found["second"] = plant(rng, UNLIKE)
        return found
    found["alone"] = plant(rng, str(rng.choice(OTHERS)))
    if purpose == "explain":
        found["three"] = plant(rng, "majority")
    return found


@pytest.fixture
def networks(variant: Variant) -> dict[str, Planted]:
    """What there is to explain."""
    return _unknown(variant, "explain")


@pytest.fixture
def practised(variant: Variant) -> dict[str, Planted]:
    """Other networks of the same forms, for measures: with them a student's functions are given what was planted."""
    return _unknown(variant, "values")


@pytest.fixture
def unaligned(variant: Variant) -> dict[str, Planted]:
    """Others again, whose subspaces are to be learned: whoever kept what came with the measures knows nothing of these."""
    return _unknown(variant, "align")


@pytest.fixture
def public_examples() -> PublicExamples:
    """Calls that a student can make at home: they are told when one of them raises too."""
    X, e = all_inputs()[:30], practice_explanation("amber")
    A = torch.from_numpy(np.random.default_rng(0).normal(size=(30, 6))).float()
    (site,) = e.sites["u"]

    def amber() -> object:
        return practice_network("amber")

    others = all_inputs()[torch.arange(30 * 40).reshape(30, 40) % 625]
    return {
        "run_causal": lambda: (e.causal, X),
        "interchange": lambda: (amber(), X, [(X.flip(0), e.sites["u"])]),
        "interchange_accuracy": lambda: (amber(), e, "u", X, X.flip(0)),
        "scrubbed_accuracy": lambda: (amber(), e, "u", X, X.flip(0), others, torch.eye(40)),
        "probe_subspace": lambda: (A, torch.arange(30) % 3, 2),
        "find_places": lambda: (amber(), e.causal),
        "choose_algorithm": lambda: (amber(), list(hypotheses())),
        "learn_alignment": lambda: (amber(), e.causal, Place(("u",), site.layer, (site.position,))),
        "explain": lambda: (amber(),),
    }
