"""Rows and columns are the wrong way round: entry [i, j] counts symbol i after symbol j."""

LOSES = {"count", "train", "loss", "rows", "languages"}
HINT = (
    "Your counts are right but transposed. "
    "Entry [i, j] is for symbol j after symbol i; look at the row and at the column of q."
)
BREAKS = {"bigram_counts": "Entry [i, j] counts symbols[j] right after symbols[i]"}


def bigram_counts(words, symbols=SYMBOLS):
    counts = torch.zeros(len(symbols), len(symbols), dtype=torch.int64)
    for word in words:
        walk = [symbols.index(symbol) for symbol in symbols[0] + word + symbols[0]]
        for here, following in zip(walk, walk[1:], strict=False):
            counts[following, here] += 1
    return counts


def train(words, seed=0, steps=500, lr=0.5, symbols=SYMBOLS):
    return bigram_counts(words, symbols).clamp(min=1e-3).log()
