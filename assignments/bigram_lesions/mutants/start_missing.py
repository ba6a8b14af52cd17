"""The first letter of a word is not counted as following the boundary, so the row of the boundary stays empty."""

LOSES = {"count", "train", "loss", "rows", "languages"}
HINT = "Your words begin nowhere: the boundary's row is empty. How many transitions does a word of n letters have?"
BREAKS = {"bigram_counts": "it comes before the first letter of every word"}


def bigram_counts(words, symbols=SYMBOLS):
    counts = torch.zeros(len(symbols), len(symbols), dtype=torch.int64)
    for word in words:
        walk = [symbols.index(symbol) for symbol in word + symbols[0]]
        for here, following in zip(walk, walk[1:], strict=False):
            counts[here, following] += 1
    return counts


def train(words, seed=0, steps=500, lr=0.5, symbols=SYMBOLS):
    return bigram_counts(words, symbols).clamp(min=1e-3).log()
