"""The boundary's row over the letters is divided by its sum, as if no word were empty."""

LOSES = {"length", "lab"}
HINT = "Your words have at least one letter. In this model a word may be empty: the boundary can follow the boundary."


def expected_length(W):
    P = _probabilities(W)
    possible = P[1:, 1:] > 0
    reached = _reached(P[0, 1:] > 0, possible)
    if (reached & ~_reached(P[1:, 0] > 0, possible.T)).any():
        return math.inf
    start, Q = P[0, 1:][reached], P[1:, 1:][reached][:, reached]
    return torch.linalg.solve(torch.eye(len(Q)) - Q.T, start / start.sum()).sum().item()
