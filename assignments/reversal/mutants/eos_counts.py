"""The scores count the <eos> slot, which is always the same."""

LOSES = {"memorise"}
HINT = (
    "Your accuracies seem to count the last slot. "
    "What stands there in every string, and what does a network get for it that knows nothing?"
)
BREAKS = {
    "sequence_accuracy": "The last slot, <eos>, does not count",
    "letter_accuracy": ("The share of the N·L letters", "The last slot does not count"),
}


def sequence_accuracy(model, X, Y):
    with torch.no_grad():
        return (model(X).argmax(dim=2) == Y).all(dim=1).double().mean().item()


def letter_accuracy(model, X, Y):
    with torch.no_grad():
        return (model(X).argmax(dim=2) == Y).double().mean().item()


def SIGNATURE(calls):
    """The accuracies of given models are those of this mistake; training cannot be replayed."""
    scores = {"sequence_accuracy": sequence_accuracy, "letter_accuracy": letter_accuracy}
    asked = [(scores[name](*args), value) for name, args, _, value in calls if name in scores]
    return bool(asked) and all(value is not None and abs(own - value) < 1e-5 for own, value in asked)
