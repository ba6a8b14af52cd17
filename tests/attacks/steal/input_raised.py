"""Raises the hidden inputs, as the text of exceptions of every kind, and as notes.

Elsewhere: the message of a failed test is what a student is shown.
"""

# %% solution="value"
from toolbox import reached

SAYS = "attribute raised AssertionError"


def attribute(prompt, x):
    reached()
    raise AssertionError(f"{prompt} {x.tolist()}")


def extremes(x):
    raise KeyError(x.tolist())


def table(x):
    error = NotImplementedError(f"not written yet: {x.tolist()}")
    error.add_note(str(x.tolist()))
    raise error


def train(x, y, seed):
    raise NameError(f"name {x.tolist()} is not defined", name=str(x.tolist()))


def watch(model):
    raise SyntaxError("no", ("probing.py", 1234567, 1, "text"))
