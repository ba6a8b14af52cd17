"""The losses are recorded after each step instead of before it."""

LOSES = {"train"}
HINT = (
    "Your first loss is not that of the untrained model. "
    "Does it come from before your first step, or from after it?"
)
BREAKS = {
    "train": ("before each step that is taken, from first to last", "losses[0] is the loss of that model")
}

EDITS = """
@@ train
-    losses = [_step(model, optimiser, X, y) for _ in range(epochs)]
+    losses = []
+    for _ in range(epochs):
+        _step(model, optimiser, X, y)
+        losses.append(cross_entropy(model(X), y).item())
"""


def SIGNATURE(calls):
    """On a single row, the fourth loss is that of the weights after four steps, and the fifth is below it."""
    after, told = None, None
    for name, args, kwargs, value in calls:
        if name != "train" or value is None or len(args[0]) != 1:
            continue
        X, y = args
        W1, b1, W2, b2 = (value[0].tensors[f"fc{i}.{part}"] for i in (1, 2) for part in ("weight", "bias"))
        if kwargs.get("epochs") == 4:
            after = float(cross_entropy((X.double() @ W1.double().T + b1).tanh() @ W2.double().T + b2, y))
        elif kwargs.get("epochs") == 5 and len(value[1]) == 5:
            told = [float(loss) for loss in value[1]]
    return after is not None and told is not None and abs(told[3] - after) < 1e-5 and told[4] < told[3]
