"""The final step to the boundary is counted as a letter."""

LOSES = {"length", "lab"}
HINT = "Your expected length is too large by one. Is the boundary a letter?"


def expected_length(W):
    P = _probabilities(W)
    possible = P[1:, 1:] > 0
    reached = _reached(P[0, 1:] > 0, possible)
    if (reached & ~_reached(P[1:, 0] > 0, possible.T)).any():
        return math.inf
    start, Q = P[0, 1:][reached], P[1:, 1:][reached][:, reached]
    return 1 + torch.linalg.solve(torch.eye(len(Q)) - Q.T, start).sum().item()
