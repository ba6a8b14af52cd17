"""A row of the batch is put to 0 instead of the neuron's column."""

LOSES = {"ablation", "explain"}
HINT = (
    "You replace one string's activations and not one neuron's. "
    "Which axis of [N, H] counts the strings, and which the neurons?"
)


def ablate(model, X, layer, neuron, mode="zero"):
    if layer not in ("h1", "h2") or mode not in ("zero", "mean"):
        raise ValueError(layer, mode)
    H = activations(model, X)[layer].clone()
    H[neuron] = 0.0 if mode == "zero" else H[neuron].mean()
    with torch.no_grad():
        h2 = model.fc2(H).relu() if layer == "h1" else H
        return model.readout(h2).unflatten(1, (X.shape[1], -1))
