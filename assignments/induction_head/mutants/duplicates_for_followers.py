"""The targets are the earlier occurrences of the token themselves, one position too early."""

LOSES = {"detect"}
HINT = (
    "Your targets are the earlier occurrences of the token itself: looking there makes a duplicate-token head. "
    "What an induction head copies stands one position further on."
)
BREAKS = {
    "induction_targets": (
        "the token at key - 1 is the token at the query",
        "right after each earlier occurrence of it",
    )
}


def induction_targets(tokens):
    return (tokens[:, :, None] == tokens[:, None, :]).tril(-1)
