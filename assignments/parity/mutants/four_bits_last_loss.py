"""Of the losses on four bits only the last is returned."""

LOSES = {"four_bits"}
HINT = "You return one loss for all of the training on four bits. What does `train` return?"
BREAKS = {"train_four_bits": "Returns (model, losses), as `train` does"}

EDITS = """
@@ train_four_bits
-    return train(X, y, seed, hidden=16)
+    model, losses = train(X, y, seed, hidden=16)
+    return model, losses[-1:]
"""


def SIGNATURE(calls):
    """One loss, and a small one."""
    told = [value[1] for name, _, _, value in calls if name == "train_four_bits" and value is not None]
    return bool(told) and all(len(losses) == 1 for losses in told)
