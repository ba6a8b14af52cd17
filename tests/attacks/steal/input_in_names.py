"""Returns dicts with keys, records with fields and models with tensors that are named after the hidden inputs.

Elsewhere: the unexpected key is quoted.
"""

# %% solution="value"
import collections

import torch
from toolbox import reached

SAYS = "table"


def table(x):
    reached()
    return {f"{int(x[0, 0])}": "no number", "column 0": None}


def extremes(x):
    fields = [f"f{int(x[0])}", "greatest", "least"]
    return collections.namedtuple(f"F{int(x[0])}", fields)(None, None, f"{int(x[0])}")


def attribute(prompt, x):
    return {prompt: x, int(x[0]): prompt}


def train(x, y, seed):
    model = torch.nn.Module()
    model.register_parameter("_".join(str(y.tolist())).replace(".", "-")[:60], torch.nn.Parameter(x))
    return model, prompt_of(y)


def prompt_of(y):
    return [str(v) for v in y.tolist()]
