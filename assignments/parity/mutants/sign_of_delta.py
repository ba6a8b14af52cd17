"""The deltas are baseline minus ablated."""

LOSES = {"ablation"}
HINT = (
    "Your deltas have the right size and the opposite sign. "
    "The docstring of ablation_sweep fixes what is subtracted from what."
)


def ablation_sweep(model, X, y, mode="zero"):
    with torch.no_grad():
        accuracy, loss = _score(model(X), y)
    ablated = [_score(ablate(model, X, j, mode), y) for j in range(model.fc1.out_features)]
    accuracy_delta = torch.tensor([accuracy - a for a, _ in ablated])
    loss_delta = torch.tensor([loss - b for _, b in ablated])
    return accuracy_delta, loss_delta
