"""The sum over word lengths is stopped after 200 letters, so it is finite where words never end."""

LOSES = {"length", "lab"}
HINT = (
    "Your expected length stops at some number of letters, so it is finite where words never end. "
    "How can one see from the matrix that there is no way out?"
)
BREAKS = {"expected_length": "The exact expected number of letters"}


def expected_length(W):
    P = _probabilities(W)
    here, length = P[0, 1:], 0.0
    for _ in range(200):
        length += here.sum().item()
        here = here @ P[1:, 1:]
    return length
