"""The calibration's table of thresholds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from autograder.gate.calibrate import Grading, Sample, _thresholds
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
