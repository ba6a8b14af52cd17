"""What the checks of reversal let pass."""

from __future__ import annotations

import itertools
import math
import runpy
from collections.abc import Callable
from types import SimpleNamespace

import pytest

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
