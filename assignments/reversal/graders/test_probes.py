"""Linear probes: on activations that we made, on layers of which we know what they hold, and on a trained model."""

import functools

import numpy as np
import pytest
import torch
from given import Probe
from planted import classes_in_noise, every_input, letters_in_layers


@pytest.mark.task("probes", weight=2)
def test_fit_probe(student, variant, measure):
    """A probe reads a class that stands in the activations linearly, also on rows that it was not fitted on

    Among loud directions and a large mean. Least squares, logistic regression and Adam on raw features all read 1.0
    (CALIBRATION.md).
    """
    A, t = classes_in_noise(variant.rng("classes"), 400)
    weight, bias = student.fit_probe(A[:200], t[:200])
    assert weight.shape == (14, 5), "the probe's weight is not [features, classes]"
    assert bias.shape == (5,), "the probe's bias is not [classes]"
    answers = (A[200:].double() @ weight.double() + bias.double()).argmax(dim=1)
    measure("accuracy on rows not fitted on", (answers == t[200:]).double().mean().item(), at_least=0.95)


@pytest.mark.task("probes", weight=1)
def test_probe_accuracy(compare, variant):
    """A given probe's accuracy is right

    Each row's answer is ahead by a margin, and the bias decides many of them.
    """
    rng = variant.rng("probe")
    weight, bias, A = rng.normal(size=(6, 4)), 2 * rng.normal(size=4), rng.normal(size=(120, 6))
    best = np.sort(A @ weight + bias, axis=1)
    A = A[best[:, -1] - best[:, -2] > 1e-3][:60]
    t = np.where(rng.random(len(A)) < 0.6, (A @ weight + bias).argmax(axis=1), rng.integers(0, 4, len(A)))
    probe = Probe(torch.from_numpy(weight).float(), torch.from_numpy(bias).float())
    compare("probe_accuracy", probe, torch.from_numpy(A).float(), torch.from_numpy(t), atol=1e-5)


@functools.lru_cache(maxsize=1)
def _holders(variant):
    """Two models, rows to ask about, and which input positions each layer of either holds.

    No position is held at its mirror image in the same way, so a probe for the wrong letter is seen.
    """
    rng = variant.rng("holders")
    one = {"h1": {0, 1, 2}, "h2": {0, 1}}
    other = {"h1": {1, 2, 3}, "h2": {2}}
    models = [letters_in_layers(rng, 5, 4, **held) for held in (one, other)]
    X = every_input(5, 4)
    return models, X[rng.permutation(len(X))[:320]], (one, other)


@pytest.mark.task("probes", weight=3)
@pytest.mark.parametrize("layer", ["h1", "h2"])
def test_controls(compare, variant, measure, layer):
    """The probe finds the output letters that a layer holds and no others, in the model and in both controls

    A letter that is held reads 1.0, one that is not .2 at most. The shuffled answers are averaged over four
    positions: .2 ± .016 by chance; 6 standard deviations are allowed (CALIBRATION.md).
    """
    models, X, held = _holders(variant)
    shuffled = []
    for position in range(4):
        probed = compare(
            "probe_with_controls", *models, X, layer, position, seed=variant.seed % 1000 + position, atol=0.3
        )
        for name, value, where in zip(("trained", "untrained"), probed, held, strict=False):
            if 3 - position in where[layer]:
                measure(f"{name} model, letter held: accuracy", value, at_least=0.9)
            else:
                measure(f"{name} model, letter not held: accuracy", value, at_most=0.35)
        shuffled.append(probed.shuffled)
    measure("shuffled answers: mean accuracy", sum(shuffled) / 4, at_most=0.3)


@pytest.mark.task("probes", weight=1)
def test_training_shows(student, reference, variant, measure):
    """On a network that we trained, a probe of h2 reads more than on an untrained one

    16 hidden neurons, mean over the four positions; margins in CALIBRATION.md.
    """
    rng = variant.rng("trained")
    X = every_input(6, 4)
    rows = torch.from_numpy(rng.permutation(len(X)))[:700]
    seed = int(rng.integers(10_000))
    trained, untrained = (
        reference.train(X[rows], reference.targets(X[rows]), seed, hidden=16, epochs=epochs)[0]
        for epochs in (40, 0)
    )
    read = [student.probe_with_controls(trained, untrained, X, "h2", p, seed=p) for p in range(4)]
    from_trained, from_untrained = (sum(column) / 4 for column in list(zip(*read, strict=True))[:2])
    measure("accuracy on the trained network", from_trained, at_least=0.75)
    measure("trained minus untrained", from_trained - from_untrained, at_least=0.08)
