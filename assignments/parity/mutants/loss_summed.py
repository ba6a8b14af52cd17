"""The sweep's cross-entropy is a sum over the rows instead of their mean."""

LOSES = {"ablation"}
HINT = (
    "Your loss deltas are too large by the same factor for every neuron. "
    "How many rows does X have, and what does the docstring say about them?"
)
BREAKS = {"ablation_sweep": "The loss is the mean cross-entropy over the rows, in nats"}


def ablation_sweep(model, X, y, mode="zero"):
    def score(logits):
        accuracy = (logits.argmax(dim=1) == y).double().mean()
        return accuracy, cross_entropy(logits, y, reduction="sum")

    with torch.no_grad():
        accuracy, loss = score(model(X))
    ablated = [score(ablate(model, X, j, mode)) for j in range(model.fc1.out_features)]
    return torch.stack([a - accuracy for a, _ in ablated]), torch.stack([b - loss for _, b in ablated])
