"""Chance is taken as one over the length, as if every token could look at all positions and had one target."""

LOSES = {"detect"}
HINT = (
    "Chance is not one over the length here. "
    "A position can look at itself and those before it, and may have several targets among them."
)
BREAKS = {"uniform_score": "The induction score of a head that attends evenly"}


def uniform_score(tokens, mask):
    return 1 / tokens.shape[1]
