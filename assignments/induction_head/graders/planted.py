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
# the slots of the planted residual stream; each head reads and writes, asks and answers in different ones
TOKEN, BEFORE, POSITION, PLACE, SAID, NOTHING = (slice(start, start + 32) for start in range(0, 192, 32))
D_MODEL = 192
SHARPNESS = ((10.0, 11.0), (7.6, 8.1))  # of all heads of layer 0 and of layer 1
# how much of it the true heads bring to bear; with .8 the true head of layer 1 has a K-composition of .14
AIMED = (0.62, 0.8)
FILLED = slice(TOKEN.start, POSITION.stop)  # by layer 1
ELSEWHERE = ((POSITION, TOKEN), (POSITION, PLACE), (TOKEN, PLACE))  # asks and answers of decoys
GAIN = (1.0, 3.0)  # of what all heads of a layer write, within a tenth
BAR = 2.0  # the weight that keeps all of a barred head's keys from position 0; the others of a key make up 1
FIRST = 4.0  # the length of position 0's embedding: so little in a head's keys tells it from the others

Arrays = dict[str, np.ndarray]
InSlot = tuple[slice, np.ndarray]  # where in the residual stream, and what a matrix has there


class Example(NamedTuple):
    """A model, sequences, and the positions to average over."""

    model: TransformerBridge
    tokens: Tensor
    mask: Tensor


class Run(NamedTuple):
    """What a student's `train` returned for a seed: the weights in a bridge of ours, and the losses."""

    seed: int
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


# --- what was trained ---------------------------------------------------------------------------------


def ends_of_ten_steps(calls: list[tuple]) -> dict[tuple[int, ...], Tensor]:
    """Where ten steps of `train` end, all weights in a vector, by the periods that were asked for, () by default; of the
    seeds for which periods were asked for at all."""
    seeds = {kwargs["seed"] for name, _, kwargs, _ in calls if name == "train" and "periods" in kwargs}
    return {
        tuple(kwargs.get("periods", ())): torch.cat([t.flatten() for t in rebuilt(value[0]).parameters()])
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("steps") == 10 and kwargs["seed"] in seeds
    }


def products(embeddings: Tensor) -> Tensor:
    """Of n embeddings [n, d_model] the inner products of any two, in a row."""
    with torch.no_grad():
        above = torch.triu_indices(len(embeddings), len(embeddings), offset=1)
        return (embeddings @ embeddings.T)[above[0], above[1]].double()


def mean_cross_entropy(model: TransformerBridge, tokens: Tensor, mask: Tensor) -> float:
    """In nats, of the next token, at the positions of a mask."""
    with torch.no_grad():
        return torch.nn.functional.cross_entropy(model(tokens)[mask], tokens.roll(-1, dims=1)[mask]).item()


def correlation(one: Tensor, two: Tensor) -> float:
    """Pearson's, of two vectors."""
    return torch.corrcoef(torch.stack([one, two]))[0, 1].item()


# --- circuits to find -------------------------------------------------------------------------------------


def planted_circuit(
    rng: np.random.Generator,
    twins: tuple[int, int],
    model: TransformerBridge,
    n_heads: int = N_HEADS,
    barred: bool = False,
) -> Circuit:
    """Plants two heads that do induction in `model`, of the form of `spare_circuits`: among six decoys, in random
    order and in a random basis of the residual stream. With more than four heads in a layer, the two are not among
    the first four.

    The residual stream holds the token, the token before, the position twice, and what is said, each in 32 dimensions of
    its own; 32 more are empty.

    - In layer 0 one head lets position i look at i - 1 and writes that token into the second slot.
    - In layer 1 one head looks for its own token in the second slot, and says the token found there,
      three times as loud. Nobody reads position 0's note: it can only have looked at itself.
    - So many `twins` (in layer 0, in layer 1) of the decoys attend as the true head does, and *sharper*, but pass nothing
      on. So whoever goes by attention takes a twin: the true heads' keys read the empty slot as well. In layer 1 this costs
      the true head some K-composition, so a twin's is larger.
    - The other decoys look at position 0, at another token or place, or at nothing in particular.
    - What the decoys pass on, they read where nothing is, or write where nobody looks. The head of layer 0 that looks at
      position 0 is loud: by K-composition that is not divided by what a head writes, it comes first.
    - With `barred`, the heads of layer 1 are kept from position 0 as in many circuits that are built by hand: by one
      large weight in each of their keys, which makes up most of them. The loud head writes into its dimension, though
      nothing that matters, and the true head of layer 0 does not. So even of what the true head of layer 1 reads, most
      by K-composition is not the true head's.

    No single matrix tells a true head from the decoys, but for the one that looks at position 0: W_Q W_Kᵀ of all heads of a
    layer has the same singular values up to a factor that is drawn from one range, and so has W_V W_O; how a product is
    split into its two matrices is drawn for each head; and none has a trace or a square, since each is between two slots.

    A little noise on all weights. Redrawn until known mistakes come out wrong, and once in hundreds of draws because the
    noise breaks the circuit; raises ValueError if they never do, or should the construction not hold three times.
    """
    broken: list[str] = []
    for _ in range(DRAWS):
        weights, previous, induction = _draw(rng, twins, n_heads, barred)
        if not _tells_apart(weights, previous, induction, twins, barred):
            continue
        if problem := _problem(weights, previous, induction, twins):
            broken.append(problem)
            if len(broken) == 3:
                raise ValueError(f"planted circuit: {'; '.join(broken)}")
            continue
        _load(weights, model)
        return Circuit(model, previous, induction)
    raise ValueError(f"no circuit worth asking about in {DRAWS} draws")


