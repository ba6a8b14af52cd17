"""Hoards memory in torch tensors, whose allocator is its own.

Elsewhere: as much as the machine has.
"""

# %% solution="value"
import torch
from toolbox import reached

SAYS = "attribute used more than 128 MB of memory"


def attribute(prompt, x):
    reached()
    return [torch.ones(10 << 20, dtype=torch.float64) for _ in range(12)]
