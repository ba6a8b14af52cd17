"""The losses are recorded after each step instead of before it."""

LOSES = {"train"}
HINT = (
    "Your first loss is not that of the untrained model. "
    "Does it come from before your first step, or from after it?"
)
BREAKS = {"train": ("before each step, from first to last", "losses[0] is this model's")}

EDITS = """
@@ train
-    losses = [_step(model, optimiser, X, y) for _ in range(epochs)]
+    losses = []
+    for _ in range(epochs):
+        _step(model, optimiser, X, y)
+        losses.append(cross_entropy(model(X), y).item())
"""


def SIGNATURE(calls):
    """Training works, and the first loss is near that of the weights with epochs=0 without being it."""
    drawn, first, works = {}, {}, False
    for name, args, kwargs, value in calls:
        if name != "train" or value is None:
            continue
        X, y = args
        W1, b1, W2, b2 = (value[0].tensors[f"fc{i}.{part}"] for i in (1, 2) for part in ("weight", "bias"))
        logits = (X.double() @ W1.double().T + b1).tanh() @ W2.double().T + b2
        works = works or bool((logits.argmax(dim=1) == y).all())
        if kwargs.get("epochs") == 0:
            drawn[kwargs["seed"]] = float(cross_entropy(logits, y))
        elif kwargs.get("epochs") == 3 and len(value[1]):
            first[kwargs["seed"]] = float(value[1][0])
    gaps = [abs(first[seed] / drawn[seed] - 1) for seed in first if seed in drawn]
    return works and bool(gaps) and all(1e-5 < gap < 0.25 for gap in gaps)
