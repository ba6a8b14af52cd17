"""The row of logits is returned as it is, without softmax."""

LOSES = {"beliefs", "lab"}
HINT = "Your beliefs are logits: they can be negative and have no sum. What turns logits into probabilities?"
BREAKS = {"beliefs": "The probabilities [V]"}


def beliefs(W, symbol, symbols=SYMBOLS):
    return W[symbols.index(symbol)].double()
