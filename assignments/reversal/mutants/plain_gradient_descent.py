"""Gradient descent without momentum or adapted steps: after the epochs are over hardly anything is learned."""

LOSES = {"train", "memorise", "transformer"}
HINT = (
    "Your networks have learned next to nothing when the epochs are over, not even the strings that they saw. "
    "Plot the loss: if it still falls, think about an optimiser that adapts its steps, or about more of them."
)
BREAKS = {
    "train": "is sequence accuracy .98",
    "train_transformer": "the accuracy that is asked",
}

EDITS = """
@@ _fit
-    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
+    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
"""


def SIGNATURE(calls):
    """The loss falls a little and stays high; where only models are seen, nothing is learned at any size."""
    from planted import accuracies_by_size

    losses = []
    for name, args, kwargs, value in calls:
        if value is None:
            return False
        several = name in ("train", "train_transformer") and bool((args[0] != args[0][0]).any())
        if several and "epochs" not in kwargs:
            losses.append(value[1])
    learned = [seen for size, seen, _ in accuracies_by_size(calls) if size >= 50]
    if learned:
        return max(learned) < 0.15
    return bool(losses) and all(0.8 < run[-1] < run[0] - 0.02 for run in losses)
