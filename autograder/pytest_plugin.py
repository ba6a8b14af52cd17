"""`pytest assignments/NAME/graders --submission FILE`: the hidden checks on one file, with pytest's own report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .alone import Alone

ALONE: pytest.StashKey[Alone] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("autograder")
    group.addoption("--submission", metavar="FILE", help="the submission that the hidden checks are run on")
    group.addoption(
        "--sandbox", default="auto", help="what keeps the submission apart: see autograder doctor"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "task(name, weight=1): the task of assignment.toml that a check counts for"
    )
    if config.getoption("--submission", default=None) is None:
        return
    from .alone import Alone

    alone = config.stash[ALONE] = Alone(
        Path(config.getoption("--submission")),
        [Path(a) for a in config.args],
        config.getoption("--sandbox"),
    )
    config.pluginmanager.register(alone.checks, "autograder-checks")


def pytest_unconfigure(config: pytest.Config) -> None:
    alone = config.stash.get(ALONE, None)
    if alone is not None:
        alone.close()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> None:
    if ALONE not in parent.config.stash and (file_path.parent.parent / "assignment.toml").is_file():
        raise pytest.UsageError(
            f"{file_path.parent} holds hidden checks, which need a submission: give --submission FILE"
        )
