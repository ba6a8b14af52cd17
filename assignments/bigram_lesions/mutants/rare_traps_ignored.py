"""The length is infinite only if a word is still going after 2^30 letters with a probability of a millionth or more."""

LOSES = {"length"}
HINT = "Your length is finite where words hardly ever come to letters from which they cannot end. How often does a word have to be endless for the mean to be infinite?"
BREAKS = {"expected_length": "however improbable that is"}


def expected_length(W):
    P = _probabilities(W)
    start, walk = P[0, 1:], P[1:, 1:]
    total = torch.eye(len(walk), dtype=torch.float64)
    for _ in range(30):
        total = total + total @ walk
        walk = walk @ walk
    return math.inf if start @ walk.sum(dim=1) > 1e-6 else (start @ total).sum().item()