def _draw(
    rng: np.random.Generator, twins: tuple[int, int], n_heads: int = N_HEADS, barred: bool = False
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
    weights["W_pos"][:, POSITION] = weights["W_pos"][:, PLACE] = eye
    weights["W_pos"][0] *= FIRST
    weights["W_U"][SAID] = weights["W_U"][TOKEN] = 12 * eye

    orders = [rng.permutation(n_heads).tolist() for _ in range(2)]
    if n_heads > N_HEADS:
        orders = [sorted(order, key=lambda head: head < N_HEADS) for order in orders]
    for layer, (true, *decoys) in enumerate(orders):
        attends = ("previous", "induction")[layer]
        bar = barred and layer == 1
        _look(rng, weights, layer, true, attends, AIMED[layer], bar)
        _write(weights, layer, true, rng.uniform(0.9, 1.1), (TOKEN, eye), ((BEFORE, SAID)[layer], eye))
        kinds = [attends] * twins[layer]
        kinds += rng.permutation(["shifted", "first", "turned", "turned"]).tolist()
        kinds += ["turned"] * (n_heads - N_HEADS)
        for head, kind in zip(decoys, kinds, strict=False):
            _look(rng, weights, layer, head, kind, barred=bar)
            if layer == 0 and kind == "first":
                _write_loudly(rng, weights, head)
            else:
                _write_in_vain(rng, weights, head, (PLACE if barred else POSITION, BEFORE)[layer], layer)

    for values in weights.values():
        values += rng.normal(0, 0.05 * values.std(), values.shape)
    for layer, head in np.ndindex(2, n_heads):
        _split(rng, weights["W_Q"][layer, head], weights["W_K"][layer, head].T)
        _split(rng, weights["W_V"][layer, head], weights["W_O"][layer, head])
    _rotate(weights, _orthonormal(rng, D_MODEL, D_MODEL))
    return weights, orders[0][0], orders[1][0]


def _orthonormal(rng: np.random.Generator, rows: int, columns: int = D_HEAD) -> np.ndarray:
    return np.linalg.qr(rng.normal(size=(rows, columns)))[0]


def _look(
    rng: np.random.Generator,
    weights: Arrays,
    layer: int,
    head: int,
    kind: str,
    aimed: float = 1.0,
    barred: bool = False,
) -> None:
    """Sets a head's queries and keys: where it looks, and how sharply. The keys read `aimed` of what they look for, and
    the rest of their length where nothing is. Position 0 is kept from being looked at, and if `barred` by a weight that
    is larger than all of this."""
    W_Q, W_K = weights["W_Q"][layer, head], weights["W_K"][layer, head]
    eye = np.eye(D_HEAD)
    if kind == "first":
        W_Q[POSITION, 0], W_K[PLACE][0, 0] = 1.0, 1.0
    else:
        asks, answers = {"previous": (POSITION, PLACE), "induction": (TOKEN, BEFORE)}.get(
            kind, ELSEWHERE[rng.integers(len(ELSEWHERE))]
        )
        back = {"previous": 1, "induction": 0}.get(kind, int(rng.integers(2, 30)))
        W_Q[asks] = _orthonormal(rng, D_HEAD) if kind == "turned" else np.roll(eye, -back, axis=1)
        W_K[answers], W_K[NOTHING] = aimed * eye, np.sqrt(1 - aimed**2) * _orthonormal(rng, D_HEAD)
        # not position 0; whoever looks for places has the same in a slot where it matters little
        if barred:
            W_K[POSITION][0] -= BAR
        else:
            W_K[BEFORE if answers == PLACE else PLACE][0] -= 0.5 / FIRST
    size = np.sqrt(rng.uniform(*SHARPNESS[layer]) * np.sqrt(D_HEAD))
    W_Q *= size
    W_K *= size


def _write(weights: Arrays, layer: int, head: int, gain: float, reads: InSlot, *writes: InSlot) -> None:
    """Sets a head's values and output, by slot."""
    weights["W_V"][layer, head, reads[0]] = reads[1]
    for slot, matrix in writes:
        weights["W_O"][layer, head, :, slot] = gain * GAIN[layer] * matrix


def _write_in_vain(rng: np.random.Generator, weights: Arrays, head: int, unread: slice, layer: int) -> None:
    """Has a head write as much as the true one, and either of what it reads where nothing is, or of tokens to where
    nobody looks, `unread`: among the positions in layer 0, and outside of what is unembedded in layer 1."""
    gain = rng.uniform(0.9, 1.1)
    if rng.random() < 0.5:
        reads = NOTHING
        writes = (
            (FILLED, _orthonormal(rng, 3 * D_HEAD).T) if layer == 0 else (SAID, _orthonormal(rng, D_HEAD))
        )
    else:
        reads, writes = TOKEN, (unread, _orthonormal(rng, D_HEAD))
    _write(weights, layer, head, gain, (reads, _orthonormal(rng, D_HEAD)), writes)


def _write_loudly(rng: np.random.Generator, weights: Arrays, head: int) -> None:
    """Has a head of layer 0 write twice what the true one does into the second slot, and twice that into the two others,
    so that as a share no head of layer 1 reads much of it.

    It reads where nothing is: so it writes nothing that matters, whatever its weights say.
    """
    token, position = np.split(4 * _orthonormal(rng, 2 * D_HEAD).T, 2, axis=1)
    reads = (NOTHING, _orthonormal(rng, D_HEAD))
    _write(weights, 0, head, 1.0, reads, (BEFORE, 2 * np.eye(D_HEAD)), (TOKEN, token), (POSITION, position))


def _split(rng: np.random.Generator, left: np.ndarray, right: np.ndarray) -> None:
    """Puts two other matrices in the place of `left` and `right`, with the same product."""
    stretched = _orthonormal(rng, D_HEAD) * np.exp(rng.uniform(-0.7, 0.7, D_HEAD)) @ _orthonormal(rng, D_HEAD)
    left[:], right[:] = left @ stretched, np.linalg.solve(stretched, right)


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


def _tells_apart(
    weights: Arrays, previous: int, induction: int, twins: tuple[int, int], barred: bool = False
) -> bool:
    """Whether mistakes with the composition matrix show: Q for K, the transpose, and the largest of all entries; and, of
    a circuit that is `barred`, the largest of the true head of layer 1."""
    by_keys, by_queries = _composition(weights, "W_Q", "W_K"), _composition(weights, "W_K", "W_Q")
    if barred:
        return bool(by_keys[:, induction].argmax() != previous)
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


def _problem(weights: Arrays, previous: int, induction: int, twins: tuple[int, int]) -> str:
    """What does not hold of these: that removing either head breaks induction and no other does, and that the twins look
    better. Empty where all does."""
    rng = np.random.default_rng(0)
    tokens, mask = (
        t.numpy() for t in map(torch.cat, zip(*(repeated(rng, 3, p) for p in (4, 9, 14)), strict=True))
    )
    following = np.roll(tokens, -1, axis=1)

    def accuracy(logits: np.ndarray) -> float:
        return float((logits.argmax(axis=2) == following)[mask].mean())

    logits, patterns = run(weights, tokens)
    if accuracy(logits) <= 0.99:
        return "the intact model does not do induction"
    for layer, head in itertools.product(range(2), range(weights["W_Q"].shape[1])):
        left = accuracy(run(weights, tokens, without=(layer, head))[0])
        needed = head == (previous, induction)[layer]
        if needed and left >= 0.3:
            return f"it does without head {layer}.{head}"
        if not needed and left <= 0.97:
            return f"it needs head {layer}.{head}, a decoy"
    targets = (
        tokens[:, :, None] == np.pad(tokens[:, :-1], ((0, 0), (1, 0)), constant_values=-1)[:, None]
    ) & np.tri(LENGTH, dtype=bool)
    paid = np.moveaxis((patterns * targets[:, None, None]).sum(axis=-1), -1, 1)[mask].mean(axis=0)
    before = np.moveaxis(np.diagonal(patterns, -1, -2, -1), -1, 1).mean(axis=(0, 1))
    for layer, (scores, true) in enumerate(((before[0], previous), (paid[1], induction))):
        if scores[true] <= 0.8:
            return f"the true head of layer {layer} does not look where it should"
        others = -np.sort(-np.delete(scores, true))
        if not (others[: twins[layer]] > scores[true] + 0.005).all():
            return f"a twin of layer {layer} does not look better"
        if others[twins[layer]] >= 0.5:
            return f"another decoy of layer {layer} looks where the true head does"
    return ""
