"""Zeroing the neuron's read-out weights in the model itself, and never putting them back."""

LOSES = {"ablation"}
HINT = (
    "After your ablation the model is no longer the model you were given. "
    "Call your function for two neurons in a row and compare the read-out weights before and after."
)
BREAKS = {"ablate": "Leaves the model as it was"}


def ablate(model, X, neuron, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError(mode)
    with torch.no_grad():
        if mode == "mean":
            model.fc2.bias += model.fc2.weight[:, neuron] * hidden_activations(model, X)[:, neuron].mean()
        model.fc2.weight[:, neuron] = 0.0
        return model(X)
