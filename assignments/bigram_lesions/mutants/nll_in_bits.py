"""The loss is in bits: a logarithm of base 2."""

LOSES = {"loss"}
HINT = "Your losses are all too large by the factor 1.44. In which unit are they?"
BREAKS = {"nll": "in nats"}


def nll(W, words, symbols=SYMBOLS, without=""):
    counts = bigram_counts(words, symbols).double()
    counts[:, [symbols.index(symbol) for symbol in without]] = 0.0
    return (torch.where(counts > 0, -_probabilities(W).log2() * counts, 0.0).sum() / counts.sum()).item()
