"""Linear probes: on activations that we made, on layers of which we know what they hold, and on a trained model."""

import functools
import itertools
from types import ModuleType

import numpy as np
import pytest
import torch
from given import Probe, ReversalMLP
from planted import (
    FAR,
    class_far_from_zero,
    class_in_small_features,
    classes_in_noise,
    every_input,
    letters_in_layers,
    nothing_to_read,
    one_feature,
    reading,
    trained_activations,
)
from torch import Tensor

from autograder.checks import Compare, Measure, Student, Variant


@pytest.mark.task("probes", weight=2)
def test_fit_probe(student: Student, variant: Variant, measure: Measure) -> None:
    """A probe reads a class that is linearly encoded in the activations, also on held-out rows

    Among loud directions and a large mean. Least squares, logistic regression and Adam on raw features all read 1.0
    (CALIBRATION.md).
    """
    A, t = classes_in_noise(variant.rng("classes"), 400)
    probe = student.fit_probe(A[:200], t[:200])
    measure("accuracy on rows not fitted on", reading(probe, A[200:], t[200:], 5), at_least=0.95)


@pytest.mark.task("probes", weight=1)
def test_fit_probe_needs_a_bias(student: Student, variant: Variant, measure: Measure) -> None:
    """A probe reads a class that is in one feature, far from 0, and leaves the activations as they were

    It is fitted twice to the same array, in float64, which is what a conversion leaves as it is, and then to what else the
    array holds. Its two classes are ten standard deviations apart; all right answers read 1.0 (CALIBRATION.md).
    """
    A, t = one_feature(variant.rng("one feature"), 200)
    fitting, answers = student.hold(A[:100]), student.hold(t[:100])
    for name in ("accuracy on rows not fitted on", "the same, fitted once more to the same activations"):
        probe = student.fit_probe(fitting, answers)
        measure(name, reading(probe, A[100:], t[100:], 2), at_least=0.95)
    probe = student.fit_probe(student.put(fitting, -A[:100]), answers)
    measure("accuracy on the activations' negatives", reading(probe, -A[100:], t[100:], 2), at_least=0.95)


@pytest.mark.task("probes", weight=1)
def test_fit_probe_far_from_zero(student: Student, variant: Variant, measure: Measure) -> None:
    """A probe reads a class that is in a feature whose mean is far from 0, beside noise

    At 100 and 106, ten standard deviations apart, beside seven features of noise. Right answers read 1.0 (seven of them); a bias that
    is penalised as the weights are is too small, and .88 and less are read.
    """
    A, t = class_far_from_zero(variant.rng("far from 0"), 400)
    probe = student.fit_probe(A[:200], t[:200])
    measure("accuracy on rows not fitted on", reading(probe, A[200:], t[200:], 2), at_least=0.95)


@pytest.mark.task("probes", weight=1)
def test_fit_probe_of_small_features(student: Student, variant: Variant, measure: Measure) -> None:
    """A probe reads a class that is in features a thousand times smaller than others

    All right answers read 1.0 (CALIBRATION.md).
    """
    A, t = class_in_small_features(variant.rng("small features"), 400)
    probe = student.fit_probe(A[:200], t[:200])
    measure("accuracy on rows not fitted on", reading(probe, A[200:], t[200:], 4), at_least=0.95)


@pytest.mark.task("probes", weight=1)
def test_probe_accuracy(compare: Compare, variant: Variant) -> None:
    """A given probe's accuracy is right

    Each row's answer is ahead by a margin, and the bias decides many of them.
    """
    rng = variant.rng("probe")
    weight, bias, A = rng.normal(size=(6, 4)), 2 * rng.normal(size=4), rng.normal(size=(120, 6))
    best = np.sort(A @ weight + bias, axis=1)
    A = A[best[:, -1] - best[:, -2] > 1e-3][:60]
    t = np.where(rng.random(len(A)) < 0.6, (A @ weight + bias).argmax(axis=1), rng.integers(0, 4, len(A)))
    probe = Probe(torch.from_numpy(weight).float(), torch.from_numpy(bias).float())
    asked = [
        (probe, torch.from_numpy(A).float(), torch.from_numpy(answers)) for answers in (t, np.roll(t, 1))
    ]
    compare.in_turn("probe_accuracy", *asked, atol=1e-5)


def _pairs_of_holders() -> list[list[dict[str, set[int]]]]:
    """What two models may hold of four positions: three in h1 of either, two of these in h2 of one, one of the other."""
    three, found = [set(c) for c in itertools.combinations(range(4), 3)], []
    for one, other in itertools.product(three, three):
        for two, single in itertools.product(itertools.combinations(sorted(one), 2), sorted(other)):
            layers = (one, set(two), other, {single})
            if all(
                tuple(p in layer for layer in layers) != tuple(3 - p in layer for layer in layers)
                for p in (0, 1)
            ):
                found.append([{"h1": one, "h2": set(two)}, {"h1": other, "h2": {single}}])
    return found


