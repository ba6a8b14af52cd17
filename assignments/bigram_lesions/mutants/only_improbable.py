"""20 is subtracted from the column's logits: improbable is not impossible, and words still end some day."""

LOSES = {"lesion", "lab"}
HINT = (
    "Your lesion makes the symbol very improbable, not impossible: ask for the expected length without the end. "
    "Which logit has probability 0 exactly?"
)


def lesion(W, symbol, symbols=SYMBOLS):
    lesioned = W.clone()
    lesioned[:, symbols.index(symbol)] -= 20.0
    return lesioned
