"""The end of a word is not counted as a transition, so no word ever ends."""

LOSES = {"count", "train", "loss", "rows", "languages"}
HINT = "Your words never end: the boundary's column is empty. How many transitions does a word of n letters have?"
BREAKS = {"bigram_counts": "after the last, so a word of n letters has n + 1 transitions"}


def bigram_counts(words, symbols=SYMBOLS):
    counts = torch.zeros(len(symbols), len(symbols), dtype=torch.int64)
    for word in words:
        walk = [symbols.index(symbol) for symbol in symbols[0] + word]
        for here, following in zip(walk, walk[1:], strict=False):
            counts[here, following] += 1
    return counts


def train(words, seed=0, steps=500, lr=0.5, symbols=SYMBOLS):
    return bigram_counts(words, symbols).clamp(min=1e-3).log()
