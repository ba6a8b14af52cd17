"""The accuracy of a sweep's step is computed on the logits from before the ablation, so it never changes."""

LOSES = {"ablation"}
HINT = (
    "Your accuracy never changes in the sweep, though the loss does. "
    "Which logits is the accuracy computed from?"
)
BREAKS = {"ablation_sweep": "What ablating each neuron alone changes"}


def ablation_sweep(model, X, y, mode="zero"):
    with torch.no_grad():
        logits = model(X)
    accuracy, loss = _score(logits, y)
    accuracy_delta, loss_delta = [], []
    for j in range(model.fc1.out_features):
        ablated = ablate(model, X, j, mode)
        accuracy_delta.append(_score(logits, y)[0] - accuracy)
        loss_delta.append(_score(ablated, y)[1] - loss)
    return torch.tensor(accuracy_delta), torch.tensor(loss_delta)
