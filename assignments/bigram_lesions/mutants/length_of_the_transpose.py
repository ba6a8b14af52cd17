"""Q is transposed on the way, so the walk goes backwards."""

LOSES = {"length", "lab"}
HINT = (
    "In your solution the walk goes along Q the wrong way. "
    "From s·(I - Q)⁻¹·1, which system of equations do you solve: with Q or with its transpose?"
)


def expected_length(W):
    P = _probabilities(W)
    possible = P[1:, 1:] > 0
    reached = _reached(P[0, 1:] > 0, possible)
    if (reached & ~_reached(P[1:, 0] > 0, possible.T)).any():
        return math.inf
    start, Q = P[0, 1:][reached], P[1:, 1:][reached][:, reached]
    return torch.linalg.solve(torch.eye(len(Q)) - Q, start).sum().item()
