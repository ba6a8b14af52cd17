"""Hidden checks. The first line of a check's docstring is what the student reads of it."""

import pytest
from planted import Example

from autograder.checks import Compare, Student, fail


@pytest.mark.task("ablation")
def test_effects(compare: Compare, example: Example) -> None:
    """The effect of each neuron is right, also of other rows of the same model, and of large inputs"""
    model, X = example.model, example.X
    compare("effects", model, X)
    compare.in_turn("effects", (model, X[:100]), (model, X[100:]), (model, 1000 * X[:100]))


@pytest.mark.task("ablation")
def test_twice_on_one_model(compare: Compare, student: Student, example: Example) -> None:
    """The model is as it was afterwards"""
    model = student.hold(example.model)
    student.effects(model, example.X)
    compare("effects", model, example.X)


@pytest.mark.task("ablation")
def test_loudest(student: Student, example: Example, other: Example) -> None:
    """The neuron with the largest effect is found, in one model and then in another"""
    for model, X, loudest in (example, other):
        if student.loudest(model, X) != loudest:
            fail("loudest: another neuron has the largest effect")
