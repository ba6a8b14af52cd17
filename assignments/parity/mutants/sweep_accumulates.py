"""The sweep zeroes neurons in one cached copy of the activations, so each step keeps the neurons of the steps
before."""

LOSES = {"ablation"}
HINT = (
    "In your sweep, each neuron seems to be ablated on top of those before it. "
    "Which array do you write into, and is it fresh for every neuron?"
)
BREAKS = {"ablation_sweep": "What ablating each neuron alone changes"}


def ablation_sweep(model, X, y, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError("mode is zero or mean")
    H = hidden_activations(model, X)
    means = H.mean(dim=0)
    accuracy, loss = _score(model.fc2(H).detach(), y)
    accuracy_delta, loss_delta = [], []
    for j in range(H.shape[1]):
        H[:, j] = 0.0 if mode == "zero" else means[j]
        ablated = _score(model.fc2(H).detach(), y)
        accuracy_delta.append(ablated[0] - accuracy)
        loss_delta.append(ablated[1] - loss)
    return torch.tensor(accuracy_delta), torch.tensor(loss_delta)
