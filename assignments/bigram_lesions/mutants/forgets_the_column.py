"""The column is made flat and not the row."""

LOSES = {"rows"}
HINT = "Your lesion changes how often the symbol is chosen. To forget what comes after it, change its row."


def forget(W, symbol, symbols=SYMBOLS):
    forgotten = W.clone()
    forgotten[:, symbols.index(symbol)] = 0.0
    return forgotten
