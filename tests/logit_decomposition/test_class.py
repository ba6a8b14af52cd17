"""The example class of the logit decomposition scores what it should."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.record import Record

Told = Callable[[Record], str]

FULL = 108.0  # 100 and 8 of extra credit
LOSES: dict[str, set[str]] = {
    "logit_reference": set(),
    "numpy_by_hand": set(),
    "gradients_and_helpers": set(),
    "parts_but_no_neurons": {"neurons", "ablate", "find", "edit"},
    "lens_without_layernorm": {"lens"},
    "no_centring": {"decompose", "ablate"},
    "layers_swapped": {"decompose", "ablate"},
    "coordinates_for_neurons": {"neurons", "find"},
    "ablation_hooks_stay": {"ablate"},
    "loudest_neuron": {"find"},
    "imports_the_old_class": {"look"},
    "loads_its_own_model": {"find"},
    "always_austin": {"decompose", "ablate"},
}


def test_everyone_is_graded(records: dict[str, Record]) -> None:
    assert set(records) == set(LOSES)
    assert {r.status for r in records.values()} == {"graded"}


@pytest.mark.parametrize("student", sorted(LOSES))
def test_each_loses_what_its_mistake_costs(records: dict[str, Record], student: str) -> None:
    assert {task.name for task in records[student].lost} == LOSES[student]
    if not LOSES[student]:
        assert records[student].score == FULL


def test_a_right_sum_of_wrong_parts_is_told_which(records: dict[str, Record], told: Told) -> None:
    parts = next(task for task in records["layers_swapped"].tasks if task.name == "decompose")
    assert 0 < parts.score < parts.points
    assert "of 19 components are right; not L0H0" in told(records["layers_swapped"])


def test_the_old_class_is_named(records: dict[str, Record], told: Told) -> None:
    assert "ImportError" in told(records["imports_the_old_class"])


def test_whoever_loads_the_model_is_told_their_line_and_the_ta_the_reason(records: dict[str, Record]) -> None:
    (find,) = [task for task in records["loads_its_own_model"].tasks if task.name == "find"]
    assert "find_fact raised FileNotFoundError" in find.checks[0].message
    assert "load_facts_model()" in find.checks[0].message  # the student's own line
    assert "a graded function gets its model as an argument" in find.checks[0].detail
