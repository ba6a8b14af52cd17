"""The length is infinite as soon as some letter has no way out, even where no word ever comes to it."""

LOSES = {"length"}
HINT = (
    "You say infinite as soon as some letter has no way to the end. "
    "Does it matter if no word ever comes to that letter?"
)
BREAKS = {"expected_length": "Letters that no word can reach do not count"}


def expected_length(W):
    P = _probabilities(W)
    if not _reached(P[1:, 0] > 0, (P[1:, 1:] > 0).T).all():
        return math.inf
    Q = P[1:, 1:]
    return torch.linalg.solve(torch.eye(len(Q)) - Q.T, P[0, 1:]).sum().item()
