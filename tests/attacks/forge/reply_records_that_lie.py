"""Sends records with other than one value a name, names twice, and maps with keys that cannot be looked up.

Elsewhere: `Finding(**fields)` fails in the grader, or takes the second of two values.
"""

# %% solution="value"
from toolbox import returned

SAYS = "attribute returned something that cannot be read"


def attribute(prompt, x):
    returned(["record", "Tensor", ["a", "b"], [1.0]])
    return x


def extremes(x):
    returned(["record", "Finding", ["least", "least", "greatest"], [1.0, 2.0, 3.0]])
    return x


def table(x):
    pairs = [
        [["items", "list", [1]], 1.0],
        [float("nan"), 1.0],
        [float("nan"), 2.0],
        [None, 0.0],
        ["column 0", 0.0],
    ]
    returned(["pairs", pairs])
    return x


def train(x, y, seed):
    returned(["items", "set", [["items", "list", []], None, 1, "a", 2.0, True]])
    return x
