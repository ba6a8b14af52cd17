"""The rules are ranked by their logit, which says nothing across rows."""

LOSES = {"program", "lab"}
HINT = (
    "Your rules are right and ranked by their logits. "
    "Add a constant to one row of W: no probability changes, and your ranking does."
)
BREAKS = {"rulebook": "Ranked from the most probable rule to the least"}


def rulebook(W, symbols=SYMBOLS):
    best, following = W.max(dim=1)
    P = _probabilities(W).max(dim=1).values
    order = best.argsort(descending=True).tolist()
    return [Rule(symbols[i], symbols[following[i]], P[i].item()) for i in order]
