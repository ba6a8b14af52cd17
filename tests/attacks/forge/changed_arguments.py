"""Sets its argument to zero and returns it: what is compared with it is then zero too.

Elsewhere: the test computes the expected value afterwards, from the same tensor.
"""

# %% solution="value"
from toolbox import reached

SAYS = "leaves its argument"


def attribute(prompt, x):
    reached()
    return x.zero_()


def extremes(x):
    x.zero_()
    return 0.0, 0.0


def table(x):
    x.zero_()
    return {f"column {i}": 0.0 for i in range(4)}
