# %% [markdown]
# # Which neuron matters?
# A network of one hidden layer, and a question that every part of it can be asked: what would the output be without
# you? To *ablate* a neuron is to replace what it puts out, here by 0, and to look at the output again.

# %%
import torch
from given import Net

# %% [markdown]
# ## Ablation
# `effects` takes each neuron away in turn and measures how far the output moves. `loudest` names the neuron that moves
# it furthest.


# %% solution="ablation"
def effects(model: Net, X: torch.Tensor) -> torch.Tensor:
    """The mean absolute change of the output [hidden] when one hidden neuron is set to 0. The model is as before afterwards."""
    found = []
    for neuron in range(model.encoder.out_features):
        hidden = torch.relu(model.encoder(X))
        hidden[:, neuron] = 0.0
        ablated = model.readout(hidden).squeeze(-1)
        found.append((model(X) - ablated).abs().mean())
    return torch.stack(found)


def loudest(model: Net, X: torch.Tensor) -> int:
    """The neuron with the largest effect."""
    return int(effects(model, X).argmax())


# %% [markdown]
# Look at it: a bar for each neuron.

# %%
torch.manual_seed(0)
print(effects(Net(), torch.randn(100, 4)))
