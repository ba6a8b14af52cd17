"""The accuracy delta is the share of predictions that the ablation leaves alone, less 1."""

LOSES = {"ablation"}
HINT = (
    "Your accuracy compares with what the model said before and not with Y. "
    "What of a prediction that was wrong and stays wrong?"
)
BREAKS = {"ablation_sweep": "Accuracy is the share of the rows whose letter there is right"}


def ablation_sweep(model, X, Y, layer, mode="zero"):
    with torch.no_grad():
        before = model(X)
    said = before.argmax(dim=2)
    ablated = [ablate(model, X, layer, j, mode) for j in range(model.fc1.out_features)]
    return (
        torch.stack([_score(logits, said)[0] - 1 for logits in ablated]),
        torch.stack([_score(logits, Y)[1] - _score(before, Y)[1] for logits in ablated]),
    )
