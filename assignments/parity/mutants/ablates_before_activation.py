"""The neuron's input is replaced and not its output: sigmoid and softplus do not turn 0 into 0."""

LOSES = {"ablation"}
HINT = (
    "You replace the neuron's value before the activation function, which then changes it. "
    "Ablation replaces what the neuron puts out; try a sigmoid model at home and look at its hidden layer."
)
BREAKS = {"ablate": "What is replaced is the neuron's output, after the activation function"}


def ablate(model, X, neuron, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError(mode)
    with torch.no_grad():
        before = model.fc1(X)
        before[:, neuron] = 0.0 if mode == "zero" else before[:, neuron].mean()
        return model.fc2(model.act(before))
