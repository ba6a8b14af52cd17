"""The neuron's input is put to its mean and not its output: the ReLU comes after, and changes it."""

LOSES = {"ablation"}
HINT = (
    "You replace the neuron's value before its ReLU. "
    "The mean of what goes in and the mean of what comes out differ wherever the neuron is off on some strings."
)
BREAKS = {"ablate": "what is replaced is the neuron's output, after the ReLU"}


def ablate(model, X, layer, neuron, mode="zero"):
    if layer not in ("h1", "h2") or mode not in ("zero", "mean"):
        raise ValueError(layer, mode)
    with torch.no_grad():
        z1 = model.fc1(model.embed(X).flatten(1))
        if layer == "h1":
            z1[:, neuron] = 0.0 if mode == "zero" else z1[:, neuron].mean()
        z2 = model.fc2(z1.relu())
        if layer == "h2":
            z2[:, neuron] = 0.0 if mode == "zero" else z2[:, neuron].mean()
        return model.readout(z2.relu()).unflatten(1, (X.shape[1], -1))
