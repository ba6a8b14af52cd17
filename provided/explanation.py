"""An explanation that can be carried out, as values only: a causal model in tables, and where its variables live.

Ships to students beside `given.py`, which imports from here; grading uses its own copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class Variable:
    """A variable of a causal model: its value is `table[values of its parents]`, a whole number from 0.

    `parents` are names of inputs and of variables before this one. `table` is int64, with one axis for each parent,
    as long as that parent has values.
    """

    name: str
    parents: tuple[str, ...]
    table: Tensor

    @property
    def size(self) -> int:
        """How many values there are: 0 … size - 1."""
        return int(self.table.max()) + 1


@dataclass(frozen=True)
class CausalModel:
    """Variables in the order in which they are computed. The last one is the output, the others are inner ones."""

    variables: tuple[Variable, ...]

    @property
    def inner(self) -> tuple[Variable, ...]:
        return self.variables[:-1]

    @property
    def output(self) -> Variable:
        return self.variables[-1]


@dataclass(frozen=True)
class Site:
    """A subspace of the residual stream at one position: the span of the columns of `basis` [d, r].

    Layer 0 is the embedding, and layer l the stream after block l. The columns need not be orthonormal.
    """

    layer: int
    position: int
    basis: Tensor


@dataclass(frozen=True)
class Explanation:
    """A causal model, and for each of its inner variables the sites where it lives: one, or all of its copies."""

    causal: CausalModel
    sites: dict[str, tuple[Site, ...]]


Swap = tuple[Tensor, Sequence[Site]]
"""Sources [N, 4], and the sites that are taken from their runs."""
