"""Changes what the next check in the same process will meet: modules, types, the engine, its own functions.

Elsewhere: all tests of a notebook run in one kernel.
"""

# %% solution="value"
import sys

import given
import torch
from toolbox import reached

SAYS = "attribute: 4 of 4 values are off"
WITNESS = True


def attribute(prompt, x):
    reached()
    given.Finding = given.Line = None
    torch.Tensor.min = torch.Tensor.max = lambda self, *a: torch.tensor(0.0)
    torch.set_default_dtype(torch.float16)
    torch._C._set_deterministic_algorithms(
        True, warn_only=False
    )  # the public call imports the compiler first
    sys.modules["inside.child"].StudentSide._build = lambda self, *a: None
    globals()["extremes"] = lambda x: (0.0, 0.0)
    return x


def extremes(x):
    return 0.0, 0.0
