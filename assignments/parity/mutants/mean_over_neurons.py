"""The mean is taken over the wrong axis: over the neurons of a row, not over the rows for the neuron."""

LOSES = {"ablation"}
HINT = (
    "In mean-ablation, your replacement differs from row to row. "
    "Of which numbers should the mean be taken, and which axis of [N, H] is that?"
)


def ablate(model, X, neuron, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError(mode)
    H = hidden_activations(model, X).clone()
    H[:, neuron] = 0.0 if mode == "zero" else H.mean(dim=1)
    with torch.no_grad():
        return model.fc2(H)
