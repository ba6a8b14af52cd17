"""Gradient descent without momentum or adapted steps: the loss still sits near ln 2 when the epochs are
over."""

LOSES = {"train", "four_bits"}
HINT = (
    "Your loss hardly leaves ln 2 = 0.693 before the epochs are over: it falls, but far too slowly. "
    "Think about an optimiser that adapts its steps, or about larger or more of them."
)


def _optimiser(model, lr):
    return torch.optim.SGD(model.parameters(), lr=lr)


def SIGNATURE(calls):
    """On parity the loss falls all the way, and stays high."""
    runs = [
        value[1]
        for name, args, kwargs, value in calls
        if value is not None
        and name in ("train", "train_four_bits")
        and "epochs" not in kwargs
        and len(value[1]) > 100
    ]
    falls = all(later < earlier + 1e-3 for losses in runs for earlier, later in itertools.pairwise(losses))
    return bool(runs) and falls and max(losses[-1] for losses in runs) > 0.6
