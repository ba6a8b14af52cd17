"""Accuracies by value; the memorisation curve by its fall."""

import pytest
import torch
from planted import every_input, random_answers

STRINGS = every_input(6, 4)


@pytest.mark.task("memorise", weight=1)
@pytest.mark.parametrize("function", ["sequence_accuracy", "letter_accuracy"])
def test_accuracy(compare, example, function):
    """The share of right strings, and of right letters, is right

    The model predicts <eos> in its slot on some rows only, so a score that counts that slot differs. Right answers
    are exact: they count rows.
    """
    compare(function, *example, atol=1e-5)


@pytest.mark.task("memorise", weight=3)
def test_few_strings_are_memorised(student, variant, measure):
    """With few strings, accuracy stays high on those trained on and falls on the others

    With 50 strings the reference knew 30-51 % of the others, with 700 all of them (CALIBRATION.md).
    """
    seed = int(variant.rng("memorise").integers(10_000))
    Y = torch.cat([STRINGS[:, :4].flip(1), STRINGS[:, 4:]], dim=1)
    train, held_out = student.memorisation_curve(STRINGS, Y, [50, 700], seed=seed)
    assert len(train) == len(held_out) == 2, "there is not one accuracy for each size"
    measure("smallest accuracy on training strings", min(train), at_least=0.95)
    measure("held-out accuracy with 700 strings", held_out[1], at_least=0.9)
    measure("held-out accuracy with 50 strings", held_out[0], at_most=0.7)


@pytest.mark.task("memorise", weight=2)
def test_random_answers_are_memorised(student, variant, measure):
    """Answers without a rule are learned for the training strings, and for no others

    Chance is 1 of 1296. Were the 50 training strings among the others, their share would be .039 (CALIBRATION.md).
    """
    rng = variant.rng("random answers")
    Y = random_answers(rng, STRINGS)
    train, held_out = student.memorisation_curve(STRINGS, Y, [50], seed=int(rng.integers(10_000)))
    assert len(train) == len(held_out) == 1, "there is not one accuracy for each size"
    measure("accuracy on training strings", train[0], at_least=0.95)
    measure("held-out accuracy", held_out[0], at_most=0.02)
