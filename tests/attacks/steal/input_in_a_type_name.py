"""Raises an exception whose type is named after the hidden inputs, and returns objects of such types.

Elsewhere: type names count as safe to show.
"""

# %% solution="value"
from toolbox import reached

SAYS = "attribute raised an exception"


def named(*parts):
    return type(" ".join(str(part) for part in parts), (Exception,), {})


def attribute(prompt, x):
    reached()
    raise named(prompt, int(x[0]))


def extremes(x):
    return named(int(x[0]))()


def table(x):
    return {"column 0": named(int(x[0, 0]))()}
