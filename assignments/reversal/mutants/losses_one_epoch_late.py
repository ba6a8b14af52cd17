"""The first loss is left out, and the last one given twice."""

LOSES = {"train"}
HINT = (
    "Is your first loss that of the network as it was drawn? With one batch an epoch, it should be: "
    "is a batch's loss taken before its step or after it?"
)
BREAKS = {"train": "The loss of a batch is that before its step"}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    losses = _fit(model, X, Y, epochs, lr, batch_size)
+    return model, losses[1:] + losses[-1:]
"""


def SIGNATURE(calls):
    """The last two losses are the same in every run but those at a rate of 0, where all are."""
    runs = [
        (value[1], kwargs)
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and len(value[1]) > 1
    ]
    return len(runs) > 2 and all(
        losses[-1] == losses[-2] and ("lr" in kwargs or len(losses) == 2 or losses[0] != losses[-1])
        for losses, kwargs in runs
    )
