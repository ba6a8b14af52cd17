"""The start is taken to be any letter with the same probability, and not the boundary's row."""

LOSES = {"length", "lab"}
HINT = (
    "You average over the letters that a word could start with as if all were equally likely. "
    "Where in the matrix does it say how words begin?"
)
BREAKS = {"expected_length": "symbol 0 is the boundary"}


def expected_length(W):
    P = _probabilities(W)
    possible = P[1:, 1:] > 0
    reached = _reached(P[0, 1:] > 0, possible)
    if (reached & ~_reached(P[1:, 0] > 0, possible.T)).any():
        return math.inf
    Q = P[1:, 1:][reached][:, reached]
    return torch.linalg.solve(torch.eye(len(Q)) - Q, torch.ones(len(Q), dtype=Q.dtype)).mean().item()
