"""The divergence is taken the other way round: the mean of ln(P / E) under P."""

LOSES = {"beliefs", "lab"}
HINT = (
    "Your divergence takes its mean over what the model believes, and is infinite wherever the data has a zero. "
    "KL divergence is not symmetric: over which of the two is the mean?"
)
BREAKS = {"belief_gap": "Entry i is the sum over j of E ln(E / P)"}


def belief_gap(W, counts):
    P = _probabilities(W)
    E = counts / counts.sum(dim=1, keepdim=True).double().clamp(min=1)
    gaps = torch.where(P > 0, P * (P / E).log(), 0.0).sum(dim=1)
    return torch.where(counts.sum(dim=1) > 0, gaps, 0.0)
