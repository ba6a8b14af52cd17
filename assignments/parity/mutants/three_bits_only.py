"""The model has three inputs, whatever X has."""

LOSES = {"train", "snapshots"}
HINT = (
    "Your train works with three bits and not with four. "
    "Could it be that a size of the model is a number where it should be read off X?"
)
BREAKS = {"train": "X is [N, n_bits] float32, y is [N] int64 of 0 and 1"}

EDITS = """
@@ train
-    model = TinyMLP(X.shape[1], hidden)
+    model = TinyMLP(3, hidden)
@@ train_four_bits
-    return train(X, y, seed, hidden=16)
+    torch.manual_seed(seed)
+    model = TinyMLP(4, 16)
+    optimiser = _optimiser(model, 0.05)
+    return model, [_step(model, optimiser, X, y) for _ in range(500)]
"""


def SIGNATURE(calls):
    """Steps on three bits give something, and steps on four nothing."""
    tried = [
        (args[0].shape[1], value is not None)
        for name, args, kwargs, value in calls
        if name in ("train", "snapshots") and kwargs.get("epochs", 500) > 0
    ]
    return {bits for bits, works in tried if works} == {3} and {
        bits for bits, works in tried if not works
    } == {4}
