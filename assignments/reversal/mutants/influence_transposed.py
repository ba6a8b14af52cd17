"""The matrix has the output positions in its rows and the input positions in its columns."""

LOSES = {"influence"}
HINT = (
    "Your matrix is turned over. "
    "Entry [p, q] belongs to a change of the input at p and of the prediction at q."
)
BREAKS = {"influence": "Entry [p, q]"}

_influence = influence


def influence(model, X):
    return _influence(model, X).T


def recover_permutation(model):
    return influence(model, _every_input(model)).argmax(dim=1).tolist()
