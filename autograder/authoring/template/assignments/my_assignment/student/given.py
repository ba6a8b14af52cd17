"""Provided code. Import from here and leave the file as it is: grading uses its own copy."""

import torch
from torch import nn


class Net(nn.Module):
    """One hidden layer and one output: `readout(relu(encoder(x)))`, [N, inputs] to [N]."""

    def __init__(self, inputs: int = 4, hidden: int = 8) -> None:
        super().__init__()
        self.encoder = nn.Linear(inputs, hidden)
        self.readout = nn.Linear(hidden, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.readout(torch.relu(self.encoder(x))).squeeze(-1)
