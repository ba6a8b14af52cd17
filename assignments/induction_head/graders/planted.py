"""Models whose answer is known by construction, and sequences to ask about. The grader's side only.

`random_model` is for comparing values with the reference: nothing in it is zero, saturated or tied by accident.
`planted_circuit` is for finding: two heads do induction by weights that we wrote, among six that do not.
"""

from __future__ import annotations

import copy
import functools
import itertools
from typing import NamedTuple

import numpy as np
import torch
from given import BLANK, LENGTH, VOCABULARY, new_model
from torch import Tensor
from transformer_lens import TransformerBridge

from autograder.checks import Weights

DRAWS = 200
UNSEEN = (2, 3, 15, 16)  # periods that `train` is not shown by default
LONGEST_PREFIX = 20  # beyond it too few positions are left for two copies of any length to be told apart

N_HEADS, D_HEAD = 4, 32
TOKEN, BEFORE, POSITION = (
    slice(0, 32),
    slice(32, 64),
    slice(64, 96),
)  # the slots of the planted residual stream
D_MODEL = 96

Arrays = dict[str, np.ndarray]


class Example(NamedTuple):
    """A model, sequences, and the positions to average over."""

    model: TransformerBridge
    tokens: Tensor
    mask: Tensor


class Run(NamedTuple):
    """What a student's `train` returned: the weights in a bridge of ours, and the losses."""

    model: TransformerBridge
    losses: list[float]


class Circuit(NamedTuple):
    """A model that does induction with two of its eight heads, by their index in layer 0 and in layer 1."""

    model: TransformerBridge
    previous: int
    induction: int


# --- sequences --------------------------------------------------------------------------------------------


def repeated(
    rng: np.random.Generator, n: int, period: int, longest: int = LONGEST_PREFIX
) -> tuple[Tensor, Tensor]:
    """n sequences of a prefix and a segment of this period that repeats, and where the next token is determined."""
    tokens, mask = np.zeros((n, LENGTH), np.int64), np.zeros((n, LENGTH), bool)
    for row in range(n):
        prefix = int(rng.integers(0, min(LENGTH - 2 * period, longest) + 1))
        different = rng.permutation(VOCABULARY)
        place = np.arange(LENGTH)
        tokens[row] = different[np.where(place < prefix, place, prefix + (place - prefix) % period)]
        mask[row, prefix + period : -1] = True
    return torch.from_numpy(tokens), torch.from_numpy(mask)


def with_repeats(rng: np.random.Generator, n: int) -> tuple[Tensor, Tensor]:
    """n sequences of tokens drawn at random, neighbours sometimes equal, and where a token has been seen before."""
    tokens = rng.integers(0, 12, (n, LENGTH))
    seen = (tokens[:, :, None] == tokens[:, None, :]) & np.tri(LENGTH, k=-1, dtype=bool)
    mask = seen.any(axis=2)
    mask[:, -1] = False
    return torch.from_numpy(tokens), torch.from_numpy(mask)


