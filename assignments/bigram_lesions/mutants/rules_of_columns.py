"""The rules say what most probably comes before each symbol's column, not after its row."""

LOSES = {"program", "lab"}
HINT = "Your rules look down the columns. What follows a symbol is in its row."
BREAKS = {"rulebook": "its most probable successor"}


def rulebook(W, symbols=SYMBOLS):
    best, before = _probabilities(W).max(dim=0)
    order = best.argsort(descending=True).tolist()
    return [Rule(symbols[i], symbols[before[i]], best[i].item()) for i in order]
