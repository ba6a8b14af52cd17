"""The rules are ranked by how often they are used, and not by how sure they are."""

LOSES = {"program", "lab"}
HINT = (
    "Your rules are right and ranked by how often the model uses them. "
    "What is asked for is how sure it is: the probability alone."
)


def rulebook(W, symbols=SYMBOLS):
    P = _probabilities(W)
    here = torch.full_like(P[0], 1 / len(P))
    for _ in range(400):
        here = (here + here @ P) / 2
    best, following = P.max(dim=1)
    order = (here * best).argsort(descending=True).tolist()
    return [Rule(symbols[i], symbols[following[i]], best[i].item()) for i in order]
