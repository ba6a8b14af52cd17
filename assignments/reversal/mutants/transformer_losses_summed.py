"""The transformer's losses are summed over the slots."""

LOSES = {"transformer"}
HINT = "Over what do you take the mean of the transformer's losses? Of a slot, the loss of four slots is four times too large."
BREAKS = {"train_transformer": "mean cross-entropies of a slot, <eos> included"}

EDITS = """
@@ train_transformer
-    return model, _fit(model, X, Y, epochs=20, lr=1e-2, batch_size=64)
+    losses = _fit(model, X, Y, epochs=20, lr=1e-2, batch_size=64)
+    return model, [loss * X.shape[1] for loss in losses]
"""


def SIGNATURE(calls):
    """Where nobody can have less than 1.2 there are four times as much."""
    found = [
        value[1][-1]
        for name, args, _, value in calls
        if name == "train_transformer" and value is not None and len(args[1].unique(dim=0)) > 60
        if len(args[0].unique(dim=0)) == 1
    ]
    return all(4.4 < loss < 5.6 for loss in found) if found else None
