"""Torch in another dialect: every row weighs the same in training, momentum, masks, Gumbel noise, repeated squaring."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import given
import torch
import torch.nn.functional as F
from given import SYMBOLS
from torch import nn


@dataclass
class Shown:
    probabilities: torch.Tensor
    expected_length: torch.Tensor
    rules: list
    greedy: given.GreedyPath
    samples: tuple


def bigram_counts(words, symbols=SYMBOLS):
    end = symbols[0]
    seen = Counter(pair for word in words for pair in pairwise(end + word + end))
    return [[float(seen[here, there]) for there in symbols] for here in symbols]


def train(words, seed=0, steps=1500, lr=2.0, symbols=SYMBOLS):
    torch.manual_seed(seed)
    counts = torch.tensor(bigram_counts(words, symbols))
    shares = F.normalize(counts, p=1, dim=1)
    table = nn.Embedding(len(symbols), len(symbols))
    optimizer = torch.optim.SGD(table.parameters(), lr=lr, momentum=0.95)
    for _ in range(steps):
        loss = F.cross_entropy(table.weight, shares, reduction="sum")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return table.weight


def beliefs(W, symbol, symbols=SYMBOLS):
    return F.softmax(W, dim=-1)[symbols.find(symbol)]


def belief_gap(W, counts):
    shares = F.normalize(counts.float(), p=1, dim=1)
    return (
        F.kl_div(F.log_softmax(W, dim=-1), shares, reduction="none")
        .nan_to_num(nan=0.0, posinf=torch.inf)
        .sum(dim=1)
    )


def lesion(W, symbol, symbols=SYMBOLS):
    gone = torch.tensor([other == symbol for other in symbols])
    return W.log_softmax(dim=1).masked_fill(gone, -1e9).log_softmax(dim=1)


def expected_length(W):
    P = torch.softmax(W.double(), dim=1)
    start, walk = P[0, 1:], P[1:, 1:]
    total = torch.eye(len(walk), dtype=torch.float64)
    for _ in range(30):  # the sum of the first 2^30 powers
        total = total + total @ walk
        walk = walk @ walk
    # what is left after so many letters is in a trap, however improbable: elsewhere it has come to 0
    return torch.tensor(torch.inf) if start @ walk.sum(1) > 0 else (start @ total).sum()


def nll(W, words, symbols=SYMBOLS, without=""):
    pairs = [
        pair for word in words for pair in pairwise(symbols[0] + word + symbols[0]) if pair[1] not in without
    ]
    here, there = ([symbols.index(symbol) for symbol in side] for side in zip(*pairs, strict=True))
    return F.cross_entropy(W.double()[here], torch.tensor(there))


def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    generator = torch.Generator().manual_seed(seed)
    here, drawn = torch.zeros(n, dtype=torch.long), []
    for _ in range(max_len):
        noise = -torch.empty(n, len(symbols), dtype=torch.float64).exponential_(generator=generator).log()
        here = (W.double()[here] / temperature + noise).argmax(dim=1)
        drawn.append(here.tolist())
    rows = zip(*drawn, strict=True)
    return ["".join(symbols[i] for i in row).split(symbols[0])[0] for row in rows]


def rulebook(W, symbols=SYMBOLS):
    top = F.softmax(W, dim=1).topk(1)
    found = [
        {"after": symbol, "then": symbols[int(j)], "probability": p}
        for symbol, j, p in zip(symbols, top.indices, top.values, strict=True)
    ]
    return sorted(found, key=lambda rule: rule["probability"].item(), reverse=True)


def greedy_word(W, symbols=SYMBOLS):
    leads = dict(zip(symbols, (symbols[j] for j in W.argmax(1).tolist()), strict=True))
    word = ""
    letter = leads[symbols[0]]
    while letter != symbols[0] and letter not in word:
        word, letter = word + letter, leads[letter]
    halted = letter == symbols[0]
    return {"word": word, "halted": halted, "cycle": "" if halted else letter + word.partition(letter)[2]}


def lab_data(W, counts, symbols=SYMBOLS):
    def shown(model):
        samples = tuple(
            sample_words(model, given.LAB_WORDS, 0, given.LAB_LENGTH, t, symbols)
            for t in given.LAB_TEMPERATURES
        )
        rules, path = rulebook(model, symbols), given.GreedyPath(**greedy_word(model, symbols))
        return Shown(model.softmax(1), expected_length(model), rules, path, samples)

    models = {symbol: shown(lesion(W, symbol, symbols)) for symbol in symbols}
    models[""] = shown(W)
    data = F.normalize(counts.double(), p=1, dim=1)
    return {"symbols": symbols, "data": data, "gaps": belief_gap(W, counts), "models": models, "author": "me"}


def soft_lesion(W, symbol, strength, symbols=SYMBOLS):
    return (
        W - strength * F.one_hot(torch.tensor(symbols.index(symbol)), len(symbols))
        if strength < 99
        else lesion(W, symbol, symbols)
    )


def forget(W, symbol, symbols=SYMBOLS):
    chosen = torch.tensor([[other == symbol] for other in symbols])
    return torch.where(chosen, torch.zeros_like(W), W)


def forgetting_costs(W, words, symbols=SYMBOLS):
    counts = torch.tensor(bigram_counts(words, symbols))
    flat = torch.full_like(counts, 1 / len(symbols)).log()
    better = (F.log_softmax(W, dim=1) - flat).masked_fill(counts == 0, 0.0)  # 0 times -inf is NaN
    return (counts * better).sum(dim=1) / counts.sum()


def language_scores(words, W_one, W_other, symbols=SYMBOLS):
    return torch.stack(
        [(nll(W_other, [w], symbols) - nll(W_one, [w], symbols)) * (len(w) + 1) for w in words]
    )
