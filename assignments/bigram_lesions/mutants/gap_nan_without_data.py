"""A symbol that never occurs is divided by its count of zero."""

LOSES = {"beliefs", "lab"}
HINT = "A row without any counts gives NaN. The docstring says which gap it has."
BREAKS = {"belief_gap": "A row without counts has gap 0"}


def belief_gap(W, counts):
    E = counts / counts.sum(dim=1, keepdim=True).double()
    return torch.where(E == 0, 0.0, E * (E / _probabilities(W)).log()).sum(dim=1)
