"""The example class of parity scores what it should, nothing in it stops the run, and all classes are in step."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.class_run import to_look_at
from autograder.record import Record

ExampleClass = Callable[[str], dict[str, Record]]
CLASSES = sorted(
    path.name for path in (Path(__file__).parents[1] / "examples/class").iterdir() if path.is_dir()
)
FULL = 110.0  # 100 and 10 of extra credit
REJECTED = {
    "both_forms_changed": "both `parity.py` and `parity.ipynb` were changed",
    "empty": "is empty",
    "latin_1": "not UTF-8",
    "not_python": "not valid Python",
}
LOSES = {
    "mean_for_zero": {"ablation"},
    "sweep_accumulates": {"ablation"},
    "weights_left_changed": {"ablation"},
    "nan_on_dead_unit": {"activations"},
    "gradient_accumulates": {"saliency"},
    "signed_argmax": {"explain"},
    "seed_ignored": {"train"},
    "loops_for_ever": {"ablation"},
    "eats_memory": {"ablation"},
    "exits": {"ablation"},
    "prints_a_gigabyte": {"ablation"},
    "half_done": {"direct", "saliency", "explain", "noise", "four_bits", "snapshots"},
    "reference_module": set(),
    "reference_notebook": set(),
    "reference_in_a_zip": set(),
    "numpy_by_hand": set(),
    "hooks_and_jacobians": set(),
    "plots_and_training": set(),
}
BREACHES = {
    "loops_for_ever": "used more than 10 s of processor time",
    "eats_memory": "used more than 1024 MB of memory",
    "exits": "ended the Python process",
    "prints_a_gigabyte": "printed more than 8 MB",
}


@pytest.fixture(scope="module")
def records(example_class: ExampleClass) -> dict[str, Record]:
    return example_class("parity")


def lost(record: Record) -> set[str]:
    return {task.name for task in record.tasks if task.score is None or task.score < task.points}


def test_everyone_has_a_verdict(records: dict[str, Record]) -> None:
    assert len(records) == 24
    assert {r.status for r in records.values()} == {"graded", "rejected"}


@pytest.mark.parametrize("student", sorted(LOSES))
def test_each_loses_what_its_mistake_costs(records: dict[str, Record], student: str) -> None:
    assert lost(records[student]) == LOSES[student]
    if not LOSES[student]:
        assert records[student].score == FULL


@pytest.mark.parametrize("student", ["stub_unchanged", "equal_to_everything"])
def test_no_work_is_no_points(records: dict[str, Record], student: str) -> None:
    assert records[student].score == 0


@pytest.mark.parametrize("student", sorted(REJECTED))
def test_what_cannot_be_read_is_rejected_in_words(records: dict[str, Record], student: str) -> None:
    assert records[student].status == "rejected"
    assert records[student].score == 0
    assert REJECTED[student] in (records[student].reason or "")


@pytest.mark.parametrize("student", sorted(BREACHES))
def test_a_breach_is_named(records: dict[str, Record], student: str) -> None:
    assert BREACHES[student] in to_look_at(records[student])


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_is_what_its_builder_writes(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.syspath_prepend(str(root / "examples"))
    spec = importlib.util.spec_from_file_location("build_examples", root / "examples/build.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    shipped = root / "examples/class" / name
    written = {file.relative_to(tmp_path / name) for file in builder.write(name, tmp_path / name)}
    assert written == {file.relative_to(shipped) for file in shipped.rglob("*") if file.is_file()}
    for file in written:
        same = (shipped / file).read_bytes() == (tmp_path / name / file).read_bytes()
        assert same, f"{name}/{file} is old: run python examples/build.py"
