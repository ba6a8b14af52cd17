"""The targets are the strings themselves: copying instead of reversing."""

LOSES = {"data"}
HINT = (
    "Your targets are the strings as they went in. "
    "Print one that is not a palindrome beside its target: what should have changed?"
)
BREAKS = {"targets": "the letters of each row in reverse"}


def targets(X):
    return X.clone()
