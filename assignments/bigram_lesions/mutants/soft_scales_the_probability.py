"""The probability, and not the odds, is multiplied by exp(-strength)."""

LOSES = {"soft"}
HINT = (
    "You multiply the symbol's probability; what is asked for is its odds, p / (1 - p). "
    "With a probability of .6 and a strength of -1.5 yours comes out above 1."
)
BREAKS = {
    "soft_lesion": (
        "the odds of `symbol` are exp(-strength) times what they were",
        "The odds are p / (1 - p)",
    )
}


def soft_lesion(W, symbol, strength, symbols=SYMBOLS):
    P = _probabilities(W)
    j = symbols.index(symbol)
    p = (P[:, j] * math.exp(-strength)).clamp(max=0.999)
    softened = P * ((1 - p) / (1 - P[:, j]))[:, None]
    softened[:, j] = p
    return softened.log()
