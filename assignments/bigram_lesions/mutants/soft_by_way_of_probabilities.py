"""The odds are computed from p, and 1 - p is 0 where p rounds to 1: the row is NaN."""

LOSES = {"soft"}
HINT = "What is p / (1 - p) for the computer where the model is all but certain? The odds can be changed without computing them."
BREAKS = {"soft_lesion": "p < 1, though rounded it may be 1"}


def soft_lesion(W, symbol, strength, symbols=SYMBOLS):
    P = _probabilities(W)
    p = P[:, symbols.index(symbol)]
    odds = p / (1 - p) * math.exp(-strength)
    softened = P * ((1 - odds / (1 + odds)) / (1 - p))[:, None]
    softened[:, symbols.index(symbol)] = odds / (1 + odds)
    return softened.log()
