"""Draws the same model whatever the seed."""

import torch

LOSES = {"fit"}
HINT = "Does every seed give the same model?"
BREAKS = {"fit": "drawn from `seed`"}


def SIGNATURE(calls):
    factors = [tuple(value[0].tensors["factor"].tolist()) for name, _, _, value in calls if name == "fit"]
    return len(factors) > 1 and len(set(factors)) == 1


def fit(seed):
    torch.manual_seed(0)
    model = Scale(3)
    with torch.no_grad():
        model.factor.copy_(torch.rand(3))
    return model, [0.5]
