"""The first letter and the last change places, which is all of the reversal up to length three."""

LOSES = {"data"}
HINT = (
    "Your targets are right for two and for three letters, and wrong for more. "
    "Which letters besides the first and the last have to move?"
)
BREAKS = {"targets": "For any alphabet and any length"}


def targets(X):
    Y, last = X.clone(), X.shape[1] - 2
    Y[:, 0], Y[:, last] = X[:, last], X[:, 0]
    return Y
