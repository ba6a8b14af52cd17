"""The strength is added, so that a strong lesion makes the symbol more probable."""

LOSES = {"soft"}
HINT = "With your lesion the symbol becomes more probable as the strength grows. Look at the sign."


def soft_lesion(W, symbol, strength, symbols=SYMBOLS):
    softened = W.clone()
    softened[:, symbols.index(symbol)] += strength
    return softened
