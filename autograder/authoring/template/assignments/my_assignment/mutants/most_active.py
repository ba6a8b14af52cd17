"""Takes the neuron that is most active for the one that matters most."""

import torch

LOSES = {"ablation"}
HINT = "You compare how active the neurons are. A busy neuron that the output hardly reads has a small effect: compare effects."
BREAKS = {"loudest": "The neuron with the largest effect"}


def loudest(model, X):
    return int(torch.relu(model.encoder(X)).mean(0).argmax())
