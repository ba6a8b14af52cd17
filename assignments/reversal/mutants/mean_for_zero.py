"""Every ablation is a mean-ablation, whatever the mode."""

LOSES = {"ablation", "explain"}
HINT = (
    "Your zero-ablation gives what mean-ablation gives. "
    "Follow `mode` through your code: where does it make a difference, and does the sweep pass it on?"
)


def ablate(model, X, layer, neuron, mode="zero"):
    H = activations(model, X)[layer].clone()
    H[:, neuron] = H[:, neuron].mean()
    with torch.no_grad():
        h2 = model.fc2(H).relu() if layer == "h1" else H
        return model.readout(h2).unflatten(1, (X.shape[1], -1))
