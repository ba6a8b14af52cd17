"""What the example class of the logit decomposition shows beside its scores."""

from __future__ import annotations

from autograder.record import Record


def test_a_right_sum_of_wrong_parts_has_a_part_of_the_points(records: dict[str, Record]) -> None:
    parts = next(task for task in records["layers_swapped"].tasks if task.name == "decompose")
    assert parts.score is not None
    assert 0 < parts.score < parts.points


def test_whoever_loads_the_model_is_told_their_line_and_the_ta_the_reason(records: dict[str, Record]) -> None:
    (find,) = [task for task in records["loads_its_own_model"].tasks if task.name == "find"]
    assert "find_fact raised FileNotFoundError" in find.checks[0].message
    assert "load_facts_model()" in find.checks[0].message  # the student's own line
    assert "a graded function gets its model as an argument" in find.checks[0].detail
