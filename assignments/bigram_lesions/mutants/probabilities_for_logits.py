"""The lesioned model's probabilities are returned where logits are asked for."""

LOSES = {"lesion", "lab"}
HINT = (
    "You return probabilities, with a 0 for the deleted symbol; whoever takes their softmax gets nearly flat beliefs. "
    "What is asked for are the logits of the lesioned model."
)
BREAKS = {"lesion": "the logits of the lesioned model"}


def lesion(W, symbol, symbols=SYMBOLS):
    P = _probabilities(W)
    P[:, symbols.index(symbol)] = 0.0
    return P / P.sum(dim=1, keepdim=True)
