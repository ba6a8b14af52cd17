"""The closed form from the shares: the row of a symbol that never occurs is 0 / 0."""

LOSES = {"train"}
HINT = "The row of a symbol that never occurs is NaN. What is 0 / 0 for the computer, and what may stand in that row?"
BREAKS = {"train": "All of W is finite"}


def train(words, seed=0, steps=500, lr=0.5, symbols=SYMBOLS):
    counts = bigram_counts(words, symbols).double()
    return (counts / counts.sum(dim=1, keepdim=True) + 1e-6).log()
