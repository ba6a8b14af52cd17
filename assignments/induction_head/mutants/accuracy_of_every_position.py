"""Accuracy is counted over all positions that have a next token."""

LOSES = {"train"}
HINT = "accuracy counts positions that are not in the mask."
BREAKS = {"accuracy": "The share of the positions in mask [N, T]"}


def accuracy(model, tokens, mask):
    with torch.no_grad():
        return (model(tokens).argmax(dim=2)[:, :-1] == tokens[:, 1:]).double().mean().item()


def SIGNATURE(calls):
    """The accuracies that were returned are these."""
    asked = [(args, value) for name, args, _, value in calls if name == "accuracy" and value is not None]
    return bool(asked) and all(abs(accuracy(*args) - value) < 1e-6 for args, value in asked)
