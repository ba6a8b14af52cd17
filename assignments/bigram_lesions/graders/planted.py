"""Models and word lists whose answers are known by construction, drawn from a NumPy generator. The grader's side only.

`random_chain` is for comparing values with the reference: no two of its rules tie, and each of its rows sits in a
gauge of its own. `planted_program` follows a path that we wrote. `with_trap` has letters from which no word ends, and
`corridor` one way for every word. `far_down` rules symbols out, a few in each row, and all its logits are very low.
"""

from __future__ import annotations

import bisect
import string
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from given import LAB_TEMPERATURES, GreedyPath, LabData
from torch import Tensor

DRAWS = 5000  # of 2000 chains of each size that we use the unluckiest took 275
LONGEST = 60
FAR = 2.0**34  # lower by this than 0 is lower than -1e10; at it, float32 holds the multiples of 2048
# letters of one byte in Latin-1 and of none there; in UTF-8 all have two
LATIN = "àáâãäåæçèéêëìíîïñòóôõöøùúû"
BEYOND = "āąćčďđēęěğħĩķłńňőœřśšţůűźž"


class Chain(NamedTuple):
    """A model W [V, V] in float32 and the symbols of its rows and columns, the boundary first."""

    W: Tensor
    symbols: str


class Program(NamedTuple):
    """A chain, and the path that it follows if it always takes its most probable symbol."""

    W: Tensor
    symbols: str
    path: GreedyPath


def random_chain(rng: np.random.Generator, size: int = 9) -> Chain:
    """A random model of `size` symbols whose words have 2 to 9 letters on average.

    Every row has a constant of its own added, up to ±4: probabilities do not feel it, and whoever reads logits does.
    Redrawn until no two rules and no two first symbols of a row tie, after a lesion neither, and every symbol has a
    probability of .002 or more in every row. Raises ValueError if it never is.
    """
    symbols = _symbols(rng, size)
    for _ in range(DRAWS):
        logits = rng.normal(0, 1.2, (size, size))
        P = _softmax(logits)
        if _no_ties(P) and P.min() > 0.002 and 2 < _length(P) < 9:
            return Chain(_in_some_gauge(logits, rng), symbols)
    raise ValueError(f"no chain worth asking about in {DRAWS} draws")


def planted_program(rng: np.random.Generator, length: int, back_to: int | None, size: int = 12) -> Program:
    """A model whose greedy path is known: `length` different letters, then the end, or back to letter `back_to`.

    With length 0 the boundary's most probable symbol is the boundary itself. The path's symbols have three times the
    odds of any other of their rows. As in `random_chain`, no two rules tie and every row has a gauge of its own.
    """
    symbols = _symbols(rng, size)
    letters = rng.permutation(np.arange(1, size))[:length].tolist()
    walk = [0, *letters, 0 if back_to is None else letters[back_to]]
    for _ in range(DRAWS):
        logits = rng.normal(0, 1.0, (size, size))
        for here, following in zip(walk, walk[1:], strict=False):
            logits[here, following] = np.delete(logits[here], following).max() + np.log(3)
        if _no_ties(_softmax(logits)):
            word = "".join(symbols[i] for i in letters)
            path = GreedyPath(word, back_to is None, "" if back_to is None else word[back_to:])
            return Program(_in_some_gauge(logits, rng), symbols, path)
    raise ValueError(f"no program worth asking about in {DRAWS} draws")


def near_rules(rng: np.random.Generator, size: int = 9) -> Chain:
    """A model whose rules are all of 50 %, as it would be printed, and .0005 apart."""
    best = 0.498 + 0.0005 * rng.permutation(size)
    P = np.zeros((size, size))
    for row, p in enumerate(best):
        others = rng.uniform(1, 2, size)
        chosen = int(rng.integers(size))
        others[chosen] = 0.0
        P[row] = others / others.sum() * (1 - p)
        P[row, chosen] = p
    return Chain(_in_some_gauge(np.log(P), rng), _symbols(rng, size))


