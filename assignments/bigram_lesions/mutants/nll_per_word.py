"""The sum is divided by the number of words and not by that of the transitions."""

LOSES = {"loss"}
HINT = "You divide by the number of words. The mean is over their transitions."
BREAKS = {"nll": "for each transition of the words"}


def nll(W, words, symbols=SYMBOLS, without=""):
    counts = bigram_counts(words, symbols).double()
    counts[:, [symbols.index(symbol) for symbol in without]] = 0.0
    return (torch.where(counts > 0, -_probabilities(W).log() * counts, 0.0).sum() / len(words)).item()
