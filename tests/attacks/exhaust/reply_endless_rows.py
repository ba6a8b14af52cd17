"""Returns an array of four million rows of nothing: no byte of it has to be sent.

Elsewhere: `list(value)` makes an object for each of them, and there could be 2^60.
"""

# %% solution="value"
import numpy as np
from toolbox import reached

SAYS = "extremes"


def extremes(x):
    reached()
    return np.zeros((2**22, 0))


def train(x, y, seed):
    return np.zeros((2**22, 0))
