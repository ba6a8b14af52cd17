"""The logit difference as a sum over the neurons."""

import pytest
from planted import Example, louder, of_units, reordered, with_constant_unit

from autograder.checks import Compare, Measure, Student


@pytest.mark.task("direct")
def test_terms(compare: Compare, example: Example) -> None:
    """Each neuron's term of the logit difference is right, and so is the bias

    Value by value: terms in the wrong columns have the right sum. The bias is large, so that it cannot be
    forgotten, and one neuron of the first model is the same on every input. The same model comes again with other rows and
    other weights; there is a model of one neuron and a single row; the last rows are many, and the terms large. Right
    answers in float32 and in float64 differ by 3 % of the tolerance (CALIBRATION.md).
    """
    for model in (with_constant_unit(example, 2, 1.0).model, example.model):
        compare("logit_difference_terms", model, example.X, atol=1e-5)
    compare("logit_difference_terms", of_units(example.model, [2]), example.X[:1], atol=1e-5)
    calls = [(example.model, rows) for rows in (example.X[:6], example.X[5:])]
    calls += [(reordered(example.model), calls[0][1])]
    compare.in_turn("logit_difference_terms", *calls, atol=1e-5)
    many = example.X.repeat_interleave(30, dim=0)
    compare("logit_difference_terms", louder(example.model, "fc2"), many, atol=1e-5)


@pytest.mark.task("direct")
def test_terms_sum_to_the_difference(student: Student, example: Example, measure: Measure) -> None:
    """The terms and the bias add up to the logit difference of the intact model

    An identity: 1e-4 is a hundred times the gap that float32 leaves (CALIBRATION.md).
    """
    terms, bias = student.logit_difference_terms(example.model, example.X)
    logits = example.model(example.X).detach().double()
    rows_and_neurons = (len(example.X), example.model.fc1.out_features)
    assert terms.shape == rows_and_neurons, "there is not one term for each row and neuron"
    gap = (terms.sum(dim=1) + bias - (logits[:, 1] - logits[:, 0])).abs().max().item()
    measure("gap between the sum and the logit difference", gap, at_most=1e-4)
