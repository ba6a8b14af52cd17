"""Changes the packages in memory as far as it reaches, for the process that is forked after it.

Elsewhere: a server that keeps its workers grades the next student with this one's numpy.
"""

# %% solution="value"
import ctypes
import gc
import random
import sys

import numpy as np
import torch
from toolbox import reached

SAYS = "attribute"


def attribute(prompt, x):
    reached()
    torch.Tensor.mean = torch.mean = lambda *a, **k: torch.tensor(0.0)
    np.random.seed = random.seed = torch.manual_seed = lambda *a: None
    gc.unfreeze()
    for name in [n for n in sys.modules if n.startswith(("inside", "given", "numpy.linalg"))]:
        vars(sys.modules[name]).clear()
    # A small number that is another one from now on, in this process.
    ctypes.c_uint32.from_address(id(200) + 24).value = 201
    return x
