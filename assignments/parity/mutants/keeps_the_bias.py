"""Zeroing the neuron's input weights leaves its bias, so it stays on at act(bias)."""

LOSES = {"ablation"}
HINT = (
    "Cutting a neuron's input weights does not silence it: its bias is still there. "
    "What does your ablated neuron put out, on every input?"
)
BREAKS = {"ablate": "replaces it by 0"}


def ablate(model, X, neuron, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError(mode)
    with torch.no_grad():
        if mode == "mean":
            H = hidden_activations(model, X).clone()
            H[:, neuron] = H[:, neuron].mean()
            return model.fc2(H)
        lesioned = copy.deepcopy(model)
        lesioned.fc1.weight[neuron] = 0.0
        return lesioned(X)
