"""Accuracies by value; memorisation on the weights of the models that were trained on few strings and on many."""

import pytest
import torch
from planted import (
    FAR,
    MANY,
    Example,
    accuracy,
    apart,
    different_rows,
    distance,
    every_input,
    letters_far_from_seen,
    letters_of_the_model_before,
    long_strings,
    neighbours_apart,
    random_answers,
    rebuilt,
    reordered,
    seen_and_unseen,
)

from autograder.checks import Compare, Measure, Stir, Student, Variant

STRINGS = every_input(6, 4)


@pytest.mark.task("memorise", weight=1)
@pytest.mark.parametrize("function", ["sequence_accuracy", "letter_accuracy"])
def test_accuracy(compare: Compare, example: Example, variant: Variant, function: str) -> None:
    """The share of right strings, and of right letters, is right

    The model predicts <eos> in its slot on some rows only, so a score that counts that slot differs. Right answers
    are exact: they count rows. In the long strings one letter of twenty is wrong, or none. Of the many rows the first
    are the same few, some come more often than others, and the answers of the second call are those of the rows before.
    """
    compare(function, *example, atol=1e-5)
    compare(function, *long_strings(variant.rng("long strings")), atol=1e-5)
    rows = torch.arange(len(example.X)).repeat_interleave(55 * (torch.arange(len(example.X)) % 3 + 1))
    X, Y = example.X[rows], example.Y[rows]
    compare.in_turn(
        function,
        (example.model, X, Y),
        (example.model, X, example.Y.roll(1, 0)[rows]),
        (example.model, X.flip(0), Y),
        (reordered(example.model), X, Y),
        atol=1e-5,
    )


@pytest.mark.task("memorise", weight=3)
def test_few_strings_are_memorised(student: Student, variant: Variant, measure: Measure) -> None:
    """With few strings, training accuracy stays high and held-out accuracy falls

    Measured on the returned weights. With 50 strings the reference knew 30-51 % of the others, another right answer up
    to 80 %, and one that had seen them 100 %; with 700 right answers know all of them (CALIBRATION.md). Of
    the strings that differ from each of the 50 in two letters or more, right answers know .65 to .92 of the letters (two to six
    students each), and a table of the 50 a sixth. Neighbouring
    strings, of which one is seen, are .50 ± .014 of all where 700 are drawn at random; a window of them has two.
    """
    seed = int(variant.rng("memorise").integers(10_000))
    Y = torch.cat([STRINGS[:, :4].flip(1), STRINGS[:, 4:]], dim=1)
    sizes = [700, 50, int(variant.rng("between").integers(101, 129))]
    found = student.models_by_size(STRINGS, Y, sizes, seed=seed)
    assert len(found) == 3, "there is not one model for each size"
    (many_seen, many_unseen), (few_seen, few_unseen), (some_seen, _) = (
        seen_and_unseen(trained, size, STRINGS, Y) for trained, size in zip(found, sizes, strict=True)
    )
    split_pairs = neighbours_apart(found[0][1], len(STRINGS))
    measure("neighbours of which one is seen", split_pairs, at_least=0.4, at_most=0.6)
    measure("smallest accuracy on training strings", min(few_seen, some_seen, many_seen), at_least=0.95)
    measure("held-out accuracy with 700 strings", many_unseen, at_least=0.9)
    measure("held-out accuracy with 50 strings", few_unseen, at_most=0.95)
    measure(
        "letters with 50 strings, far from all", letters_far_from_seen(found[1], STRINGS, Y), at_least=0.35
    )


