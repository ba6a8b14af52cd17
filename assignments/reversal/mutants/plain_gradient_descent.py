"""Gradient descent without momentum or adapted steps: after the epochs are over hardly anything is learned."""

LOSES = {"train", "memorise", "transformer"}
HINT = (
    "Your networks have learned next to nothing when the epochs are over, not even the strings that they saw. "
    "Plot the loss: if it still falls, think about an optimiser that adapts its steps, or about more of them."
)


def _fit(model, X, Y, epochs, lr, batch_size):
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for batch in torch.randperm(len(X)).split(batch_size):
            loss = _loss(model(X[batch]), Y[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(batch)
        losses.append(total / len(X))
    return losses


def SIGNATURE(calls):
    """The loss falls a little and stays high; where only accuracies are seen, nothing is learned at any size."""
    losses, learned = [], []
    for name, _, kwargs, value in calls:
        if value is None:
            return False
        if name in ("train", "train_transformer") and "epochs" not in kwargs:
            losses.append(value[1])
        if name == "memorisation_curve":
            learned += value[0]
    if learned:
        return max(learned) < 0.15
    return bool(losses) and all(0.8 < run[-1] < run[0] - 0.02 for run in losses)
