"""The transitions that are left out still count in the denominator."""

LOSES = {"loss"}
HINT = "Transitions that you leave out of the sum are still in the number that you divide by."
BREAKS = {"nll": "left out of sum and count"}


def nll(W, words, symbols=SYMBOLS, without=""):
    counts = bigram_counts(words, symbols).double()
    total = counts.sum()
    counts[:, [symbols.index(symbol) for symbol in without]] = 0.0
    return (torch.where(counts > 0, -_probabilities(W).log() * counts, 0.0).sum() / total).item()
