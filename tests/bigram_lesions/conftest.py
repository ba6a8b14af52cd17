"""The model that the handout of the bigram lesions trains."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
import torch

from autograder.course import Assignment


class Trained(NamedTuple):
    words: list[str]
    counts: torch.Tensor
    W: torch.Tensor


@pytest.fixture(scope="session")
def trained(assignment_named: Callable[[str], Assignment]) -> Trained:
    """All English words, seed 0."""
    reference = assignment_named("bigram_lesions").reference
    words = reference.load_words()
    return Trained(words, reference.bigram_counts(words), reference.train(words, seed=0))
