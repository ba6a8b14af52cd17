"""Moves tensors to shared memory, as a data loader does.

Elsewhere: `/dev/shm` fills up, for everyone on the machine.
"""

# %% solution="value"
import torch
from toolbox import reached, tell, won

SAYS = "attribute"


def loot():
    reached()
    kept = [torch.ones(8 << 20, dtype=torch.float64).share_memory_() for _ in range(8)]
    return won(f"{len(kept) * 64} MB")


def attribute(prompt, x):
    return tell(loot)
