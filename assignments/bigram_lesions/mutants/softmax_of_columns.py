"""The belief is normalised over the wrong axis: down the columns, over what came before."""

LOSES = {"beliefs", "lab"}
HINT = (
    "Your beliefs do not sum to 1 over the next symbols. "
    "Softmax is taken along one axis: along which do the alternatives lie?"
)
BREAKS = {"beliefs": "The probabilities [V] of what comes after `symbol`"}


def beliefs(W, symbol, symbols=SYMBOLS):
    return W.double().softmax(dim=0)[symbols.index(symbol)]
