"""One is added to every count before the shares are taken, which keeps the logarithm from zero and moves the data."""

LOSES = {"beliefs", "lab"}
HINT = (
    "Your gap is to counts to which one was added. "
    "A pair that never occurs adds nothing to the sum, so there is no logarithm of zero to be afraid of."
)
BREAKS = {"belief_gap": "where E = counts[i] / sum of counts[i]"}


def belief_gap(W, counts):
    E = (counts + 1) / (counts + 1).sum(dim=1, keepdim=True).double()
    return (E * (E / _probabilities(W)).log()).sum(dim=1)
