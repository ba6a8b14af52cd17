"""Ablation of one neuron at a time: values, and a model that is as it was."""

import pytest
from planted import Example, louder, many_rows, reordered, same_shape

from autograder.checks import Compare, Measure, Refuses, Student, Variant

MODES = pytest.mark.parametrize("mode", ["zero", "mean"])
LAYERS = pytest.mark.parametrize("layer", ["h1", "h2"])
# right answers in float32 and in float64 differ by 5 % of this (CALIBRATION.md)
VALUES = {"atol": 1e-5}


@pytest.mark.task("ablation", weight=2)
@MODES
@LAYERS
def test_ablate(compare: Compare, example: Example, variant: Variant, layer: str, mode: str) -> None:
    """Ablating a neuron gives the right logits

    On a single row, too, whose mean is the row itself, on rows that are given several times, with the default mode,
    and of the last of fifteen neurons.
    """
    compare("ablate", example.model, example.X[[0, 0, 0, 1, 2]], layer, 1, mode=mode, **VALUES)
    for neuron in range(example.model.fc1.out_features):
        compare("ablate", example.model, example.X, layer, neuron, mode=mode, **VALUES)
    compare("ablate", example.model, example.X[:1], layer, 0, mode=mode, **VALUES)
    compare("ablate", example.model, example.X, layer, 1, **VALUES)
    compare("ablate", same_shape(variant.rng("wide"), example.model, 15), example.X, layer, 14, **VALUES)


@pytest.mark.task("ablation", weight=1)
@LAYERS
def test_mean_of_many_rows(compare: Compare, example: Example, layer: str) -> None:
    """Of many rows, too, the mean is one for all"""
    X = many_rows(example.model)
    for neuron in range(3):
        compare("ablate", example.model, X, layer, neuron, mode="mean", **VALUES)


@pytest.mark.task("ablation", weight=2)
@MODES
@LAYERS
def test_sweep(compare: Compare, example: Example, layer: str, mode: str) -> None:
    """The sweep over a layer gives the right changes of accuracy and loss at each position

    No prediction of these models hangs on a margin below 5e-4, so accuracy cannot flip by rounding. On a single row every
    neuron is constant, and counts.
    """
    compare("ablation_sweep", *example, layer, mode=mode, **VALUES)
    compare("ablation_sweep", example.model, example.X[:1], example.Y[:1], layer, mode=mode, **VALUES)


@pytest.mark.task("ablation", weight=1)
@LAYERS
def test_other_rows_of_the_same_model(compare: Compare, example: Example, layer: str) -> None:
    """The same model can come again with other rows, answers or weights; rows can be many, and logits large

    Of the many rows the first hundred are of a few strings.
    """
    model, X, Y = example
    other = reordered(model)
    rows = [X[:8], X[-8:]]
    asked = [(*one, layer, 1, "mean") for one in ((model, rows[0]), (model, rows[1]), (other, rows[0]))]
    compare.in_turn("ablate", *asked, **VALUES)
    half = len(X) // 2
    parts = [(model, X[rows], Y[rows], layer, "mean") for rows in (slice(half), slice(half, 2 * half))]
    parts += [(model, X[:half], X[:half], layer, "mean"), (other, *parts[0][1:])]
    compare.in_turn("ablation_sweep", *parts, **VALUES)
    loud, many, answers = (
        louder(model, "readout"),
        *(part.repeat_interleave(30, dim=0) for part in (X, Y)),
    )
    compare("ablate", loud, many, layer, 1, "mean", **VALUES)
    compare("ablation_sweep", loud, many, answers, layer, "mean", **VALUES)


@pytest.mark.task("ablation", weight=1)
def test_ablate_twice(student: Student, compare: Compare, example: Example, measure: Measure) -> None:
    """Ablating one neuron leaves nothing behind for the next

    Another neuron of the same model is ablated first, or not: bitwise the same for the reference, 1e-5 for
    rounding. In the end they are the right logits: nothing is left behind by a function that does nothing, too.
    """
    alone = student.ablate(example.model, example.X, "h2", 1)
    model = student.hold(example.model)
    student.ablate(model, example.X, "h2", 0)
    after = student.ablate(model, example.X, "h2", 1)
    slots = (example.model.config["length"] + 1, example.model.config["n_letters"] + 1)
    assert alone.shape == after.shape == (len(example.X), *slots), "the logits are not [rows, slots, tokens]"
    measure("change of the logits by an ablation before", (alone - after).abs().max().item(), at_most=1e-5)
    compare("ablate", example.model, example.X, "h2", 1, mode="zero", **VALUES)


@pytest.mark.task("ablation", weight=2)
def test_unknown_layer_or_mode(
    student: Student, compare: Compare, example: Example, refuses: Refuses
) -> None:
    """Only a layer that is neither "h1" nor "h2", or a mode that is neither "zero" nor "mean", raises ValueError

    The others give logits, which for h1 and zero are the right ones.
    """
    model, X, Y = example
    for layer, mode in (("h1", "zero"), ("h2", "mean")):
        student.ablate(model, X, layer, 1, mode=mode)
        student.ablation_sweep(model, X, Y, layer, mode=mode)
    for layer in ("h3", "embed", "H1", ""):
        refuses("ablate", model, X, layer, 1, what=f"layer={layer!r}")
        refuses("ablation_sweep", model, X, Y, layer, what=f"layer={layer!r}")
    for mode in ("median", "means", "Zero", ""):
        refuses("ablate", model, X, "h1", 1, mode=mode, what=f"mode={mode!r}")
        refuses("ablate", model, X, "h2", 1, mode=mode, what=f"mode={mode!r}")
        refuses("ablation_sweep", model, X, Y, "h1", mode=mode, what=f"mode={mode!r}")
    compare("ablate", model, X, "h1", 1, mode="zero", **VALUES)
