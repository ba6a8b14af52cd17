"""Hidden checks. The first line of a check's docstring is what the student reads of it."""

import pytest
from planted import Example

from autograder.checks import Compare, Student, fail


@pytest.mark.task("ablation")
def test_effects(compare: Compare, example: Example) -> None:
    """The effect of each neuron is right"""
    compare("effects", example.model, example.X)


@pytest.mark.task("ablation")
def test_twice_on_one_model(compare: Compare, student: Student, example: Example) -> None:
    """The model is as it was afterwards"""
    model = student.hold(example.model)
    student.effects(model, example.X)
    compare("effects", model, example.X)


@pytest.mark.task("ablation")
def test_loudest(student: Student, example: Example) -> None:
    """The neuron with the largest effect is found"""
    if student.loudest(example.model, example.X) != example.loudest:
        fail("loudest: another neuron has the largest effect")
