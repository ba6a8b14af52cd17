"""Ablation of one neuron at a time: values, and a model that is as it was."""

import pytest

MODES = pytest.mark.parametrize("mode", ["zero", "mean"])
# right answers in float32 and in float64 differ by 3 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-5}


@pytest.mark.task("ablation", weight=2)
@MODES
def test_ablate(compare, example, mode):
    """Ablating a neuron gives the right logits"""
    for neuron in range(example.model.fc1.out_features):
        compare("ablate", example.model, example.X, neuron, mode=mode, **VALUES)


@pytest.mark.task("ablation", weight=2)
@MODES
def test_sweep(compare, example, mode):
    """The sweep over all neurons gives the right changes of accuracy and loss

    No prediction of these models hangs on a margin below 0.02, so accuracy cannot flip by rounding.
    """
    compare("ablation_sweep", *example, mode=mode, **VALUES)


@pytest.mark.task("ablation", weight=1)
def test_ablate_twice(student, smooth, measure):
    """Ablating one neuron leaves nothing behind for the next

    Another neuron of the same model is ablated first, or not: bitwise the same for the reference, 1e-5 for
    rounding.
    """
    alone = student.ablate(smooth.model, smooth.X, 1)
    model = student.hold(smooth.model)
    student.ablate(model, smooth.X, 0)
    after = student.ablate(model, smooth.X, 1)
    assert alone.shape == after.shape == (len(smooth.X), 2), "there are not two logits for each row"
    measure("change of the logits by an ablation before", (alone - after).abs().max().item(), at_most=1e-5)
