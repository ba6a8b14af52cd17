"""What the checks of reversal let pass."""

from __future__ import annotations

import itertools
import math
import runpy
from collections.abc import Callable
from types import SimpleNamespace

import pytest
import torch

from autograder.checks.failure import CheckFailed
from autograder.course import FIXED, Assignment


@pytest.mark.parametrize("check", ["test_halves_and_shuffle", "test_the_seed_decides"])
@pytest.mark.parametrize("which", ["trained", "untrained", "shuffled"])
def test_an_accuracy_that_is_no_number_fails_whenever_it_comes(
    assignment: Assignment, given, check: str, which: str
) -> None:
    """Python's `max` and `min` keep what they had, and NaN is forgotten."""
    with assignment.importing():
        judge: Callable[..., None] = runpy.run_path(str(assignment.graders / "test_probes.py"))[check]

    def missed(no_number_from: float) -> set[str]:
        calls = itertools.count()

        def probe_with_controls(*args, seed):
            read = given.Probed(1.0, 1.0, (seed * 0.618) % 1)
            return read._replace(**{which: math.nan}) if next(calls) >= no_number_from else read

        missed = set()

        def measure(name, value, at_least=-math.inf, at_most=math.inf) -> None:
            if not at_least <= float(value) <= at_most:
                missed.add(name)

        student = SimpleNamespace(probe_with_controls=probe_with_controls)
        judge(student=student, variant=FIXED, measure=measure)
        return missed

    assert missed(3) > missed(math.inf)


def test_rows_are_whole_numbers_in_any_form(planted) -> None:
    rows = planted.different_rows(torch.tensor([4.0, 0.0]), 2, 5)
    assert rows.dtype == torch.int64
    assert rows.tolist() == [4, 0]


@pytest.mark.parametrize("rows", [[[1], [2]], [1, 1], [1, 5], [0.5, 1], [math.nan, 1], [], 1, [1, 2, 3]])
def test_what_are_no_rows_fails_and_is_judged(planted, rows) -> None:
    with pytest.raises(CheckFailed):
        planted.different_rows(torch.tensor(rows), 2, 5)
