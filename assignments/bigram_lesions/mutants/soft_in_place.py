"""The matrix that was given is changed itself."""

LOSES = {"soft"}
HINT = "Your soft lesion changes W itself: the next one starts from what the last has left. Work on a copy."
BREAKS = {"soft_lesion": "W itself is not changed"}


def soft_lesion(W, symbol, strength, symbols=SYMBOLS):
    W[:, symbols.index(symbol)] -= strength
    return W
