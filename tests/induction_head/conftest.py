"""The induction-head assignment's reference, provided code and planted models, as the tests use them."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import torch

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "assignments" / "induction_head"


def load(name: str, file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def given() -> ModuleType:
    """The assignment's provided code."""
    return load("induction_head_given", FOLDER / "given.py")


@pytest.fixture(scope="session")
def planted(given: ModuleType) -> ModuleType:
    """The assignment's planted models."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "given", given)
        return load("induction_head_planted", FOLDER / "planted.py")


@pytest.fixture(scope="session")
def reference(given: ModuleType) -> Iterator[ModuleType]:
    """The reference solution, with the assignment's own `given`, on one thread: two change the last digits."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "given", given)
        module = load("reference_induction_head", ROOT / "solutions" / "induction_head.py")
    yield module
    torch.set_num_threads(threads)
