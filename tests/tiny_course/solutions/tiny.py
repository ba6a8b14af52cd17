# %% [markdown]
# # Tiny
# An assignment with one of everything.

# %%
import torch
from given import Pair, Scale

# %% solution="double"
FACTOR = 2.0


def double(x: torch.Tensor) -> torch.Tensor:
    """Twice `x`, of the same shape."""
    return FACTOR * x


def extremes(x: torch.Tensor) -> Pair:
    """The least and the greatest value of `x`."""
    return Pair(x.min().item(), x.max().item())


# %%
print(double(torch.ones(2)))

# %% [markdown]
# What is double of nothing?

# %% [markdown] written="why"
# Nothing.

# %% [markdown] rubric="why"
# One point for the word "nothing".


# %% solution="fit"
def fit(seed: int) -> tuple[Scale, list[float]]:
    """A `Scale` whose factor is drawn from `seed`, and the losses on the way."""
    torch.manual_seed(seed)
    model = Scale(3)
    with torch.no_grad():
        model.factor.copy_(torch.rand(3))
    return model, [1.0, 0.5]


def slope(model: Scale, x: torch.Tensor) -> torch.Tensor:
    """The gradient of the sum of the model's outputs with respect to `x`."""
    x = x.detach().clone().requires_grad_(True)
    return torch.autograd.grad(model(x).sum(), x)[0]
