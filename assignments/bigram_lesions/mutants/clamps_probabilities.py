"""Probabilities are kept above 1e-12 before the logarithm, so that what is impossible costs 27.6 nats."""

LOSES = {"loss"}
HINT = (
    "You keep probabilities away from 0 before the logarithm, so the impossible has a price. "
    "Under this model it has none: the loss is infinite."
)
BREAKS = {"nll": "Infinite if a transition that is not left out has probability 0"}


def nll(W, words, symbols=SYMBOLS, without=""):
    counts = bigram_counts(words, symbols).double()
    counts[:, [symbols.index(symbol) for symbol in without]] = 0.0
    return (-(_probabilities(W).clamp(min=1e-12).log() * counts).sum() / counts.sum()).item()