def with_trap(rng: np.random.Generator, door: float, size: int = 9) -> Chain:
    """A random chain in which three letters lead to each other only, so that a word among them never ends.

    One other letter leads there, with odds `door`; where they are 0 no word comes there at all.
    """
    chain = random_chain(rng, size)
    trap = rng.permutation(np.arange(1, size))[:3]
    outside = np.setdiff1d(np.arange(size), trap)
    W = chain.W.clone()
    W[np.ix_(trap, outside)] = -torch.inf
    W[np.ix_(outside, trap)] = -torch.inf
    entry = int(rng.choice(outside[1:]))
    W[entry, int(rng.choice(trap))] = W[entry].logsumexp(dim=0) + np.log(door) if door else -torch.inf
    return Chain(W, chain.symbols)


def corridor(rng: np.random.Generator, ends: bool, stays: float = 0.0, size: int = 9) -> Chain:
    """A model whose words run through all letters, in an order of its own: after each comes the next, or with
    probability `stays` the same once more. After the last comes the end, or without `ends` only itself for ever."""
    walk = [0, *rng.permutation(np.arange(1, size)).tolist()]
    P = np.zeros((size, size))
    for here, following in zip(walk, [*walk[1:], 0], strict=True):
        P[here, following] = 1.0
        if here:
            P[here, here], P[here, following] = stays, 1 - stays
    if not ends:
        P[walk[-1]] = 0.0
        P[walk[-1], walk[-1]] = 1.0
    with np.errstate(divide="ignore"):
        return Chain(_in_some_gauge(np.log(P), rng), _symbols(rng, size))


def far_down(rng: np.random.Generator, size: int = 9) -> Chain:
    """A model in float64 whose logits are -inf or, for all that a row leaves, one number: lower than anything that somebody
    may put in the place of minus infinity, and the same in float32.

    Every row leaves three symbols or more and rules out two or more, other ones in each row; every symbol is left in two rows
    or more and ruled out in two or more. Words come to every letter, and from every letter they can end.
    """
    while True:
        left = rng.random((size, size)) < 0.5
        reached = np.linalg.matrix_power(left + np.eye(size), size)
        rows, columns = left.sum(axis=1), left.sum(axis=0)
        if (
            min(rows.min() - 1, columns.min(), size - max(rows.max(), columns.max())) >= 2
            and reached[0].all()
            and reached[:, 0].all()
        ):
            constants = -FAR - 2048.0 * rng.integers(0, 1000, (size, 1))
            return Chain(torch.from_numpy(np.where(left, constants, -np.inf)), _symbols(rng, size))


def words_of(chain: Chain, rng: np.random.Generator, n: int) -> list[str]:
    """n words of the chain, none of them empty, and none so long that it would be cut: its end may be ruled out."""
    up_to = _softmax(chain.W.double().numpy()).cumsum(axis=1)[:, :-1].tolist()
    words: list[str] = []
    while len(words) < n:
        word, here = "", 0
        while len(word) < LONGEST:
            here = bisect.bisect_right(up_to[here], rng.random())
            if here == 0:
                break
            word += chain.symbols[here]
        if 0 < len(word) < LONGEST:
            words.append(word)
    return words


def transitions(words: Sequence[str], symbols: str, max_len: int) -> np.ndarray:
    """The draws that sampled words show: [V, V] counts, without the end of a word that was cut at `max_len`."""
    counts = np.zeros((len(symbols), len(symbols)))
    for word in words:
        walk = [0, *map(symbols.index, word), *([0] if len(word) < max_len else [])]
        np.add.at(counts, (walk[:-1], walk[1:]), 1)
    return counts


def surprise(words: Sequence[str], P: np.ndarray, symbols: str, max_len: int) -> tuple[float, float]:
    """By how many nats the words' draws are more surprising than draws from the rows of P are on average, and the
    variance of that."""
    drawn = transitions(words, symbols, max_len)
    nats = -np.log(np.where(P > 0, P, 1.0))
    nats -= (P * nats).sum(axis=1, keepdims=True)
    return float((drawn * nats).sum()), float((drawn.sum(axis=1, keepdims=True) * P * nats**2).sum())


class Drawn(NamedTuple):
    """Words that a submission drew, and from what: logits [V, V] of the model, at this temperature."""

    logits: Tensor
    temperature: float
    symbols: str
    words: list[str]

    def log_likelihood(self, factor: float) -> float:
        """Of these words, had the logits been times `factor`; 0 for steps that no model takes."""
        counts = torch.from_numpy(transitions(self.words, self.symbols, 0))  # at 0, no end of a word counts
        return float((counts * (self.logits * factor).log_softmax(dim=1).clamp(min=-1e3)).sum())


