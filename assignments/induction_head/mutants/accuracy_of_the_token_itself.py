"""Accuracy compares the prediction with the token at the same position, not with the next one."""

LOSES = {"train"}
HINT = (
    "accuracy compares each prediction with the token at its own position. "
    "The logits at a position are about the next token: which way do you have to shift?"
)
BREAKS = {"accuracy": "at which the largest logit is that of the next token"}


def accuracy(model, tokens, mask):
    with torch.no_grad():
        return (model(tokens).argmax(dim=2) == tokens)[mask].double().mean().item()


def SIGNATURE(calls):
    """The accuracies that were returned are these."""
    asked = [(args, value) for name, args, _, value in calls if name == "accuracy" and value is not None]
    return bool(asked) and all(abs(accuracy(*args) - value) < 1e-6 for args, value in asked)
