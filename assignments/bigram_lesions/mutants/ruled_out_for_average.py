"""-inf is replaced by 0 before the softmax, lest it become NaN."""

LOSES = {"beliefs", "lab"}
HINT = "Symbols that the model rules out have a probability in your beliefs. What is exp(-inf)?"
BREAKS = {"beliefs": "Some of them may be -inf: those have probability 0"}


def beliefs(W, symbol, symbols=SYMBOLS):
    return torch.nan_to_num(W.double(), neginf=0.0).softmax(dim=1)[symbols.index(symbol)]
