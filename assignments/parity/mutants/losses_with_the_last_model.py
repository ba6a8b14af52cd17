"""The loss is recorded, and only then is it seen whether to stop: the last loss is of no step."""

LOSES = {"train"}
HINT = (
    "Your last loss is that of the model which you return. "
    "Was a step taken after it? Count losses and steps where training stops early."
)
BREAKS = {"train": "there is one before each step that is taken"}

EDITS = """
@@ train
-    losses = [_step(model, optimiser, X, y) for _ in range(epochs)]
-    return model, losses
+    losses = []
+    for _ in range(epochs):
+        losses.append(cross_entropy(model(X), y).item())
+        if losses[-1] < 0.01:
+            break
+        _step(model, optimiser, X, y)
+    return model, losses
@@ snapshots
-            _step(model, optimiser, X, y)
+            if cross_entropy(model(X), y) >= 0.01:
+                _step(model, optimiser, X, y)
"""


def SIGNATURE(calls):
    """On a single row, where the losses are not as many as the epochs, the last is that of the weights."""
    found = []
    for name, args, kwargs, value in calls:
        if name != "train" or value is None or len(args[0]) != 1 or len(value[1]) in (0, kwargs["epochs"]):
            continue
        X, y = args
        W1, b1, W2, b2 = (
            value[0].tensors[f"fc{i}.{part}"].double() for i in (1, 2) for part in ("weight", "bias")
        )
        loss = float(cross_entropy((X.double() @ W1.T + b1).tanh() @ W2.T + b2, y))
        found.append(abs(loss - float(value[1][-1])) < 1e-6)
    return bool(found) and all(found)
