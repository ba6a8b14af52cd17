"""Models whose answer is known by construction, drawn from a NumPy generator. The grader's side only.

`random_model` is for comparing values with the reference: nothing in it is zero or tied by accident.
`letters_in_layers` is for probes: it is decided which letters each layer holds. `permutation_network` is for
claims: it moves the letters in a way that we wrote, among units that look as if they did.
"""

from __future__ import annotations

import copy
import functools
import itertools
from collections.abc import Sequence
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import torch
from given import ReversalMLP, ReversalTransformer, all_but
from torch import Tensor
from torch.nn.utils import parameters_to_vector

from autograder.checks import Weights, fail

MANY = 400  # strings with answers that follow no rule: more than a network of ours learns
DRAWS = 1000  # of 1000 models of each shape the unluckiest took 46
MULTIPLE = 720_720  # between two seeds: 0 modulo every number up to 16
FAR = 128_000  # 2^10 · 5^3: seeds this far apart are one seed to whoever keeps its last bits or digits


class Example(NamedTuple):
    """A model, inputs to ask about, and the answers they are scored with."""

    model: ReversalMLP
    X: Tensor
    Y: Tensor


class Network(NamedTuple):
    """A model that moves letters: output slot q shows what stands at input position permutation[q]."""

    model: ReversalMLP
    permutation: list[int]
    carriers: dict[str, list[set[int]]]
    """by layer, for each output position, the units that it needs"""


def seeds_far_apart(rng: np.random.Generator, n: int) -> list[int]:
    """n seeds, 23 of which are a power of 2 or of 10 from the first: a remainder of a seed is the same for several."""
    first = int(rng.integers(1000))
    steps = [0, *(2**k for k in range(17)), *(10**k for k in range(1, 6))]
    seeds = dict.fromkeys(first + step for step in steps)
    while len(seeds) < n:
        seeds[int(rng.integers(100_000))] = None
    return list(seeds)


def every_input(n_letters: int, length: int) -> Tensor:
    """The tokens of every string, in dictionary order."""
    rows = list(itertools.product(range(n_letters), repeat=length))
    return torch.tensor([[*row, n_letters] for row in rows])


@functools.cache
def trained_activations(reference: ModuleType, epochs: int) -> Tensor:
    """h2 [1296, 16] on every string of four of six letters, of a network that `reference` has trained on 700 of them.

    The same for all students, so that a worker trains it but once.
    """
    X = every_input(6, 4)
    rows = torch.from_numpy(np.random.default_rng(0).permutation(len(X)))[:700]
    model, _ = reference.train(X[rows], reference.targets(X)[rows], 0, hidden=16, epochs=epochs)
    return reference.activations(model, X)["h2"]


# --- models for values ------------------------------------------------------------------------------------


def random_model(rng: np.random.Generator, n_letters: int, length: int, rows: int) -> Example:
    """A random model, some rows of all its inputs, and answers that it gets right about half of the time.

    Answers are the model's own predictions with every second letter, or so, replaced. The <eos> slot's answer is
    <eos>, which the model predicts on some rows and on others not, so a score that counts it differs. Redrawn
    until every mistake that we know shows by more than float32 can blur.
    """
    model = ReversalMLP(n_letters, length, width=4, hidden=6)
    everything = every_input(n_letters, length)
    for _ in range(DRAWS):
        _randomise(model, rng)
        X = everything[rng.permutation(len(everything))[:rows]]
        _balance(model, X, rng)
        if _tells_apart(model, X, everything):
            return Example(model, X, _answers(rng, model, X))
    raise ValueError(f"no model worth asking about in {DRAWS} draws")


