"""Accuracy is a mean over the sequences, however many positions each has in the mask."""

LOSES = {"train"}
HINT = "accuracy gives each sequence the same weight. Count all positions in the mask together."
BREAKS = {"accuracy": "All of these positions of all sequences tokens [N, T] are counted together"}


def accuracy(model, tokens, mask):
    with torch.no_grad():
        right = model(tokens).argmax(dim=2) == tokens.roll(-1, dims=1)
    return ((right & mask).sum(dim=1) / mask.sum(dim=1)).double().mean().item()


def SIGNATURE(calls):
    """The accuracies that were returned are these."""
    asked = [(args, value) for name, args, _, value in calls if name == "accuracy" and value is not None]
    return bool(asked) and all(abs(accuracy(*args) - value) < 1e-6 for args, value in asked)
