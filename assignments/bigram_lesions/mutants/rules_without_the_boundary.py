"""The boundary's row is left out of the rulebook."""

LOSES = {"program", "lab"}
HINT = "One rule is missing: how words begin. The boundary has a row like any letter."


def rulebook(W, symbols=SYMBOLS):
    best, following = _probabilities(W).max(dim=1)
    order = [i for i in best.argsort(descending=True).tolist() if i != 0]
    return [Rule(symbols[i], symbols[following[i]], best[i].item()) for i in order]
