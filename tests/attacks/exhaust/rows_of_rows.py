"""Returns a list of sixty arrays, each with a thousand rows of a thousand rows of nothing.

Elsewhere: the limit is on each list, and sixty million rows are made one by one.
"""

# %% solution="value"
import numpy as np
from toolbox import reached

SAYS = "extremes returned the wrong kind of value: it is larger than any answer here"


def extremes(x):
    reached()
    return [np.zeros((1000, 1000, 0))] * 60
