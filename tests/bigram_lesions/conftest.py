"""The reference solution of the bigram assignment with its own provided code, and the model that its handout trains."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType
from typing import NamedTuple

import pytest
import torch

from autograder.assignment import open_assignment
from autograder.course import open_course


class Trained(NamedTuple):
    words: list[str]
    counts: torch.Tensor
    W: torch.Tensor


@pytest.fixture(scope="session")
def given(root) -> ModuleType:
    """The provided module, under its own name while the solution is imported."""
    return _loaded("given", root / "assignments/bigram_lesions/given.py")


@pytest.fixture(scope="session")
def bigram(root, given) -> ModuleType:
    """The reference solution."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "given", given)
        return _loaded("bigram_lesions_reference", root / "solutions/bigram_lesions.py")


@pytest.fixture(scope="session")
def trained(bigram) -> Trained:
    """The model of the handout: all English words, seed 0, on one thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    words = bigram.load_words()
    W = bigram.train(words, seed=0)
    torch.set_num_threads(threads)
    return Trained(words, bigram.bigram_counts(words), W)


@pytest.fixture(scope="session")
def assignment(root):
    return open_assignment(open_course(root), "bigram_lesions")


def _loaded(name: str, path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
