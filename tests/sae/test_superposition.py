"""The toy model of superposition in two dimensions: what the handout's cell draws, and what it says of many starts."""

from __future__ import annotations

import pytest
import torch

from ..handout_cells import run_cell

PRESENT = torch.tensor([1.0, 0.5, 0.2, 0.1, 0.02])


def kept(rows: torch.Tensor) -> list[int]:
    """How many of the five features have a direction: of rows [..., 5, 2]."""
    return (rows.norm(dim=-1) > 0.5).sum(dim=-1).tolist()


def trained(starts: int, relu: bool = True, seed: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
    """As the handout's cell, with as many starts: directions [5, starts, 5, 2], and errors [5, starts]."""
    worth, generator = 0.8 ** torch.arange(5), torch.Generator().manual_seed(seed)
    W = (0.5 * torch.randn(5, starts, 5, 2, generator=generator)).requires_grad_()
    b = torch.zeros(5, starts, 1, 5).requires_grad_()
    adam, late = torch.optim.Adam([W, b], lr=1e-2), torch.zeros(5, starts)
    for step in range(1500):
        adam.param_groups[0]["lr"] = 1e-2 * min(1.0, 2 - step / 750)
        sizes, draws = torch.rand(2, 5, starts, 256, 5, generator=generator)
        x = sizes * (draws < PRESENT[:, None, None, None])
        made = x @ W @ W.mT + b
        errors = (((made.relu() if relu else made) - x).square() * worth).sum(dim=3).mean(dim=2)
        adam.zero_grad()
        (errors / PRESENT[:, None]).sum().backward()
        adam.step()
        late += errors.detach() * (step >= 1200)
    return W.detach(), late


def test_two_directions_then_pairs_then_a_pentagon(assignment):
    best = run_cell(assignment, "present, worth")["best"]
    assert kept(best) == [2, 3, 4, 5, 5]
    two = best[0, :2]
    assert abs(two[0] @ two[1]) < 0.05
    for rows in best[1:3]:
        products = (rows @ rows.T)[:3].min(dim=1).values
        assert products.sort().values[0] < -0.8  # a pair that points opposite ways
    angles = torch.atan2(*best[4].T.flip(0)).rad2deg().sort().values
    steps = torch.cat([angles, angles[:1] + 360]).diff()
    assert (steps - 72).abs().max() < 8


@pytest.mark.long("forty models of each of five kinds")
def test_the_best_of_four_starts_and_single_ones():
    directions, errors = trained(40)
    best = errors.view(5, 10, 4).argmin(dim=2) + 4 * torch.arange(10)
    found = [set(kept(directions[i, best[i]])) for i in range(5)]
    assert [sorted(numbers) for numbers in found] == [[2], [3, 4], [4], [4, 5], [5]]
    assert 15 <= sum(number < 5 for number in kept(directions[3])) <= 25


@pytest.mark.long("forty models")
def test_without_the_relu_two_are_kept_however_rare():
    directions, errors = trained(8, relu=False)
    assert kept(directions[torch.arange(5), errors.argmin(dim=1)]) == [2] * 5
