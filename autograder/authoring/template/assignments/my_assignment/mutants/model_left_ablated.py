"""Writes zeros into the model and leaves them there."""

import torch

LOSES = {"ablation"}
HINT = "After your function the model is another one: you write into its weights. Work on a copy of the activations, or put the weights back."
BREAKS = {"effects": "The model is as before afterwards"}


def effects(model, X):
    found = []
    with torch.no_grad():
        before = model(X)
        for neuron in range(model.encoder.out_features):
            kept = model.readout.weight[:, neuron].clone()
            model.readout.weight[:, neuron] = 0
            found.append((before - model(X)).abs().mean())
            if neuron > 0:
                model.readout.weight[:, neuron] = kept
    return torch.stack(found)
