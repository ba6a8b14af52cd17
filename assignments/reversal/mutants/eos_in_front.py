"""The whole row is turned around, so <eos> comes to stand in front."""

LOSES = {"data"}
HINT = (
    "You turn the whole row around, <eos> included. "
    "Where does the docstring want <eos>, and which slots hold letters?"
)
BREAKS = {"targets": "<eos> stays in the last slot"}


def targets(X):
    return X.flip(1)