HOLDERS = _pairs_of_holders()


@functools.lru_cache(maxsize=1)
def _holders(variant: Variant) -> tuple[list[ReversalMLP], Tensor, list[dict[str, set[int]]]]:
    """Two models, rows to ask about, and which input positions each layer of either holds: drawn, as is all else.

    No position is held at its mirror image in the same way, so a probe for the wrong letter is seen.
    """
    rng = variant.rng("holders")
    held = HOLDERS[rng.integers(len(HOLDERS))]
    models = [letters_in_layers(rng, 5, 4, **of_one) for of_one in held]
    X = every_input(5, 4)
    in_order = np.sort(rng.permutation(len(X))[:321])
    return models, X[in_order], [{"embed": {0, 1, 2, 3}} | of_one for of_one in held]


@pytest.mark.task("probes", weight=3)
@pytest.mark.parametrize("layer", ["embed", "h1", "h2"])
def test_controls(compare: Compare, variant: Variant, measure: Measure, layer: str) -> None:
    """The probe reads the output letters that a layer holds and no others, in the model and in both controls

    A letter that is held reads 1.0, one that is not .2 at most. The shuffled answers are averaged over four
    positions: .2 ± .016 by chance; 6 standard deviations are allowed (CALIBRATION.md). The rows are in dictionary
    order, so halves that are not drawn at random have other first letters. 161 of the 321 rows are for scoring, so each
    accuracy is a whole number of 161sts; .02 is for float32, and other parts are off by up to a half.
    """
    models, X, held = _holders(variant)
    shuffled, off = [], 0.0
    for position in range(4):
        probed = compare(
            "probe_with_controls",
            *models,
            X,
            layer,
            position,
            seed=variant.number(f"split/{position}"),
            atol=0.3,
        )
        for name, value, where in zip(("trained", "untrained"), probed, held, strict=False):
            if 3 - position in where[layer]:
                measure(f"{name} model, letter held: accuracy", value, at_least=0.9)
            else:
                measure(f"{name} model, letter not held: accuracy", value, at_most=0.35)
        shuffled.append(probed.shuffled)
        off = max([off, *(abs(161 * value - round(161 * value)) for value in probed)])
    measure("shuffled answers: mean accuracy", sum(shuffled) / 4, at_most=0.3)
    measure("rows that were right, off a whole number", off, at_most=0.02)


@pytest.mark.task("probes", weight=1)
def test_shuffled_answers_keep_their_shares(compare: Compare, variant: Variant, measure: Measure) -> None:
    """The shuffled answers are those of the rows: where one letter is common, so it is among them

    Two in three letters are the same. A probe of shuffled answers reads nearly as many; letters that were drawn anew are
    read in .2 of the rows (CALIBRATION.md). The others are 20 of 240 rows each: `fit_probe` is promised that each letter
    occurs, and half of the rows miss one of 9 rows once in 500 times, one of 20 once in a million.
    """
    models, _, _ = _holders(variant)
    rng = variant.rng("common letter")
    often = np.where(np.arange(5) == rng.integers(5), 160, 20)
    letters = np.column_stack([rng.permutation(np.repeat(np.arange(5), often)) for _ in range(4)])
    X = torch.from_numpy(np.column_stack([letters, np.full(240, 5)]))
    read = [
        compare("probe_with_controls", *models, X, "embed", q, seed=variant.number(f"split/{q}"), atol=0.5)
        for q in range(4)
    ]
    measure("shuffled answers: mean accuracy", sum(probed.shuffled for probed in read) / 4, at_least=0.35)


