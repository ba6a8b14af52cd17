"""Returns empty tensors whose shapes are the hidden numbers.

Elsewhere: the shapes of a wrong answer are told.
"""

# %% solution="value"
import torch
from toolbox import reached

SAYS = "attribute"


def attribute(prompt, x):
    reached()
    return torch.empty(0, int(x[0]), len(prompt))


def extremes(x):
    return torch.empty(0, int(x[0])), torch.empty(int(x[0]), 0)


def table(x):
    return torch.empty(int(x[0, 0]), 0)
