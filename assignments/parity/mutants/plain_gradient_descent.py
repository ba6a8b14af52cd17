"""Gradient descent without momentum or adapted steps: the loss still sits near ln 2 when the epochs are
over."""

LOSES = {"train", "four_bits"}
HINT = (
    "Your loss falls and is still near ln 2 = 0.693 when the epochs are over. "
    "Would an optimiser that adapts its steps come further, or larger steps, or more of them?"
)
BREAKS = {"train": "What is asked is accuracy 1 on all rows of X", "train_four_bits": "to accuracy 1"}


def _optimiser(model, lr):
    return torch.optim.SGD(model.parameters(), lr=lr)


def SIGNATURE(calls):
    """The loss falls all the way, by something, and stays high."""
    runs = [
        value[1]
        for name, args, kwargs, value in calls
        if value is not None
        and name in ("train", "train_four_bits")
        and "epochs" not in kwargs
        and len(value[1]) > 100
    ]
    falls = all(later < earlier + 1e-3 for losses in runs for earlier, later in itertools.pairwise(losses))
    moves = all(losses[0] - losses[-1] > 1e-4 for losses in runs)
    return bool(runs) and falls and moves and max(losses[-1] for losses in runs) > 0.6
