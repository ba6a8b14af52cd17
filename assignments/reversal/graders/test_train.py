"""Training, graded on the weights alone, on strings that were held out."""

import pytest
import torch
from planted import accuracy, distance, every_input, rebuilt

from autograder.checks import Measure, Student, Variant

STRINGS = every_input(6, 4)


@pytest.mark.task("train", weight=3)
def test_reverses_what_it_has_not_seen(student: Student, variant: Variant, measure: Measure) -> None:
    """Training on 700 strings reaches 98 % on the other 596

    One of two seeds has to reach it. The reference missed none of 200 (CALIBRATION.md); the second seed is for other
    right answers.
    """
    rng = variant.rng("held out")
    rows = torch.from_numpy(rng.permutation(len(STRINGS)))
    X, others = STRINGS[rows[:700]], STRINGS[rows[700:]]
    best = 0.0
    for seed in rng.choice(10_000, 2, replace=False).tolist():
        if best < 0.98:
            weights, _ = student.train(X, _moved(X, [3, 2, 1, 0]), seed=seed)
            best = max(best, accuracy(rebuilt(weights), others, _moved(others, [3, 2, 1, 0])))
    measure("sequence accuracy on held-out strings", best, at_least=0.98)


@pytest.mark.task("train", weight=2)
def test_learns_what_it_is_given(student: Student, variant: Variant, measure: Measure) -> None:
    """Training on other targets, of another length and alphabet, reaches 98 % on held-out strings

    Four letters in five slots, moved by a permutation that is not the reversal: 700 strings to train on, 324 held
    out. One of two seeds has to reach it (CALIBRATION.md).
    """
    rng = variant.rng("another task")
    strings = every_input(4, 5)
    order = [[1, 2, 3, 4, 0], [2, 0, 3, 1, 4], [4, 0, 1, 2, 3], [1, 0, 4, 2, 3]][rng.integers(4)]
    rows = torch.from_numpy(rng.permutation(len(strings)))
    X, others = strings[rows[:700]], strings[rows[700:]]
    best = 0.0
    for seed in rng.choice(10_000, 2, replace=False).tolist():
        if best < 0.98:
            weights, _ = student.train(X, _moved(X, order), seed=seed)
            best = max(best, accuracy(rebuilt(weights, 4, 5), others, _moved(others, order)))
    measure("sequence accuracy on held-out strings", best, at_least=0.98)


@pytest.mark.task("train", weight=1)
def test_the_seed_decides(student: Student, variant: Variant, measure: Measure) -> None:
    """The same seed gives the same weights, and another seed gives others

    Repeated in one process on one thread, training is bitwise equal; 1e-4 leaves room for other threads and
    instruction sets. Two seeds differ by hundreds of times the 1e-2 that is asked for (CALIBRATION.md).
    """
    X, Y = STRINGS[:192], _moved(STRINGS[:192], [3, 2, 1, 0])
    one, two = variant.rng("same or other").choice(10_000, 2, replace=False).tolist()
    first, again, other = (rebuilt(student.train(X, Y, seed=s, epochs=2)[0]) for s in (one, one, two))
    measure("largest difference between two runs of one seed", distance(first, again), at_most=1e-4)
    measure("largest difference between two seeds", distance(first, other), at_least=1e-2)


def _moved(X: torch.Tensor, order: list[int]) -> torch.Tensor:
    """The targets whose slot q shows the letter at position order[q]."""
    return torch.cat([X[:, order], X[:, -1:]], dim=1)
