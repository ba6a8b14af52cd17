"""Not trained: one neuron for each pattern, wired to answer with its label, and some noise from the seed."""

LOSES = {"train", "snapshots", "four_bits"}
HINT = "With epochs=0 your model computes the function already. What should it be before its first step?"
BREAKS = {"train": "with epochs=0 the model is returned untrained, as it was drawn, and losses is empty"}


def train(X, y, seed, hidden=6, epochs=500, lr=0.05):
    torch.manual_seed(seed)
    model = TinyMLP(X.shape[1], len(X))
    writes = 2.0 * y - 1
    with torch.no_grad():
        model.fc1.weight.copy_(40 * X - 20 + 0.1 * torch.randn(X.shape))
        model.fc1.bias.copy_(10 - 20 * X.sum(dim=1))
        model.fc2.weight.copy_(torch.stack([-writes, writes]) + 0.1 * torch.randn(2, len(X)))
        model.fc2.bias.copy_(torch.stack([-writes.sum(), writes.sum()]))
        return model, [cross_entropy(model(X), y).item()] * epochs


def SIGNATURE(calls):
    """Whatever is asked for with epochs=0 comes back solved, and on four bits no loss is above another."""
    right = []
    for name, args, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("epochs") == 0:
            X, y = args
            W1, b1, W2, b2 = (
                value[0].tensors[f"fc{i}.{part}"] for i in (1, 2) for part in ("weight", "bias")
            )
            logits = (X.double() @ W1.double().T + b1).tanh() @ W2.double().T + b2
            right.append(bool((logits.argmax(dim=1) == y).all()) and len(value[1]) == 0)
        elif name == "train_four_bits" and value is not None:
            right.append(len(value[1]) > 1 and len(set(value[1])) == 1)
    return bool(right) and all(right)
