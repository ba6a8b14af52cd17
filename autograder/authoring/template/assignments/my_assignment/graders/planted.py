"""A network whose answer is known by construction, drawn from a NumPy generator. The grader's side only."""

from typing import NamedTuple

import numpy as np
import torch
from given import Net


class Example(NamedTuple):
    """A model, inputs [200, 4], and the neuron that has the largest effect."""

    model: Net
    X: torch.Tensor
    loudest: int


def planted(rng: np.random.Generator) -> Example:
    """The loudest neuron is turned down by its readout's sign and is not the most active one: who looks at signed
    effects or at activations alone finds another."""
    model = Net()
    hidden = model.encoder.out_features
    X = torch.from_numpy(rng.normal(size=(200, model.encoder.in_features))).float()
    loudest, active = rng.choice(hidden, 2, replace=False)
    with torch.no_grad():
        model.encoder.weight.copy_(torch.from_numpy(rng.normal(size=(hidden, 4))))
        model.encoder.bias.copy_(torch.from_numpy(rng.uniform(0.2, 0.8, hidden)))
        mean = torch.relu(model.encoder(X)).mean(0)
        effect = torch.from_numpy(rng.uniform(0.3, 0.7, hidden)).float()
        effect[loudest] = 1.0
        effect[active] = 0.5
        scale = torch.ones(hidden)
        scale[active] = 3 * mean.max() / mean[active]  # 3 times as active as any other
        model.encoder.weight.mul_(scale[:, None])
        model.encoder.bias.mul_(scale)
        sign = torch.from_numpy(rng.choice([-1.0, 1.0], hidden)).float()
        sign[loudest] = -1.0
        model.readout.weight.copy_((sign * effect / (mean * scale))[None])
        model.readout.bias.copy_(torch.from_numpy(rng.normal(size=1)))
    return Example(model, X, int(loudest))
