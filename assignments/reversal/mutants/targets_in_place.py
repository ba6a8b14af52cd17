"""The rows of X itself are reversed."""

LOSES = {"data"}
HINT = (
    "Your targets are right. What does X hold after your call? "
    "A network that is trained on X and Y would learn to copy."
)
BREAKS = {"targets": "Leaves X as it was"}


def targets(X):
    X[:, :-1] = X[:, :-1].flip(1)
    return X


def SIGNATURE(calls):
    """The values are right; what is wrong with the data of others shows elsewhere."""
    floats = any(
        value.is_floating_point() for name, _, _, value in calls if name == "encode" and value is not None
    )
    return False if floats else None
