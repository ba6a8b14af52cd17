"""SciPy: sparse counts, L-BFGS on the mean cross-entropy, beliefs by log-sum-exp, strong components for the words that
never end, the alias method for sampling; dataclasses and arrays as answers."""

from dataclasses import dataclass, field

import numpy as np
from given import LAB_LENGTH, LAB_TEMPERATURES, LAB_WORDS, SYMBOLS
from scipy.optimize import minimize
from scipy.sparse import coo_array, csr_array, eye_array
from scipy.sparse.csgraph import breadth_first_order, connected_components
from scipy.sparse.linalg import spsolve
from scipy.special import entr, log_softmax, logsumexp, xlogy


@dataclass(order=True)
class Entry:
    doubt: float
    after: str = field(compare=False)
    then: str = field(compare=False)
    probability: float = field(compare=False)


@dataclass
class Path:
    word: str
    halted: bool
    cycle: str


@dataclass
class Seen:
    probabilities: np.ndarray
    expected_length: float
    rules: list
    greedy: Path
    samples: list


def log_beliefs(W):
    return log_softmax(np.asarray(W, dtype=np.float64), axis=1)


def numbers(words, symbols):
    number = {symbol: i for i, symbol in enumerate(symbols)}
    steps = [
        (number[a], number[b]) for w in words for a, b in zip(symbols[0] + w, w + symbols[0], strict=False)
    ]
    return np.array(steps, dtype=np.intp).T


def bigram_counts(words, symbols=SYMBOLS):
    here, there = numbers(words, symbols)
    shape = (len(symbols), len(symbols))
    return coo_array((np.ones(len(here), dtype=np.int64), (here, there)), shape=shape).toarray()


def train(words, seed=0, steps=400, lr=None, symbols=SYMBOLS):
    counts = bigram_counts(words, symbols)
    weights = counts / counts.sum()
    rows = weights.sum(axis=1, keepdims=True)

    def loss(flat):
        logits = log_softmax(flat.reshape(counts.shape), axis=1)
        return -(weights * logits).sum(), (rows * np.exp(logits) - weights).ravel()

    options = {"maxiter": steps, "maxfun": 4 * steps, "ftol": 1e-14, "gtol": 1e-9}
    start = 0.1 * np.random.default_rng(seed).standard_normal(counts.size)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    return found.x.reshape(counts.shape).astype(np.float32)


def beliefs(W, symbol, symbols=SYMBOLS):
    row = np.asarray(W[symbols.index(symbol)], dtype=np.float64)
    return np.exp(row - logsumexp(row))


def belief_gap(W, counts):
    counts = np.asarray(counts, dtype=np.float64)
    shares = counts / np.fmax(counts.sum(axis=1, keepdims=True), 1)
    with np.errstate(invalid="ignore"):
        crossed = np.where(counts > 0, -shares * log_beliefs(W), 0.0)
    return crossed.sum(axis=1) - entr(shares).sum(axis=1)


def lesion(W, symbol, symbols=SYMBOLS):
    kept = np.array([other != symbol for other in symbols])
    with np.errstate(divide="ignore", invalid="ignore"):
        P = np.exp(log_beliefs(W)) * kept
        return np.log(P / P.sum(axis=1, keepdims=True))


def expected_length(W):
    P = np.exp(log_beliefs(W))
    links = csr_array((P > 0).astype(np.int8))
    met = np.sort(breadth_first_order(links, 0, return_predecessors=False))
    within = P[np.ix_(met, met)]
    within[0, :] = 0.0  # a word is over at the boundary
    number, component = connected_components(csr_array((within > 0).astype(np.int8)), connection="strong")
    for one in range(number):
        inside = component == one
        if not inside[0] and not (within[inside][:, ~inside] > 0).any():
            return np.inf
    letters = np.delete(met, 0)
    if not len(letters):
        return 0.0
    Q = csr_array(P[np.ix_(letters, letters)])
    visits = spsolve((eye_array(len(letters)) - Q.T).tocsc(), P[0, letters])
    return float(np.sum(visits))


