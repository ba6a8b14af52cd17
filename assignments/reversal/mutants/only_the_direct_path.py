"""An h1 neuron is removed, but h2 is taken from the intact run, so that nothing changes."""

LOSES = {"ablation", "explain"}
HINT = (
    "Ablating a neuron of h1 changes nothing in your logits. "
    "Which layers come after it, and are they computed anew?"
)
BREAKS = {"ablate": "the layers after it go on from there"}


def ablate(model, X, layer, neuron, mode="zero"):
    if layer not in ("h1", "h2") or mode not in ("zero", "mean"):
        raise ValueError(layer, mode)
    A = {name: values.clone() for name, values in activations(model, X).items()}
    A[layer][:, neuron] = 0.0 if mode == "zero" else A[layer][:, neuron].mean()
    with torch.no_grad():
        return model.readout(A["h2"]).unflatten(1, (X.shape[1], -1))
