"""The losses are a moving average: the first is right."""

LOSES = {"train"}
HINT = "Your losses fall more slowly than the network learns. Is each of them that of its own step?"
BREAKS = {"train": "before each step that is taken, from first to last"}

EDITS = """
@@ train
-    return model, losses
+    for i in range(1, len(losses)):
+        losses[i] = 0.9 * losses[i - 1] + 0.1 * losses[i]
+    return model, losses
"""


def SIGNATURE(calls):
    """On a single row, the fifth loss lies between the first one and that of the weights there."""
    first, fifth, told = None, None, None
    for name, args, kwargs, value in calls:
        if name != "train" or value is None or len(args[0]) != 1:
            continue
        X, y = args
        W1, b1, W2, b2 = (value[0].tensors[f"fc{i}.{part}"] for i in (1, 2) for part in ("weight", "bias"))
        loss = float(cross_entropy((X.double() @ W1.double().T + b1).tanh() @ W2.double().T + b2, y))
        if kwargs.get("epochs") == 0:
            first = loss
        elif kwargs.get("epochs") == 4:
            fifth = loss
        elif kwargs.get("epochs") == 5 and len(value[1]) == 5:
            told = [float(one) for one in value[1]]
    if first is None or fifth is None or told is None:
        return False
    return abs(told[0] - first) < 1e-5 and fifth + 0.4 * (first - fifth) < told[4] < first
