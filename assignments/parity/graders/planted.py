"""Models whose answer is known by construction, drawn from a NumPy generator. The grader's side only.

`random_model` is for comparing values with the reference: nothing in it is zero, saturated or tied by
accident. `telling_units` is for correlations at their limits. `parity_circuit` is for claims: it computes
parity in a way that we wrote, among units that look as if they did; `claimable_model` and `deciders` are for
claims about other functions.
"""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from given import Claims, TinyMLP, parity_data
from torch import Tensor
from torch.nn.utils import parameters_to_vector

from autograder.checks import Weights, fail

# between two seeds: 0 modulo every power of 2 up to 2^10 and of 10 up to 10^5; and modulo every number up to 16
FAR = 3_200_000
MULTIPLE = 720_720
DRAWS = 20_000  # of 480 models the unluckiest took 1218
TOGETHER = 100  # draws that are looked at at once: one by one they took a third of the grader's time


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
    steep = 3.0 if activation == "sigmoid" else 1.2  # a sigmoid is four times as flat as tanh
    size = {"fc1.weight": steep, "fc1.bias": 1.0, "fc2.weight": 1.0, "fc2.bias": 1.0}
    shapes = {name: tuple(parameter.shape) for name, parameter in model.named_parameters()}
    patterns = parity_data(4)[0]
    for _ in range(DRAWS // TOGETHER):
        weights = {name: rng.normal(0, size[name], (TOGETHER, *shape)) for name, shape in shapes.items()}
        chosen = _orders(rng, 16)[:, :rows]
        y = torch.from_numpy(_orders(rng, rows) % 2)
        good = np.flatnonzero(_good_questions(weights, patterns[chosen], y, model.act))
        if good.size:
            _set(model, {name: values[good[0]] for name, values in weights.items()})
            return Example(model, patterns[chosen[good[0]]], y[good[0]])
    raise ValueError(f"no {activation} model worth asking about in {DRAWS} draws")


def _orders(rng: np.random.Generator, n: int) -> np.ndarray:
    """An order of 0 .. n - 1 for each model that is drawn at once."""
    return rng.permuted(np.tile(np.arange(n), (TOGETHER, 1)), axis=1)


def with_constant_unit(example: Example, unit: int, value: float) -> Example:
    """The same model with one unit cut off from its inputs, so that it is act(value) on every input.

    At ±40 and 0 every activation that we use is exact in float32 and float64, so no rounding makes it vary.
    """
    model = copy.deepcopy(example.model)
    with torch.no_grad():
        model.fc1.weight[unit] = 0.0
        model.fc1.bias[unit] = value
    return example._replace(model=model)


def louder(model: TinyMLP, layer: str) -> TinyMLP:
    """The same model with a layer's weights and biases a hundredfold: of "fc2" its logits are, and no prediction changes."""
    model = copy.deepcopy(model)
    with torch.no_grad():
        for parameter in getattr(model, layer).parameters():
            parameter.mul_(100)
    return model


def reordered(model: TinyMLP) -> TinyMLP:
    """The same function of the bits, its hidden neurons in reverse order: what is kept of the one is wrong of the other."""
    model = copy.deepcopy(model)
    with torch.no_grad():
        for tensor, axis in ((model.fc1.weight, 0), (model.fc1.bias, 0), (model.fc2.weight, 1)):
            tensor.copy_(tensor.flip(axis))
    return model


def of_units(model: TinyMLP, units: Sequence[int]) -> TinyMLP:
    """A model with these of another's hidden neurons, some as often as they are named."""
    other = TinyMLP(model.fc1.in_features, len(units), activation=str(model.config["activation"]))
    with torch.no_grad():
        other.fc1.weight.copy_(model.fc1.weight[units])
        other.fc1.bias.copy_(model.fc1.bias[units])
        other.fc2.weight.copy_(model.fc2.weight[:, units])
        other.fc2.bias.copy_(model.fc2.bias)
    return other


def seven_bits(rng: np.random.Generator) -> Example:
    """A tanh model of all 128 patterns of 7 bits in random order, none of whose predictions hangs on a thin margin, and
    labels of no meaning."""
    X = parity_data(7)[0][rng.permutation(128)]
    while True:
        model = TinyMLP(7, 5)
        _set(model, {name: rng.normal(0, 1, tuple(p.shape)) for name, p in model.named_parameters()})
        with torch.no_grad():
            logits = model(X)
        if (logits[:, 1] - logits[:, 0]).abs().min() > 1e-3:
            return Example(model, X, torch.from_numpy(rng.integers(0, 2, 128)))


def _good_questions(
    weights: dict[str, np.ndarray], X: Tensor, y: Tensor, act: Callable[[Tensor], Tensor]
) -> np.ndarray:
    """Which of several models [n], each with inputs [n, rows, bits] and labels [n, rows] of its own, is a good question.

    Every unit varies (else its correlation is rounding), is not 0 in the mean (else zero and mean ablation agree) and
    matters. No prediction hangs on a margin that float32 could cross, intact or with any unit ablated either way;
    ablating some unit lowers the accuracy and ablating another raises it, zero and mean alike; where X holds every
    pattern, noise changes it too; and at some bit the sign of the gradient changes enough for |mean| and mean |.| to
    differ by a third.
    """
    W1, b1, W2, b2 = (
        torch.from_numpy(weights[f"fc{i}.{part}"]) for i in (1, 2) for part in ("weight", "bias")
    )
    X = X.double().requires_grad_()
    hidden = act(X @ W1.mT + b1[:, None])
    readout = W2[:, 1] - W2[:, 0]
    terms = hidden * readout[:, None]
    difference = terms.sum(dim=2) + (b2[:, 1] - b2[:, 0])[:, None]
    (gradient,) = torch.autograd.grad(difference.sum(), X)
    zeroed = difference[..., None] - terms
    ablations = (zeroed, zeroed + terms.mean(dim=1, keepdim=True))
    right = ((difference > 0) == y).double().mean(dim=1)
    size = gradient.abs().mean(dim=1)

    good = (hidden.std(dim=1).amin(dim=1) >= 0.1) & (hidden.mean(dim=1).abs().amin(dim=1) >= 0.1)
    good &= (readout.abs().amin(dim=1) >= 0.2) & (difference.abs().amin(dim=1) >= 0.02)
    for ablated in ablations:
        change = ((ablated > 0) == y[..., None]).double().mean(dim=1) - right[:, None]
        good &= (ablated.abs().amin(dim=(1, 2)) >= 0.02) & (change.amin(dim=1) < 0) & (change.amax(dim=1) > 0)
    if X.shape[1] == 2 ** X.shape[2]:
        good &= _noise_matters(X, y, difference > 0)
    good &= (size.amin(dim=1) > 0.05) & (gradient.mean(dim=1).abs() < size * 2 / 3).any(dim=1)
    return good.numpy()


def _noise_matters(X: Tensor, y: Tensor, predicted: Tensor) -> Tensor:
    """Whether comparing with the label of the pattern that was sent gives another accuracy than comparing with that
    of the one that arrived, by a hundred times what is asked for; for each model."""
    flips = (X[:, :, None] != X[:, None]).sum(dim=3).double()
    chance = 0.3**flips * 0.7 ** (X.shape[2] - flips)
    sent, arrived = predicted[:, None] == y[:, :, None], (predicted == y)[:, None]
    gap = (chance * sent).sum(dim=2).mean(dim=1) - (chance * arrived).sum(dim=2).mean(dim=1)
    return gap.abs() > 1e-3


def telling_units(rng: np.random.Generator) -> Example:
    """A tanh model for correlations at their limits; the label is one of 4 bits, on 11 of the 16 patterns.

    Units in random order: one that follows the label exactly and one that follows its inverse (r = 1 and -1), one
    that rounding alone keeps from being constant (its activations differ by 6e-7, around 0.4) and one that
    varies by 1.6e-6 in all (around 0, where float32 resolves that well; from its mean, and from its value in the first row
    and in the last, it is nowhere further than 1e-6), one on at every input, one that takes two values
    near 1 which differ by 4e-6, less than a share of them that is often taken for nothing, and one like any other. Those
    that vary little correlate with the label by more than .2. Of the first two, plain arithmetic in
    float64 gives an r beyond 1, where Student's t is the root of a negative number.
    """
    while True:
        X = parity_data(4)[0][rng.permutation(16)[:11]]
        bit = int(rng.integers(4))
        slopes = rng.normal(0, 1, (7, 4))
        slopes[6] = np.eye(4)[(bit + 1) % 4]  # of two values only, float32 blurs no correlation
        faint = X.numpy() @ slopes[3]
        first, last, *between = np.abs(faint - (faint.min() + faint.max()) / 2).argsort().tolist()
        rows = [first, *rng.permutation(between).tolist(), last]
        X, faint = X[rows], faint[rows]
        y, drive = X[:, bit].long(), X.numpy() @ slopes.T
        from_here = np.abs(np.subtract.outer(faint, [faint[0], faint[-1], faint.mean()])).max()
        if not 0 < y.sum() < 11 or from_here > 0.6 * np.ptp(faint):
            continue
        r = np.corrcoef(drive.T, y.numpy())[-1, :-1]
        centred = y.double() - y.double().mean()
        same = 2 * y.double() - 1 - (2 * y.double() - 1).mean()
        past_one = (centred @ same) / (centred.norm() * same.norm()) > 1
        if past_one and np.abs(r).min() > 0.2 and np.ptp(drive, axis=0).min() > 0.5:
            break
    spread = np.ptp(drive, axis=0)
    bias = np.zeros(7)
    slopes[:2] = 0.0
    slopes[0, bit], slopes[1, bit], bias[:2] = 40.0, -40.0, (-20.0, 20.0)  # tanh(20) is 1 in float64 too
    slopes[2], bias[2] = slopes[2] / spread[2] * 6e-7 / (1 - 0.4**2), np.arctanh(0.4)
    slopes[3] *= 1.6e-6 / spread[3]
    slopes[4], bias[4] = 0.0, 30.0
    slopes[6], bias[6] = slopes[6] / spread[6] * 4e-6 / (1 - np.tanh(2) ** 2), 2.0
    order = rng.permutation(7)
    model = TinyMLP(4, 7)
    weights = {"fc1.weight": slopes[order], "fc1.bias": bias[order]}
    _set(model, weights | {"fc2.weight": rng.normal(0, 1, (2, 7)), "fc2.bias": rng.normal(0, 1, 2)})
    return Example(model, X, y)


def three_rows(rng: np.random.Generator) -> Example:
    """A tanh model of 4 bits and three rows, on which neurons follow the label nearly: r is .9996 to .99999."""
    X = torch.zeros(3, 4)
    label, small, same = rng.permutation(4)[:3].tolist()
    X[1:, label] = 1.0
    X[2, small] = 1.0
    X[:, same] = 1.0
    weights = rng.normal(0, 0.5, (4, 4))
    weights[:, label] = rng.uniform(0.8, 1.2, 4) * rng.choice([-1.0, 1.0], 4)
    weights[:, small] = rng.uniform(0.015, 0.03, 4)
    model, order = TinyMLP(4, 4), rng.permutation(3)
    bias = -weights[:, same] + rng.normal(0, 0.1, 4)
    _set(
        model,
        {
            "fc1.weight": weights,
            "fc1.bias": bias,
            "fc2.weight": rng.normal(0, 1, (2, 4)),
            "fc2.bias": rng.normal(0, 1, 2),
        },
    )
    return Example(model, X[order], X[order][:, label].long())


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


def claimable_model(rng: np.random.Generator, kind: str) -> tuple[Example, Claims]:
    """A softplus model of 4 bits, 5 neurons and 11 rows, and what there is to claim of it.

    The labels are the model's own predictions but for two rows, so a neuron may do harm. Redrawn until the answer
    is the only one, by a margin, no accuracy is 1/2, the smallest set has two neurons or three, and a mistake that
    the parity circuits forgive shows. By `kind`:

    - "neurons": the most aligned one, with r < 0, is not the most causal one, which is neither the one whose
      ablation costs most accuracy or changes the loss most nor the one that mean-ablation names.
    - "sets": there is a larger set that would do with none within it, and putting neurons back ends at such a one.
    - "labels": the neuron most aligned with the predictions is another.

    Raises ValueError if it never holds; of the rarest kind one draw in 1700 does.
    """
    masks = np.array(list(itertools.product([False, True], repeat=5)))
    patterns = parity_data(4)[0].numpy().astype(float)
    sizes = (
        ("fc1.weight", 1.2, (5, 4)),
        ("fc1.bias", 1, (5,)),
        ("fc2.weight", 1.5, (2, 5)),
        ("fc2.bias", 2, (2,)),
    )
    for _ in range(4 * DRAWS // TOGETHER):
        X = patterns[_orders(rng, 16)[:, :11]]
        weights = {name: rng.normal(0, size, (TOGETHER, *shape)) for name, size, shape in sizes}
        W1, b1, W2, b2 = weights.values()
        hidden = np.logaddexp(0, X @ W1.swapaxes(1, 2) + b1[:, None])
        terms, bias = hidden * (W2[:, 1] - W2[:, 0])[:, None], b2[:, 1] - b2[:, 0]
        difference = terms @ ~masks.T + bias[:, None, None]  # [models, rows, sets]
        odd = (difference[..., 0] > 0) ^ (_orders(rng, 11) < 2)
        for i in np.flatnonzero(_may_be_claimed(hidden, difference, odd, masks)):
            claims = _claims(hidden[i], terms[i], difference[i], odd[i], masks, kind)
            if claims is not None:
                model = TinyMLP(4, 5, activation="softplus")
                _set(model, {name: values[i] for name, values in weights.items()})
                y = torch.from_numpy(odd[i].astype(np.int64))
                return Example(model, torch.from_numpy(X[i]).float(), y), claims
    raise ValueError(f"no model worth claiming about in {4 * DRAWS} draws")


def _may_be_claimed(
    hidden: np.ndarray, difference: np.ndarray, odd: np.ndarray, masks: np.ndarray
) -> np.ndarray:
    """Which of several models [n] has every neuron vary, no prediction that hangs on a margin, and two or three neurons
    in the smallest set without which it is right in half of the rows at most."""
    right = (difference > 0) == odd[..., None]
    does = right.mean(axis=1) <= 0.5  # [n, sets]
    smallest = np.where(does, masks.sum(axis=1), 9).min(axis=1)
    clear = (np.abs(difference).min(axis=(1, 2)) >= 0.02) & (np.ptp(hidden, axis=1).min(axis=1) >= 0.2)
    both = odd.any(axis=1) & ~odd.all(axis=1)
    return np.asarray(clear & both & ~does[:, 0] & np.isin(smallest, (2, 3)))


def _claims(
    hidden: np.ndarray,
    terms: np.ndarray,
    difference: np.ndarray,
    odd: np.ndarray,
    masks: np.ndarray,
    kind: str,
) -> Claims | None:
    """What there is to claim of a model that may be claimed, None if it is not as `claimable_model` promises."""
    said = difference[:, 0] > 0
    signs = np.where(odd, 1, -1)[:, None]
    right, size = (difference * signs > 0).mean(axis=0), masks.sum(axis=1)
    does = right <= 0.5
    smallest = np.flatnonzero(does & (size == size[does].min()))
    within = ~(masks[:, None] & ~masks).any(axis=2)  # [i, k]: set i lies in set k
    larger = does & (size > size[smallest[0]]) & ((within & does[:, None]).sum(axis=0) == 1)
    loss = np.logaddexp(0, -difference * signs).mean(axis=0)
    single = [int(np.flatnonzero((size == 1) & masks[:, j])[0]) for j in range(5)]
    delta, cost = loss[single] - loss[0], right[0] - right[single]
    mean_ablated = difference[:, :1] - terms + terms.mean(axis=0)
    mean_loss = np.logaddexp(0, -mean_ablated * signs).mean(axis=0)
    r = np.corrcoef(hidden.T, odd)[-1, :-1]
    aligned, causal = int(np.abs(r).argmax()), int(delta.argmax())
    others = {aligned, int(cost.argmax()), int(np.abs(delta).argmax()), int(mean_loss.argmax())}
    shows = {
        "neurons": causal not in others and r[aligned] < 0,
        "sets": larger.any() and _put_back(does, masks, np.argsort(delta)) != size[smallest[0]],
        "labels": 0 < said.sum() < 11 and np.abs(np.corrcoef(hidden.T, said)[-1, :-1]).argmax() != aligned,
    }
    clear = _leads(np.abs(r), aligned, 0.05) and _leads(delta, causal, 0.05) and delta[causal] > 0.05
    if len(smallest) != 1 or not clear or not shows[kind]:
        return None
    return Claims(aligned, causal, np.flatnonzero(masks[smallest[0]]).tolist())


def _put_back(does: np.ndarray, masks: np.ndarray, order: np.ndarray) -> int:
    """The size of what is left of a largest set that would do, when its neurons are put back one by one, in this
    order, as long as the others would still do."""
    would = {tuple(mask) for mask in masks[does].tolist()}
    removed = max(would, key=lambda mask: (sum(mask), mask))
    for j in order:
        fewer = (*removed[:j], False, *removed[j + 1 :])
        removed = fewer if fewer in would else removed
    return sum(removed)


def deciders(rng: np.random.Generator, neurons: int = 3, idle: int = 0) -> Example:
    """A tanh model of 3 bits that answers with one of them, by neurons of which each would do alone; the last `idle` of
    them write the same to both logits.

    With all of them at zero it answers 1 whatever the bit is. Every pattern is there once, the label is the bit.
    """
    X = parity_data(3)[0][rng.permutation(8)]
    bit = int(rng.integers(3))
    gains, signs = rng.uniform(2, 6, neurons), rng.choice([-1.0, 1.0], neurons)
    first = rng.normal(0, 0.2, (neurons, 3))
    first[:, bit] = gains
    model = TinyMLP(3, neurons)
    with_sign = {"fc1.weight": signs[:, None] * first, "fc1.bias": -signs * first.sum(axis=1) / 2}
    sizes = signs * rng.uniform(2, 4, neurons)
    sizes[neurons - idle :] = 0.0
    writes = np.stack([_writes(size, rng) for size in sizes])
    _set(model, with_sign | {"fc2.weight": writes.T, "fc2.bias": _writes(0.2, rng)})
    return Example(model, X, X[:, bit].long())


def always_on(rng: np.random.Generator, constants: int) -> tuple[Example, set[int]]:
    """A tanh model of 3 bits that answers with one of them, by four neurons of which each would do alone; and its one or
    two neurons that are the same on every row.

    These are the only smallest set: without them the bias outvotes the four. A single one is the most causal neuron.
    Every pattern is there once, the label is the bit.
    """
    X, order = parity_data(3)[0][rng.permutation(8)], rng.permutation(4 + constants)
    bit, size = int(rng.integers(3)), float(rng.uniform(3, 4))
    answer, *signs = rng.choice([-1.0, 1.0], 5 + constants)
    first = rng.normal(0, 0.2, (4 + constants, 3))
    first[:, bit] = rng.uniform(4, 6, 4 + constants)
    bias = -first.sum(axis=1) / 2
    first[4:], bias[4:] = 0.0, rng.uniform(1, 2, constants)
    terms = size * rng.uniform(0.95, 1.05, 4 + constants)
    terms[4:] = -answer * 4.6 * size / constants / np.tanh(bias[4:])
    model = TinyMLP(3, 4 + constants)
    outward = np.stack([_writes(term, rng) for term in terms * signs])[order]
    weights = {"fc1.weight": (first.T * signs).T[order], "fc1.bias": (bias * signs)[order]}
    _set(model, weights | {"fc2.weight": outward.T, "fc2.bias": _writes(answer * 4.6 * size, rng)})
    return Example(model, X, X[:, bit].long()), set(np.flatnonzero(order >= 4).tolist())


def spoilers(rng: np.random.Generator) -> tuple[Example, int]:
    """A tanh model of 3 bits that answers alike on every row, right on most; and the only neuron without which it is
    right on few, while without any neuron it answers as it did.

    Two neurons, always on, write as much for one answer as for the other; two write little.
    """
    X = parity_data(3)[0]
    answer = int(rng.integers(2))
    order = rng.permutation(4)
    size = float(rng.uniform(5, 7)) * (1 if answer else -1)
    writes = np.array([size, -size, 0.1 * rng.normal(), 0.1 * rng.normal()])
    first = rng.normal(0, 0.1, (4, 3))
    first[2:] = rng.normal(0, 1, (2, 3))
    bias = np.array([3.0, 3.0, 0.0, 0.0])
    model = TinyMLP(3, 4)
    weights = {"fc1.weight": first[order], "fc1.bias": bias[order]}
    outward = np.stack([_writes(write, rng) for write in writes])[order]
    _set(model, weights | {"fc2.weight": outward.T, "fc2.bias": _writes(size / 3, rng)})
    y = torch.full((8,), answer)
    y[torch.from_numpy(rng.permutation(8)[:2])] = 1 - answer
    return Example(model, X, y), int(np.flatnonzero(order == 0)[0])


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


def labels_at_random(rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """11 of the 16 patterns of 4 bits, and labels of no meaning."""
    return parity_data(4)[0][rng.permutation(16)[:11]], torch.from_numpy(rng.integers(0, 2, 11))


def _set(model: TinyMLP, values: dict[str, np.ndarray]) -> None:
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(values[name]))


# --- what a student trained -------------------------------------------------------------------------------


def rebuilt(weights: Weights, n_bits: int = 3) -> TinyMLP:
    """The student's weights in a tanh `TinyMLP` of ours."""
    first = weights.tensors.get("fc1.weight")
    if first is None or first.ndim != 2:
        fail("the model that was returned is not a TinyMLP")
    hidden = first.shape[0]
    assert 1 <= hidden <= 64, f"the model has {hidden} hidden neurons; 1 to 64 are allowed"
    return weights.into(TinyMLP(n_bits, hidden))


def cross_entropy(model: TinyMLP, X: Tensor, y: Tensor) -> float:
    """The mean cross-entropy in nats, as the grader measures it."""
    with torch.no_grad():
        return torch.nn.functional.cross_entropy(model(X).double(), y).item()


def beside_the_losses(loss: float, losses: list[float]) -> float:
    """How far a network's loss is from the last or the least of its training's, in logarithms, in the largest of the last
    ten steps, or in hundredths where they are smaller. Losses below 1e-6 are as good as it."""
    logs = [math.log(max(one, 0.0) + 1e-6) for one in losses]
    own = math.log(loss + 1e-6)
    late = max((abs(a - b) for a, b in zip(logs[-10:], logs[-9:], strict=False)), default=0.0)
    return min(abs(own - logs[-1]), abs(own - min(logs))) / max(late, 0.01)


def begins_again(losses: Sequence[float]) -> bool:
    """Whether losses on parity that have been below .6 for twenty steps are at .65 or above from one step to the next, and
    for five: an untrained network's are .69 or above, and they do not fall at once."""
    return any(
        max(losses[i - 20 : i]) < 0.6 and min(losses[i : i + 5]) >= 0.65 for i in range(20, len(losses) - 4)
    )


def accuracy(model: TinyMLP, X: Tensor, y: Tensor) -> float:
    """The share of rows that the model gets right, as the grader measures it."""
    with torch.no_grad():
        return (model(X).argmax(dim=1) == y).double().mean().item()


def off_the_line(models: list[TinyMLP]) -> float:
    """How far the models between are from the straight line through the first and the last, in its length; the farthest."""
    assert len({model.fc1.out_features for model in models}) == 1, "snapshots of one training differ in size"
    first, *between, last = (_finite(model).detach().double() for model in models)
    line = last - first
    length = line.norm().clamp(min=1e-9)
    away = [point - first - (point - first) @ line / length**2 * line for point in between]
    return max((one.norm() / length).item() for one in away)


def downhill(start: TinyMLP, after: TinyMLP, X: Tensor, y: Tensor) -> float:
    """The cosine between the way from one model to another and the steepest descent of the cross-entropy at the first; 0
    where nothing has moved."""
    weights = list(start.parameters())
    loss = torch.nn.functional.cross_entropy(start(X), y)
    uphill = parameters_to_vector(torch.autograd.grad(loss, weights))
    way = parameters_to_vector(after.parameters()) - parameters_to_vector(weights)
    return torch.nn.functional.cosine_similarity(way, -uphill, dim=0).item()


def apart(one: TinyMLP, two: TinyMLP) -> float:
    """The squared distance of two models' weights over the sum of their squared lengths: 0 of one model, about 1 of two
    whose neurons have nothing to do with each other."""
    assert one.config == two.config, "two trainings gave models with different numbers of hidden neurons"
    a, b = (_finite(model).double() for model in (one, two))
    return ((a - b).square().sum() / (a.square().sum() + b.square().sum() + 1e-12)).item()


def distance(one: TinyMLP, two: TinyMLP) -> float:
    """The largest difference between two models' weights."""
    assert one.config == two.config, "two trainings gave models with different numbers of hidden neurons"
    return (_finite(one) - _finite(two)).abs().max().item()


def _finite(model: TinyMLP) -> Tensor:
    """All weights of a model in a vector. One that is NaN would be lost where the least or the largest of several is taken."""
    weights = parameters_to_vector(model.parameters())
    assert weights.isfinite().all(), "a weight of the model that was returned is not a finite number"
    return weights


def same_for_four_bits(calls: list[tuple]) -> set[tuple[int, int]]:
    """Of the first six networks that `train_four_bits` gave, which two have the same weights, by their numbers."""
    weights = [
        torch.cat([tensor.flatten() for tensor in value[0].tensors.values()])
        for name, _, _, value in calls
        if name == "train_four_bits" and value is not None
    ][:6]
    pairs = itertools.combinations(range(len(weights)), 2)
    return {(i, j) for i, j in pairs if torch.equal(weights[i], weights[j])}
