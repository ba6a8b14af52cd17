"""Training, graded on the weights alone. The reference misses one seed in 500: one miss is allowed."""

import pytest
from given import parity_data
from planted import boolean_task

PARITY = parity_data(3)


@pytest.mark.task("train", weight=3)
def test_learns_parity(student, variant, rebuilt, accuracy, credit):
    """Training reaches 100 % on parity, on two of three seeds

    Two failures in three have probability 1e-5 for the reference, which missed 2 of 1000 seeds (CALIBRATION.md).
    """
    reached = 0
    for seed in variant.rng("parity seeds").choice(10_000, 3, replace=False).tolist():
        if reached < 2:
            weights, _ = student.train(*PARITY, seed=seed)
            reached += accuracy(rebuilt(weights), *PARITY) == 1.0
    credit(reached, of=2, message=f"{reached} of three seeds reached 100 % on parity; two are asked for")


@pytest.mark.task("train", weight=2)
def test_learns_another_function(student, variant, rebuilt, accuracy, measure):
    """Training reaches 100 % on another Boolean function, on one of two seeds

    The reference missed none of 500 seeds on any of the eight functions; the second seed is for other right
    answers (CALIBRATION.md).
    """
    X, y = boolean_task(variant.rng("function"))
    best = 0.0
    for seed in variant.rng("function seeds").choice(10_000, 2, replace=False).tolist():
        if best < 1.0:
            weights, _ = student.train(X, y, seed=seed)
            best = max(best, accuracy(rebuilt(weights), X, y))
    measure("accuracy on the other function", best, at_least=1.0)


@pytest.mark.task("train", weight=1)
def test_the_seed_decides(student, variant, rebuilt, distance, measure):
    """The same seed gives the same weights, and another seed gives others

    Repeated in one process on one thread, training is bitwise equal; 1e-4 leaves room for other threads and
    instruction sets. Two seeds differ by sixty times the 1e-2 that is asked for (CALIBRATION.md).
    """
    one, two = variant.rng("same or other").choice(10_000, 2, replace=False).tolist()
    first, again, other = (rebuilt(student.train(*PARITY, seed=s, epochs=20)[0]) for s in (one, one, two))
    measure("largest difference between two runs of one seed", distance(first, again), at_most=1e-4)
    measure("largest difference between two seeds", distance(first, other), at_least=1e-2)
