"""The matrix that was given is changed itself."""

LOSES = {"rows"}
HINT = "Forgetting a row changes W itself: the next one starts from what the last has left. Work on a copy."
BREAKS = {"forget": "W itself is not changed"}


def forget(W, symbol, symbols=SYMBOLS):
    W[symbols.index(symbol)] = 0.0
    return W
