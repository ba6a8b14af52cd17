"""A count of 0 times an infinite surprise is NaN, so the loss of a lesioned model is NaN on what is left."""

LOSES = {"loss"}
HINT = (
    "Your loss is NaN for a lesioned model, although nothing impossible is counted. "
    "What is 0 times infinity for the computer?"
)


def nll(W, words, symbols=SYMBOLS, without=""):
    counts = bigram_counts(words, symbols).double()
    counts[:, [symbols.index(symbol) for symbol in without]] = 0.0
    return ((-_probabilities(W).log() * counts).sum() / counts.sum()).item()
