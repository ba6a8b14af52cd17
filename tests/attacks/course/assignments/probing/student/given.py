"""Provided code of the probing assignment."""

from typing import NamedTuple

import torch


class Finding(NamedTuple):
    least: float
    greatest: float


class Line(torch.nn.Module):
    """Weighs three inputs and adds a bias: `[batch, 3]` to `[batch]`."""

    def __init__(self) -> None:
        super().__init__()
        self.config: dict[str, int] = {}
        self.weight = torch.nn.Parameter(torch.zeros(3))
        self.bias = torch.nn.Parameter(torch.zeros(()))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x @ self.weight + self.bias
