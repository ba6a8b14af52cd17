"""The losses are recorded after each step instead of before it."""

EQUIVALENT = "nothing that a student reports about the training is graded: the weights are the same"


def train(X, y, seed, hidden=6, epochs=500, lr=0.05):
    torch.manual_seed(seed)
    model = TinyMLP(X.shape[1], hidden)
    optimiser = _optimiser(model, lr)
    losses = []
    for _ in range(epochs):
        _step(model, optimiser, X, y)
        losses.append(cross_entropy(model(X), y).item())
    return model, losses
