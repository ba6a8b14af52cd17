"""I - Q cannot be inverted where words never end, and the pseudo-inverse gives some number all the same."""

LOSES = {"length", "lab"}
HINT = (
    "Where words never end, I - Q has no inverse, and your way around that gives a finite number. "
    "Ask first whether the end can be reached."
)
BREAKS = {"expected_length": "Infinite (`math.inf`) if a word can reach a letter from which it can never end"}


def expected_length(W):
    P = _probabilities(W)
    Q = P[1:, 1:]
    return (P[0, 1:] @ torch.linalg.pinv(torch.eye(len(Q)) - Q, rtol=1e-10)).sum().item()
