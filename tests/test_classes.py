"""Every example class scores what its script says, and nothing in it stops the run."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import ModuleType

import pytest

from autograder.record import Record
from examples.build import NAMES

from .conftest import left_to_the_gate

Classes = Callable[[str], dict[str, Record]]


def class_of(name: str) -> ModuleType:
    return importlib.import_module(f"examples.classes.{name}")


def each(expectation: str) -> pytest.MarkDecorator:
    """A test for each submission of which a class's script says this."""
    pairs = [
        pytest.param(name, student, marks=_long(name, student))
        for name in NAMES
        for student in getattr(class_of(name), expectation, {})
    ]
    assert pairs
    return pytest.mark.parametrize(("name", "student"), pairs)


def _long(name: str, student: str) -> list[pytest.MarkDecorator]:
    if student not in left_to_the_gate(name):
        return []
    return [pytest.mark.long(f"{student} of {name}")]


@pytest.mark.parametrize("name", NAMES)
def test_everyone_has_a_verdict_and_an_expectation(example_class: Classes, name: str) -> None:
    records = example_class(name)
    expected = dict.fromkeys(class_of(name).LOSES, "graded")
    expected |= dict.fromkeys(getattr(class_of(name), "REJECTED", {}), "rejected")
    left_out = left_to_the_gate(name) - records.keys()
    expected = {student: status for student, status in expected.items() if student not in left_out}
    assert {student: record.status for student, record in records.items()} == expected


@each("LOSES")
def test_each_loses_what_its_mistake_costs(example_class: Classes, name: str, student: str) -> None:
    record, tasks = example_class(name)[student], class_of(name).LOSES[student]
    assert {task.name for task in record.lost} == tasks
    if not tasks:
        assert record.score == class_of(name).FULL


@each("REJECTED")
def test_what_cannot_be_read_is_rejected_in_words(example_class: Classes, name: str, student: str) -> None:
    record = example_class(name)[student]
    assert record.score == 0
    assert class_of(name).REJECTED[student] in (record.reason or "")


@each("TOLD")
def test_each_is_told_what_is_wrong(example_class: Classes, name: str, student: str) -> None:
    tasks = {task.name: task for task in example_class(name)[student].tasks}
    for task, words in class_of(name).TOLD[student].items():
        failed = [check for check in tasks[task].checks if check.state == "failed"]
        assert any(words in f"{check.message} {check.hint}" for check in failed), task
