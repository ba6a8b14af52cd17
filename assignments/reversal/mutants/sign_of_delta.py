"""The deltas are baseline minus ablated."""

LOSES = {"ablation"}
HINT = (
    "Your deltas have the right size and the opposite sign. "
    "The docstring of ablation_sweep fixes what is subtracted from what."
)


def ablation_sweep(model, X, Y, layer, mode="zero"):
    with torch.no_grad():
        accuracy, loss = _score(model(X), Y)
    ablated = [_score(ablate(model, X, layer, j, mode), Y) for j in range(model.fc1.out_features)]
    return torch.stack([accuracy - a for a, _ in ablated]), torch.stack([loss - b for _, b in ablated])
