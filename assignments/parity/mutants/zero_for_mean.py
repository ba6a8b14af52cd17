"""Every ablation is a zero-ablation, whatever the mode."""

LOSES = {"ablation"}
HINT = (
    "Your mean-ablation gives what zero-ablation gives. "
    "Follow `mode` through your code: where does it make a difference, and does the sweep pass it on?"
)


def ablate(model, X, neuron, mode="zero"):
    H = hidden_activations(model, X).clone()
    H[:, neuron] = 0.0
    with torch.no_grad():
        return model.fc2(H)
