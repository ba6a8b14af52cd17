"""The neuron's outgoing weights are put to 0 in the model itself, and never put back."""

LOSES = {"ablation", "explain"}
HINT = (
    "After your ablation the model is no longer the model you were given. "
    "Call your function for two neurons in a row and compare the weights before and after."
)
BREAKS = {"ablate": "Leaves the model's weights as they were"}


def ablate(model, X, layer, neuron, mode="zero"):
    if layer not in ("h1", "h2") or mode not in ("zero", "mean"):
        raise ValueError(layer, mode)
    reader = model.fc2 if layer == "h1" else model.readout
    with torch.no_grad():
        if mode == "mean":
            reader.bias += reader.weight[:, neuron] * activations(model, X)[layer][:, neuron].mean()
        reader.weight[:, neuron] = 0.0
        return model(X)
