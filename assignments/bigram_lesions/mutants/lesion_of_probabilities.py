"""The column is cut out of the probabilities, which float32 has no room for where the model is sure of the symbol."""

LOSES = {"lesion"}
HINT = "Where the model is all but sure of the deleted symbol, your others are NaN. Is there a way that needs no probabilities?"
BREAKS = {
    "lesion": "in every row (the symbol's own too) the other probabilities are as before divided by 1 - p"
}


def lesion(W, symbol, symbols=SYMBOLS):
    P = W.softmax(dim=1)
    P[:, symbols.index(symbol)] = 0.0
    return (P / P.sum(dim=1, keepdim=True)).log()
