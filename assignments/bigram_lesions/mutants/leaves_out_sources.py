"""Transitions *from* the symbols in `without` are left out, and those *to* them stay in."""

LOSES = {"loss"}
HINT = (
    "You leave out the transitions that start at the symbols in `without`. Those that lead to them are meant."
)
BREAKS = {"nll": "Transitions *to* a symbol in `without` are left out"}


def nll(W, words, symbols=SYMBOLS, without=""):
    counts = bigram_counts(words, symbols).double()
    counts[[symbols.index(symbol) for symbol in without]] = 0.0
    return (torch.where(counts > 0, -_probabilities(W).log() * counts, 0.0).sum() / counts.sum()).item()
