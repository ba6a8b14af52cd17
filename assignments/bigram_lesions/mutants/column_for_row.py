"""The belief is read from the symbol's column: what leads to it and not what follows it."""

LOSES = {"beliefs", "lab"}
HINT = "You read the column of the symbol. A belief about what comes after it is a row."
BREAKS = {"beliefs": "The probabilities [V] of what comes after `symbol`"}


def beliefs(W, symbol, symbols=SYMBOLS):
    return _probabilities(W)[:, symbols.index(symbol)]
