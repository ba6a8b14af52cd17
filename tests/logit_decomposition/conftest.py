"""The facts model and its facts."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def model(reference):
    return reference.load_facts_model()


@pytest.fixture(scope="module")
def batches(reference) -> dict:
    """The facts of each relation: (facts, tokens [B, T], targets [B])."""
    groups: dict = {}
    for fact in reference.load_facts():
        groups.setdefault(fact.relation, []).append(fact)
    vocabulary = reference.facts_vocabulary()
    return {name: (group, *reference.as_batch(vocabulary, group)) for name, group in groups.items()}