def mixed(rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Some sequences of both kinds, with several periods, and three in five of the positions that are determined."""
    parts = [repeated(rng, 2, period) for period in (3, 7, 12)] + [with_repeats(rng, 2)]
    order = torch.from_numpy(rng.permutation(8))
    asked = torch.from_numpy(rng.random((8, LENGTH)) < 0.6)
    return torch.cat([t for t, _ in parts])[order], torch.cat([m for _, m in parts])[order] & asked


def many(rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """1100 short sequences, more than a batch that somebody might cut them into, and some of their determined positions."""
    tokens, mask = with_repeats(rng, 1100)
    tokens, mask = tokens[:, :12], mask[:, :12] & torch.from_numpy(rng.random((1100, 12)) < 0.6)
    mask[:, -1] = False
    return tokens, mask


def attention_pattern(rng: np.random.Generator) -> Tensor:
    """A causal pattern [T, T] whose weights in a row are apart, with position 0 among the larger ones."""
    scores = rng.normal(0, 0.05, (LENGTH, LENGTH))
    for row in range(LENGTH):
        scores[row] += rng.permutation(LENGTH) * 0.15
    scores[:, 0] += 4.7
    weights = np.exp(scores) * np.tri(LENGTH)
    return torch.from_numpy(weights / weights.sum(axis=1, keepdims=True)).float()


# --- models for values ------------------------------------------------------------------------------------


def random_model(rng: np.random.Generator, model: TransformerBridge) -> TransformerBridge:
    """Gives `model` large random weights and biases: its heads look in definite places, and all of them matter."""
    d_model, d_head = model.cfg.d_model, model.cfg.d_head

    def normal(shape: tuple[int, ...], size: float) -> Tensor:
        return torch.from_numpy(rng.normal(0, size, shape)).float()

    with torch.no_grad():
        model.W_E.copy_(normal(model.W_E.shape, 1.0))
        model.W_pos.copy_(normal(model.W_pos.shape, 0.7))
        model.W_U.copy_(normal(model.W_U.shape, 1.5 / d_model**0.5))
        model.b_U.copy_(normal(model.b_U.shape, 0.5))
        for block in model.blocks:
            for part in ("Q", "K", "V"):
                weight, bias = getattr(block.attn, f"W_{part}"), getattr(block.attn, f"b_{part}")
                weight.copy_(normal(weight.shape, 1.2 / d_model**0.5))
                bias.copy_(normal(bias.shape, 0.5))
            block.attn.W_O.copy_(normal(block.attn.W_O.shape, 1.2 / d_head**0.5))
            block.attn.b_O.copy_(normal(block.attn.b_O.shape, 0.5))
    return model


def rebuilt(weights: Weights, d_model: int = BLANK.cfg.d_model) -> TransformerBridge:
    """The student's weights in a bridge of ours, of the form of `new_model`."""
    return weights.into(blank(1, d_model, BLANK.cfg.d_head))


# --- what was trained, for the hints ----------------------------------------------------------------------


def ends_of_ten_steps(calls: list[tuple]) -> dict[tuple[int, ...], Tensor]:
    """Where ten steps of `train` end, all weights in a vector, by the periods that were asked for, () by default; of the
    seeds for which periods were asked for at all."""
    seeds = {kwargs["seed"] for name, _, kwargs, _ in calls if name == "train" and "periods" in kwargs}
    return {
        tuple(kwargs.get("periods", ())): torch.cat([t.flatten() for t in rebuilt(value[0]).parameters()])
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("steps") == 10 and kwargs["seed"] in seeds
    }


# --- circuits to find -------------------------------------------------------------------------------------


def planted_circuit(
    rng: np.random.Generator, twins: tuple[bool, bool], model: TransformerBridge, n_heads: int = N_HEADS
) -> Circuit:
    """Plants two heads that do induction in `model`, of the form of `spare_circuits`: among six decoys, in random
    order and in a random basis of the residual stream. With more than four heads in a layer, the two are not among
    the first four.

    The residual stream holds the token, the token before, and the position, each in 32 dimensions of its own.

    - In layer 0 one head lets position i look at i - 1 and writes that token into the second slot.
    - In layer 1 one head looks for its own token in the second slot, and adds the token found there to the first,
      three times as loud. Nobody reads position 0's note: it can only have looked at itself.
    - With `twins` (for layer 0, for layer 1) one decoy of the layer attends as the true head does, and *sharper*, but
      its values and output are random. So whoever goes by attention takes the twin. The twin of layer 1 has the
      cleaner keys as well, so its K-composition is larger.
    - The other decoys look at themselves, at position 0, at the same token earlier, or at nothing in particular. Of
      the last, those of layer 0 are loud: by K-composition that is not divided by what a head writes, they come first.

    A little noise on all weights. Redrawn until known mistakes come out wrong; raises ValueError if they never do,
    or should the construction not hold.
    """
    for _ in range(DRAWS):
        weights, previous, induction = _draw(rng, twins, n_heads)
        if _tells_apart(weights, previous, induction, twins):
            _verify(weights, previous, induction, twins)
            _load(weights, model)
            return Circuit(model, previous, induction)
    raise ValueError(f"no circuit worth asking about in {DRAWS} draws")


def _draw(
    rng: np.random.Generator, twins: tuple[bool, bool], n_heads: int = N_HEADS
) -> tuple[Arrays, int, int]:
    weights = {
        "W_E": np.zeros((VOCABULARY, D_MODEL)),
        "W_pos": np.zeros((LENGTH, D_MODEL)),
        "W_U": np.zeros((D_MODEL, VOCABULARY)),
        **{name: np.zeros((2, n_heads, D_MODEL, D_HEAD)) for name in ("W_Q", "W_K", "W_V")},
        "W_O": np.zeros((2, n_heads, D_HEAD, D_MODEL)),
    }
    eye = np.eye(D_HEAD)
    weights["W_E"][:, TOKEN] = eye
    weights["W_pos"][:, POSITION] = eye
    weights["W_U"][TOKEN] = 12 * eye

    orders = [rng.permutation(n_heads).tolist() for _ in range(2)]
    if n_heads > N_HEADS:
        orders = [sorted(order, key=lambda head: head < N_HEADS) for order in orders]
    for layer, (true, *decoys) in enumerate(orders):
        _look(weights, layer, true, ("previous", "induction")[layer], rng.uniform(6.5, 7.5))
        weights["W_V"][layer, true, TOKEN] = eye
        weights["W_O"][layer, true, :, BEFORE if layer == 0 else TOKEN] = (1, 3)[layer] * eye
        kinds = rng.permutation(["itself", "first", "same token", "anything"]).tolist()
        kinds += ["anything"] * (n_heads - N_HEADS)
        if twins[layer]:
            kinds.insert(0, ("previous", "induction")[layer])
        for head, kind in zip(decoys, kinds, strict=False):
            _look(weights, layer, head, kind, rng.uniform(10.0, 11.0), rng)
            if layer == 0 and kind == "anything":
                _write_loudly(rng, weights, head)
            else:
                _write_at_random(rng, weights, layer, head, norm=(3.0, 6.0)[layer])
    # the true keys of layer 1 read a little of everything, which costs them some K-composition
    stray = rng.normal(0, 1, (D_MODEL, D_HEAD))
    weights["W_K"][1, orders[1][0]] += 1.3 * stray / np.linalg.norm(stray)

    for values in weights.values():
        values += rng.normal(0, 0.05 * values.std(), values.shape)
    _rotate(weights, np.linalg.qr(rng.normal(size=(D_MODEL, D_MODEL)))[0])
    return weights, orders[0][0], orders[1][0]


def _look(
    weights: Arrays,
    layer: int,
    head: int,
    kind: str,
    sharpness: float,
    rng: np.random.Generator | None = None,
) -> None:
    """Sets a head's queries and keys: where it looks, and how sharply."""
    W_Q, W_K = weights["W_Q"][layer, head], weights["W_K"][layer, head]
    eye, scale = np.eye(D_HEAD), sharpness * np.sqrt(D_HEAD)
    if kind == "previous":
        W_Q[POSITION], W_K[POSITION] = scale * np.roll(eye, -1, axis=1), eye
    elif kind == "induction":
        W_Q[TOKEN], W_K[BEFORE] = scale * eye, eye
        W_K[POSITION][0] = -0.5
    elif kind == "itself":
        W_Q[POSITION], W_K[POSITION] = scale * eye, eye
    elif kind == "first":
        W_Q[POSITION, 0], W_K[POSITION][0, 0] = scale, 1.0
    elif kind == "same token":
        W_Q[TOKEN], W_K[TOKEN] = scale * eye, eye
    else:
        assert rng is not None
        W_Q[:], W_K[:] = rng.normal(0, 0.5, W_Q.shape), rng.normal(0, 0.5, W_K.shape)


def _write_at_random(rng: np.random.Generator, weights: Arrays, layer: int, head: int, norm: float) -> None:
    """Sets a head's values and output at random, their product with this norm."""
    W_V, W_O = rng.normal(size=(D_MODEL, D_HEAD)), rng.normal(size=(D_HEAD, D_MODEL))
    size = np.sqrt(norm / np.linalg.norm(W_V @ W_O))
    weights["W_V"][layer, head], weights["W_O"][layer, head] = size * W_V, size * W_O


def _write_loudly(rng: np.random.Generator, weights: Arrays, head: int) -> None:
    """Has a head of layer 0 write twice what the true one does into the second slot, and twice that into the two others,
    so that as a share no head of layer 1 reads much of it.

    It reads the second slot too, which is empty there: so it writes nothing that matters, whatever its weights say.
    """
    W_V, W_O = (weights[name][0, head] for name in ("W_V", "W_O"))
    W_V[BEFORE] = np.linalg.qr(rng.normal(size=(D_HEAD, D_HEAD)))[0]
    elsewhere = 4 * np.linalg.qr(rng.normal(size=(2 * D_HEAD, D_HEAD)))[0].T
    W_O[:, BEFORE], W_O[:, TOKEN], W_O[:, POSITION] = 2 * np.eye(D_HEAD), *np.split(elsewhere, 2, axis=1)


def _rotate(weights: Arrays, basis: np.ndarray) -> None:
    """Turns the residual stream into another orthogonal basis, which changes nothing that the model computes."""
    for name in ("W_E", "W_pos", "W_O"):
        weights[name] = weights[name] @ basis
    for name in ("W_Q", "W_K", "W_V", "W_U"):
        weights[name] = basis.T @ weights[name]


@functools.lru_cache
def _template(n_heads: int, d_model: int, d_head: int) -> TransformerBridge:
    # never run: a copy of a bridge that has run holds weak references into it
    return new_model(0, n_heads=n_heads, d_model=d_model, d_head=d_head)


def blank(n_heads: int, d_model: int, d_head: int) -> TransformerBridge:
    """A model of this form, of no meaning. Copying costs a quarter of building."""
    return copy.deepcopy(_template(n_heads, d_model, d_head))


# One for all students, since to copy a bridge takes longer than most checks: the next one's weights go into it.


@functools.cache
def spare(n_heads: int = 3, d_model: int = 20, d_head: int = 7, number: int = 0) -> TransformerBridge:
    """A bridge of this form to be filled, for each number one."""
    return blank(n_heads, d_model, d_head)


@functools.cache
def spare_circuits() -> list[TransformerBridge]:
    """Four bridges that a circuit can be planted in, and one with six heads in each layer."""
    return [blank(n_heads, D_MODEL, D_HEAD) for n_heads in (N_HEADS,) * 4 + (6,)]


def _load(weights: Arrays, model: TransformerBridge) -> None:
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        for name in ("W_E", "W_pos", "W_U"):
            getattr(model, name).copy_(torch.from_numpy(weights[name]))
        for layer, block in enumerate(model.blocks):
            for name in ("W_Q", "W_K", "W_V", "W_O"):
                getattr(block.attn, name).copy_(torch.from_numpy(weights[name][layer]))


# --- what the circuits must hold, checked in float64 and without the library ---------------------------------


def run(
    weights: Arrays, tokens: np.ndarray, without: tuple[int, int] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Logits [N, T, vocabulary] and attention [N, layer, head, query, key], with one head (layer, head) left out."""
    causal = np.tri(tokens.shape[1], dtype=bool)
    residual = weights["W_E"][tokens] + weights["W_pos"][: tokens.shape[1]]
    patterns = []
    for layer in range(2):
        q, k, v = (residual[:, None] @ weights[name][layer] for name in ("W_Q", "W_K", "W_V"))
        scores = np.where(causal, q @ k.swapaxes(-1, -2) / np.sqrt(D_HEAD), -np.inf)
        pattern = np.exp(scores - scores.max(axis=-1, keepdims=True))
        pattern /= pattern.sum(axis=-1, keepdims=True)
        z = pattern @ v
        if without is not None and without[0] == layer:
            z[:, without[1]] = 0.0
        residual = residual + (z @ weights["W_O"][layer]).sum(axis=1)
        patterns.append(pattern)
    return residual @ weights["W_U"], np.stack(patterns, axis=1)


def _tells_apart(weights: Arrays, previous: int, induction: int, twins: tuple[bool, bool]) -> bool:
    """Whether mistakes with the composition matrix show: Q for K, the transpose, and the largest of all entries."""
    by_keys, by_queries = _composition(weights, "W_Q", "W_K"), _composition(weights, "W_K", "W_Q")
    wrong_pair = not twins[1] or by_keys[:, induction].max() < by_keys.max()
    return bool(
        wrong_pair
        and by_queries[:, induction].argmax() != previous
        and by_keys[induction].argmax() != previous
    )


def _composition(weights: Arrays, free: str, reading: str) -> np.ndarray:
    """[h0, h1]: how much the reading side of a head in layer 1 takes of what a head in layer 0 writes."""
    W_V, W_O = weights["W_V"][0], weights["W_O"][0]
    into, out_of = weights[reading][1], weights[free][1].swapaxes(-1, -2)
    passed = W_V[:, None] @ (W_O[:, None] @ into) @ out_of
    writes, reads = (np.linalg.norm(matrices, axis=(-2, -1)) for matrices in (W_V @ W_O, into @ out_of))
    return np.linalg.norm(passed, axis=(-2, -1)) / (writes[:, None] * reads)


def _verify(weights: Arrays, previous: int, induction: int, twins: tuple[bool, bool]) -> None:
    """Checks that removing either head breaks induction and no other does, and that the twins look better."""
    rng = np.random.default_rng(0)
    tokens, mask = (
        t.numpy() for t in map(torch.cat, zip(*(repeated(rng, 3, p) for p in (4, 9, 14)), strict=True))
    )
    following = np.roll(tokens, -1, axis=1)

    def accuracy(logits: np.ndarray) -> float:
        return float((logits.argmax(axis=2) == following)[mask].mean())

    logits, patterns = run(weights, tokens)
    _require(accuracy(logits) > 0.99, "the intact model does not do induction")
    for layer, head in itertools.product(range(2), range(weights["W_Q"].shape[1])):
        left = accuracy(run(weights, tokens, without=(layer, head))[0])
        if head == (previous, induction)[layer]:
            _require(left < 0.3, f"it does without head {layer}.{head}")
        else:
            _require(left > 0.97, f"it needs head {layer}.{head}, a decoy")
    targets = (
        tokens[:, :, None] == np.pad(tokens[:, :-1], ((0, 0), (1, 0)), constant_values=-1)[:, None]
    ) & np.tri(LENGTH, dtype=bool)
    paid = np.moveaxis((patterns * targets[:, None, None]).sum(axis=-1), -1, 1)[mask].mean(axis=0)
    before = np.moveaxis(np.diagonal(patterns, -1, -2, -1), -1, 1).mean(axis=(0, 1))
    for layer, (scores, true) in enumerate(((before[0], previous), (paid[1], induction))):
        _require(scores[true] > 0.8, f"the true head of layer {layer} does not look where it should")
        others = np.delete(scores, true).max()
        if twins[layer]:
            _require(others > scores[true] + 0.005, f"the twin of layer {layer} does not look better")
        else:
            _require(others < 0.5, f"a decoy of layer {layer} looks where the true head does")


def _require(holds: bool, problem: str) -> None:
    if not holds:
        raise ValueError(f"planted circuit: {problem}")