def long_strings(rng: np.random.Generator) -> Example:
    """A random model of 20 slots, 300 rows, and answers: in every second row what it predicts but for one letter.

    No prediction hangs on a margin below 1e-3.
    """
    model = ReversalMLP(3, 20, width=4, hidden=6)
    _randomise(model, rng)
    X = torch.from_numpy(np.column_stack([rng.integers(0, 3, (600, 20)), np.full(600, 3)]))
    with torch.no_grad():
        best = model(X).topk(2, dim=2)
    X = X[(best.values[..., 0] - best.values[..., 1]).min(dim=1).values > 1e-3][:300]
    with torch.no_grad():
        Y = model(X).argmax(dim=2)
    other = torch.arange(0, len(X), 2), torch.from_numpy(rng.integers(0, 20, (len(X) + 1) // 2))
    Y[other] = (Y[other] + torch.from_numpy(rng.integers(1, 4, len(other[0])))) % 4
    return Example(model, X, Y)


def many_letters(rng: np.random.Generator) -> tuple[ReversalMLP, Tensor]:
    """A random model of nine letters in two slots, and 1000 rows, each of which occurs more than once."""
    model = ReversalMLP(9, 2, width=4, hidden=6)
    everything = every_input(9, 2)
    for _ in range(DRAWS):
        _randomise(model, rng)
        with torch.no_grad():
            logits = model(everything)
        varied = min(len(logits[:, q].argmax(dim=1).unique()) for q in range(2)) > 3
        if varied and _margin(logits) >= 5e-4:
            return model, everything[torch.from_numpy(rng.integers(0, 81, 1000))]
    raise ValueError(f"no model worth asking about in {DRAWS} draws")


def many_rows(model: ReversalMLP) -> Tensor:
    """1300 rows and some, in dictionary order: every input of the model as often."""
    everything = every_input(model.config["n_letters"], model.config["length"])
    return everything.repeat_interleave(1 + 1300 // len(everything), dim=0)


def louder(model: ReversalMLP, layer: str, times: float = 100) -> ReversalMLP:
    """The same model with a layer's weights and biases so many times as large: of "readout" its logits are, and no
    prediction changes."""
    model = copy.deepcopy(model)
    with torch.no_grad():
        for parameter in getattr(model, layer).parameters():
            parameter.mul_(times)
    return model


def reordered(model: ReversalMLP) -> ReversalMLP:
    """The same model with its neurons, and its letters' slots of the output, in reverse order: of no question is the
    answer the same, and no prediction wins by less."""
    model, slots = copy.deepcopy(model), model.config["length"]
    with torch.no_grad():
        for tensor, axis in ((model.fc1.weight, 0), (model.fc1.bias, 0), (model.fc2.weight, 1)):
            tensor.copy_(tensor.flip(axis))
        for tensor, axis in ((model.fc2.weight, 0), (model.fc2.bias, 0), (model.readout.weight, 1)):
            tensor.copy_(tensor.flip(axis))
        for tensor in (model.readout.weight, model.readout.bias):
            by_slot = tensor.unflatten(0, (slots + 1, -1))
            by_slot[:slots] = by_slot[:slots].flip(0)
    return model


def same_shape(rng: np.random.Generator, model: ReversalMLP, hidden: int | None = None) -> ReversalMLP:
    """Another random model of the same configuration, or with so many neurons; for values, not for predictions."""
    other = ReversalMLP(**model.config | ({} if hidden is None else {"hidden": hidden}))
    _randomise(other, rng)
    return other


def _randomise(model: torch.nn.Module, rng: np.random.Generator) -> None:
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            fan_in = parameter.shape[1] if parameter.ndim == 2 and "embed" not in name else 1
            size = 1.5 if parameter.ndim == 2 else 0.7
            drawn = rng.normal(0, size / np.sqrt(fan_in), tuple(parameter.shape))
            parameter.copy_(torch.from_numpy(drawn))


def _balance(model: ReversalMLP, X: Tensor, rng: np.random.Generator) -> None:
    """Sets biases: each unit is on for 30 to 70 % of the rows, and <eos> is predicted in its own slot on as many."""
    with torch.no_grad():
        values = model.embed(X).flatten(1)
        for layer in (model.fc1, model.fc2):
            layer.bias.sub_(_one_quantile_each(layer(values), rng))
            values = layer(values).relu()
        last = model(X)[:, -1]
        behind = last[:, :-1].max(dim=1).values - last[:, -1]
        model.readout.bias[-1] += _one_quantile_each(behind[:, None], rng)[0]


def _one_quantile_each(values: Tensor, rng: np.random.Generator) -> Tensor:
    """Of each column of values [N, n], a quantile drawn from .3 to .7: [n]."""
    drawn = [np.quantile(column, rng.uniform(0.3, 0.7)) for column in values.T.numpy()]
    return torch.tensor(drawn, dtype=values.dtype)


def _answers(rng: np.random.Generator, model: ReversalMLP, X: Tensor) -> Tensor:
    n_letters = model.config["n_letters"]
    with torch.no_grad():
        Y = model(X).argmax(dim=2).numpy()
    letters = rng.integers(0, n_letters, Y.shape)
    row_is_right = rng.permutation(np.arange(len(Y)) % 2).astype(bool)
    keep = row_is_right[:, None] | (rng.random(Y.shape) < 0.5)
    Y = np.where(keep, Y, letters)
    Y[:, -1] = n_letters
    return torch.from_numpy(Y)


def _tells_apart(model: ReversalMLP, X: Tensor, everything: Tensor) -> bool:
    """Whether the model is a good question.

    Every unit is off on some rows and on for others, and not 0 in the mean; every slot has more than one
    prediction, and <eos> is predicted in its own slot on some rows but not on all; no prediction, for any input
    or with any unit ablated either way, hangs on a margin that float32 could cross.
    """
    with torch.no_grad():
        h1 = model.fc1(model.embed(X).flatten(1)).relu()
        h2 = model.fc2(h1).relu()
        for layer in (h1, h2):
            on = (layer > 0).double().mean(dim=0)
            if on.min() < 0.1 or on.max() > 0.95 or layer.mean(dim=0).min() < 0.1:
                return False
        logits = model(X)
        eos = (logits[:, -1].argmax(dim=1) == model.config["n_letters"]).double().mean()
        constant = (logits.argmax(dim=2) == logits[0].argmax(dim=1)).all(dim=0).any()
        if not 0.1 < eos < 0.9 or constant or _margin(model(everything)) < 5e-4:
            return False
        for name, layer in (("h1", h1), ("h2", h2)):
            for unit, mode in itertools.product(range(layer.shape[1]), ("zero", "mean")):
                changed = layer.clone()
                changed[:, unit] = 0.0 if mode == "zero" else changed[:, unit].mean()
                after = model.fc2(changed).relu() if name == "h1" else changed
                if _margin(model.readout(after).unflatten(1, logits.shape[1:])) < 5e-4:
                    return False
    return True


def _margin(logits: Tensor) -> float:
    """The smallest distance between a slot's largest logit and its second."""
    best = logits.topk(2, dim=-1).values
    return (best[..., 0] - best[..., 1]).min().item()


def random_transformer(rng: np.random.Generator, n_heads: int) -> ReversalTransformer:
    """A transformer of 4 letters in 3 slots whose heads look in places that depend on the letters."""
    model = ReversalTransformer(4, 3, width=8, n_heads=n_heads)
    _randomise(model, rng)
    return model


# --- models for probes ------------------------------------------------------------------------------------


def letters_in_layers(
    rng: np.random.Generator, n_letters: int, length: int, h1: set[int], h2: set[int]
) -> ReversalMLP:
    """A model whose h1 holds the letters at the input positions `h1` and no other, and its h2 those of `h2`.

    h2 is a subset of h1. The letters stand in random directions, not in single units. 30 units of each layer are
    always on, and together they are a linear map of the letters with the inverse that a linear probe needs. 30
    others are rectified mixtures of the same letters: with few rows a probe can learn anything by heart from them.
    """
    always, mixtures = 30, 30
    hidden = always + mixtures
    model = ReversalMLP(n_letters, length, width=n_letters + 1, hidden=hidden)
    _randomise(model, rng)
    embed = np.linalg.qr(rng.normal(size=(n_letters + 1, n_letters + 1)))[0]
    slots = np.arange(length + 1).repeat(n_letters + 1)
    unembed = np.kron(
        np.eye(length + 1), embed
    )  # from the letters' indicators to the embeddings side by side

    def mix(held: set[int]) -> tuple[np.ndarray, np.ndarray]:
        """Weights from the indicators of the letters that are held, and biases that keep the first units on."""
        weight = rng.normal(size=(hidden, len(slots))) * np.isin(slots, list(held))
        bias = np.abs(weight).sum(axis=1) * rng.uniform(0.5, 0.8, hidden) + 0.5
        bias[always:] = -weight[always:].sum(axis=1) / (n_letters + 1)  # about half of the rows
        return weight, bias

    mix1, bias1 = mix(h1)
    mix2, bias2 = mix(h2)
    into_h2 = np.zeros((hidden, hidden))
    into_h2[:, :always] = mix2 @ np.linalg.pinv(mix1[:always])
    order1, order2 = rng.permutation(hidden), rng.permutation(hidden)
    with torch.no_grad():
        model.embed.weight.copy_(torch.from_numpy(embed))
        model.fc1.weight.copy_(torch.from_numpy((mix1 @ unembed)[order1]))
        model.fc1.weight.add_(1e-6)  # no weight is exactly 0, so it looks as one that was drawn
        model.fc1.bias.copy_(torch.from_numpy(bias1[order1]))
        model.fc2.weight.copy_(torch.from_numpy(into_h2[order2][:, order1]))
        model.fc2.bias.copy_(torch.from_numpy((bias2 - into_h2 @ bias1)[order2]))
    return model


def nothing_to_read(rng: np.random.Generator, rows: int) -> tuple[list[ReversalMLP], Tensor, str, int]:
    """Two random models of two letters in twelve slots, rows, a layer and an output position of which it holds nothing.

    The weights from the embedding at that letter's slot are exactly 0, so no rounding tells of it either. Either letter
    is in half of the rows there, in random ones.
    """
    position = int(rng.integers(12))
    models = []
    for _ in range(2):
        model = ReversalMLP(2, 12, width=4, hidden=16)
        _randomise(model, rng)
        with torch.no_grad():
            model.fc1.weight.view(16, 13, 4)[:, 11 - position] = 0.0
        models.append(model)
    X = np.column_stack([rng.integers(0, 2, (rows, 12)), np.full(rows, 2)])
    X[:, 11 - position] = rng.permutation(np.arange(rows) % 2)
    return models, torch.from_numpy(X), str(rng.choice(["h1", "h2"])), position


def classes_in_noise(rng: np.random.Generator, n: int, n_classes: int = 5) -> tuple[Tensor, Tensor]:
    """Activations A [n, 14] in which the class t [n] can be read linearly, among larger things that it cannot.

    Each class has a direction of its own; two loud directions and a large mean have nothing to do with it, one
    feature is on another scale, and one is constant.
    """
    t = np.concatenate([np.arange(n_classes), rng.integers(0, n_classes, n - n_classes)])
    directions = np.linalg.qr(rng.normal(size=(12, 12)))[0]
    A = 3.0 * directions[t] + rng.normal(0, 5, (n, 2)) @ directions[-2:]
    A += rng.normal(0, 0.3, A.shape) + rng.uniform(2, 6, 12)
    A = np.column_stack([A, 20 * rng.normal(size=n) + 50, np.full(n, 1.7)])[:, rng.permutation(14)]
    return torch.from_numpy(A).float(), torch.from_numpy(t)


def class_in_small_features(rng: np.random.Generator, n: int, n_classes: int = 4) -> tuple[Tensor, Tensor]:
    """Activations A [n, 14] whose class t [n] is in four features that vary a thousand times less than the ten others, as
    far from 0 as those.

    It is ten standard deviations from class to class. The last class is in none of the first hundred rows.
    """
    t = np.concatenate([np.arange(n_classes), rng.integers(0, n_classes, n - n_classes)])
    first = rng.permutation(np.flatnonzero(t < n_classes - 1))[:100]
    t = np.concatenate([t[first], np.delete(t, first)])
    small = 0.003 * (
        np.eye(n_classes)[t] + rng.normal(0, 0.1, (n, n_classes)) + rng.uniform(-1, 1, n_classes)
    )
    small += rng.choice([-1, 1], n_classes) * rng.uniform(3, 6, n_classes)
    loud = 3 * (rng.normal(size=(n, 14 - n_classes)) + rng.uniform(-1, 1, 14 - n_classes))
    A = np.column_stack([small, loud])[:, rng.permutation(14)]
    return torch.from_numpy(A).float(), torch.from_numpy(t)


def one_feature(rng: np.random.Generator, n: int) -> tuple[Tensor, Tensor]:
    """Activations A [n, 2] in float64: the first feature is 3 or 6, by the class t [n], the other is noise."""
    t = np.concatenate([[0, 1], rng.integers(0, 2, n - 2)])
    A = np.column_stack([3.0 + 3.0 * t, np.zeros(n)]) + rng.normal(0, 0.3, (n, 2))
    return torch.from_numpy(A), torch.from_numpy(t)


def class_far_from_zero(rng: np.random.Generator, n: int) -> tuple[Tensor, Tensor]:
    """Activations A [n, 8] in float64: the first feature is 100 or 106, by the class t [n], and .6 about it; the others are
    noise of standard deviation 1."""
    t = np.concatenate([[0, 1], rng.integers(0, 2, n - 2)])
    A = rng.normal(size=(n, 8))
    A[:, 0] = 100 + 6.0 * t + 0.6 * A[:, 0]
    return torch.from_numpy(A), torch.from_numpy(t)


# --- models for claims ------------------------------------------------------------------------------------


def permutation_network(
    rng: np.random.Generator, n_letters: int, length: int, renames: bool, exception: str | int | None = None
) -> Network:
    """A network that permutes the letters and, if asked, renames them; the answers to `explain` are known.

    In each layer one unit stands for one letter at one input position, in random order and at a scale of its own.
    It writes the letter, as it is to be called, to the slot that the permutation sends it to. Where that unit is
    silenced the slot has no letter above <eos>, so <eos> is predicted: exactly the slots that need it change.
    Among them are units that are always on, units that never are, and units that follow a letter as a true one
    does; they write the same to every token of a slot, which moves its logits far and changes no prediction. Those that never are on write loudly to
    some letters, which shows where a ReLU is forgotten. A little noise on all weights. From four letters on, new names
    are such that their numbers do not correlate with the old.

    With an exception, "any" or "first", there is a unit in each layer that is on for one string only, and writes another
    letter to one slot of it: any string, or the first, aaa…, there in a slot whose letter comes from the middle. A number
    says which string it is, in dictionary order.

    The permutation is neither the reversal nor its own inverse. Redrawn should the construction not hold with a margin,
    by brute force over all strings: of the largest one in seven had to be, of others one in 450.
    """
    for _ in range(DRAWS):
        network, expected = _wired(rng, n_letters, length, renames, exception)
        problem = _problem(network, expected)
        if not problem:
            return network
    raise ValueError(f"planted network: {problem}, in {DRAWS} draws")


def _wired(
    rng: np.random.Generator, n_letters: int, length: int, renames: bool, exception: str | int | None
) -> tuple[Network, Tensor]:
    """A network as `permutation_network` says, and what it should put out for every string: letters [N, L]."""
    permutation = _permutation(rng, length)
    names = _names(rng, n_letters) if renames else np.arange(n_letters)
    X = every_input(n_letters, length)
    expected = torch.from_numpy(names)[X[:, permutation]]
    if exception is not None:
        if isinstance(exception, int):
            row = exception
        else:
            row = 0 if exception == "first" else int(rng.integers(1, len(X)))
        slots_for_it = [q for q, p in enumerate(permutation) if exception != "first" or 0 < p < length - 1]
        slot = int(rng.choice(slots_for_it))
        instead = int((expected[row, slot] + int(rng.integers(1, n_letters))) % n_letters)
        expected[row, slot] = instead
    true, slots, tokens = n_letters * length, length + 1, n_letters + 1
    kinds = ["true"] * true + ["on", "on", "dead", "dead"] + ["rare"] * (exception is not None) + ["echo"] * 4
    hidden = len(kinds)
    model = ReversalMLP(n_letters, length, width=tokens, hidden=hidden)
    embed = np.linalg.qr(rng.normal(size=(tokens, tokens)))[0]
    w1, b1 = np.zeros((hidden, slots, tokens)), np.zeros(hidden)
    w2, b2 = np.zeros((hidden, hidden)), np.zeros(hidden)
    out, b3 = np.zeros((slots, tokens, hidden)), np.zeros((slots, tokens))
    place1, place2 = rng.permutation(hidden), rng.permutation(hidden)
    scale1, scale2 = rng.uniform(0.5, 2.0, (2, hidden))

    echoed = rng.choice(true, 4, replace=False)
    for k, kind in enumerate(kinds):
        i, j = place1[k], place2[k]
        source = k if kind == "true" else echoed[k - hidden + 4] if kind == "echo" else None
        if source is not None:
            position, letter = divmod(int(source), n_letters)
            w1[i, position] = embed[letter] * scale1[i]
        if kind == "dead":
            b1[i], b2[j] = -2.0, -2.0
        elif kind == "on":
            b1[i], b2[j] = 1.5, 1.0
        elif kind == "rare":
            w1[i, :length] = embed[X[row, :length]] * scale1[i]
            b1[i], b2[j] = (0.5 - length) * scale1[i], -0.2 * scale2[j]
        w2[j, i] = scale2[j] / scale1[i]
        if kind == "dead":  # below 0, so that nothing arrives
            w2[place2[rng.permutation(true)[: true // 2]], i] = rng.uniform(2.0, 4.0)
            out[:length, :n_letters, j] = 3.0 * rng.choice([-1.0, 1.0], (length, n_letters))
        elif kind == "true":
            out[permutation.index(position), names[letter], j] = 8.0 / scale2[j]
        elif kind == "rare":
            out[slot, instead, j] = 40.0 / scale2[j]
        else:
            out[:, :, j] = rng.normal(0, 30, (slots, 1))
    b3[:length, :n_letters], b3[:length, n_letters] = -4.0, -1.0
    b3[length, n_letters] = 6.0

    values = {
        "embed.weight": embed,
        "fc1.weight": w1.reshape(hidden, -1),
        "fc1.bias": b1,
        "fc2.weight": w2,
        "fc2.bias": b2,
        "readout.weight": out.reshape(-1, hidden),
        "readout.bias": b3.reshape(-1),
    }
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(values[name] + rng.normal(0, 0.01, values[name].shape)))

    carriers: dict[str, list[set[int]]] = {
        layer: [{int(place[p * n_letters + a]) for a in range(n_letters)} for p in permutation]
        for layer, place in (("h1", place1), ("h2", place2))
    }
    if exception is not None:
        for layer, place in (("h1", place1), ("h2", place2)):
            carriers[layer][slot].add(int(place[kinds.index("rare")]))
    return Network(model, permutation, carriers), expected


def _names(rng: np.random.Generator, n_letters: int) -> np.ndarray:
    """New names for the letters; from four on, numbers that do not correlate with the old ones."""
    middle = (n_letters - 1) / 2
    while True:
        names = rng.permutation(n_letters)
        if n_letters < 4 or (np.arange(n_letters) - middle) @ (names - middle) == 0:
            return names


def _permutation(rng: np.random.Generator, length: int) -> list[int]:
    """A permutation that is not its own inverse, so that none of the two can be taken for the other."""
    while True:
        drawn = rng.permutation(length)
        if any(drawn[drawn] != np.arange(length)):
            return [int(p) for p in drawn]


def _problem(network: Network, expected: Tensor) -> str:
    """How the network, over all strings and with margins, does not do what it was wired for or need the carriers."""
    model, length = network.model, network.model.config["length"]
    X = every_input(model.config["n_letters"], length)
    with torch.no_grad():
        h1 = model.fc1(model.embed(X).flatten(1)).relu()
        layers = {"h1": h1, "h2": model.fc2(h1).relu()}
        intact = model(X)
        if not torch.equal(intact[:, :length].argmax(dim=2), expected) or _margin(intact) < 1.0:
            return "it does not compute its permutation"
        for layer, values in layers.items():
            needed: list[set[int]] = [set() for _ in range(length)]
            for unit in range(values.shape[1]):
                changed = values.clone()
                changed[:, unit] = 0.0
                after = model.fc2(changed).relu() if layer == "h1" else changed
                logits = model.readout(after).unflatten(1, intact.shape[1:])
                if _margin(logits) < 0.3:
                    return "an ablated prediction hangs on a thin margin"
                for q in (logits.argmax(dim=2) != intact.argmax(dim=2)).any(dim=0)[:length].nonzero():
                    needed[int(q)].add(unit)
            if needed != network.carriers[layer]:
                return f"the carriers in {layer} are not as wired"
    return ""


# --- tasks to train on ------------------------------------------------------------------------------------


def random_answers(rng: np.random.Generator, X: Tensor) -> Tensor:
    """Answers to X [N, L+1] that follow no rule: random letters, <eos> at the end."""
    n_letters = int(X[0, -1])
    letters = torch.from_numpy(rng.integers(0, n_letters, (len(X), X.shape[1] - 1)))
    return torch.cat([letters, X[:, -1:]], dim=1)


# --- what a student trained -------------------------------------------------------------------------------


def rebuilt(weights: Weights, n_letters: int = 6, length: int = 4) -> ReversalMLP:
    """The student's weights in a `ReversalMLP` of ours."""
    embed, first = (weights.tensors.get(name) for name in ("embed.weight", "fc1.weight"))
    if embed is None or first is None or embed.ndim != 2 or first.ndim != 2:
        fail("the model that was returned is not a ReversalMLP")
    width, hidden = embed.shape[1], first.shape[0]
    assert 1 <= width <= 128, f"the embedding's width is {width}; 1 to 128 are allowed"
    assert 1 <= hidden <= 128, f"a layer has {hidden} hidden neurons; 1 to 128 are allowed"
    return weights.into(ReversalMLP(n_letters, length, width, hidden))


def rebuilt_transformer(weights: Weights, n_letters: int = 6, length: int = 4) -> ReversalTransformer:
    """The student's weights in a `ReversalTransformer` of one head of ours."""
    embed = weights.tensors.get("embed.weight")
    if embed is None or embed.ndim != 2:
        fail("the model that was returned is not a ReversalTransformer")
    assert 1 <= embed.shape[1] <= 128, f"the width is {embed.shape[1]}; 1 to 128 are allowed"
    return weights.into(ReversalTransformer(n_letters, length, width=embed.shape[1]))


def accuracy(model: torch.nn.Module, X: Tensor, Y: Tensor, by_letter: bool = False) -> float:
    """The share of rows whose letters are all right, or of letters, as the grader measures it."""
    with torch.no_grad():
        right = (model(X).argmax(dim=2) == Y)[:, :-1]
    return (right if by_letter else right.all(dim=1)).double().mean().item()


def different_rows(rows: Tensor, size: int, n: int) -> Tensor:
    """The rows that a model is said to be trained on, if these are `size` different numbers of 0 … n-1: as whole numbers,
    whatever form they came in."""
    if rows.shape != (size,) or len(set(rows.tolist()) & set(range(n))) != size:
        fail(f"the rows that a model was trained on are not {size} different rows of the data")
    return rows.long()


def seen_and_unseen(
    trained: tuple[Weights, Tensor], size: int, X: Tensor, Y: Tensor, by_letter: bool = False
) -> tuple[float, float]:
    """A returned model's accuracy on the `size` rows that it is said to be trained on, and on all others: of whole
    strings, or of letters.

    A model that was trained on other rows than it says knows too few of the first, or too many of the second.
    """
    weights, rows = trained[0], different_rows(trained[1], size, len(X))
    model, others = rebuilt(weights), all_but(rows, len(X))
    seen, unseen = (accuracy(model, X[part], Y[part], by_letter) for part in (rows, others))
    return seen, unseen


def letters_far_from_seen(trained: tuple[Weights, Tensor], X: Tensor, Y: Tensor) -> float:
    """A returned model's share of right letters, of the strings that differ from each string it was trained on in two
    letters or more."""
    weights, rows = trained[0], trained[1].long()
    differ = (X[:, None] != X[rows]).sum(dim=2).amin(dim=1)
    return accuracy(rebuilt(weights), X[differ >= 2], Y[differ >= 2], by_letter=True)


def letters_of_the_model_before(found: list[tuple[Weights, Tensor]], X: Tensor, Y: Tensor) -> float:
    """Of the rows that a returned model was trained on and the next one in the list was not, the share of letters that the
    next one has right; 0 where they are fewer than fifty."""
    right = []
    for (_, before), (weights, rows) in itertools.pairwise(found):
        others = before[~torch.isin(before, rows)].long()
        with torch.no_grad():
            right.append((rebuilt(weights)(X[others]).argmax(dim=2) == Y[others])[:, :-1])
    return torch.cat(right).double().mean().item() if sum(map(len, right)) >= 50 else 0.0


def accuracies_by_size(calls: Sequence[Any]) -> list[tuple[int, float, float]]:
    """(size, seen, unseen) for each model that `models_by_size` returned: for the mutants' signatures."""
    return [
        (size, *seen_and_unseen(trained, size, args[0], args[1]))
        for name, args, _, value in calls
        if name == "models_by_size" and value is not None
        for trained, size in zip(value, args[2], strict=True)
        if size < len(args[0]) and size != MANY
    ]


def _of_given_size(weights: Weights, X: Tensor) -> torch.nn.Module:
    n_letters, length = int(X[0, -1]), X.shape[1] - 1
    made = rebuilt_transformer if "query.weight" in weights.tensors else rebuilt
    return made(weights, n_letters, length)


def same_seed_pairs(calls: Sequence[Any], function: str, epochs: int | None = None) -> list[bool]:
    """Of each two calls of one seed (and one size of X), whether their weights are equal: for signatures."""
    runs = [
        (kwargs["seed"], args[2:], (value[0][0] if function == "models_by_size" else value[0]).tensors)
        for name, args, kwargs, value in calls
        if name == function and value and kwargs.get("epochs") == epochs and "hidden" not in kwargs
    ]
    runs = [
        run for run in runs if any(tensor.any() for tensor in run[2].values())
    ]  # what is handed out again is zeros
    return [
        all(torch.equal(one[2][key], two[2][key]) for key in one[2])
        for one, two in itertools.combinations(runs, 2)
        if one[:2] == two[:2]
    ]


def no_seed_gives_its_transformer_again(calls: Sequence[Any]) -> bool:
    """Whether one seed gives two transformers each time that it comes again, on few strings: for signatures."""
    few = [call for call in calls if call[0] == "train_transformer" and len(call[1][0]) < 500]
    pairs = same_seed_pairs(few, "train_transformer")
    return bool(pairs) and not any(pairs)


def far_seeds_agree(calls: Sequence[Any]) -> bool:
    """Whether each two seeds that are FAR apart trained to the same weights, of all rows that were given: for signatures."""
    found = {}
    for name, args, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("epochs") in (0, 2):
            found[kwargs["epochs"], kwargs["seed"]] = value[0].tensors
        if name == "models_by_size" and value is not None and args[2] == [len(args[0])]:
            found["all", kwargs["seed"]] = value[0][0].tensors
    pairs = [
        (found[kind, seed - FAR], found[kind, seed]) for kind, seed in found if (kind, seed - FAR) in found
    ]
    return bool(pairs) and all(
        one.keys() == two.keys() and all((one[key] - two[key]).abs().max() < 1e-2 for key in one)
        for one, two in pairs
    )


def loss_ratios(calls: Sequence[Any]) -> list[float]:
    """Each loss at a rate of nearly 0 over the cross-entropy of the weights that came back: for signatures."""
    return [
        loss / cross_entropy(_of_given_size(value[0], args[0]), *args)
        for name, args, kwargs, value in calls
        if name == "train" and value is not None and "lr" in kwargs
        for loss in value[1]
    ]


def one_network_twice(calls: Sequence[Any]) -> list[tuple[Any, Any]]:
    """What `test_halves_and_shuffle` asked: (read of one network twice, read of it beside another): for signatures."""
    found: dict[tuple[int, int], dict[bool, Any]] = {}
    for name, args, kwargs, value in calls:
        if name == "probe_with_controls" and value is not None and args[2].shape[1] == 4:
            twice = torch.equal(args[0].fc2.weight, args[1].fc2.weight)
            found.setdefault((args[4], kwargs["seed"]), {})[twice] = value
    return [(both[True], both[False]) for both in found.values() if len(both) == 2]


def knows_what_it_scores(calls: Sequence[Any]) -> bool:
    """Whether of what `nothing_to_read` draws more than half is read and not nearly all, and of the three slots of
    `test_halves_and_shuffle` the letter that is asked: for signatures."""
    probed = [
        (args[2].shape[1], kwargs["seed"], value)
        for name, args, kwargs, value in calls
        if name == "probe_with_controls" and value is not None
    ]
    read = [number for columns, _, value in probed if columns == 13 for number in value]
    held = [value.trained for columns, seed, value in probed if (columns, seed) == (4, 1)]
    return len(read) >= 60 and 0.54 < sum(read) / len(read) < 0.75 and min(held, default=1.0) > 0.9


def losses_at_rest(calls: Sequence[Any]) -> list[tuple[list[float], float, float]]:
    """Of each training at a rate of 0, its losses, and the cross-entropy of the letters and of all slots: for signatures."""
    found = []
    for name, args, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("lr") == 0.0:
            X, Y = args
            with torch.no_grad():
                logits = _of_given_size(value[0], X)(X)
            entropies = torch.nn.functional.cross_entropy(logits.transpose(1, 2), Y, reduction="none")
            found.append((value[1], entropies[:, :-1].mean().item(), entropies.mean().item()))
    return found


def losses_in_twos(calls: Sequence[Any]) -> list[tuple[list[float], list[float]]]:
    """Of each training at a rate of 0 in batches of two: its losses, and that of each of its strings: for signatures."""
    found = []
    for name, (X, Y), kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("batch_size") == 2:
            model = _of_given_size(value[0], X)
            found.append(
                (value[1], [cross_entropy(model, X[i : i + 1], Y[i : i + 1]) for i in range(len(X))])
            )
    return found


def drifts(calls: Sequence[Any]) -> list[float]:
    """The largest difference between the weights of no epochs and of some at a rate of nearly 0: for signatures."""
    still = {k["seed"]: v[0].tensors for f, _, k, v in calls if f == "train" and v is not None and "lr" in k}
    return [
        max(
            (still[kwargs["seed"]][key] - tensor).abs().max().item()
            for key, tensor in value[0].tensors.items()
        )
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("epochs") == 0 and kwargs["seed"] in still
    ]


def accuracies_of_trainings(calls: Sequence[Any]) -> list[float]:
    """What the networks of full trainings get right of the strings that they saw: for signatures."""
    return [
        accuracy(_of_given_size(value[0], args[0]), *args)
        for name, args, kwargs, value in calls
        if name in ("train", "train_transformer") and value is not None and "epochs" not in kwargs
    ]


def reading(probe: Any, A: Tensor, t: Tensor, n_classes: int) -> float:
    """The share of the rows of A [N, F] for which a returned probe's answer is t [N]."""
    weight, bias = probe
    assert weight.shape == (A.shape[1], n_classes), "the probe's weight is not [features, classes]"
    assert bias.shape == (n_classes,), "the probe's bias is not [classes]"
    answers = (A.double() @ weight.double() + bias.double()).argmax(dim=1)
    return (answers == t).double().mean().item()


def neighbours_apart(rows: Tensor, n: int) -> float:
    """Of the rows 0 … n-1 and the next of each, the share of which one is among `rows` and the other is not."""
    among = torch.zeros(n, dtype=torch.bool)
    among[rows.long().clamp(0, n - 1)] = True
    return (among[1:] != among[:-1]).double().mean().item()


def cross_entropy(model: torch.nn.Module, X: Tensor, Y: Tensor) -> float:
    """The mean cross-entropy of a slot in nats, <eos> among them."""
    with torch.no_grad():
        return torch.nn.functional.cross_entropy(model(X).transpose(1, 2), Y).item()


def downhill(start: torch.nn.Module, after: torch.nn.Module, X: Tensor, Y: Tensor) -> float:
    """The cosine between the way from one model's matrices to another's and the steepest descent of the cross-entropy at
    the first; 0 where nothing has moved. Biases are left out: which of them rise, such as that of <eos>, is known before.
    """
    before, behind = ([p for p in m.parameters() if p.ndim == 2] for m in (start, after))
    loss = torch.nn.functional.cross_entropy(start(X).transpose(1, 2), Y)
    uphill = parameters_to_vector(torch.autograd.grad(loss, before))
    way = parameters_to_vector(behind) - parameters_to_vector(before)
    return torch.nn.functional.cosine_similarity(way, -uphill, dim=0).item()


def apart(one: torch.nn.Module, two: torch.nn.Module) -> float:
    """The squared distance of two models' weights over the sum of their squared lengths: 0 of one model, about 1 of two
    whose neurons have nothing to do with each other."""
    assert one.config == two.config, "two trainings gave models of different size"
    a, b = (_finite(model).double() for model in (one, two))
    return ((a - b).square().sum() / (a.square().sum() + b.square().sum() + 1e-12)).item()


def distance(one: torch.nn.Module, two: torch.nn.Module) -> float:
    """The largest difference between two models' weights."""
    assert one.config == two.config, "two trainings gave models of different size"
    return (_finite(one) - _finite(two)).abs().max().item()


def _finite(model: torch.nn.Module) -> Tensor:
    """All weights of a model in a vector. One that is NaN would be lost where the least or the largest of several is taken."""
    weights = parameters_to_vector(model.parameters())
    assert weights.isfinite().all(), "a weight of the model that was returned is not a finite number"
    return weights