def nll(W, words, symbols=SYMBOLS, without=""):
    here, there = numbers(words, symbols)
    counted = ~np.isin(there, [symbols.index(symbol) for symbol in without])
    return -log_beliefs(W)[here, there][counted].mean()


def alias_table(p):
    """Walker 1977: each cell holds one symbol or another."""
    scaled, other = p * len(p), np.arange(len(p))
    small, large = ([i for i in other if side(scaled[i])] for side in (lambda s: s < 1, lambda s: s >= 1))
    while small and large:
        low, high = small.pop(), large[-1]
        other[low] = high
        scaled[high] -= 1 - scaled[low]
        if scaled[high] < 1:
            small.append(large.pop())
    return np.where(other == np.arange(len(p)), 1.0, scaled), other


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    rng = np.random.Generator(np.random.Philox(seed))
    W = np.asarray(W, dtype=np.float64)
    P = np.exp(log_beliefs(W / temperature))
    keep, other = (np.array(part) for part in zip(*map(alias_table, P), strict=False))
    here = np.zeros(n, dtype=np.intp)
    written = np.zeros((n, max_len), dtype=np.intp)
    for place in range(max_len):
        cell = rng.integers(len(symbols), size=n)
        drawn = np.where(rng.random(n) < keep[here, cell], cell, other[here, cell])
        over = (here == 0) & (place > 0)
        here = written[:, place] = np.where(over, 0, drawn)
    letters = np.array(list(symbols))
    return ["".join(letters[row[: np.argmin(row)] if 0 in row else row]) for row in written]


def rulebook(W, symbols=SYMBOLS):
    P = np.exp(log_beliefs(W))
    entries = [Entry(1 - row.max(), symbols[i], symbols[row.argmax()], row.max()) for i, row in enumerate(P)]
    return [(e.after, e.then, e.probability) for e in sorted(entries)]


def greedy_word(W, symbols=SYMBOLS):
    following = np.asarray(W).argmax(axis=1)

    def walk(word, here):
        if here == 0:
            return Path(word, True, "")
        if symbols[here] in word:
            return Path(word, False, word[word.find(symbols[here]) :])
        return walk(word + symbols[here], following[here])

    return walk("", following[0])


def lab_data(W, counts, symbols=SYMBOLS):
    def seen(model):
        samples = [
            sample_words(model, LAB_WORDS, 0, LAB_LENGTH, temperature, symbols)
            for temperature in LAB_TEMPERATURES
        ]
        P = np.exp(log_beliefs(model))
        return Seen(P, expected_length(model), rulebook(model, symbols), greedy_word(model, symbols), samples)

    counts = np.asarray(counts)
    data = np.divide(
        counts,
        counts.sum(1, keepdims=True),
        where=counts.sum(1, keepdims=True) > 0,
        out=np.zeros(counts.shape),
    )
    models = {"": seen(np.asarray(W))} | {symbol: seen(lesion(W, symbol, symbols)) for symbol in symbols}
    return {"symbols": symbols, "data": data, "gaps": belief_gap(W, counts), "models": models}


def soft_lesion(W, symbol, strength, symbols=SYMBOLS):
    logits = log_beliefs(W)
    column = symbols.index(symbol)
    logits[:, column] = logits[:, column] - strength
    return log_softmax(logits, axis=1)


def forget(W, symbol, symbols=SYMBOLS):
    logits = log_beliefs(W)
    logits[symbols.index(symbol), :] = -np.log(len(symbols))
    return logits


def forgetting_costs(W, words, symbols=SYMBOLS):
    counts = bigram_counts(words, symbols)
    uses = counts.sum(axis=1)
    paid = -xlogy(counts, np.exp(log_beliefs(W))).sum(axis=1)
    return (uses * np.log(len(symbols)) - paid) / uses.sum()


def language_scores(words, W_one, W_other, symbols=SYMBOLS):
    one, other = log_beliefs(W_one), log_beliefs(W_other)
    places = [tuple(numbers([word], symbols)) for word in words]
    return np.array([one[place].sum() - other[place].sum() for place in places])
