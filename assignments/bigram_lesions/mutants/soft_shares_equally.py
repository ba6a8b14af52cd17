"""What the symbol loses is given to all others in equal parts."""

LOSES = {"soft"}
HINT = "Do the other symbols keep their proportions? What has become free is not shared equally: who had more gets more."
BREAKS = {"soft_lesion": "The other symbols keep their proportions"}


def soft_lesion(W, symbol, strength, symbols=SYMBOLS):
    P, j = _probabilities(W), symbols.index(symbol)
    odds = P[:, j] / (1 - P[:, j]) * math.exp(-strength)
    p = odds / (1 + odds)
    softened = (P + ((P[:, j] - p) / (len(P) - 1))[:, None]).clamp(min=0.0)
    softened[:, j] = p
    return softened.log()
