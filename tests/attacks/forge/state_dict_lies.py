"""Returns an untrained model whose `state_dict` tells of another one.

Elsewhere: a grader that reads `model.state_dict()` finds whatever the student likes.
"""

# %% solution="value"
import torch
from given import Line
from toolbox import reached

SAYS = "the largest error is"


class Storyteller(Line):
    def state_dict(self, *args, **kwargs):
        reached()
        return {"weight": torch.full((3,), float("nan")), "bias": torch.tensor(float("inf"))}


def train(x, y, seed):
    reached()
    return Storyteller(), [1.0, 0.0]
