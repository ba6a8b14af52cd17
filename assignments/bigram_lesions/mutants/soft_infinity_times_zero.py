"""The strength is multiplied by a column of zeros and a one, which is NaN where it is infinite."""

LOSES = {"soft"}
HINT = "With infinite strength your lesion is NaN. What is 0 times infinity for the computer?"
BREAKS = {"soft_lesion": "infinity deletes"}


def soft_lesion(W, symbol, strength, symbols=SYMBOLS):
    chosen = torch.tensor([float(other == symbol) for other in symbols])
    return W - strength * chosen
