"""Returns more than fits in a message: a gigabyte that repeats one number, ten million numbers in a list.

Elsewhere: the value is pickled, copied and compared in full.
"""

# %% solution="value"
import torch
from toolbox import reached

SAYS = "attribute"


def attribute(prompt, x):
    reached()
    return torch.zeros(1).expand(1 << 27)


def extremes(x):
    return [0.0] * (2 << 20)


def table(x):
    return {str(i): 0.0 for i in range(1 << 18)}
