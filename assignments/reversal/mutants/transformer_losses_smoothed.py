"""The losses of the transformer are a moving average over the epochs."""

import itertools

LOSES = {"transformer"}
HINT = "The transformer has learnt a string, and your last loss is still large. Is it that of its own epoch?"
BREAKS = {"train_transformer": "So are the losses, one for each of the epochs that you choose"}

EDITS = """
@@ train_transformer
-    return model, _fit(model, X, Y, epochs=20, lr=1e-2, batch_size=64)
+    losses = _fit(model, X, Y, epochs=20, lr=1e-2, batch_size=64)
+    for i in range(1, len(losses)):
+        losses[i] = 0.9 * losses[i - 1] + 0.1 * losses[i]
+    return model, losses
"""


def SIGNATURE(calls):
    """No loss is less than .9 of the one before."""
    found = [value[1] for name, _, _, value in calls if name == "train_transformer" and value is not None]
    return (
        all(later > 0.89 * loss for losses in found for loss, later in itertools.pairwise(losses))
        if found
        else None
    )
