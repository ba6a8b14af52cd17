"""NumPy throughout: the matrix in closed form, inverse-CDF sampling, plain tuples and dicts as answers."""

import numpy as np
from given import LAB_LENGTH, LAB_TEMPERATURES, LAB_WORDS, SYMBOLS


def softmax(W):
    W = np.asarray(W, dtype=float)
    weights = np.exp(W - W.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def log_softmax(W):
    W = np.asarray(W, dtype=float)
    W = W - W.max(axis=-1, keepdims=True)
    return W - np.log(np.exp(W).sum(axis=-1, keepdims=True))


def bigram_counts(words, symbols=SYMBOLS):
    counts = np.zeros((len(symbols), len(symbols)), dtype=int)
    for word in words:
        walk = [0] + [symbols.index(letter) for letter in word] + [0]
        np.add.at(counts, (walk[:-1], walk[1:]), 1)
    return counts


def train(words, seed=0, steps=0, lr=0, symbols=SYMBOLS):
    return np.log(np.maximum(bigram_counts(words, symbols), 1e-4))


def beliefs(W, symbol, symbols=SYMBOLS):
    return softmax(W[symbols.index(symbol)]).tolist()


def shares(counts):
    counts = np.asarray(counts)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def belief_gap(W, counts):
    gaps = []
    for row, e in zip(log_softmax(W), shares(counts), strict=True):
        seen = e > 0
        gaps.append(float(np.sum(e[seen] * (np.log(e[seen]) - row[seen]))))
    return gaps


def lesion(W, symbol, symbols=SYMBOLS):
    W = np.array(W)
    W[:, symbols.index(symbol)] = -np.inf
    return W


def connected(first, links):
    """Everything that can be reached from `first` along `links`, as a set."""
    found, waiting = set(first), list(first)
    while waiting:
        for following in np.flatnonzero(links[waiting.pop()]).tolist():
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found


def expected_length(W):
    P = softmax(W)
    met = connected([0], P > 0) - {0}
    if met - connected([0], P.T > 0):
        return np.inf
    letters = sorted(met)
    if not letters:
        return 0.0
    Q = P[np.ix_(letters, letters)]
    steps = np.linalg.solve(np.eye(len(letters)) - Q, np.ones(len(letters)))
    return float(P[0, letters] @ steps)


def nll(W, words, symbols=SYMBOLS, without=""):
    log_p = log_softmax(W)
    costs = []
    for word in words:
        for here, following in zip(symbols[0] + word, word + symbols[0], strict=True):
            if following not in without:
                costs.append(-log_p[symbols.index(here), symbols.index(following)])
    return np.mean(costs)


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    rng = np.random.default_rng(seed)
    steps = softmax(np.asarray(W, dtype=float) / temperature).cumsum(axis=1)
    steps[:, -1] = 1.0
    words = []
    for _ in range(n):
        word, here = "", 0
        while len(word) < max_len:
            here = int(np.searchsorted(steps[here], rng.random(), side="right"))
            if here == 0:
                break
            word += symbols[here]
        words.append(word)
    return words


def rulebook(W, symbols=SYMBOLS):
    P = softmax(W)
    rules = [(symbols[i], symbols[int(row.argmax())], float(row.max())) for i, row in enumerate(P)]
    return sorted(rules, key=lambda rule: -rule[2])


def greedy_word(W, symbols=SYMBOLS):
    favourite = np.asarray(W).argmax(axis=1)
    path = [int(favourite[0])]
    while path[-1] != 0 and path[-1] not in path[:-1]:
        path.append(int(favourite[path[-1]]))
    word = "".join(symbols[i] for i in path[:-1])
    if path[-1] == 0:
        return word, True, ""
    return word, False, word[path.index(path[-1]) :]


def lab_data(W, counts, symbols=SYMBOLS):
    models = {}
    for name in ["", *symbols]:
        model = lesion(W, name, symbols) if name else np.asarray(W)
        models[name] = {
            "probabilities": softmax(model),
            "expected_length": expected_length(model),
            "rules": rulebook(model, symbols),
            "greedy": greedy_word(model, symbols),
            "samples": [
                sample_words(model, LAB_WORDS, 0, LAB_LENGTH, temperature, symbols)
                for temperature in LAB_TEMPERATURES
            ],
        }
    return {"symbols": symbols, "data": shares(counts), "gaps": belief_gap(W, counts), "models": models}


def soft_lesion(W, symbol, strength, symbols=SYMBOLS):
    W = np.array(W)
    W[:, symbols.index(symbol)] -= strength
    return W


def forget(W, symbol, symbols=SYMBOLS):
    W = np.array(W)
    W[symbols.index(symbol)] = W.max()
    return W


def forgetting_costs(W, words, symbols=SYMBOLS):
    before = nll(W, words, symbols)
    return [nll(forget(W, symbol, symbols), words, symbols) - before for symbol in symbols]


def language_scores(words, W_one, W_other, symbols=SYMBOLS):
    ratios = np.log(softmax(W_one)) - np.log(softmax(W_other))
    return [float((bigram_counts([word], symbols) * ratios).sum()) for word in words]