@pytest.mark.task("memorise", weight=2)
def test_random_answers_are_memorised(student: Student, variant: Variant, measure: Measure) -> None:
    """Random answers are learned for the training strings, and for no others

    Chance is 1 of 1296: of 1246 strings more than eight once in a million times. Were twenty strings more trained on than are
    said to be, their share of the others would be .016. Of 12 strings each has to be right, so one that was left out is
    missed. One size is asked for twice. 400 are more than a network of this size learns, but what it has seen of them it
    knows better than the rest, by .35 of the letters and more; who trains it on all has no difference, but for the draw of
    the 400: 1,600 letters, of which a third are right, .012. Of the strings of 42 and of 46, the next model that was not
    trained on them knows a letter by chance, .167 ± .020: right answers .12 to .22 (43 students), and one that goes on from
    the weights of the model before .276 to .39 (28 students).
    """
    rng = variant.rng("random answers")
    Y = random_answers(rng, STRINGS)
    sizes = [12, 42, 46, 50, 12, MANY]
    found = student.models_by_size(STRINGS, Y, sizes, seed=int(rng.integers(10_000)))
    assert len(found) == len(sizes), "there is not one model for each size"
    seen, unseen = seen_and_unseen(found[-1], MANY, STRINGS, Y, by_letter=True)
    measure("letters of 400 strings, seen minus unseen", seen - unseen, at_least=0.07)
    for trained, size in zip(found[:-1], sizes, strict=False):
        seen, unseen = seen_and_unseen(trained, size, STRINGS, Y)
        measure("accuracy on training strings", seen, at_least=0.95)
        measure("held-out accuracy", unseen, at_most=0.0065)
    known = letters_of_the_model_before(found[1:4], STRINGS, Y)
    measure("letters of other strings, which the model before was trained on", known, at_most=0.257)


@pytest.mark.task("memorise", weight=1)
def test_the_seed_decides(student: Student, variant: Variant, measure: Measure, stir: Stir) -> None:
    """The same seed gives the same rows and weights, and another seed gives others

    On one thread training is bitwise equal; the tolerances are those of `train` (CALIBRATION.md). Where all rows are
    trained on, the seed still decides the weights. The answers are random: 85 to 100 are learned, .95 and more of them,
    and after 40 epochs none. So are other answers to the same strings.
    """
    rng = variant.rng("models of one seed")
    one, size = int(rng.integers(10_000)), int(rng.integers(85, 101))
    two = one + FAR
    Y = random_answers(rng, STRINGS)
    drawn = []
    for seed in (one, one, two, one):  # the last in a process that has never trained
        drawn.append(student.models_by_size(STRINGS, Y, [size], seed=seed))
        stir()
    assert all(len(found) == 1 for found in drawn), "there is not one model for each size"
    first, again, other, anew = (found[0][0] for found in drawn)
    rows, same, others, same_anew = (
        set(different_rows(found[0][1], size, len(STRINGS)).tolist()) for found in drawn
    )
    assert rows == same == same_anew, "the same seed gives other rows"
    assert rows != others, "two seeds give the same rows"
    model, of_two = rebuilt(first), rebuilt(other)
    for weights in (again, anew):
        gap = distance(model, rebuilt(weights))
        measure("largest difference between two runs of one seed", gap, at_most=1e-4)
    measure("squared difference between two seeds, in squared lengths", apart(model, of_two), at_least=0.1)
    seen, _ = seen_and_unseen(drawn[0][0], size, STRINGS, Y)
    measure("accuracy on nearly a hundred training strings", seen, at_least=0.9)
    eight = torch.from_numpy(rng.permutation(len(STRINGS))[:8])
    whole = [student.models_by_size(STRINGS[eight], Y[eight], [8], seed=seed) for seed in (one, two)]
    assert all(len(found) == 1 for found in whole), "there is not one model for each size"
    gap = apart(*(rebuilt(found[0][0]) for found in whole))
    measure("squared difference between two seeds, all rows trained on", gap, at_least=0.1)
    answers = Y[eight].roll(1, 0)
    found = student.models_by_size(STRINGS[eight], answers, [8], seed=one)
    assert len(found) == 1, "there is not one model for each size"
    seen = accuracy(rebuilt(found[0][0]), STRINGS[eight], answers)
    measure("accuracy on other answers to the same strings", seen, at_least=0.75)
