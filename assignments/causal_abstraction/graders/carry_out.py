"""The gates that an explanation must pass, and what they measure on a network of this assignment."""

from __future__ import annotations

import functools

import numpy as np
from explanation import Explanation
from given import D, LAYERS, LOUDER, NAMES, POSITIONS, Stream, all_inputs, dimensions

from autograder.checks.explanation import Carried, Domain, Measures, malformed, unplaced

PAIRS = 200  # of a kind, for each variable
INTERCHANGED, SCRUBBED = 0.95, 0.9  # docs/grading-explanations.md has the margins on either side

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
    """The gates that do not hold. `entries` is the most that the tables may have together."""
    gates = {
        "fits": m.fits == 1,
        "interchange": m.interchange >= INTERCHANGED,
        "joint": m.joint >= INTERCHANGED,
        "scrubbed": m.scrubbed >= SCRUBBED,
        "readable": m.readable >= INTERCHANGED,
        "dimensions": m.excess == 0,
        "idle": m.idle == 0,
        "trivial": m.trivial == 0,
        "entries": m.entries <= entries,
        "layer": m.first_layer >= 1,
    }
    return [name for name, holds in gates.items() if not holds]


def passes(m: Measures, entries: int) -> bool:
    """Whether every gate holds."""
    return not lost(m, entries)
