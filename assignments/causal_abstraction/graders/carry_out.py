"""The gates that an explanation must pass, and what they measure on a network of this assignment."""

from __future__ import annotations

import functools

import numpy as np
import torch
from explanation import CausalModel, Explanation
from given import LAYERS, LOUDER, NAMES, POSITIONS, D, Stream, all_inputs, dimensions

from autograder.checks.explanation import Carried, Domain, Measures, malformed, unplaced, values

PAIRS = 200  # of a kind, for each variable
INTERCHANGED, SCRUBBED, ENTRIES = (
    0.95,
    0.9,
    1.2,
)  # docs/grading-explanations.md has the margins on either side

__all__ = [
    "INTERCHANGED",
    "PAIRS",
    "SCRUBBED",
    "carried",
    "form_of",
    "lost",
    "measured",
    "passes",
    "unplaced",
]


@functools.cache
def domain() -> Domain:
    """All 625 inputs."""
    return Domain(NAMES, all_inputs())


def carried(model: Stream) -> Carried:
    """The network, run on all inputs."""
    return Carried(model, domain())


def form_of(explanation: Explanation) -> str:
    """What keeps an explanation from being carried out, or nothing."""
    return malformed(explanation, domain(), LAYERS, POSITIONS, D)


def measured(model: Stream, explanation: Explanation, rng: np.random.Generator, n: int = PAIRS) -> Measures:
    """Carries a well-formed explanation out."""
    sizes = {v.name: dimensions(v) for v in explanation.causal.inner}
    return carried(model).measures(explanation, sizes, LOUDER, n, rng)


def lost(m: Measures, entries: int) -> list[str]:
    """The gates that do not hold. `entries` are those of the planted algorithm's tables."""
    gates = {
        "fits": m.fits == 1,
        "interchange": m.interchange >= INTERCHANGED,
        "joint": m.joint >= INTERCHANGED,
        "scrubbed": m.scrubbed >= SCRUBBED,
        "readable": m.readable >= INTERCHANGED,
        "dimensions": m.excess == 0,
        "idle": m.idle == 0,
        "trivial": m.trivial == 0,
        "entries": m.entries <= ENTRIES * entries,
    }
    return [name for name, holds in gates.items() if not holds]


def passes(m: Measures, entries: int) -> bool:
    """Whether every gate holds."""
    return not lost(m, entries)


def outputs(causal: CausalModel) -> bytes:
    """What a causal model gives on all inputs, to compare."""
    return _values(causal)[causal.output.name]


def same_variables(one: CausalModel, two: CausalModel) -> bool:
    """Whether two causal models compute the same inner variables and the same output."""
    found = [_values(causal) for causal in (one, two)]
    return outputs(one) == outputs(two) and sorted(found[0].values()) == sorted(found[1].values())


def _values(causal: CausalModel) -> dict[str, bytes]:
    every = values(causal, domain(), torch.arange(len(domain().X)), {})
    return {v.name: every[v.name].numpy().tobytes() for v in causal.variables}
