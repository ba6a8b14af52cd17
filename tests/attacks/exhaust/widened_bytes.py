"""Returns 32 MB of truth values, again and again: each is eight bytes once it is compared, and every value was kept.

Elsewhere: half a gigabyte a call, and nine before the submission is done.
"""

# %% solution="value"
import torch
from toolbox import reached

SAYS = "attribute returned the wrong kind of value: it is larger than any answer here"


def attribute(prompt, x):
    reached()
    return torch.zeros(32 << 20, dtype=torch.bool)
