"""The row is made float32 before the softmax."""

LOSES = {"beliefs"}
HINT = "Logits may be of any size. How much of a difference of 1 is left beside ten million in float32?"
BREAKS = {"beliefs": "W [V, V] holds logits of any size, each row in a gauge of its own"}


def beliefs(W, symbol, symbols=SYMBOLS):
    return W[symbols.index(symbol)].float().softmax(dim=0)
