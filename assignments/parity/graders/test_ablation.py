"""Ablation of one neuron at a time: values, and a model that is as it was."""

import pytest
from planted import Example, deciders, louder, of_units, reordered

from autograder.checks import Compare, Measure, Refuses, Student, Variant

MODES = pytest.mark.parametrize("mode", ["zero", "mean"])
# right answers in float32 and in float64 differ by 3 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-5}


@pytest.mark.task("ablation", weight=2)
@MODES
def test_ablate(compare: Compare, example: Example, mode: str) -> None:
    """Ablating a neuron gives the right logits

    On a single row, too, whose mean is the row itself, with rows that are given several times, and of the last of fifteen
    neurons.
    """
    compare("ablate", example.model, example.X[[0, 0, 0, 1, 2]], 1, mode=mode, **VALUES)
    for neuron in range(example.model.fc1.out_features):
        compare("ablate", example.model, example.X, neuron, mode=mode, **VALUES)
    compare("ablate", example.model, example.X[:1], 0, mode=mode, **VALUES)
    compare("ablate", of_units(example.model, [0, 1, 2, 3, 4] * 3), example.X, 14, mode=mode, **VALUES)


@pytest.mark.task("ablation", weight=2)
@MODES
def test_sweep(compare: Compare, example: Example, mode: str) -> None:
    """The sweep over all neurons gives the right changes of accuracy and loss

    No prediction of these models hangs on a margin below 0.02, so accuracy cannot flip by rounding. In each of
    them some neuron does harm: accuracy is higher without it.
    """
    compare("ablation_sweep", *example, mode=mode, **VALUES)
    alone = of_units(example.model, [2])
    compare("ablation_sweep", alone, example.X[:1], example.y[:1], mode=mode, **VALUES)


@pytest.mark.task("ablation", weight=1)
@MODES
def test_other_rows_of_the_same_model(compare: Compare, example: Example, mode: str) -> None:
    """The same model can come again with other rows, labels or weights; rows can be many, and logits large

    Of the many rows the first hundred are of a few patterns.
    """
    model, X, y = example
    other = reordered(model)
    rows, labels = X[:4], y[:4]
    asked = [(model, rows, 1, mode), (model, X[4:8], 1, mode), (other, rows, 1, mode)]
    compare.in_turn("ablate", *asked, **VALUES)
    parts = [(model, rows, labels, mode), (model, X[4:8], y[4:8], mode), (model, rows, 1 - labels, mode)]
    compare.in_turn("ablation_sweep", *parts, (other, rows, labels, mode), **VALUES)
    many, labels, loud = X.repeat_interleave(30, dim=0), y.repeat_interleave(30), louder(model, "fc2")
    compare("ablate", loud, many, 1, mode, **VALUES)
    compare("ablation_sweep", loud, many, labels, mode, **VALUES)


@pytest.mark.task("ablation", weight=1)
def test_ablate_twice(student: Student, compare: Compare, smooth: Example, measure: Measure) -> None:
    """Ablating one neuron leaves nothing behind for the next

    Another neuron of the same model is ablated first, or not: bitwise the same for the reference, 1e-5 for
    rounding. In the end they are the right logits: nothing is left behind by a function that does nothing, too.
    """
    alone = student.ablate(smooth.model, smooth.X, 1)
    model = student.hold(smooth.model)
    student.ablate(model, smooth.X, 0)
    after = student.ablate(model, smooth.X, 1)
    assert alone.shape == after.shape == (len(smooth.X), 2), "there are not two logits for each row"
    measure("change of the logits by an ablation before", (alone - after).abs().max().item(), at_most=1e-5)
    compare("ablate", smooth.model, smooth.X, 1, mode="zero", **VALUES)


@pytest.mark.task("ablation", weight=2)
def test_unknown_mode(student: Student, compare: Compare, variant: Variant, refuses: Refuses) -> None:
    """Only a mode that is neither "zero" nor "mean" raises ValueError

    The others give logits, which for zero are the right ones.
    """
    model, X, y = deciders(variant.rng("unknown mode"))
    for mode in ("zero", "mean"):
        student.ablate(model, X, 1, mode=mode)
        student.ablation_sweep(model, X, y, mode=mode)
    for mode in ("median", "means", "Zero", ""):
        refuses("ablate", model, X, 1, mode=mode, what=f"mode={mode!r}")
        refuses("ablation_sweep", model, X, y, mode=mode, what=f"mode={mode!r}")
    compare("ablate", model, X, 1, mode="zero", **VALUES)
