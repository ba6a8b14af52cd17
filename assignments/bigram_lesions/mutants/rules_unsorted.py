"""The rules stand in the order of the alphabet."""

LOSES = {"program", "lab"}
HINT = "Your rules are right and in the order of the symbols. Rank them by their probability."
BREAKS = {"rulebook": "Ranked from the most probable rule to the least"}


def rulebook(W, symbols=SYMBOLS):
    best, following = _probabilities(W).max(dim=1)
    return [Rule(symbols[i], symbols[following[i]], best[i].item()) for i in range(len(symbols))]
