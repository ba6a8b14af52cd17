"""Provided code of the tiny assignment."""

from typing import NamedTuple

import torch


class Pair(NamedTuple):
    least: float
    greatest: float


class Scale(torch.nn.Module):
    """Multiplies each of `size` inputs by a factor."""

    def __init__(self, size: int = 3) -> None:
        super().__init__()
        self.config = {"size": size}
        self.factor = torch.nn.Parameter(torch.ones(size))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.factor
