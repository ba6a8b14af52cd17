"""The first hundred steps have no loss: the list begins with the training proper."""

LOSES = {"four_bits"}
HINT = (
    "Your first loss is smaller than that of any network as it is drawn, which is ln 2 or more. Were there steps "
    "before it?"
)
BREAKS = {"train_four_bits": "Returns (model, losses), as `train` does"}

EDITS = """
@@ train_four_bits
-    return train(X, y, seed, hidden=16)
+    model, losses = train(X, y, seed, hidden=16)
+    return model, losses[100:]
"""


def SIGNATURE(calls):
    """The first loss is below .6."""
    told = [value[1] for name, _, _, value in calls if name == "train_four_bits" and value is not None]
    return bool(told) and all(len(losses) > 1 for losses in told) and any(losses[0] < 0.6 for losses in told)
