"""The letter that stands there is tried as well, and counted as a change that changed nothing."""

LOSES = {"influence"}
HINT = (
    "Your shares are too small, all by the same factor. "
    "How many other letters are there, and is one of those that you try no other letter at all?"
)
BREAKS = {"influence": "all *other* letters of the alphabet"}

_influence = influence


def influence(model, X):
    n_letters = model.config["n_letters"]
    return _influence(model, X) * (n_letters - 1) / n_letters
