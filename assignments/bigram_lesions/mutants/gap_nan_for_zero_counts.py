"""0 times the logarithm of 0 is left as it is, which is NaN."""

LOSES = {"beliefs", "lab"}
HINT = "Some of your gaps are NaN. What is 0 · ln 0 in the limit, and what does the computer say?"
BREAKS = {"belief_gap": "A pair that never occurs adds 0"}


def belief_gap(W, counts):
    E = counts / counts.sum(dim=1, keepdim=True).double().clamp(min=1)
    return torch.where(counts.sum(dim=1) > 0, (E * (E / _probabilities(W)).log()).sum(dim=1), 0.0)
