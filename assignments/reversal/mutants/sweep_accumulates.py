"""The sweep removes neurons from one copy of the activations, so each step keeps the neurons of the steps before."""

LOSES = {"ablation"}
HINT = (
    "In your sweep, each neuron seems to be ablated on top of those before it. "
    "Which array do you write into, and is it fresh for every neuron?"
)
BREAKS = {"ablation_sweep": "What ablating each neuron of a layer alone changes"}


def ablation_sweep(model, X, Y, layer, mode="zero"):
    if layer not in ("h1", "h2") or mode not in ("zero", "mean"):
        raise ValueError(layer, mode)
    H = activations(model, X)[layer].clone()
    means = H.mean(dim=0)
    with torch.no_grad():
        accuracy, loss = _score(model(X), Y)
        accuracy_deltas, loss_deltas = [], []
        for j in range(H.shape[1]):
            H[:, j] = 0.0 if mode == "zero" else means[j]
            h2 = model.fc2(H).relu() if layer == "h1" else H
            a, b = _score(model.readout(h2).unflatten(1, (X.shape[1], -1)), Y)
            accuracy_deltas.append(a - accuracy)
            loss_deltas.append(b - loss)
    return torch.stack(accuracy_deltas), torch.stack(loss_deltas)
