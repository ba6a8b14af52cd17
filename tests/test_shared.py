"""What the checks of a grading process share is after each submission what it was before."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
import torch

from autograder.checks.shared import as_it_was, changed, state_of


@pytest.fixture
def planted(tmp_path: Path) -> ModuleType:
    module = ModuleType("planted")
    file = tmp_path / "planted.py"
    file.write_text("scale = 2\nseen = []\ncache = None\n\n\ndef known():\n    global cache\n    cache = 1\n")
    module.__file__ = str(file)
    exec(file.read_text(), vars(module))
    return module


def test_whatever_graders_changed_the_next_submission_finds_it_as_it_was(
    planted: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THERE", "before")
    path, folder = sys.path[:], Path.cwd()
    with as_it_was({"planted": planted}):
        planted.scale, planted.more = 3, 4  # type: ignore[attr-defined]
        del planted.seen
        torch.set_default_dtype(torch.float64)
        os.chdir(tmp_path)
        os.environ.update(THERE="after", NEW="after")
        sys.path.insert(0, str(tmp_path))
    assert (planted.scale, planted.seen, hasattr(planted, "more")) == (2, [], False)
    assert torch.get_default_dtype() is torch.float32
    assert (Path.cwd(), sys.path) == (folder, path)
    assert (os.environ["THERE"], os.environ.get("NEW")) == ("before", None)


def test_a_cache_is_no_change(planted: ModuleType) -> None:
    modules = {"planted": planted}
    before = state_of(modules)
    planted.known()
    planted.seen.append(torch.ones(2))
    assert changed(before, state_of(modules), modules) == []
    planted.scale = torch.ones(2)  # type: ignore[attr-defined]
    assert changed(before, state_of(modules), modules) == [("planted", "scale")]