def drawn(calls: Sequence[tuple]) -> list[list[Drawn]]:
    """The words of each call for more than a thousand, and those of each lab, which are fewer, all together."""
    found = []
    for name, args, kwargs, value in calls:
        if name == "sample_words" and value and len(value) > 1000:
            found.append([Drawn(args[0].double(), kwargs.get("temperature", 1.0), kwargs["symbols"], value)])
        elif name == "lab_data" and value is not None and _of_these_letters(value, args[2]):
            found.append(
                [
                    Drawn(view.probabilities.double().log().clamp(min=-1e6), temperature, args[2], words)
                    for view in value.models.values()
                    for temperature, words in zip(LAB_TEMPERATURES, view.samples, strict=False)
                ]
            )
    return found


def at_other_temperatures(calls: Sequence[tuple]) -> list[tuple[float, float, float]]:
    """For the words of each call and each temperature t but 1: their log-likelihood had the logits been as they are,
    divided by t (which is right), and multiplied by t."""
    found = []
    for sample in drawn(calls):
        for t in sorted({d.temperature for d in sample} - {1.0}):
            words = [d for d in sample if d.temperature == t]
            one, right, inverse = (sum(d.log_likelihood(factor) for d in words) for factor in (1.0, 1 / t, t))
            found.append((one, right, inverse))
    return found


def _of_these_letters(lab: LabData, symbols: str) -> bool:
    """Whether a lab is one of this alphabet, and not of some words of its own."""
    size = (len(symbols), len(symbols))
    return {"", *symbols} == set(lab.models) and all(
        view.probabilities.shape == size
        and set(symbols) >= {letter for s in view.samples for w in s for letter in w}
        for view in lab.models.values()
    )


def softmax_of(W: Tensor, size: int) -> Tensor:
    """The rows' probabilities of a matrix of logits that a student returned."""
    assert W.shape == (size, size), f"the matrix has shape {list(W.shape)} instead of {[size, size]}"
    P = W.double().softmax(dim=1)
    assert not P.isnan().any(), "some row is not a row of logits: it has NaN or +inf, or -inf throughout"
    return P


def without(W: Tensor, column: int) -> Tensor:
    """The beliefs as they should be after a lesion: every other symbol's probability divided by the sum of theirs."""
    others = torch.arange(W.shape[1]) != column
    expected = torch.zeros(W.shape, dtype=torch.float64)
    expected[:, others] = W[:, others].double().softmax(dim=1)
    return expected


def _symbols(rng: np.random.Generator, size: int) -> str:
    """A boundary and letters in no order, one of them small and capital, which are two symbols, and some outside ASCII.

    The boundary is another than that of the given words, which is a letter.
    """
    letters = string.ascii_lowercase if size < 26 else BEYOND + string.ascii_uppercase + string.digits
    chosen = [".", *rng.permutation(list(letters))[: size - 2].tolist()]
    if size < 26:
        chosen[2] = chosen[1].upper()
        chosen[3], chosen[4] = (
            others[string.ascii_lowercase.index(letter)]
            for others, letter in zip((LATIN, BEYOND), chosen[3:5], strict=True)
        )
    return str(rng.choice(list("|#_"))) + "".join(rng.permutation(chosen))


def _in_some_gauge(logits: np.ndarray, rng: np.random.Generator) -> Tensor:
    constants = rng.uniform(-4, 4, (len(logits), 1))
    return torch.from_numpy(logits + constants).float()


def _softmax(logits: np.ndarray) -> np.ndarray:
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def _no_ties(P: np.ndarray) -> bool:
    """Whether no two rules, and no two first symbols of a row, are close: .002 apart, and .0001 after any lesion."""
    if _closest(P) < 0.002:
        return False
    lesioned = (np.delete(P, column, axis=1) for column in range(len(P)))
    return all(_closest(rest / rest.sum(axis=1, keepdims=True)) > 1e-4 for rest in lesioned)


def _closest(P: np.ndarray) -> float:
    first, second = -np.sort(-P, axis=1)[:, :2].T
    return float(min((first - second).min(), np.diff(np.sort(first)).min()))


def _length(P: np.ndarray) -> float:
    """The expected number of letters, where every letter can end."""
    return float(P[0, 1:] @ np.linalg.solve(np.eye(len(P) - 1) - P[1:, 1:], np.ones(len(P) - 1)))