@pytest.mark.task("probes", weight=1)
def test_halves_and_shuffle(student: Student, variant: Variant, measure: Measure) -> None:
    """The three numbers are of the same halves, and the shuffled answers are of all rows and of the model

    Three slots. One letter is in two thirds of the rows where the layer holds nothing about it, so a probe always answers
    it, and reads its share of the rows for scoring. Of one network twice these are two equal numbers; the shuffled answers
    have another share, unless they were shuffled within a half or are scored against the true ones: by chance six times
    the same with 2e-7. And what is read of a model does not depend on the other one, whose layer holds much.
    """
    rng = variant.rng("halves and shuffle")
    single, letters = int(rng.integers(2)), np.arange(5)
    model = letters_in_layers(rng, 5, 3, {0, 1, 2}, {single})
    other = letters_in_layers(rng, 5, 3, {0, 1, 2}, {0, 1, 2})
    often = np.where(letters == rng.integers(5), 160, 20)
    columns = [rng.permutation(np.repeat(letters, 48 if p == single else often)) for p in range(3)]
    X = torch.from_numpy(np.column_stack([*columns, np.full(240, 5)]))
    held = student.probe_with_controls(model, other, X, "h2", 2 - single, seed=1)
    measure("model of three slots, letter held: accuracy", held.trained, at_least=0.9)
    halves, mixed, apart, read = 0.0, 0.0, 0.0, 1.0  # by numpy: `max` forgets NaN
    for q in {0, 1, 2} - {2 - single}:
        for seed in rng.integers(0, 10_000, 3).tolist():
            twice = student.probe_with_controls(model, model, X, "h2", q, seed=seed)
            beside = student.probe_with_controls(model, other, X, "h2", q, seed=seed)
            halves = np.maximum(halves, abs(twice.trained - twice.untrained))
            mixed = np.maximum(mixed, abs(twice.trained - twice.shuffled))
            read = np.minimum(read, beside.untrained)
            apart = np.max(
                [apart, *(abs(getattr(twice, n) - getattr(beside, n)) for n in ("trained", "shuffled"))]
            )
    measure("one network twice: trained minus untrained", halves, at_most=1e-6)
    measure("largest difference of shuffled answers from the true ones", mixed, at_least=1e-3)
    measure("what another untrained network changes", apart, at_most=1e-6)
    measure("untrained model, letter held: accuracy", read, at_least=0.9)


@pytest.mark.task("probes", weight=1)
def test_no_choice_by_what_is_scored(student: Student, variant: Variant, measure: Measure) -> None:
    """The rows that are scored have no part in the probe, not even in the choice of a penalty or of when to stop

    Sixteen rows to fit on, sixteen to score, two letters as often as each other, of which the layer holds nothing, exactly.
    What one half has more of the other has less of, so in the mean a probe that knows one half reads .5 at most of the
    other. Right answers read .492 ± .007 of a hundred calls, who takes the best of eight penalties on the rows that are scored
    .578 ± .006, the best of 300 steps .61 (30 to 60 students each). A hundred calls have a standard error of .007. Asked are twenty
    and on, only until the mean is two and a half standard errors from the threshold: 20 by most right answers, 58 at most.
    """
    rng, most = variant.rng("nothing to read"), 0.54
    read: list[float] = []
    for call in range(1, 101):
        models, X, layer, position = nothing_to_read(rng, 32)
        read += student.probe_with_controls(*models, X, layer, position, seed=int(rng.integers(10_000)))
        error = 0.125 / np.sqrt(len(read))  # of one of them, over sixteen rows, .125
        if call >= 20 and not abs(np.mean(read) - most) < 2.5 * error:  # NaN is sure, too
            break
    measure("letters that the layer does not hold: mean accuracy", float(np.mean(read)), at_most=most)


@pytest.mark.task("probes", weight=1)
def test_the_seed_decides(student: Student, variant: Variant, measure: Measure) -> None:
    """The same seed gives the same three accuracies, and other seeds draw other halves

    What is read of shuffled answers, and of a letter that h2 of the first model does not hold, at five seeds: two seeds
    agree by chance in .06 of the cases, so all five do in 1e-5. 1e-6 is for rounding.
    """
    models, X, held = _holders(variant)
    position = 3 - min({0, 1, 2, 3} - held[0]["h2"])
    first = int(variant.rng("probe seeds").integers(10_000))
    runs = [
        [student.probe_with_controls(*models, X, "h2", position, seed=seed) for _ in range(2)]
        for seed in range(first, first + 5 * FAR, FAR)
    ]
    gap = np.abs(np.diff(runs, axis=1)).max()
    measure("largest difference between two runs of one seed", gap, at_most=1e-6)
    for name in ("shuffled", "trained"):
        read = [getattr(one, name) for one, _ in runs]
        measure(f"{name}: difference between seeds", np.ptp(read), at_least=1e-3)


@pytest.mark.task("probes", weight=1)
def test_training_shows(student: Student, reference: ModuleType, variant: Variant, measure: Measure) -> None:
    """A probe of h2 reads more from a trained network than from an untrained one

    The student's probes, scored here on the half of the rows that they were not fitted on. The network of 16
    hidden neurons is the same for all, the halves are not; mean over the four positions; margins in CALIBRATION.md.
    """
    rng = variant.rng("trained")
    X = every_input(6, 4)
    fitting, scoring = torch.from_numpy(rng.permutation(len(X))).chunk(2)
    Y = reference.targets(X)

    def read(epochs: int) -> float:  # the mean accuracy over the positions
        A = trained_activations(reference, epochs)
        probes = [student.fit_probe(A[fitting], Y[fitting, position]) for position in range(4)]
        return sum(reading(probe, A[scoring], Y[scoring, p], 6) for p, probe in enumerate(probes)) / 4

    from_trained, from_untrained = read(40), read(0)
    measure("accuracy on the trained network", from_trained, at_least=0.75)
    measure("trained minus untrained", from_trained - from_untrained, at_least=0.08)
