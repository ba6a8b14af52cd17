"""Every ablation is a mean-ablation, whatever the mode."""

LOSES = {"ablation"}
HINT = (
    "Your zero-ablation gives what mean-ablation gives. "
    "Follow `mode` through your code: where does it make a difference, and does the sweep pass it on?"
)


def ablate(model, X, neuron, mode="zero"):
    H = hidden_activations(model, X).clone()
    H[:, neuron] = H[:, neuron].mean()
    with torch.no_grad():
        return model.fc2(H)
