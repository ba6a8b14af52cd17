"""Where training stops early, the loss before its last step is left out."""

LOSES = {"train"}
HINT = (
    "Where your training stops early, it has taken one step more than there are losses. "
    "Is the loss kept before you ask whether to stop?"
)
BREAKS = {"train": "there is one before each step that is taken"}

EDITS = """
@@ train
-    losses = [_step(model, optimiser, X, y) for _ in range(epochs)]
-    return model, losses
+    losses = []
+    for _ in range(epochs):
+        loss = _step(model, optimiser, X, y)
+        if loss < 0.01:
+            break
+        losses.append(loss)
+    return model, losses
@@ snapshots
-    kept = [copy.deepcopy(model)]
+    kept, stopped = [copy.deepcopy(model)], False
@@ snapshots
-            _step(model, optimiser, X, y)
+            stopped = stopped or _step(model, optimiser, X, y) < 0.01
"""


def SIGNATURE(calls):
    """On a single row, as many epochs as there were losses give as many losses, and other weights."""
    import torch

    runs = {
        kwargs["epochs"]: value
        for name, args, kwargs, value in calls
        if name == "train" and value is not None and len(args[0]) == 1
    }
    if 300 not in runs or not 0 < len(runs[300][1]) < 300 or len(runs[300][1]) not in runs:
        return False
    weights, losses = runs[len(runs[300][1])]
    same = (torch.equal(tensor, runs[300][0].tensors[name]) for name, tensor in weights.tensors.items())
    return len(losses) == len(runs[300][1]) and not all(same)
