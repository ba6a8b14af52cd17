"""Models whose answer is known by construction, drawn from a NumPy generator. The grader's side only.

`random_model` is for comparing values with the reference: nothing in it is zero, saturated or tied by
accident. `parity_circuit` is for claims: it computes parity in a way that we wrote, among units that look as
if they did.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
import torch
from given import TinyMLP, parity_data
from torch import Tensor

DRAWS = 20_000  # of 480 models the unluckiest took 1218


class Example(NamedTuple):
    """A model and inputs to ask about."""

    model: TinyMLP
    X: Tensor
    y: Tensor


class Circuit(NamedTuple):
    """A model that computes 3-bit parity, and what `explain` must find in it."""

    model: TinyMLP
    aligned: int
    causal: int
    smallest_set: frozenset[int]


# --- models for values ------------------------------------------------------------------------------------


def random_model(rng: np.random.Generator, activation: str, rows: int = 11) -> Example:
    """A random model of 4 bits and 5 neurons, some rows of the 16 patterns, and labels of no meaning.

    Biases are large and rows in random order. Redrawn until every mistake that we know shows by more than
    float32 can blur. Raises ValueError if it never does.
    """
    model = TinyMLP(4, 5, activation=activation)
    size = {"fc1.weight": 1.2, "fc1.bias": 1.0, "fc2.weight": 1.0, "fc2.bias": 1.0}
    patterns = parity_data(4)[0]
    for _ in range(DRAWS):
        _set(model, {name: rng.normal(0, size[name], tuple(t.shape)) for name, t in model.named_parameters()})
        X = patterns[rng.permutation(16)[:rows]]
        y = torch.from_numpy(rng.permutation(np.arange(rows) % 2))
        if _tells_apart(model, X, y):
            return Example(model, X, y)
    raise ValueError(f"no {activation} model worth asking about in {DRAWS} draws")


def with_constant_unit(example: Example, unit: int, value: float) -> Example:
    """The same model with one unit cut off from its inputs, so that it is act(value) on every input.

    At ±40 and 0 every activation that we use is exact in float32 and float64, so no rounding makes it vary.
    """
    model = TinyMLP(**example.model.config)
    model.load_state_dict(example.model.state_dict())
    with torch.no_grad():
        model.fc1.weight[unit] = 0.0
        model.fc1.bias[unit] = value
    return example._replace(model=model)


def _tells_apart(model: TinyMLP, X: Tensor, y: Tensor) -> bool:
    """Whether the model is a good question.

    Every unit varies (else its correlation is rounding), is not 0 in the mean (else zero and mean ablation
    agree) and matters; no prediction hangs on a margin that float32 could cross, intact or with any unit
    ablated either way; ablating some unit changes the accuracy, zero and mean alike; where X holds every
    pattern, noise changes it too; and at some bit the sign of the gradient changes enough for |mean| and
    mean |.| to differ by a third.
    """
    X = X.clone().requires_grad_()
    hidden = model.act(model.fc1(X))
    readout = model.fc2.weight[1] - model.fc2.weight[0]
    floors = ((hidden.std(dim=0), 0.1), (hidden.mean(dim=0).abs(), 0.1), (readout.abs(), 0.2))
    if any(values.min() < floor for values, floor in floors):
        return False
    difference = hidden @ readout + (model.fc2.bias[1] - model.fc2.bias[0])
    terms = hidden * readout
    zeroed = difference[:, None] - terms
    margins = torch.cat([difference[:, None], zeroed, zeroed + terms.mean(dim=0)], dim=1).abs()
    if margins.min() < 0.02:
        return False
    right = ((difference > 0) == y).double()
    for ablated in (zeroed, zeroed + terms.mean(dim=0)):
        if (((ablated > 0) == y[:, None]).double().mean(dim=0) == right.mean()).all():
            return False
    if len(X) == 2 ** X.shape[1] and not _noise_matters(X, y, difference > 0):
        return False
    (gradient,) = torch.autograd.grad(difference.sum(), X)
    size = gradient.abs().mean(dim=0)
    return bool(size.min() > 0.05 and (gradient.mean(dim=0).abs() < size * 2 / 3).any())


def _noise_matters(X: Tensor, y: Tensor, predicted: Tensor) -> bool:
    """Whether comparing with the label of the pattern that was sent gives another accuracy than comparing with that
    of the one that arrived, by a hundred times what is asked for."""
    flips = (X[:, None] != X[None]).sum(dim=2).double()
    chance = 0.3**flips * 0.7 ** (X.shape[1] - flips)
    sent, arrived = predicted[None] == y[:, None], (predicted == y)[None]
    return bool(((chance * sent).sum(dim=1).mean() - (chance * arrived).sum(dim=1).mean()).abs() > 1e-3)


# --- models for claims ------------------------------------------------------------------------------------


def parity_circuit(rng: np.random.Generator, copies: int, sign: int) -> Circuit:
    """ReLU counters that compute parity, among decoys; the answer to `explain` is unique, with margins.

    Let s be the number of ones after flipping a drawn subset of the bits. The counters relu(s), relu(s - 1)
    and relu(s - 1.5) make parity of s, at s = 0 … 3, as

        relu(s) - 4 relu(s - 1) + 4 relu(s - 1.5)  =  0, 1, 0, 1,

    and the logits compare it with a threshold of about 0.2, not 1/2. (A last counter at s - 2 would do as
    well, but it fires on one pattern only, which is already the largest |r| = .378 that a ReLU unit can have
    with parity.)

    - The first counter is split into `copies` units (1, 2 or 3) that write unequal shares, each above the
      threshold: while one is left, only s = 3 is judged wrongly; when all are gone, every input looks even.
      So they are the only smallest set that brings accuracy to 1/2.
    - Without the second counter s = 2 goes wrong, three patterns by a wide margin: the most causal unit.
    - A decoy that fires on a corner of the cube has the largest |r| with the label, of the given `sign`, but
      writes the same to both logits. So does another, whatever its r below that, one that is loud and always
      on, and one that never fires.

    Units are rescaled and in random order. Raises ValueError should the construction not hold.
    """
    flips = rng.integers(0, 2, 3)
    counters = [_counter(flips, kink) for kink in (0.0, 1.0, 1.5)]
    decoys = _decoys(rng, sign)
    shares = _shares(rng, copies)
    gain = rng.uniform(5, 7) * (1 if flips.sum() % 2 == 0 else -1)

    first = [counters[0]] * copies + counters[1:] + decoys
    second = [_writes(gain * share, rng) for share in shares] + [_writes(gain * w, rng) for w in (-4.0, 4.0)]
    second += [np.full(2, rng.uniform(1, 2) * rng.choice([-1, 1])) for _ in decoys]

    order = rng.permutation(len(first))
    scale = rng.uniform(0.5, 2.0, len(first))
    threshold = rng.uniform(0.17, 0.23)
    model = TinyMLP(3, len(first), activation="relu")
    inward = np.stack(first)[order] * scale[:, None]
    outward = np.stack(second)[order] / scale[:, None]
    biases = _writes(-gain * threshold, rng)
    _set(
        model,
        {"fc1.weight": inward[:, :3], "fc1.bias": inward[:, 3], "fc2.weight": outward.T, "fc2.bias": biases},
    )

    place = np.argsort(order)  # where the unit written as the k-th went
    circuit = Circuit(model, int(place[copies + 2]), int(place[copies]), frozenset(place[:copies].tolist()))
    _verify(circuit, sign)
    return circuit


def _counter(flips: np.ndarray, kink: float) -> np.ndarray:
    """Weights and bias of s - kink, where s counts the ones after the flips."""
    return np.append(1.0 - 2.0 * flips, flips.sum() - kink)


def _shares(rng: np.random.Generator, copies: int) -> np.ndarray:
    """Shares of about 1/copies that sum to 1 and are 10 % apart."""
    steps = (np.arange(copies) - (copies - 1) / 2) * 0.1
    return rng.permutation((1 + steps) / copies)


def _writes(difference: float, rng: np.random.Generator) -> np.ndarray:
    """A column of the read-out with this logit difference, and something common to both logits."""
    common = rng.normal()
    return np.array([common - difference / 2, common + difference / 2])


def _decoys(rng: np.random.Generator, sign: int) -> list[np.ndarray]:
    """Weights and biases of four units: the aligned one, a less aligned one, a loud one, a dead one."""
    X, y = (t.numpy() for t in parity_data(3))
    aligned = less = None
    for _ in range(DRAWS):
        unit = rng.normal(0, 1.5, 4)
        fires = np.maximum(X @ unit[:3] + unit[3], 0)
        if fires.std() < 0.1:
            continue
        r = np.corrcoef(fires, y)[0, 1]
        if aligned is None and r * sign > 0.32:
            aligned = unit
        elif less is None and abs(r) < 0.25:
            less = unit
        if aligned is not None and less is not None:
            loud = np.append(rng.uniform(-0.5, 0.5, 3), rng.uniform(4, 6))
            dead = np.append(rng.uniform(-0.5, 0.5, 3), rng.uniform(-6, -4))
            return [aligned, less, loud, dead]
    raise ValueError(f"no decoys in {DRAWS} draws")


def _verify(circuit: Circuit, sign: int) -> None:
    """Checks by brute force, in float64, that the circuit's answer is the only one, with margins."""
    model, X = circuit.model, parity_data(3)[0].numpy().astype(float)
    odd = X.sum(axis=1) % 2 == 1
    w1, b1, w2, b2 = (t.detach().numpy().astype(float) for t in model.parameters())
    hidden = np.maximum(X @ w1.T + b1, 0)
    r = np.array([np.corrcoef(h, odd)[0, 1] if np.ptp(h) > 1e-9 else 0.0 for h in hidden.T])

    def without(units: tuple[int, ...]) -> tuple[float, float]:
        """Accuracy and cross-entropy with these units at zero."""
        kept = hidden.copy()
        kept[:, list(units)] = 0
        logits = kept @ w2.T + b2
        margin = (logits[:, 1] - logits[:, 0]) * np.where(odd, 1, -1)
        _require(np.abs(margin).min() > 0.1, "a prediction hangs on a thin margin")
        return float((margin > 0).mean()), float(np.logaddexp(0, -margin).mean())

    units = range(len(r))
    size = len(circuit.smallest_set)
    broken = [
        set(s) for n in range(1, size + 1) for s in itertools.combinations(units, n) if without(s)[0] <= 0.5
    ]
    losses = np.array([without((unit,))[1] for unit in units])
    _require(without(())[0] == 1.0, "the intact model does not compute parity")
    _require(broken == [set(circuit.smallest_set)], "the smallest set is not unique")
    _require(_leads(losses, circuit.causal, 0.3), "the most causal unit is not clear")
    _require(_leads(np.abs(r), circuit.aligned, 0.05), "the most aligned unit is not clear")
    _require(r[circuit.aligned] * sign > 0, "the aligned decoy has the wrong sign")


def _leads(values: np.ndarray, winner: int, margin: float) -> bool:
    return bool(values[winner] > np.delete(values, winner).max() + margin)


def _require(holds: bool, problem: str) -> None:
    if not holds:
        raise ValueError(f"planted circuit: {problem}")


# --- tasks to train on ------------------------------------------------------------------------------------


def boolean_task(rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Is exactly one of three bits set, with at most one of them read inverted? Or the negation of that.

    Eight functions, all of one difficulty (Adam learns each in every seed, plain gradient descent none),
    which is why majority and the multiplexer are not among them: the draw must not make one student's task
    easier.
    """
    X, _ = parity_data(3)
    inverted = rng.choice([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    ones = (X.numpy() != inverted).sum(axis=1)
    return X, torch.from_numpy(((ones == 1) ^ bool(rng.integers(2))).astype(np.int64))


def _set(model: TinyMLP, values: dict[str, np.ndarray]) -> None:
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(values[name]))
