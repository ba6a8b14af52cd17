"""The targets are the earlier occurrences of the token themselves, one position too early."""

LOSES = {"detect"}
HINT = (
    "Your targets are the earlier occurrences of the token itself: looking there makes a duplicate-token head. "
    "What an induction head copies stands one position further on."
)


def induction_targets(tokens):
    return (tokens[:, :, None] == tokens[:, None, :]).tril(-1)
