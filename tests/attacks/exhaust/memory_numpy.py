"""Hoards memory in numpy arrays.

Elsewhere: as much as the machine has.
"""

# %% solution="value"
import numpy as np
from toolbox import reached

SAYS = "attribute used more than 128 MB of memory"


def attribute(prompt, x):
    reached()
    return [np.ones(10 << 20) for _ in range(12)]
