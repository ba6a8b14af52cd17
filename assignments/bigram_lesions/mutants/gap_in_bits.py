"""The divergence is in bits: a logarithm of base 2."""

LOSES = {"beliefs", "lab"}
HINT = "All your gaps are too large by the same factor, 1.44. In which unit are they?"
BREAKS = {"belief_gap": "in nats (natural logarithm)"}


def belief_gap(W, counts):
    E = counts / counts.sum(dim=1, keepdim=True).double().clamp(min=1)
    return torch.where(counts > 0, E * (E / _probabilities(W)).log2(), 0.0).sum(dim=1)
