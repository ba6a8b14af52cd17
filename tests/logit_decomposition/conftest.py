"""The reference solution of the logit decomposition with its own provided code, and the facts model."""

from __future__ import annotations

from types import ModuleType

import pytest

from autograder.assignment import Assignment, open_assignment
from autograder.course import open_course


@pytest.fixture(scope="session")
def assignment(root) -> Assignment:
    return open_assignment(open_course(root), "logit_decomposition")


@pytest.fixture(scope="session")
def work(assignment) -> ModuleType:
    """The reference solution, which has the names of `given` that it imports."""
    return assignment.reference


@pytest.fixture(scope="session")
def planted(assignment) -> ModuleType:
    with assignment.importing():
        import planted

        return planted


@pytest.fixture(scope="session")
def model(work):
    return work.load_facts_model()


@pytest.fixture(scope="session")
def batches(work) -> dict:
    """The facts of each relation: (facts, tokens [B, T], targets [B])."""
    groups: dict = {}
    for fact in work.load_facts():
        groups.setdefault(fact.relation, []).append(fact)
    vocabulary = work.facts_vocabulary()
    return {name: (group, *work.as_batch(vocabulary, group)) for name, group in groups.items()}
