"""The calibration's table of thresholds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from autograder.gate.calibrate import Grading, Sample, _thresholds, most_failed
from autograder.record import Measure


def rows(*measures: tuple[str, Measure]) -> list[str]:
    samples = [Sample(specimen, "ada", "fit", "It fits", measure) for specimen, measure in measures]
    gradings = [Grading(s.specimen, "ada", "", [], [s], 0.1) for s in samples]
    assignment: Any = SimpleNamespace(settings=SimpleNamespace(tasks=[SimpleNamespace(name="fit")]))
    return list(_thresholds(assignment, gradings))


def test_a_threshold_stands_between_right_answers_and_the_nearest_mistake() -> None:
    (row,) = rows(
        ("reference", Measure("gap", 0.1, at_most=1.0)),
        ("mutant/far", Measure("gap", 9.0, at_most=1.0)),
        ("mutant/near", Measure("gap", 2.0, at_most=1.0)),
    )
    assert row == "| fit | It fits | gap | <= 1 | 0.1 | 0.1 | near (2) |"


def test_a_measure_without_a_threshold_is_shown_too() -> None:
    (row,) = rows(("reference", Measure("gap", 0.1)), ("mutant/far", Measure("gap", 9.0)))
    assert row == "| fit | It fits | gap | - | 0.1 | 0.1 | - |"
    (row,) = rows(("reference", Measure("gap", 0.1)), ("right/other", Measure("gap", 0.3)))
    assert row == "| fit | It fits | gap | - | 0.1 to 0.3 | 0.3 | - |"


def test_what_was_never_seen_to_fail_may_still_fail_at_times() -> None:
    """Of n that all passed the bound is 1 - 0.05^(1/n)."""
    for students in (1, 20, 100, 600):
        assert most_failed(0, students) == pytest.approx(1 - 0.05 ** (1 / students))
    assert most_failed(0, 600) < 0.005
    assert most_failed(0, 100) < most_failed(1, 100) < 0.05
    assert most_failed(3, 3) == 1.0
