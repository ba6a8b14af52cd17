"""The logarithm of the probabilities with a zero column, without dividing the rest by its sum."""

EQUIVALENT = (
    "softmax divides by the sum: the logits differ by a constant in each row, and the models are equal"
)


def lesion(W, symbol, symbols=SYMBOLS):
    P = _probabilities(W)
    P[:, symbols.index(symbol)] = 0.0
    return P.log()
