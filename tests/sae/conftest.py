"""The reference solution of the sparse autoencoder with its own provided code, and its planted data."""

from __future__ import annotations

from types import ModuleType

import pytest
import torch

from autograder.assignment import Assignment, open_assignment
from autograder.course import open_course


@pytest.fixture(scope="session")
def assignment(root) -> Assignment:
    return open_assignment(open_course(root), "sae")


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
def given(assignment) -> ModuleType:
    with assignment.importing():
        import given

        return given


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    """Two threads change the last digits."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
