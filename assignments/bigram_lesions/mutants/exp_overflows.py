"""Softmax by its definition: exp of a large logit is infinite."""

LOSES = {"beliefs"}
HINT = "Your beliefs are not numbers where the logits are large. What is exp(900) for the computer? A constant may be taken from the row first."
BREAKS = {"beliefs": "logits of any size, each row in a gauge of its own"}


def beliefs(W, symbol, symbols=SYMBOLS):
    weights = W[symbols.index(symbol)].double().exp()
    return weights / weights.sum()
