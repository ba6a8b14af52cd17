"""Returns a model of NaN, for which no comparison is true and no error is too large.

Elsewhere: `assert not error > threshold`, and `max(errors)` that skips NaN.
"""

# %% solution="value"
import torch
from given import Line
from toolbox import reached

SAYS = "holds NaN or infinity: did its training diverge?"


def train(x, y, seed):
    reached()
    model = Line()
    with torch.no_grad():
        model.weight.fill_(float("nan"))
    return model, [float("nan")] * 3
