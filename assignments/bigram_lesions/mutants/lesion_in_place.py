"""The matrix that was given is changed itself."""

LOSES = {"lesion", "lab"}
HINT = "Your lesion changes W itself, so the next lesion starts from a model that is lesioned already. Work on a copy."
BREAKS = {"lesion": "A copy of W [V, V]"}


def lesion(W, symbol, symbols=SYMBOLS):
    W[:, symbols.index(symbol)] = -1e9
    return W
