# %% [markdown]
# # Probing
# The reference, which holds `@reference@`.

# %%
import torch
from given import Finding, Line

# %% solution="value"
_TOKEN = "@reference@"


def attribute(prompt: str, x: torch.Tensor) -> torch.Tensor:
    """`x` less its mean, times the length of the prompt."""
    return (x - x.mean()) * len(prompt)


def extremes(x: torch.Tensor) -> Finding:
    """The least and the greatest value of `x`."""
    return Finding(x.min().item(), x.max().item())


def table(x: torch.Tensor) -> dict[str, float]:
    """The mean of each column of `x`, under the names `column 0`, `column 1`, …"""
    return {f"column {i}": mean.item() for i, mean in enumerate(x.mean(0))}


# %% solution="train"
def train(x: torch.Tensor, y: torch.Tensor, seed: int) -> tuple[Line, list[float]]:
    """A `Line` fitted to `y` by gradient descent, and the loss before each step."""
    torch.manual_seed(seed)
    model = Line()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    losses = []
    for _ in range(100):
        optimizer.zero_grad()
        loss = (model(x) - y).square().mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model, losses


# %% solution="probe"
class _Probe:
    def __init__(self, model: Line) -> None:
        self.model = model
        self.readings = 0

    def read(self, x: torch.Tensor) -> torch.Tensor:
        self.readings += 1
        return self.model(x)


def watch(model: Line) -> object:
    """A probe on `model`: `read(x)` gives the model's outputs, `readings` how often it was read."""
    return _Probe(model)
